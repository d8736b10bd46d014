"""Signing in by a mailed link; of every token only the hash is stored."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from scheduler.errors import InvalidInputError, OpenDoorError, TooManyRequestsError
from scheduler.mail.signing_in import sign_in_letter
from scheduler.model.access import Access, Person
from scheduler.store import access, audit
from scheduler.store.db import transaction
from scheduler.store.letters import queue_letter

LINK_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(days=14)
LINKS_OF_AN_ADDRESS = 5
"""Within the life of a link: whoever is refused has one that still works."""
LINKS_OF_ALL = 2000
"""Within an hour, for everybody together."""
TOKEN_LASTS = timedelta(days=30)
LONGEST_TOKEN = timedelta(days=366)


class SpentLinkError(OpenDoorError):
    """This sign-in link was used already or has expired; ask for a new one below."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh browser session: its cookie's value, and the token its forms carry."""

    person: Person
    token: str
    csrf: str


async def ask_for_link(email: str, base_url: str, now: datetime, to: str = "") -> None:
    """Mail a link to an address we know; for any other do nothing, and say the same.

    ``to`` is the path of ours to go on to once signed in.
    """
    address = " ".join(email.split()).lower()
    if "@" not in address or len(address) > 254:  # noqa: PLR2004 - RFC 5321 4.5.3.1.3
        raise InvalidInputError(
            "That is not an e-mail address.",
            faults=[("email", "Write an address like ana@example.org.")],
        )
    if await access.links_since(address, now - LINK_LASTS) >= LINKS_OF_AN_ADDRESS:
        raise TooManyRequestsError(
            "Several links were asked for with this address. The newest of them still works."
        )
    if await access.links_since(None, now - timedelta(hours=1)) >= LINKS_OF_ALL:
        raise TooManyRequestsError("Very many links were asked for. Please wait a few minutes.")
    token = secrets.token_urlsafe(32)
    async with transaction():
        person = await access.person_by_email(address)
        await access.add_sign_in_link(token, address, now, now + LINK_LASTS)
        if person is not None:
            url = f"{base_url}/sign-in/{token}{_onward(to)}"
            language = await access.language_of(address)
            letter = sign_in_letter(person.email, person.name, language, url, now)
            await queue_letter(letter.kind, letter.email, letter.name, asdict(letter), now)


def _onward(to: str) -> str:
    return f"?{urlencode({'to': to})}" if to else ""


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


async def make_token(email: str, now: datetime, lasts: timedelta = TOKEN_LASTS) -> str:
    """A bearer token for a program that acts as this person; told this once."""
    if not timedelta() < lasts <= LONGEST_TOKEN:
        raise InvalidInputError(f"A token lasts from 1 to {LONGEST_TOKEN.days} days.")
    token = secrets.token_urlsafe(32)
    async with transaction():
        person = await access.person_by_email(email)
        if person is None:
            raise InvalidInputError(f"Nobody signs in as {email}.")
        csrf = secrets.token_urlsafe(24)
        await access.add_web_session(token, csrf, person, now, now + lasts)
        await audit.record("the shell of this machine", "token-made", _who(person))
    return token


async def sign_out(token: str, person: Person) -> None:
    """End a browser session."""
    async with transaction():
        await access.end_web_session(token)
        await audit.record(_who(person), "sign-out")


def _who(person: Person) -> str:
    if person.access is Access.VOLUNTEER:
        return f"volunteer {person.volunteer}"
    return person.email
