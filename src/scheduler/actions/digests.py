"""Digests: once a day at most, at an hour of the morning, when there is something to say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from scheduler.actions.digest_facts import NEWS_BACK, Gathered, gather
from scheduler.actions.invites import Addresses
from scheduler.errors import NotFoundError
from scheduler.mail.links import Purpose, sign
from scheduler.model.access import Access
from scheduler.model.digests import (
    CoordinatorDigest,
    Digest,
    OfficeDigest,
    is_wanted_on,
)
from scheduler.model.letters import LetterKind
from scheduler.planning.digests import news_told, sessions_told, week_told
from scheduler.store import digests
from scheduler.store.db import transaction
from scheduler.store.digests import LastDigest, Subscriber
from scheduler.store.letters import queue_letter

LATEST = timedelta(hours=12)
"""How late a digest that was held up still makes sense."""
LINK_LASTS = timedelta(days=60)


async def send_due_digests(now: datetime, hour: int, addresses: Addresses) -> int:
    """Queue the digests whose hour has come; gives how many letters that makes.

    Each day of each reader is settled in a transaction of its own, together with the
    letter: a worker that is killed leaves it to the next round, and two at once send one.
    """
    due = await _due(now, hour)
    if not due:
        return 0
    gathered = await gather(now)
    queued = 0
    for reader, day in due:
        async with transaction():
            if await digests.claim_day(reader.account, day, now):
                queued += await _send(reader, day, gathered, addresses)
    return queued


async def _due(now: datetime, hour: int) -> tuple[tuple[Subscriber, date], ...]:
    readers = await digests.subscribers()
    days = [(reader, now.astimezone(ZoneInfo(reader.timezone)).date()) for reader in readers]
    settled = await digests.looked_at({day for _, day in days})
    return tuple(
        (reader, day)
        for reader, day in days
        if (reader.account, day) not in settled and is_due(reader, day, now, hour)
    )


def is_due(reader: Subscriber, day: date, now: datetime, hour: int) -> bool:
    """Whether the reader's hour of this day has come, and not long passed.

    Who got their account later that day waits for the next.
    """
    if not is_wanted_on(reader.rhythm, day):
        return False
    due = datetime.combine(day, time(hour), ZoneInfo(reader.timezone))
    return due <= now < due + LATEST and reader.since < due


async def _send(reader: Subscriber, day: date, gathered: Gathered, addresses: Addresses) -> bool:
    last = await digests.last_digest(reader.account)
    digest = write_digest(reader, day, gathered, last, addresses)
    if not digest.says_something(day, frozenset(last.told if last else ())):
        return False
    letter = await queue_letter(
        LetterKind.DIGEST,
        reader.email,
        reader.name,
        {"reader": reader.access.value, **msgspec.to_builtins(digest)},
        gathered.now,
    )
    await digests.note_digest(reader.account, day, letter, digest.keys)
    return True


def write_digest(
    reader: Subscriber,
    day: date,
    gathered: Gathered,
    last: LastDigest | None,
    addresses: Addresses,
) -> Digest:
    """What the reader should know on this day."""
    if reader.access is Access.COORDINATOR:
        return _for_coordinator(reader, day, gathered, last, addresses)
    return _for_office(reader, day, gathered, last, addresses)


def _for_office(
    reader: Subscriber,
    day: date,
    gathered: Gathered,
    last: LastDigest | None,
    addresses: Addresses,
) -> OfficeDigest:
    if reader.office is None:
        raise NotFoundError
    week = gathered.standing[0].week
    earliest = gathered.now - NEWS_BACK
    since = max(last.at, earliest) if last else earliest
    return OfficeDigest(
        email=reader.email,
        name=reader.name,
        language=reader.language,
        day=day,
        timezone=reader.timezone,
        url=f"{addresses.base_url}/rosters",
        stop_url=_stop_url(reader, gathered.now, addresses),
        stamp=gathered.now,
        place=week.offices[reader.office].name,
        sessions=sessions_told(gathered.standing, reader.office, gathered.now),
        news=news_told(gathered.happened, reader.office, since),
    )


def _for_coordinator(
    reader: Subscriber,
    day: date,
    gathered: Gathered,
    last: LastDigest | None,
    addresses: Addresses,
) -> CoordinatorDigest:
    return CoordinatorDigest(
        email=reader.email,
        name=reader.name,
        language=reader.language,
        day=day,
        timezone=reader.timezone,
        url=addresses.base_url,
        stop_url=_stop_url(reader, gathered.now, addresses),
        stamp=gathered.now,
        weeks=tuple(week_told(week) for week in gathered.standing if week.board.lanes),
        points=gathered.points,
        known=last.told if last else (),
    )


def _stop_url(reader: Subscriber, now: datetime, addresses: Addresses) -> str:
    token = sign(addresses.secret, Purpose.DIGEST, str(reader.account), 0, now + LINK_LASTS)
    return f"{addresses.base_url}/letters-to-me/{token}"
