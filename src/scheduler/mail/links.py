"""Signed links in letters: each for one purpose, one assignment, one state, one while.

A token is ``payload.signature``, both base64url (RFC 4648 5). It holds no personal data
and needs no sign-in, so whoever holds it may answer: it must not outlive the shift, and
opening its page must not change anything (mail scanners open every link).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from scheduler.errors import OpenDoorError

# Keeps these signatures apart from any others made with the same secret.
_DOMAIN = b"open door letter link 1\0"


class Purpose(StrEnum):
    """What a link is good for."""

    ANSWER = "answer"
    """Accept or decline an assignment."""
    OFFER = "offer"
    """Take an open seat, or say no to it."""
    NO_REMINDERS = "no-reminders"
    """Have no more reminders sent."""
    AVAILABILITY = "availability"
    """Confirm that the weekly hours are still right."""
    NO_HOURS = "no-hours"
    """Not be asked any more whether they are."""
    DIGEST = "digest"
    """Choose how often a digest comes, or none."""


class LinkTamperedError(OpenDoorError):
    """This link is incomplete or not ours; please open it from the letter once more."""


class LinkExpiredError(OpenDoorError):
    """This link has expired; please sign in to see how things stand."""


@dataclass(frozen=True, slots=True)
class Answerable:
    """What a link speaks about: the caller still compares ``sequence`` with today's state."""

    purpose: Purpose
    uid: str
    sequence: int
    expires: datetime


def sign(secret: bytes, purpose: Purpose, uid: str, sequence: int, expires: datetime) -> str:
    """The token of a link; ``expires`` (aware) is kept to the second."""
    until = int(expires.astimezone(UTC).timestamp())
    payload = f"{purpose.value} {sequence} {until} {uid}".encode()
    return f"{_encode(payload)}.{_encode(_signature(secret, payload))}"


def verify(
    secret: bytes, token: str, now: datetime, *, purpose: Purpose | None = None
) -> Answerable:
    """What the token was signed for; a link for another ``purpose`` counts as tampered.

    Nothing in the token is read before its signature is right.
    """
    encoded, _, signature = token.partition(".")
    payload = _decode(encoded)
    if not hmac.compare_digest(_decode(signature), _signature(secret, payload)):
        raise LinkTamperedError
    found = _read(payload)
    if purpose is not None and found.purpose is not purpose:
        raise LinkTamperedError
    if now >= found.expires:
        raise LinkExpiredError
    return found


def _read(payload: bytes) -> Answerable:
    purpose, sequence, until, uid = payload.decode().split(" ", 3)
    expires = datetime.fromtimestamp(int(until), UTC)
    return Answerable(Purpose(purpose), uid, int(sequence), expires)


def _signature(secret: bytes, payload: bytes) -> bytes:
    if not secret:
        raise ValueError("links are not signed with an empty secret")
    return hmac.digest(secret, _DOMAIN + payload, hashlib.sha256)


def _encode(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    """Strict: every token has exactly one spelling."""
    try:
        octets = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error):
        raise LinkTamperedError from None
    if _encode(octets) != text:
        raise LinkTamperedError
    return octets
