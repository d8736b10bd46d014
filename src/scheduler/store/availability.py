"""A person's own hours: the weekly pattern and the dates that differ."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.errors import NotFoundError
from scheduler.model.availability import DateSlots, WeeklySlot
from scheduler.store.db import execute_many, rows, value
from scheduler.store.directory import slot_of
from scheduler.store.week import date_slots_of


@dataclass(frozen=True, slots=True)
class Availability:
    """Everything a person said about their time."""

    weekly: tuple[WeeklySlot, ...]
    dates: tuple[DateSlots, ...]
    confirmed_at: datetime | None


async def load_availability(volunteer: int, since: date) -> Availability:
    """The pattern, and the dates from ``since`` on."""
    weekly = await rows(
        "SELECT * FROM weekly_availability WHERE volunteer = $1 ORDER BY weekday, starts",
        volunteer,
    )
    dates = await rows(
        "SELECT * FROM date_availability WHERE volunteer = $1 AND day >= $2 ORDER BY day",
        volunteer,
        since,
    )
    confirmed = await value(
        "SELECT availability_confirmed_at FROM volunteer WHERE id = $1", volunteer
    )
    return Availability(
        tuple(slot_of(r) for r in weekly), tuple(date_slots_of(r) for r in dates), confirmed
    )


async def save_weekly(volunteer: int, slots: Iterable[WeeklySlot], now: datetime) -> None:
    """Replace the pattern and note that it is confirmed; inside a transaction."""
    await rows("DELETE FROM weekly_availability WHERE volunteer = $1", volunteer)
    await execute_many(
        "INSERT INTO weekly_availability (volunteer, weekday, starts, ends, level, weeks) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        [(volunteer, s.weekday, s.starts, s.ends, s.level.value, s.weeks.value) for s in slots],
    )
    await confirm(volunteer, now)


async def confirm(volunteer: int, now: datetime) -> None:
    """The person said that their hours still hold."""
    await rows("UPDATE volunteer SET availability_confirmed_at = $2 WHERE id = $1", volunteer, now)


async def put_date(volunteer: int, entry: DateSlots) -> None:
    """One date differs from the pattern."""
    slots = [[a.strftime("%H:%M"), b.strftime("%H:%M"), level.value] for a, b, level in entry.slots]
    await rows(
        "INSERT INTO date_availability (volunteer, day, slots) VALUES ($1, $2, $3::jsonb) "
        "ON CONFLICT (volunteer, day) DO UPDATE SET slots = excluded.slots",
        volunteer,
        entry.day,
        json.dumps(slots),
    )


async def remove_date(volunteer: int, day: date) -> None:
    """The date follows the pattern again."""
    await rows("DELETE FROM date_availability WHERE volunteer = $1 AND day = $2", volunteer, day)


async def lock_person(volunteer: int) -> None:
    """Two changes of one person's hours come one after the other; inside a transaction."""
    if await value("SELECT id FROM volunteer WHERE id = $1 FOR UPDATE", volunteer) is None:
        raise NotFoundError
