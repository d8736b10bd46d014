"""How days, times and seats are worded on what an office holds in its hands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.model.rosters import Reply, RosterLine, RosterSession, RosterShift

STAND_IN = "Looking for a stand-in"


def day_words(day: date) -> str:
    """Monday, December 7, 2026."""
    return f"{day:%A, %B} {day.day}, {day.year}"


def clock(moment: datetime) -> str:
    """2:00 pm, as the people who come read it."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"  # noqa: PLR2004 - noon


def span(starts: datetime, ends: datetime, timezone: str) -> str:
    """2:00 - 4:00 pm, in the office's zone; am and pm once where both are the same."""
    zone = ZoneInfo(timezone)
    first, last = clock(starts.astimezone(zone)), clock(ends.astimezone(zone))
    if first[-2:] == last[-2:]:
        first = first[:-3]
    return f"{first} \u2013 {last}"


def is_filled(line: RosterLine) -> bool:
    """Whether somebody sits here; who declined does not, whatever the list still says."""
    return bool(line.name) and line.reply is not Reply.DECLINED


def seated(lines: Iterable[RosterLine]) -> tuple[RosterLine, ...]:
    """The lines of a shift as one walks through the room: by table, then the rest."""
    return tuple(sorted(lines, key=lambda line: (line.station is None, line.station or 0)))


def filled_words(shifts: Iterable[RosterShift]) -> str:
    """How many of the seats are filled."""
    lines = [line for shift in shifts for line in shift.lines if not line.standby]
    if not lines:
        return "no seats asked for"
    noun = "seat" if len(lines) == 1 else "seats"
    return f"{sum(map(is_filled, lines))} of {len(lines)} {noun} filled"


def session_facts(session: RosterSession) -> str:
    """Hybrid - 6 stations - 14 of 16 seats filled."""
    stations = "1 station" if session.stations == 1 else f"{session.stations} stations"
    words = (session.modality.label, stations, filled_words(session.shifts))
    return " \u00b7 ".join(words)
