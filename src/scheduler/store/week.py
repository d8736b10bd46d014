"""One week gathered for planning, in a handful of queries whatever its size."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from scheduler.model.availability import DateSlots, Level, WeeklySlot, windows
from scheduler.model.busy import without
from scheduler.model.people import Volunteer
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.model.week import SERVICE_ZONE, PinnedSeat, Week, week_span
from scheduler.store.db import Row, hours_good_days, row, rows
from scheduler.store.directory import (
    load_offices,
    load_sessions,
    load_travel,
    slot_of,
    volunteer_of,
)
from scheduler.store.own_calendars import busy_between

FAIRNESS_WEEKS = 3
"""How many weeks back a fair share looks."""


async def load_week(monday: date) -> Week:
    """Everything a plan of the week that begins on this Monday depends on."""
    span = week_span(monday)
    found = await rows("SELECT * FROM volunteer ORDER BY id")
    people = {r["id"]: volunteer_of(r) for r in found}
    weekly = await _weekly()
    dates = await _dates(monday)
    busy = await busy_between(*span)
    return Week(
        monday=monday,
        offices=await load_offices(),
        travel=tuple((await load_travel()).values()),
        sessions=await load_sessions(span),
        volunteers=people,
        windows={
            number: without(
                windows(weekly.get(number, ()), dates.get(number, ()), monday, person.timezone),
                busy.get(number, ()),
            )
            for number, person in people.items()
        },
        past_minutes=await _past_minutes(span[0]),
        pins=await load_pins(monday),
        published=await load_published(monday),
        busy=busy,
        unconfirmed=_unconfirmed(found, span[0]),
        served=await _served(span[0]),
    )


def _unconfirmed(people: Iterable[Row], start: datetime) -> frozenset[int]:
    """By the beginning of the week, not by the clock: a week stays the same while time goes on."""
    if not hours_good_days():
        return frozenset()
    since = start - timedelta(days=hours_good_days())
    confirmed = ((r["id"], r["availability_confirmed_at"]) for r in people)
    return frozenset(number for number, at in confirmed if at is None or at < since)


async def _served(start: datetime) -> frozenset[int]:
    found = await rows(
        "SELECT DISTINCT volunteer FROM assignment WHERE released_at IS NULL AND ends <= $1 "
        "AND role <> 'standby'",
        start,
    )
    return frozenset(r["volunteer"] for r in found)


async def load_held_week(monday: date, office: str | None = None) -> Week:
    """The week, or an office's part of it, with those who are held to its shifts.

    Nobody else is read, and nobody's availability: it costs the same however many people
    are on file.
    """
    sessions = await load_sessions(week_span(monday), office)
    held = tuple(p for p in await load_published(monday) if p.session in sessions)
    people = await people_of({p.volunteer for p in held})
    return Week(
        monday=monday,
        offices=await load_offices(),
        travel=(),
        sessions=sessions,
        volunteers=people,
        windows=dict.fromkeys(people, ()),
        published=held,
    )


async def people_of(ids: Collection[int]) -> dict[int, Volunteer]:
    """These people, by id."""
    found = await rows("SELECT * FROM volunteer WHERE id = ANY($1)", list(ids))
    return {r["id"]: volunteer_of(r) for r in found}


async def _weekly() -> dict[int, list[WeeklySlot]]:
    slots: dict[int, list[WeeklySlot]] = {}
    found = await rows(
        "SELECT volunteer, weekday, starts, ends, level, weeks FROM weekly_availability "
        "ORDER BY weekday, starts, ends"
    )
    for r in found:
        slots.setdefault(r["volunteer"], []).append(slot_of(r))
    return slots


async def _dates(monday: date) -> dict[int, list[DateSlots]]:
    found = await rows(
        "SELECT * FROM date_availability WHERE day >= $1 AND day < $2",
        monday,
        monday + timedelta(days=7),
    )
    special: dict[int, list[DateSlots]] = {}
    for r in found:
        special.setdefault(r["volunteer"], []).append(date_slots_of(r))
    return special


def date_slots_of(r: Row) -> DateSlots:
    """A row of the dates that differ from the pattern."""
    return DateSlots(
        r["day"],
        tuple(
            (time.fromisoformat(starts), time.fromisoformat(ends), Level(level))
            for starts, ends, level in json.loads(r["slots"])
        ),
    )


async def _past_minutes(start: datetime) -> dict[int, int]:
    found = await rows(
        "SELECT volunteer, sum(extract(epoch FROM ends - starts) / 60)::int AS minutes "
        "FROM assignment WHERE released_at IS NULL AND starts >= $1 AND starts < $2 "
        "AND role <> 'standby' "
        "GROUP BY volunteer",
        start - timedelta(weeks=FAIRNESS_WEEKS),
        start,
    )
    return {r["volunteer"]: r["minutes"] for r in found}


async def load_pins(monday: date) -> tuple[PinnedSeat, ...]:
    """The coordinators' wishes for the week."""
    found = await rows(
        "SELECT p.* FROM pin p JOIN session s ON s.id = p.session "
        "WHERE s.starts >= $1 AND s.starts < $2 ORDER BY p.id",
        *week_span(monday),
    )
    return tuple(
        PinnedSeat(r["session"], r["shift"], r["volunteer"], r["must"], r["reason"]) for r in found
    )


async def load_published(monday: date) -> tuple[Placement, ...]:
    """Who is held to a shift of the week now."""
    found = await rows(
        "SELECT a.* FROM assignment a JOIN session s ON s.id = a.session "
        "WHERE a.released_at IS NULL AND s.starts >= $1 AND s.starts < $2 ORDER BY a.id",
        *week_span(monday),
    )
    return tuple(placement_of(r) for r in found)


def placement_of(r: Row) -> Placement:
    """A row of a draft or an assignment as the seat it stands for."""
    return Placement(
        session=r["session"],
        shift=r["shift"],
        volunteer=r["volunteer"],
        role=Role(r["role"]),
        need=r["need"],
        language=r["language"],
        remote=r["remote"],
        bridge=r["bridge"],
    )


async def volunteer_by_id(number: int) -> Volunteer | None:
    """One person."""
    found = await row("SELECT * FROM volunteer WHERE id = $1", number)
    return volunteer_of(found) if found else None


async def weeks_with_sessions() -> tuple[date, ...]:
    """Mondays of the weeks that ask for anyone, newest last."""
    found = await rows(
        "SELECT DISTINCT date_trunc('week', starts AT TIME ZONE 'America/New_York')::date "
        "AS monday "
        "FROM session ORDER BY monday"
    )
    return tuple(r["monday"] for r in found)


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """A week that asks for anyone, and how far its plan is. ``version`` 0: never published."""

    monday: date
    sessions: int
    draft: bool
    version: int


async def week_records() -> tuple[WeekRecord, ...]:
    """Every week that asks for anyone, the latest first."""
    found = await rows(
        "SELECT w.monday, w.sessions, EXISTS (SELECT 1 FROM draft d WHERE d.monday = w.monday "
        "AND d.state = 'open') AS draft, coalesce((SELECT max(r.version) FROM roster r "
        "WHERE r.monday = w.monday), 0) AS version "
        "FROM (SELECT date_trunc('week', starts AT TIME ZONE $1)::date AS monday, "
        "count(*) AS sessions FROM session GROUP BY 1) w ORDER BY w.monday DESC",
        SERVICE_ZONE,
    )
    return tuple(WeekRecord(**r) for r in found)


def now_utc() -> datetime:
    """The clock, for the doors: actions take the time as an argument."""
    return datetime.now(UTC)
