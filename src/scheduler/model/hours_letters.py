"""How long a person's hours count as confirmed, and the letter that asks before that ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.model.availability import WeeklySlot

GOOD_DAYS = 56
"""How long a person's hours count as confirmed, where an installation does not say."""
ASK_BEFORE = timedelta(days=7)
"""How long before the hours stop counting as confirmed their person is asked."""
ASK_AGAIN = timedelta(days=28)
"""Nobody is asked more often than this."""


@dataclass(frozen=True, slots=True)
class HoursLetter:
    """Asks a person whether their hours are still right.

    ``until`` is the last day on which they count as confirmed, None where they never were.
    ``url`` is the page with the button; opening it changes nothing.
    """

    email: str
    name: str
    language: str
    weekly: tuple[WeeklySlot, ...]
    until: date | None
    url: str
    stop_url: str
    stamp: datetime
