"""Which day it is for the service, and which week an address names."""

from __future__ import annotations

from datetime import UTC, date, datetime

from scheduler.errors import NotFoundError
from scheduler.model.week import day_of, monday_of


def today() -> date:
    """The day it is where the offices are."""
    return day_of(datetime.now(UTC))


def require_monday(day: date) -> date:
    """A week's address is its Monday; any other day says which one it means."""
    if day.weekday():
        raise NotFoundError(f"A week begins on Monday: {day} is in that of {monday_of(day)}.")
    return day
