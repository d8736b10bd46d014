"""When the example's volunteers can serve: evenings and Saturdays more than days."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from scheduler.example.people import Person
from scheduler.imports.words import WEEKDAYS
from scheduler.model.availability import Level

_WORKDAYS = range(5)
_SATURDAY, _SUNDAY = 5, 6
_EVENINGS = (("17:00", "20:30"), ("17:00", "21:00"), ("17:30", "20:30"))
_DAYS = (("09:30", "14:30"), ("12:30", "18:30"), ("09:00", "18:00"))
_WEEKENDS = (("09:30", "14:30"), ("09:30", "16:30"), ("11:00", "16:30"))


def weekly_hours(person: Person, chance: Random) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of availability: at most one a day, so that none overlap."""
    days = chance.sample(_WORKDAYS, chance.choice((2, 2, 3, 3, 4)))
    if chance.random() < 0.6:  # noqa: PLR2004 - the share who give their weekend
        days.append(_SUNDAY if chance.randrange(6) == 0 else _SATURDAY)
    for day in sorted(days):
        start, end = chance.choice(_choices(day, chance))
        level = Level.IF_NEEDED if chance.randrange(4) == 0 else Level.AVAILABLE
        yield person.email, WEEKDAYS[day], start, end, level.value


def _choices(day: int, chance: Random) -> tuple[tuple[str, str], ...]:
    if day >= _SATURDAY:
        return _WEEKENDS
    return _EVENINGS if chance.random() < 0.55 else _DAYS  # noqa: PLR2004 - a little over half
