"""A letter is in one language from its subject to its footer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from html import unescape

import pytest
from babel import Locale

from scheduler.mail.specimens import SPECIMENS, specimen, specimens_in
from scheduler.mail.words import Words, languages, words_for
from scheduler.model.languages import ENGLISH
from scheduler.model.letters import RenderedLetter
from tests.mail.samples import SENDER, read_event

OFFICES = frozenset({"hotline"})
"""Offices are called what they call themselves."""
TRANSLATED = sorted(languages() - {ENGLISH})


def sentences(told: object) -> Iterator[str]:
    """Every text in a catalogue, however deep."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, tuple):
        for one in told:
            yield from sentences(one)
    elif hasattr(told, "values"):
        yield from sentences(tuple(told.values()))


def words_in(*texts: str) -> set[str]:
    """The words of a text; addresses of pages and what is filled in are none."""
    whole = re.sub(r"https?://\S+|\{\w+\}", " ", " ".join(texts))
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", whole)}


def catalogue(words: Words) -> set[str]:
    named = (getattr(words, field.name) for field in fields(words))
    return words_in(*(text for told in named for text in sentences(told)))


def said(letter: RenderedLetter) -> set[str]:
    """What a reader of the mail, in either part, and of the calendar meets; names aside."""
    page = re.sub(r"<style>.*?</style>|<[^>]+>", " ", letter.html, flags=re.DOTALL)
    texts = [letter.subject, letter.text, unescape(page)]
    if letter.calendar:
        event = read_event(letter.calendar)
        texts += [str(event["SUMMARY"]), str(event["DESCRIPTION"])]
    return words_in(*(text.replace(SENDER.name, " ") for text in texts))


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("name", SPECIMENS)
def test_no_english_word_is_left_in_a_letter_of_another_language(name: str, code: str) -> None:
    if name not in specimens_in(code):
        assert name == "notice"
        return
    ours = words_for(code)
    english = catalogue(words_for(ENGLISH)) - catalogue(ours) - names_of(ours) - OFFICES

    assert said(specimen(name, code, SENDER)) & english == set()
    # The same letter in English is full of them: the test can see.
    assert len(said(specimen(name, ENGLISH, SENDER)) & english) > 10


def names_of(words: Words) -> set[str]:
    """Days, months and languages as they are called there."""
    locale = Locale.parse(words.locale)
    spoken = (name for name in locale.languages.values() if name)
    days = (day for width in locale.days["format"].values() for day in width.values())
    return words_in(*spoken, *days)


@pytest.mark.parametrize("code", sorted(languages()))
@pytest.mark.parametrize("name", SPECIMENS)
def test_every_letter_says_which_language_it_is_in(name: str, code: str) -> None:
    spoken = code if name in specimens_in(code) else ENGLISH
    letter = specimen(name, spoken, SENDER)

    assert f'<html lang="{spoken}" dir="{words_for(spoken).direction}">' in letter.html
    assert f"\r\nContent-Language: {spoken}\r\n".encode() in letter.mime
