"""A volunteer's own hours: seen, changed, confirmed, and what they are good for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from scheduler.errors import InvalidInputError, NotFoundError
from scheduler.model.availability import DateSlots, WeeklySlot, windows
from scheduler.model.busy import Busy, is_busy, without
from scheduler.model.held_shifts import HeldShift
from scheduler.model.people import Volunteer
from scheduler.model.week import monday_of
from scheduler.model.weekly_pattern import tidy
from scheduler.planning.payback import Payback, payback
from scheduler.store import audit, availability, own_calendars, own_week
from scheduler.store.availability import Availability
from scheduler.store.db import transaction
from scheduler.store.held_shifts import shifts_of
from scheduler.store.week import volunteer_by_id

MOST_SLOTS = 7 * 48
"""A half hour each: nobody's week has more."""
LONGEST_AWAY = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OwnHours:
    """What a person said about their time, and what follows from it.

    ``unoffered`` are shifts they are held to at a time they do not offer any more, ``clashes``
    those at a time at which their own calendar calls them busy.
    """

    person: Volunteer
    availability: Availability
    payback: Payback
    unoffered: tuple[HeldShift, ...]
    clashes: tuple[HeldShift, ...] = ()


async def view_hours(volunteer: int, now: datetime) -> OwnHours:
    """The person's hours, with the seats they could serve in the coming weeks."""
    person = await _person(volunteer)
    found = await availability.load_availability(volunteer, local_day(person, now))
    busy = await own_calendars.busy_of(volunteer, now)
    held = await _held(volunteer, now)
    return OwnHours(
        person,
        found,
        await _payback(person, found, busy, now),
        tuple(s for s in held if not _offers(person, found, s.starts, s.ends)),
        tuple(s for s in held if is_busy(busy, s.starts, s.ends)),
    )


async def weigh_hours(volunteer: int, slots: Iterable[WeeklySlot], now: datetime) -> Payback:
    """What other weekly hours would be good for; nothing is saved."""
    person = await _person(volunteer)
    found = await availability.load_availability(volunteer, local_day(person, now))
    busy = await own_calendars.busy_of(volunteer, now)
    return await _payback(person, Availability(tuple(slots), found.dates, None), busy, now)


async def _person(volunteer: int) -> Volunteer:
    person = await volunteer_by_id(volunteer)
    if person is None:
        raise NotFoundError
    return person


def local_day(person: Volunteer, now: datetime) -> date:
    """Which day it is where the person lives."""
    return now.astimezone(ZoneInfo(person.timezone)).date()


async def _payback(
    person: Volunteer, found: Availability, busy: tuple[Busy, ...], now: datetime
) -> Payback:
    monday = monday_of(local_day(person, now))
    hours = [
        window
        for week in range(own_week.WEEKS_AHEAD)
        for window in windows(
            found.weekly, found.dates, monday + timedelta(weeks=week), person.timezone
        )
    ]
    sessions = await own_week.coming_sessions(now)
    return payback(person, without(hours, busy), sessions, await own_week.taken_seats(now))


async def _held(volunteer: int, now: datetime) -> tuple[HeldShift, ...]:
    found = await shifts_of(volunteer, now)
    return tuple(s for s in found if s.released_at is None and not s.has_begun(now))


def _offers(person: Volunteer, found: Availability, starts: datetime, ends: datetime) -> bool:
    monday = monday_of(starts.astimezone(ZoneInfo(person.timezone)).date())
    reached = starts
    for window in windows(found.weekly, found.dates, monday, person.timezone):
        # Hours that touch are one promise to a person, whatever their levels.
        if window.starts <= reached < window.ends:
            reached = window.ends
    return reached >= ends


async def change_weekly(
    volunteer: int, change: Callable[[tuple[WeeklySlot, ...]], Iterable[WeeklySlot]], now: datetime
) -> tuple[WeeklySlot, ...]:
    """Change the weekly pattern; gives the one before, so that it can be put back.

    ``change`` gets what is stored while nobody else can change it.
    """
    async with transaction():
        await availability.lock_person(volunteer)
        before = (await availability.load_availability(volunteer, now.date())).weekly
        wanted = tuple(change(before))
        _require_week(wanted)
        await availability.save_weekly(volunteer, tidy(wanted), now)
        await audit.record(f"volunteer {volunteer}", "availability-saved")
    return before


def _require_week(slots: tuple[WeeklySlot, ...]) -> None:
    if len(slots) > MOST_SLOTS:
        raise InvalidInputError(f"A week has room for {MOST_SLOTS} entries at most.")
    for slot in slots:
        _require_order(slot.starts, slot.ends)
        if not 0 <= slot.weekday < 7:  # noqa: PLR2004 - the days of a week
            raise InvalidInputError(
                "A weekday is a number from 0 (Monday) to 6 (Sunday).",
                faults=[("weekday", "Write a number from 0 to 6.")],
            )


async def confirm(volunteer: int, now: datetime) -> None:
    """The hours on file are still right."""
    async with transaction():
        await availability.confirm(volunteer, now)
        await audit.record(f"volunteer {volunteer}", "availability-confirmed")


async def put_dates(
    volunteer: int, entries: Iterable[DateSlots], now: datetime
) -> tuple[DateSlots, ...]:
    """Some dates differ from the pattern (no slots means away); gives what was there before."""
    person = await _person(volunteer)
    wanted = tuple(entries)
    for entry in wanted:
        _require_date(entry, local_day(person, now))
    async with transaction():
        await availability.lock_person(volunteer)
        before = await _dates_among(volunteer, [entry.day for entry in wanted])
        for entry in wanted:
            await availability.put_date(volunteer, entry)
        await audit.record(f"volunteer {volunteer}", "dates-saved", days=len(wanted))
    return before


async def remove_dates(volunteer: int, days: Iterable[date]) -> tuple[DateSlots, ...]:
    """The dates follow the pattern again; gives what was said about them."""
    async with transaction():
        await availability.lock_person(volunteer)
        before = await _dates_among(volunteer, list(days))
        for entry in before:
            await availability.remove_date(volunteer, entry.day)
        if before:
            await audit.record(f"volunteer {volunteer}", "dates-removed", days=len(before))
    return before


async def _dates_among(volunteer: int, days: list[date]) -> tuple[DateSlots, ...]:
    if not days:
        return ()
    known = (await availability.load_availability(volunteer, min(days))).dates
    return tuple(entry for entry in known if entry.day in set(days))


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Every day from the first to the last."""
    if last < first:
        raise InvalidInputError(
            "The last day is before the first.",
            faults=[("until", "Choose the first day or a later one.")],
        )
    if last - first > LONGEST_AWAY:
        raise InvalidInputError(
            "That is more than a year.", faults=[("until", "Choose a day within a year.")]
        )
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def _require_date(entry: DateSlots, today: date) -> None:
    if entry.day < today:
        raise InvalidInputError(
            f"{entry.day} has passed.", faults=[("day", "Choose today or a later date.")]
        )
    for starts, ends, _ in entry.slots:
        _require_order(starts, ends)
    ordered = sorted(entry.slots)
    if any(a[1] > b[0] for a, b in pairwise(ordered)):
        raise InvalidInputError(
            "Two of these times overlap.",
            faults=[("from", "Let the second begin when the first ends, or later.")],
        )


def _require_order(starts: time, ends: time) -> None:
    if ends <= starts:
        raise InvalidInputError(
            f"{starts:%H:%M} to {ends:%H:%M} ends before it starts.",
            faults=[("until", "Choose an end after the start.")],
        )
