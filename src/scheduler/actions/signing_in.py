"""Signing in by a mailed link; of every token only the hash is stored."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from scheduler.errors import InvalidInputError, OpenDoorError, TooManyRequestsError
from scheduler.model.access import Access, Person
from scheduler.model.letters import LetterKind, PlainLetter
from scheduler.store import access, audit
from scheduler.store.db import transaction
from scheduler.store.letters import queue_letter

LINK_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(days=14)
LINKS_AN_HOUR = 6


class SpentLinkError(OpenDoorError):
    """This sign-in link was used already or has expired; ask for a new one below."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh browser session: its cookie's value, and the token its forms carry."""

    person: Person
    token: str
    csrf: str


async def ask_for_link(email: str, base_url: str, now: datetime) -> None:
    """Mail a link to an address we know; for any other do nothing, and say the same."""
    address = " ".join(email.split()).lower()
    if "@" not in address or len(address) > 254:  # noqa: PLR2004 - RFC 5321 4.5.3.1.3
        raise InvalidInputError(
            "That is not an e-mail address.",
            faults=[("email", "Write an address like ana@example.org.")],
        )
    if await access.links_since(address, now - timedelta(hours=1)) >= LINKS_AN_HOUR:
        raise TooManyRequestsError(
            "Many links were asked for with this address. Use the newest one, or wait an hour."
        )
    token = secrets.token_urlsafe(32)
    async with transaction():
        person = await access.person_by_email(address)
        await access.add_sign_in_link(token, address, now, now + LINK_LASTS)
        if person is not None:
            letter = _letter(person, f"{base_url}/sign-in/{token}", now)
            await queue_letter(letter.kind, letter.email, letter.name, asdict(letter), now)


def _letter(person: Person, url: str, now: datetime) -> PlainLetter:
    return PlainLetter(
        kind=LetterKind.SIGN_IN,
        email=person.email,
        name=person.name,
        subject="Your sign-in link for Open Door",
        paragraphs=(
            "Here is your link to sign in. It works once, within ten minutes.",
            "If you did not ask for it, put this letter away: nothing happens.",
        ),
        action_label="Sign in",
        action_url=url,
        stamp=now,
    )


async def make_link(email: str, base_url: str, now: datetime, lasts: timedelta) -> str:
    """A sign-in address without a letter, for the person at this machine's shell."""
    token = secrets.token_urlsafe(32)
    async with transaction():
        if await access.person_by_email(email) is None:
            raise InvalidInputError(f"Nobody signs in as {email}.")
        await access.add_sign_in_link(token, email, now, now + lasts)
    return f"{base_url}/sign-in/{token}"


async def use_link(token: str, now: datetime) -> SignedIn:
    """Spend a link and open a browser session; a link works once."""
    async with transaction():
        email = await access.use_sign_in_link(token, now)
        person = None if email is None else await access.person_by_email(email)
        if person is None:
            raise SpentLinkError
        signed_in = SignedIn(person, secrets.token_urlsafe(32), secrets.token_urlsafe(24))
        await access.add_web_session(
            signed_in.token, signed_in.csrf, person, now, now + SESSION_LASTS
        )
        await audit.record(_who(person), "sign-in")
    return signed_in


async def sign_out(token: str, person: Person) -> None:
    """End a browser session."""
    async with transaction():
        await access.end_web_session(token)
        await audit.record(_who(person), "sign-out")


def _who(person: Person) -> str:
    if person.access is Access.VOLUNTEER:
        return f"volunteer {person.volunteer}"
    return person.email
