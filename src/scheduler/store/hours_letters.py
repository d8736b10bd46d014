"""Whose hours stop counting as confirmed soon, and when they were asked last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.model.availability import WeeklySlot
from scheduler.model.people import Volunteer
from scheduler.store.db import row, rows, value
from scheduler.store.directory import slot_of, volunteer_of


@dataclass(frozen=True, slots=True)
class Hours:
    """A person with their usual week; ``confirmed_at`` None: it came from a list."""

    volunteer: int
    person: Volunteer
    weekly: tuple[WeeklySlot, ...]
    confirmed_at: datetime | None


async def to_ask(
    confirmed_before: datetime, asked_before: datetime, known_since: datetime
) -> tuple[tuple[int, str], ...]:
    """Whom to ask whether their hours are still right, each with the zone they live in.

    They have hours, confirmed them before the one time, were not asked since the other, and
    want to be asked. Who never confirmed theirs is asked once they have had a shift for a
    while: nobody hears of us for the first time by this letter.
    """
    found = await rows(
        "SELECT v.id, v.timezone FROM volunteer v WHERE v.hours_letters "
        "AND (v.hours_asked_at IS NULL OR v.hours_asked_at < $2) "
        "AND EXISTS (SELECT 1 FROM weekly_availability w WHERE w.volunteer = v.id) "
        "AND NOT EXISTS (SELECT 1 FROM mail_trouble t WHERE t.email = v.email) "
        "AND (v.availability_confirmed_at < $1 OR (v.availability_confirmed_at IS NULL "
        "AND EXISTS (SELECT 1 FROM assignment a WHERE a.volunteer = v.id "
        "AND a.created_at < $3))) ORDER BY v.id",
        confirmed_before,
        asked_before,
        known_since,
    )
    return tuple((r["id"], r["timezone"]) for r in found)


async def claim(volunteer: int, asked_before: datetime, now: datetime) -> bool:
    """Note that the person is asked now; False when somebody else has asked meanwhile.

    A rollback unasks.
    """
    found = await value(
        "UPDATE volunteer SET hours_asked_at = $3 WHERE id = $1 "
        "AND (hours_asked_at IS NULL OR hours_asked_at < $2) RETURNING id",
        volunteer,
        asked_before,
        now,
    )
    return found is not None


async def hours_of(volunteer: int) -> Hours | None:
    """A person's usual week, None for a person who is gone."""
    found = await row("SELECT * FROM volunteer WHERE id = $1", volunteer)
    if found is None:
        return None
    weekly = await rows(
        "SELECT * FROM weekly_availability WHERE volunteer = $1 ORDER BY weekday, starts",
        volunteer,
    )
    return Hours(
        volunteer,
        volunteer_of(found),
        tuple(slot_of(r) for r in weekly),
        found["availability_confirmed_at"],
    )
