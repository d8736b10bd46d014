"""When volunteers can serve: a weekly pattern, and dates that differ from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
    weekly = tuple(pattern)
    special = {entry.day: entry.slots for entry in dates}
    found: list[Window] = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        slots = special.get(day)
        if slots is None:
            slots = tuple(
                (s.starts, s.ends, s.level)
                for s in weekly
                if s.weekday == offset and s.weeks.hold_on(day)
            )
        found += [
            Window(_instant(day, starts, zone), _instant(day, ends, zone), level)
            for starts, ends, level in slots
        ]
    return tuple(sorted(found, key=lambda w: (w.starts, w.ends, w.level)))


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(ZoneInfo("UTC"))
