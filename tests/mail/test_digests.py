"""Digests and the question about hours as letters: whole in both parts, in every language."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from scheduler.mail.digests import MANY, MOST, render_digest
from scheduler.mail.hours import render_hours
from scheduler.mail.list_specimens import (
    COORDINATOR_DIGEST,
    HOURS,
    LISTS,
    OFFICE_DIGEST,
    list_specimen,
)
from scheduler.mail.pages import Page, Row, Section
from scheduler.mail.sayings import Saying
from scheduler.mail.typeset import html
from scheduler.mail.words import languages, words_for
from scheduler.model.digests import NewsKind, Point, Topic
from tests.mail.samples import SENDER, read_mail

HOSTILE = "<b>Ana</b>\r\nBcc: x@example.org \u202ereversed"
_SLOT = re.compile(r"{\w+}")


def visible(page: str) -> str:
    body = re.sub(r"<style>.*?</style>|<title>.*?</title>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("code", sorted(languages()))
@pytest.mark.parametrize("name", LISTS)
def test_both_parts_say_the_same(name: str, code: str) -> None:
    letter = list_specimen(name, code, SENDER)
    shown = visible(letter.html)

    for line in letter.text.splitlines():
        said = line.strip().lstrip("\u2713\u25cb\u2026\u2022- ").removesuffix(":")
        for part in re.split(r" \(|\)|: ", said):
            assert part.strip() in shown or f'href="{part.strip()}"' in letter.html, line


@pytest.mark.parametrize("name", LISTS)
def test_they_are_the_same_bytes_every_time_and_can_be_ended_by_one_click(name: str) -> None:
    letter = list_specimen(name, "en", SENDER)
    mail = read_mail(letter.mime)

    assert letter == list_specimen(name, "en", SENDER)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Date"].datetime.tzinfo
    assert "text/calendar" not in [part.get_content_type() for part in mail.walk()]


@pytest.mark.parametrize("name", LISTS)
def test_no_english_is_left_in_spanish(name: str) -> None:
    letter = list_specimen(name, "es", SENDER)
    english, spanish = words_for("en").sayings, words_for("es").sayings

    for saying in Saying:
        if english[saying] == spanish[saying]:
            continue
        for piece in _SLOT.split(english[saying]):
            if len(piece.strip()) > 4:
                assert piece.strip() not in letter.text, saying


def test_right_to_left_needs_no_second_page() -> None:
    rows = (Row("9:00", leads=True), Row("Ana", "note", "1 of 2", "\u2713", "new", calls=True))
    page = Page(
        language="ar",
        direction="rtl",
        sender="Open Door",
        greeting="",
        lead=(),
        why="",
        copy_link="",
        sections=(Section("Heading", rows, "https://opendoor.example.org"),),
    )
    assert not re.search(
        r"(text-align|float|(padding|margin)-(left|right))\s*:(?!.*!important)", html(page)
    )


def test_names_cannot_break_out_of_a_digest() -> None:
    points = (Point(Topic.UNANSWERED, "k", who=HOSTILE, place=HOSTILE, timezone="UTC"),)
    digests = (
        replace(COORDINATOR_DIGEST, points=points, name=HOSTILE),
        replace(
            OFFICE_DIGEST,
            place=HOSTILE,
            news=tuple(replace(news, name=HOSTILE) for news in OFFICE_DIGEST.news),
        ),
    )
    for letter in (*(render_digest(d, SENDER) for d in digests),):
        mail = read_mail(letter.mime)
        assert "<b>" not in letter.html
        assert "\u202e" not in letter.html + letter.text + letter.subject
        assert mail["Bcc"] is None
        assert "\n" not in letter.subject


def test_a_long_list_is_cut_and_what_is_new_stays() -> None:
    many = tuple(
        Point(Topic.TROUBLE, f"t{n}", who=f"person{n}@example.org") for n in range(MOST + 3)
    )
    known = tuple(point.key for point in many[:-1])
    text = render_digest(replace(COORDINATOR_DIGEST, points=many, known=known), SENDER).text

    assert f"person{MOST + 2}@example.org (new)" in text
    assert "and 3 more" in text
    assert text.count("person") == MOST


def test_after_a_publication_those_who_were_asked_are_counted() -> None:
    news = replace(OFFICE_DIGEST.news[0], kind=NewsKind.JOINED)
    asked = render_digest(replace(OFFICE_DIGEST, news=(news,) * (MANY + 1)), SENDER).text

    assert f"{MANY + 1} shifts have somebody who has been asked to come" in asked
    assert "has been asked to come\n      " not in asked


def test_hours_that_were_never_confirmed_are_said_to_be_so() -> None:
    assert "count as confirmed until Monday, March 8, 2027" in render_hours(HOURS, SENDER).text
    never = render_hours(replace(HOURS, until=None), SENDER).text
    assert "you have not confirmed them yet" in never
