"""Local times as instants, and what daylight saving does to them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from scheduler.imports.cells import Cells


def instant(day: date, at: time, timezone: str) -> datetime:
    """The moment a local time means; the first where it comes twice."""
    return datetime.combine(day, at, ZoneInfo(timezone)).astimezone(UTC)


def checked_instant(cells: Cells, column: str, day: date, at: time, timezone: str) -> datetime:
    """The moment, with a finding where the clocks skip it (bad) or pass it twice."""
    wall = datetime.combine(day, at, ZoneInfo(timezone))
    moment = wall.astimezone(UTC)
    if moment.astimezone(wall.tzinfo).time() != at:
        cells.bad(
            column,
            f"On {day} the clocks in {timezone} go forward: {at:%H:%M} does not exist.",
            "Write a time before or after the change.",
        )
    elif wall.replace(fold=1).astimezone(UTC) != moment:
        cells.warn(
            column,
            f"On {day} the clocks in {timezone} go back: {at:%H:%M} comes twice.",
            "The first of the two is taken; write another time if you mean the second.",
        )
    return moment
