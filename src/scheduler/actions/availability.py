"""A volunteer's own hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from scheduler.errors import InvalidInputError, NotFoundError
from scheduler.model.availability import DateSlots, Level, WeeklySlot, Weeks
from scheduler.planning.payback import Payback, payback
from scheduler.store import availability, week
from scheduler.store.availability import Availability
from scheduler.store.db import transaction


@dataclass(frozen=True, slots=True)
class OwnHours:
    """What a person said about their time, and what it lets them serve in a week."""

    availability: Availability
    payback: Payback


async def view_hours(volunteer: int, monday: date) -> OwnHours:
    """The person's hours, with the seats they could serve in the week."""
    found = await availability.load_availability(volunteer, monday)
    return OwnHours(found, payback(await week.load_week(monday), volunteer))


async def save_weekly(volunteer: int, slots: Iterable[WeeklySlot], now: datetime) -> None:
    """Replace the weekly pattern; stretches that touch at one level become one."""
    merged = merge(slots)
    async with transaction():
        if await week.volunteer_by_id(volunteer) is None:
            raise NotFoundError
        await availability.save_weekly(volunteer, merged, now)


async def confirm(volunteer: int, now: datetime) -> None:
    """The hours on file are still right."""
    await availability.confirm(volunteer, now)


async def put_date(volunteer: int, entry: DateSlots, today: date) -> None:
    """One date differs from the pattern; no slots means away."""
    if entry.day < today:
        raise InvalidInputError(
            f"{entry.day} has passed.", faults=[("day", "Choose today or a later date.")]
        )
    for starts, ends, _ in entry.slots:
        _require_order(starts, ends)
    await availability.put_date(volunteer, entry)


async def remove_date(volunteer: int, day: date) -> None:
    """The date follows the pattern again."""
    await availability.remove_date(volunteer, day)


def _require_order(starts: time, ends: time) -> None:
    if ends <= starts:
        raise InvalidInputError(
            f"{starts:%H:%M} to {ends:%H:%M} ends before it starts.",
            faults=[("ends", "Choose an end after the start.")],
        )


def merge(slots: Iterable[WeeklySlot]) -> tuple[WeeklySlot, ...]:
    """Touching and overlapping stretches of one level as one; *available* wins an overlap."""
    merged: list[WeeklySlot] = []
    by_day: dict[tuple[int, Weeks], list[WeeklySlot]] = {}
    for slot in slots:
        _require_order(slot.starts, slot.ends)
        by_day.setdefault((slot.weekday, slot.weeks), []).append(slot)
    for (weekday, weeks), own in sorted(by_day.items()):
        marks = sorted({moment for s in own for moment in (s.starts, s.ends)})
        for starts, ends in pairwise(marks):
            level = _level(own, starts, ends)
            if level is None:
                continue
            last = merged[-1] if merged else None
            if last and (last.weekday, last.weeks, last.ends, last.level) == (
                weekday,
                weeks,
                starts,
                level,
            ):
                starts, _ = last.starts, merged.pop()  # noqa: PLW2901 - grows the last one
            merged.append(WeeklySlot(weekday, starts, ends, level, weeks))
    return tuple(merged)


def _level(own: Iterable[WeeklySlot], starts: time, ends: time) -> Level | None:
    levels = {s.level for s in own if s.starts <= starts and ends <= s.ends}
    if not levels:
        return None
    return Level.AVAILABLE if Level.AVAILABLE in levels else Level.IF_NEEDED
