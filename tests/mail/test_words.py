"""What letters say, and that nothing is lost between the page and the plain text."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest
from babel import Locale

from scheduler.mail.letters import render_invite, render_plain
from scheduler.mail.pages import invite_page
from scheduler.mail.typeset import html
from scheduler.mail.words import languages, words_for
from scheduler.model.languages import ENGLISH, LANGUAGES
from scheduler.model.letters import Change, LetterKind
from tests.mail.samples import CANCEL, INVITE, REMOTE, SENDER, SIGN_IN, UPDATE

NEEDED = (
    "Tuesday, March 2, 2027",
    "2:00 PM to 4:00 PM",
    "Eastern Standard Time",
    "Queens office",
    "120-34 Queens Boulevard",
    "Adviser",
    "Asylum",
    "An interpreter for Haitian Creole sits with you",
    "Your bar card",
    "Accept or decline",
    "https://opendoor.example.org/answer/abc.def",
)


def visible(page: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)


@pytest.mark.parametrize("needed", NEEDED)
def test_an_invite_says_what_a_person_needs_in_both_parts(needed: str) -> None:
    letter = render_invite(INVITE, SENDER)

    assert needed in letter.text
    assert needed in visible(letter.html)


def test_subjects_say_when_and_where_and_nothing_about_people() -> None:
    subjects = [render_invite(i, SENDER).subject for i in (INVITE, UPDATE, CANCEL)]

    assert subjects == [
        "Your shift on Tue, Mar 2, 2:00 PM, Queens office",
        "Changed: your shift on Tue, Mar 2, 2:00 PM, Queens office",
        "Cancelled: your shift on Tue, Mar 2, 2:00 PM, Queens office",
    ]


def test_updates_name_what_changed_and_ask_again_when_it_matters() -> None:
    moved = render_invite(UPDATE, SENDER).text
    retitled = render_invite(replace(UPDATE, changed=(Change.WORK,)), SENDER).text

    assert "What changed: the time and the place. Please answer once more" in moved
    assert "What changed: what you do." in retitled
    assert "answer once more" not in retitled


def test_cancels_are_sorry_and_ask_for_nothing() -> None:
    letter = render_invite(CANCEL, SENDER)

    for part in (letter.text, visible(letter.html)):
        assert "We are sorry" in part
        assert "You do not need to come" in part
        assert INVITE.answer_url not in part
        assert "https://opendoor.example.org/shifts" in part


def test_remote_shifts_say_how_to_join_instead_of_an_address() -> None:
    letter = render_invite(REMOTE, SENDER)

    assert REMOTE.conference in letter.text
    assert 'href="https://meet.example.org/queens?room=2&amp;lang=x"' in letter.html
    assert INVITE.address not in letter.text


def test_spanish_letters_are_spanish_from_subject_to_footer() -> None:
    letter = render_invite(replace(UPDATE, language="es-MX"), SENDER)

    assert letter.subject.startswith("Cambio en su turno: mar, 2 de mar, 2:00 p.m.")
    assert "martes, 2 de marzo de 2027" in letter.text
    assert "de 2:00 p.m. a 4:00 p.m." in letter.text
    assert '<html lang="es" dir="ltr">' in letter.html
    assert "Qué cambió: el horario y el lugar." in letter.text


def test_untranslated_languages_fall_back_to_english_and_say_so() -> None:
    assert (
        '<html lang="en" dir="ltr">' in render_invite(replace(INVITE, language="ht"), SENDER).html
    )
    assert words_for("catalogue") is words_for("en")
    assert words_for("") is words_for("en")


def test_right_to_left_letters_only_need_their_direction() -> None:
    page = replace(invite_page(INVITE, SENDER), language="ar", direction="rtl")
    shown = html(page)

    assert '<html lang="ar" dir="rtl">' in shown
    assert not re.search(
        r"(text-align|float|(padding|margin)-(left|right))\s*:(?!.*!important)", shown
    )
    assert replace(words_for("en"), code="ar").direction == "rtl"


def test_a_shift_past_midnight_says_the_day_it_ends_on() -> None:
    starts = datetime(2027, 3, 3, 3, 30, tzinfo=UTC)
    late = replace(INVITE, starts=starts, ends=starts + timedelta(hours=2))

    assert "10:30 PM to 12:30 AM (Wed, Mar 3)" in render_invite(late, SENDER).text


def test_the_night_the_clocks_change_both_zones_are_named() -> None:
    starts = datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
    night = replace(INVITE, starts=starts, ends=starts + timedelta(hours=1))
    text = render_invite(night, SENDER).text

    assert "1:30 AM to 1:30 AM" in text
    assert "Eastern Daylight Time \u2192 Eastern Standard Time" in text


def test_people_without_a_name_are_greeted_too() -> None:
    assert render_invite(replace(INVITE, name=" "), SENDER).text.startswith("Hello,\n")


def test_pages_load_nothing_from_anywhere() -> None:
    shown = render_invite(INVITE, SENDER).html

    assert not re.search(r"<img|<script|<link|url\(|@import|src=", shown)


def test_plain_letters_say_their_paragraphs_and_show_their_button() -> None:
    letter = render_plain(SIGN_IN, SENDER)

    for part in (letter.text, visible(letter.html)):
        assert "The link works once, for ten minutes." in part
        assert "https://opendoor.example.org/sign-in/abc" in part
    notice = render_plain(replace(SIGN_IN, action_url="", kind=LetterKind.NOTICE), SENDER)
    assert "href" not in notice.html


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_catalogue_is_whole(code: str) -> None:
    words, english = words_for(code), words_for("en")

    assert words.code == code
    assert Locale.parse(words.locale).language == code
    assert set(words.changes) == set(Change)
    for name in {field.name for field in fields(words)} - {"languages"}:
        ours, theirs = getattr(words, name), getattr(english, name)
        if isinstance(ours, str):
            assert ours.strip(), name
            assert slots(ours) == slots(theirs), name
        elif isinstance(ours, tuple):
            assert len(ours) == len(theirs), name
            assert all(map(str.strip, ours)), name
        else:
            assert ours.keys() == theirs.keys(), name
            assert all(slots(ours[key]) == slots(theirs[key]) for key in ours), name


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_language_has_a_name_in_every_catalogue(code: str) -> None:
    words = words_for(code)
    named = {**Locale.parse(words.locale).languages, **words.languages}

    for spoken in LANGUAGES:
        assert words.language(spoken).strip()
        assert spoken in named or code == ENGLISH, spoken
    assert words.language(None) == words.any_language


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
