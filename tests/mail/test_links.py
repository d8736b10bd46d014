"""Signed links: what they say, how long, and that nobody can make one."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import OpenDoorError
from scheduler.mail.links import (
    Answerable,
    LinkExpiredError,
    LinkTamperedError,
    Purpose,
    sign,
    verify,
)

unhurried = settings(deadline=None)
SECRET = b"0123456789abcdef0123456789abcdef"
SHIFT = datetime(2027, 3, 2, 19, tzinfo=UTC)
BEFORE = SHIFT - timedelta(days=1)
TOKEN = sign(SECRET, Purpose.ANSWER, "a8f0c2d4", 3, SHIFT)


@unhurried
@given(
    purpose=st.sampled_from(Purpose),
    uid=st.text(st.characters(exclude_categories=["Cs"])),
    sequence=st.integers(0, 10**9),
)
def test_a_link_says_what_was_signed(purpose: Purpose, uid: str, sequence: int) -> None:
    token = sign(SECRET, purpose, uid, sequence, SHIFT)

    assert verify(SECRET, token, BEFORE) == Answerable(purpose, uid, sequence, SHIFT)
    assert token.replace(".", "").replace("-", "").replace("_", "").isalnum()


@unhurried
@given(place=st.integers(0, len(TOKEN) - 1), character=st.sampled_from("Aa0-_.=+/ \n\u00e9"))
def test_no_character_can_be_changed(place: int, character: str) -> None:
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    if changed != TOKEN:
        with pytest.raises(LinkTamperedError):
            verify(SECRET, changed, BEFORE)


@unhurried
@given(token=st.one_of(st.text(), st.sampled_from(["", ".", TOKEN + ".", TOKEN + "=", TOKEN[:-1]])))
def test_anything_else_is_tampered_with_and_never_breaks(token: str) -> None:
    with pytest.raises(LinkTamperedError):
        verify(SECRET, token, BEFORE)


def test_another_secret_makes_other_links() -> None:
    with pytest.raises(LinkTamperedError):
        verify(SECRET[::-1], TOKEN, BEFORE)


def test_a_link_for_one_purpose_does_not_serve_another() -> None:
    assert verify(SECRET, TOKEN, BEFORE, purpose=Purpose.ANSWER).sequence == 3
    with pytest.raises(LinkTamperedError):
        verify(SECRET, TOKEN, BEFORE, purpose=Purpose.OFFER)


def test_a_link_ends_with_its_time() -> None:
    assert verify(SECRET, TOKEN, SHIFT - timedelta(seconds=1)).uid == "a8f0c2d4"
    with pytest.raises(LinkExpiredError):
        verify(SECRET, TOKEN, SHIFT)


def test_a_forged_expired_link_is_called_forged() -> None:
    with pytest.raises(LinkTamperedError):
        verify(SECRET, TOKEN[:-2] + "AA", SHIFT + timedelta(days=9))


def test_an_empty_secret_signs_nothing() -> None:
    with pytest.raises(ValueError, match="empty secret"):
        sign(b"", Purpose.ANSWER, "a8f0c2d4", 0, SHIFT)


def test_a_link_holds_nothing_but_the_assignment() -> None:
    payload = base64.urlsafe_b64decode(TOKEN.partition(".")[0] + "==")

    assert payload == b"answer 3 1804014000 a8f0c2d4"


@pytest.mark.parametrize("error", [LinkExpiredError, LinkTamperedError])
def test_people_read_a_kind_sentence(error: type[OpenDoorError]) -> None:
    assert issubclass(error, OpenDoorError)
    assert error().detail.endswith(".")
