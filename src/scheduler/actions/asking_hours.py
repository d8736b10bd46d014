"""Asking people whether their hours are still right, and taking their yes by one tap."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from scheduler.actions import availability
from scheduler.actions.invites import Addresses
from scheduler.actions.reminding import QUIET_FROM, QUIET_UNTIL
from scheduler.errors import NotFoundError
from scheduler.mail.links import Purpose, sign, verify
from scheduler.model.hours_letters import ASK_AGAIN, ASK_BEFORE, HoursLetter
from scheduler.model.letters import LetterKind
from scheduler.store import hours_letters
from scheduler.store.db import transaction
from scheduler.store.hours_letters import Hours
from scheduler.store.letters import queue_letter

KNOWN_FOR = timedelta(days=7)
LINK_LASTS = timedelta(days=28)


async def ask_due_hours(now: datetime, hour: int, good_days: int, addresses: Addresses) -> int:
    """Ask everybody whose hours stop counting as confirmed within a week; gives how many.

    Only by day, where the person lives, and not before ``hour``. 0 days: nobody is asked.
    """
    if not good_days:
        return 0
    confirmed_before = now + ASK_BEFORE - timedelta(days=good_days)
    asked = 0
    for volunteer, timezone in await hours_letters.to_ask(
        confirmed_before, now - ASK_AGAIN, now - KNOWN_FOR
    ):
        if is_by_day(now, timezone, hour):
            asked += await _ask(volunteer, now, good_days, addresses)
    return asked


def is_by_day(now: datetime, timezone: str, hour: int) -> bool:
    """Whether it is neither too early nor too late there to be written to."""
    local = now.astimezone(ZoneInfo(timezone))
    return QUIET_UNTIL <= local.time() < QUIET_FROM and local.hour >= hour


async def _ask(volunteer: int, now: datetime, good_days: int, addresses: Addresses) -> bool:
    async with transaction():
        if not await hours_letters.claim(volunteer, now - ASK_AGAIN, now):
            return False
        hours = await hours_letters.hours_of(volunteer)
        if hours is None or not hours.weekly:
            return False
        letter = _letter(hours, now, good_days, addresses)
        await queue_letter(
            LetterKind.HOURS, letter.email, letter.name, msgspec.to_builtins(letter), now
        )
    return True


def _letter(hours: Hours, now: datetime, good_days: int, addresses: Addresses) -> HoursLetter:
    person = hours.person
    until = hours.confirmed_at and hours.confirmed_at + timedelta(days=good_days)
    return HoursLetter(
        email=person.email,
        name=person.name,
        language=person.language,
        weekly=hours.weekly,
        until=until.astimezone(ZoneInfo(person.timezone)).date() if until else None,
        url=f"{addresses.base_url}/hours/{_token(hours, Purpose.AVAILABILITY, now, addresses)}",
        stop_url=(
            f"{addresses.base_url}/letters-to-me/{_token(hours, Purpose.NO_HOURS, now, addresses)}"
        ),
        stamp=now,
    )


def _token(hours: Hours, purpose: Purpose, now: datetime, addresses: Addresses) -> str:
    return sign(addresses.secret, purpose, str(hours.volunteer), 0, now + LINK_LASTS)


async def look_at_hours(token: str, now: datetime, secret: bytes) -> Hours:
    """Whose hours the link of a letter is about, and what they are now."""
    found = verify(secret, token, now, purpose=Purpose.AVAILABILITY)
    hours = await hours_letters.hours_of(int(found.uid))
    if hours is None:
        raise NotFoundError
    return hours


async def confirm_by_link(token: str, now: datetime, secret: bytes) -> None:
    """The hours on file are still right, by the link of a letter; no sign-in is needed."""
    hours = await look_at_hours(token, now, secret)
    await availability.confirm(hours.volunteer, now)
