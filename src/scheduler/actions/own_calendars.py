"""People's own calendars: given, read again, read by the clock, and put away.

Fetching and reading never happen inside a transaction. What a reading found counts only
while the address is still the one it was read from.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.busy.addresses import CalendarAddress, calendar_address
from scheduler.busy.apart import read_apart
from scheduler.busy.fetching import Outside, fetch
from scheduler.busy.reading import Reading, Wanted
from scheduler.busy.refusals import UnreadableCalendarError
from scheduler.errors import NotFoundError
from scheduler.model.busy import Busy
from scheduler.model.people import Volunteer
from scheduler.store import audit
from scheduler.store import own_calendars as store
from scheduler.store.availability import lock_person
from scheduler.store.db import transaction
from scheduler.store.own_calendars import KnownAddress, Outcome, OwnCalendar
from scheduler.store.week import volunteer_by_id

AHEAD = timedelta(days=90)
"""How far ahead a calendar is read."""
EVERY = timedelta(hours=4)
_SPREAD = timedelta(minutes=30)
_WHOLE_EVERY = timedelta(hours=20)
"""What did not change still moves: days come into sight, and own shifts are told apart."""
_FIRST_RETRY = timedelta(hours=1)
_LONGEST_RETRY = timedelta(days=1)
GIVES_UP_AFTER = timedelta(days=30)
_CLAIM = timedelta(minutes=15)
"""For how long nobody else reads a calendar that one worker took; longer than reading lasts."""

LOST_ZONES = (
    "Some entries name a time zone that nobody explains; they count as times where you live."
)
UNREAD = "Some entries make no sense to us and do not count."
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnBusy:
    """How reading a person's own calendar goes, and when it says that they are busy."""

    calendar: OwnCalendar | None
    busy: tuple[Busy, ...] = ()


async def view_calendar(volunteer: int, now: datetime) -> OwnBusy:
    """What the person is told of their calendar."""
    calendar = await store.own_calendar(volunteer)
    return OwnBusy(calendar, await store.busy_of(volunteer, now) if calendar else ())


async def use_calendar(volunteer: int, address: str, outside: Outside, now: datetime) -> OwnBusy:
    """Read a calendar, and go on reading it from now on; the one before is forgotten.

    One that cannot be read is refused, and everything stays as it was.
    """
    found = calendar_address(address)
    outcome = await _read(volunteer, found, outside, now)
    async with transaction():
        await lock_person(volunteer)
        await store.put_address(volunteer, found.text, found.shown, now)
        await store.note_outcome(volunteer, outcome)
        await audit.record(f"volunteer {volunteer}", "own-calendar")
    return await view_calendar(volunteer, now)


async def read_again(volunteer: int, outside: Outside, now: datetime) -> OwnBusy:
    """Read the calendar now. When that fails, what is known goes on to count."""
    known = await store.known_address(volunteer)
    if known is None:
        raise NotFoundError
    await _read_known(volunteer, replace(known, mark=""), outside, now)
    return await view_calendar(volunteer, now)


async def stop_using(volunteer: int) -> None:
    """Forget the address and everything that was read from it, at once."""
    async with transaction():
        await lock_person(volunteer)
        if await store.forget_calendar(volunteer):
            await audit.record(f"volunteer {volunteer}", "own-calendar-removed")


async def read_due(outside: Outside, clock: Callable[[], datetime], until: datetime) -> int:
    """Read calendars whose time has come, one after the other; gives how many that were.

    Any number of workers may do so at once: each calendar is read by one.
    """
    done = 0
    while (now := clock()) < until:
        volunteer = await store.claim_due(now, now + _CLAIM)
        known = await store.known_address(volunteer) if volunteer is not None else None
        if volunteer is None:
            break
        if known is not None:
            await _read_known(volunteer, known, outside, now)
        done += 1
    return done


async def _read_known(volunteer: int, known: KnownAddress, outside: Outside, now: datetime) -> None:
    fresh = known.whole_at is not None and now - known.whole_at < _WHOLE_EVERY
    try:
        address = calendar_address(known.address)
        outcome = await _read(volunteer, address, outside, now, known.mark if fresh else "")
    except UnreadableCalendarError as error:
        log.info("The calendar of volunteer %d: %s", volunteer, type(error).__name__)
        outcome = Outcome(
            known.address, now, _next_try(volunteer, known, now), failure=error.detail
        )
    async with transaction():
        await store.note_outcome(volunteer, outcome)


async def _read(
    volunteer: int, address: CalendarAddress, outside: Outside, now: datetime, mark: str = ""
) -> Outcome:
    person = await volunteer_by_id(volunteer)
    if person is None:
        raise NotFoundError
    next_at = now + EVERY + _apart(volunteer)
    fetched = await fetch(address, outside, mark)
    if fetched is None:
        return Outcome(address.text, now, next_at)
    wanted = await _wanted(volunteer, person, now)
    reading = await read_apart(fetched.octets, wanted)
    return Outcome(address.text, now, next_at, reading.busy, fetched.mark, remark=_remark(reading))


async def _wanted(volunteer: int, person: Volunteer, now: datetime) -> Wanted:
    own = await store.own_uids(volunteer)
    return Wanted(now, now + AHEAD, person.timezone, own)


def _remark(reading: Reading) -> str:
    said = (LOST_ZONES if reading.lost_zones else "", UNREAD if reading.unread else "")
    return " ".join(filter(None, said))


def _next_try(volunteer: int, known: KnownAddress, now: datetime) -> datetime | None:
    """Later and later; after a month without any success not by itself any more."""
    if known.failing_since is not None and now - known.failing_since > GIVES_UP_AFTER:
        return None
    wait = min(_LONGEST_RETRY, _FIRST_RETRY * (1 << min(known.failures, 8)))
    return now + wait + _apart(volunteer)


def _apart(volunteer: int) -> timedelta:
    """Calendars are spread, so that no server hears from all of us at once."""
    return timedelta(seconds=volunteer * 7919 % int(_SPREAD.total_seconds()))
