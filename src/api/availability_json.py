"""My availability for programs: the same hours as the page, exact to the minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody

from api.session import Asking, volunteer_of, volunteers
from scheduler.actions import availability as actions
from scheduler.errors import InvalidInputError
from scheduler.model.availability import DateSlots, Level, WeeklySlot, Weeks

Clock = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day like "17:30", local to the person."""


class Slot(msgspec.Struct, frozen=True):
    """A stretch of a weekday (0 = Monday) in every week, or in odd or even ISO weeks."""

    weekday: Annotated[int, msgspec.Meta(ge=0, le=6)]
    starts: Clock
    ends: Clock
    level: Level
    weeks: Weeks = Weeks.EVERY


class DateSlot(msgspec.Struct, frozen=True):
    """A stretch of one date."""

    starts: Clock
    ends: Clock
    level: Level


class WeekIn(msgspec.Struct, frozen=True):
    """The whole weekly pattern; what is not in it is a no."""

    weekly: Annotated[list[Slot], msgspec.Meta(max_length=actions.MOST_SLOTS)]


class DateIn(msgspec.Struct, frozen=True):
    """What holds on a date instead of the pattern; nothing means away."""

    slots: Annotated[list[DateSlot], msgspec.Meta(max_length=48)] = []


class DateOut(msgspec.Struct, frozen=True):
    """A date that differs."""

    day: date
    slots: tuple[DateSlot, ...]


@dataclass(frozen=True, slots=True)
class LanguageSeats:
    """How many of the open seats are in a language (BCP 47)."""

    language: str
    seats: int


@dataclass(frozen=True, slots=True)
class AvailabilityOut:
    """Your hours, when you last confirmed them, and what they are good for.

    ``open_seats`` counts seats of the coming weeks that these hours reach; ``unoffered``
    are your shifts at times you do not offer any more, ``busy_during`` those at which your own
    calendar calls you busy.
    """

    timezone: str
    weekly: tuple[Slot, ...]
    dates: tuple[DateOut, ...]
    confirmed_at: datetime | None
    open_seats: int
    by_language: tuple[LanguageSeats, ...]
    unoffered: tuple[str, ...]
    busy_during: tuple[str, ...]


async def _out(volunteer: int) -> AvailabilityOut:
    own = await actions.view_hours(volunteer, datetime.now(UTC))
    return AvailabilityOut(
        timezone=own.person.timezone,
        weekly=tuple(
            Slot(s.weekday, f"{s.starts:%H:%M}", f"{s.ends:%H:%M}", s.level, s.weeks)
            for s in own.availability.weekly
        ),
        dates=tuple(
            DateOut(
                entry.day,
                tuple(
                    DateSlot(f"{starts:%H:%M}", f"{ends:%H:%M}", level)
                    for starts, ends, level in entry.slots
                ),
            )
            for entry in own.availability.dates
        ),
        confirmed_at=own.availability.confirmed_at,
        open_seats=own.payback.seats,
        by_language=tuple(LanguageSeats(code, n) for code, n in own.payback.languages),
        unoffered=tuple(shift.uid for shift in own.unoffered),
        busy_during=tuple(shift.uid for shift in own.clashes),
    )


@get("/api/availability", guards=[volunteers], tags=["Volunteers"])
async def show(request: Asking) -> AvailabilityOut:
    """Your weekly hours, the dates that differ, and the open seats they reach."""
    return await _out(volunteer_of(request))


@put("/api/availability", guards=[volunteers], tags=["Volunteers"])
async def replace_week(request: Asking, data: JSONBody[WeekIn]) -> AvailabilityOut:
    """Replace the weekly pattern. Shifts you are held to stay yours (see ``unoffered``)."""
    wanted = tuple(
        WeeklySlot(s.weekday, _time(s.starts), _time(s.ends), s.level, s.weeks) for s in data.weekly
    )
    await actions.change_weekly(volunteer_of(request), lambda _: wanted, datetime.now(UTC))
    return await _out(volunteer_of(request))


@post("/api/availability/confirm", guards=[volunteers], tags=["Volunteers"], status_code=200)
async def confirm(request: Asking) -> AvailabilityOut:
    """Say that the hours are still right."""
    await actions.confirm(volunteer_of(request), datetime.now(UTC))
    return await _out(volunteer_of(request))


@put("/api/availability/dates/{day:str}", guards=[volunteers], tags=["Volunteers"])
async def put_date(request: Asking, day: FromPath[str], data: JSONBody[DateIn]) -> AvailabilityOut:
    """Say what holds on one date instead of the pattern."""
    slots = tuple((_time(s.starts), _time(s.ends), s.level) for s in data.slots)
    entry = DateSlots(_day(day), slots)
    await actions.put_dates(volunteer_of(request), [entry], datetime.now(UTC))
    return await _out(volunteer_of(request))


@delete("/api/availability/dates/{day:str}", guards=[volunteers], tags=["Volunteers"])
async def remove_date(request: Asking, day: FromPath[str]) -> None:
    """Let the date follow the pattern again; a date that does is no error."""
    await actions.remove_dates(volunteer_of(request), [_day(day)])


def _time(text: str) -> time:
    return time.fromisoformat(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = "Write a date like 2026-12-07."
        raise InvalidInputError(sentence, faults=[("day", sentence)]) from None


ROUTES = [show, replace_week, confirm, put_date, remove_date]
