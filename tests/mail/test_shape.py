"""The message around a letter, read back with Python's mail parser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from scheduler.errors import InvalidInputError
from scheduler.mail.letters import render_invite, render_plain
from scheduler.model.letters import Invite
from tests.mail.samples import CANCEL, INVITE, SENDER, SIGN_IN, UPDATE, read_mail


def parts(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


@pytest.mark.parametrize("invite", [INVITE, UPDATE, CANCEL])
def test_invites_have_the_one_shape_that_all_programs_show(invite: Invite) -> None:
    letter = render_invite(invite, SENDER)
    message = read_mail(letter.mime)

    assert parts(message) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    plain, html, inline, attached = (p for p in message.walk() if not p.is_multipart())
    assert dict(inline["Content-Type"].params) == {"charset": "utf-8", "method": letter.method}
    assert (
        f"\r\nContent-Type: text/calendar; charset=utf-8; method={letter.method}\r\n".encode()
        in (letter.mime)
    )
    assert inline.get_payload(decode=True) == letter.calendar
    assert attached.get_payload(decode=True) == letter.calendar
    assert attached.get_filename() == "invite.ics"
    assert attached.get_content_disposition() == "attachment"
    assert plain.get_content().replace("\r\n", "\n") == letter.text
    assert html.get_content().replace("\r\n", "\n") == letter.html
    assert {p.get_content_charset() for p in (plain, html, inline)} == {"utf-8"}


def test_headers_say_who_to_whom_and_when() -> None:
    letter = render_invite(INVITE, SENDER)
    message = read_mail(letter.mime)

    assert str(message["From"]) == "Open Door <letters@opendoor.example.org>"
    assert str(message["To"]) == "Ana Rivera <ana.rivera@example.org>"
    assert message["Date"].datetime == INVITE.stamp
    assert message["Message-ID"] == letter.message_id
    assert message["Subject"] == letter.subject
    assert message["Content-Language"] == "en"
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_same_invite_gives_the_same_bytes() -> None:
    assert render_invite(INVITE, SENDER) == render_invite(replace(INVITE), SENDER)


def test_message_ids_follow_the_assignment_and_its_sequence() -> None:
    same = replace(INVITE, name="Ana R.", stamp=datetime(2027, 2, 2, tzinfo=UTC))

    assert render_invite(same, SENDER).message_id == render_invite(INVITE, SENDER).message_id
    assert render_invite(UPDATE, SENDER).message_id != render_invite(INVITE, SENDER).message_id


def test_lines_are_ascii_and_short_enough_for_every_server() -> None:
    letter = render_invite(replace(INVITE, name="N" * 2000, place="\u00e9" * 3000), SENDER)

    assert letter.mime.isascii()
    assert b"\n" not in letter.mime.replace(b"\r\n", b"")
    assert max(map(len, letter.mime.split(b"\r\n"))) <= 998


def test_plain_letters_carry_no_calendar() -> None:
    letter = render_plain(SIGN_IN, SENDER)
    message = read_mail(letter.mime)

    assert parts(message) == ["multipart/alternative", "text/plain", "text/html"]
    assert (letter.calendar, letter.method, letter.subject) == (b"", "", "Your sign-in link")
    assert message["Date"] is None
    assert render_plain(SIGN_IN, SENDER) == letter


def test_equal_notices_on_two_days_are_two_letters() -> None:
    monday = replace(SIGN_IN, stamp=datetime(2027, 2, 1, 8, tzinfo=UTC))
    tuesday = replace(SIGN_IN, stamp=datetime(2027, 2, 2, 8, tzinfo=UTC))

    assert read_mail(render_plain(monday, SENDER).mime)["Date"].datetime == monday.stamp
    assert render_plain(monday, SENDER).message_id != render_plain(tuesday, SENDER).message_id


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "ana@example.org\r\nBcc: all@example.org",
        "ana@example.org, bob@example.org",
        "Ana <ana@example.org>",
        "ana@example.org>",
        "a b@example.org",
        f"{'a' * 250}@example.org",
    ],
)
def test_what_is_not_one_bare_address_is_refused(email: str) -> None:
    with pytest.raises(InvalidInputError):
        render_invite(replace(INVITE, email=email), SENDER)
    with pytest.raises(InvalidInputError):
        render_plain(replace(SIGN_IN, email=email), SENDER)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://",
        "https://a.example/\r\nX: y",
        'https://a.example/"onx="',
        "//a",
    ],
)
def test_links_that_are_no_web_addresses_are_refused(url: str) -> None:
    with pytest.raises(InvalidInputError):
        render_invite(replace(INVITE, answer_url=url), SENDER)
    with pytest.raises(InvalidInputError):
        render_plain(replace(SIGN_IN, action_url=url), SENDER)
    with pytest.raises(InvalidInputError):
        render_invite(replace(INVITE, conference=url), SENDER)


def test_a_conference_must_be_https_while_answers_may_be_local() -> None:
    with pytest.raises(InvalidInputError):
        render_invite(replace(INVITE, conference="http://meet.example.org/"), SENDER)

    local = replace(INVITE, answer_url="http://127.0.0.1:8000/answer/x.y")
    assert "http://127.0.0.1:8000/answer/x.y" in render_invite(local, SENDER).text
