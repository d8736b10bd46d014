"""When volunteers can serve: a weekly pattern, and dates that differ from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Level(StrEnum):
    """How gladly a person serves at a time; a time with no level is a no."""

    AVAILABLE = "available"
    IF_NEEDED = "if needed"
    """Visible to coordinators only; the solver uses it last."""


class Weeks(StrEnum):
    """Which weeks a weekly slot holds in; ISO week numbers, odd and even."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"

    def hold_on(self, day: date) -> bool:
        """Whether the slot holds in the week of this day."""
        if self is Weeks.EVERY:
            return True
        return (day.isocalendar().week % 2 == 1) == (self is Weeks.ODD)


@dataclass(frozen=True, slots=True)
class WeeklySlot:
    """A stretch of a weekday (0 = Monday), local to the person, ``starts`` before ``ends``."""

    weekday: int
    starts: time
    ends: time
    level: Level
    weeks: Weeks = Weeks.EVERY


@dataclass(frozen=True, slots=True)
class DateSlots:
    """What holds on one date instead of the weekly pattern; no slots means away."""

    day: date
    slots: tuple[tuple[time, time, Level], ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of real time (aware, UTC) in which the person can serve."""

    starts: datetime
    ends: datetime
    level: Level


def windows(
    pattern: Iterable[WeeklySlot],
    dates: Iterable[DateSlots],
    monday: date,
    timezone: str,
) -> tuple[Window, ...]:
    """The person's windows in the seven days from ``monday``, each date's own slots first."""
    zone = ZoneInfo(timezone)
    special = {entry.day: entry.slots for entry in dates}
    found = [
        _window(day, slot.starts, slot.ends, slot.level, zone)
        for slot in pattern
        for day in (monday + timedelta(days=slot.weekday),)
        if day not in special and slot.weeks.hold_on(day)
    ]
    found += [
        _window(day, starts, ends, level, zone)
        for day, slots in special.items()
        if monday <= day < monday + timedelta(days=7)
        for starts, ends, level in slots
    ]
    return tuple(sorted(found, key=lambda w: (w.starts, w.ends, w.level)))


def _window(day: date, starts: time, ends: time, level: Level, zone: ZoneInfo) -> Window:
    first, last = datetime.combine(day, starts, zone), datetime.combine(day, ends, zone)
    return Window(first.astimezone(UTC), last.astimezone(UTC), level)
