"""When the example's offices are open: clinics, the hotline, one evening of workshops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

HOTLINE = "hotline"
TIMEZONE = "America/New_York"
WORKSHOP_DAY = 2
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)


@dataclass(frozen=True, slots=True)
class Place:
    """An office of the example, and its clinics as (weekday, start, end, way to meet)."""

    key: str
    name: str
    stations: int
    clinics: tuple[tuple[int, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One session of the week."""

    office: str
    weekday: int
    start: str
    end: str
    shift_minutes: int
    kind: str
    modality: str
    stations: int
    intake: int

    @property
    def minutes(self) -> int:
        """Its length."""
        return _minutes(self.end) - _minutes(self.start)

    def day(self, monday: date) -> str:
        """Its date in the week of this Monday."""
        return (monday + timedelta(days=self.weekday)).isoformat()


PLACES = (
    Place(
        "bronx",
        "Bronx / Westchester",
        6,
        (
            (MONDAY, "10:00", "14:00", "Hybrid"),
            (TUESDAY, "17:30", "20:30", "Hybrid"),
            (THURSDAY, "14:00", "18:00", "On site"),
            (SATURDAY, "10:00", "13:00", "Hybrid"),
        ),
    ),
    Place(
        "syracuse",
        "Syracuse",
        4,
        (
            (TUESDAY, "13:00", "17:00", "Hybrid"),
            (THURSDAY, "17:30", "19:30", "Hybrid"),
            (SATURDAY, "10:00", "13:00", "On site"),
        ),
    ),
    Place(
        "queens-west",
        "Queens (Jackson Heights - Corona)",
        6,
        (
            (MONDAY, "17:30", "20:30", "Hybrid"),
            (WEDNESDAY, "10:00", "14:00", "On site"),
            (FRIDAY, "14:00", "18:00", "Hybrid"),
            (SATURDAY, "12:00", "16:00", "Hybrid"),
        ),
    ),
    Place(
        "northern-manhattan",
        "Northern Manhattan",
        5,
        (
            (TUESDAY, "10:00", "13:00", "On site"),
            (THURSDAY, "17:30", "20:30", "Hybrid"),
            (SATURDAY, "10:00", "14:00", "Hybrid"),
        ),
    ),
    Place(
        "queens-northeast",
        "Northeast Queens",
        5,
        (
            (MONDAY, "13:00", "17:00", "Hybrid"),
            (THURSDAY, "18:00", "20:00", "Hybrid"),
            (SATURDAY, "13:00", "16:00", "On site"),
        ),
    ),
    Place(
        "rockland",
        "Rockland / Westchester",
        3,
        (
            (TUESDAY, "18:00", "20:00", "On site"),
            (FRIDAY, "10:00", "13:00", "Hybrid"),
        ),
    ),
    Place(
        "central-brooklyn",
        "Central Brooklyn",
        5,
        (
            (MONDAY, "18:00", "20:00", "Hybrid"),
            (TUESDAY, "14:00", "18:00", "On site"),
            (FRIDAY, "10:00", "14:00", "Hybrid"),
            (SATURDAY, "10:00", "13:00", "Hybrid"),
        ),
    ),
    Place(
        "staten-island",
        "Staten Island / South Brooklyn",
        4,
        (
            (WEDNESDAY, "13:00", "17:00", "Hybrid"),
            (THURSDAY, "18:00", "20:00", "On site"),
            (SATURDAY, "11:00", "14:00", "Hybrid"),
        ),
    ),
    Place(HOTLINE, "Toll-free hotline", 6),
)

# Minutes by public transport or car, as a neighbour would guess.
WAYS = (
    ("bronx", "northern-manhattan", 30),
    ("bronx", "queens-northeast", 45),
    ("bronx", "rockland", 55),
    ("bronx", "queens-west", 50),
    ("northern-manhattan", "queens-west", 40),
    ("northern-manhattan", "central-brooklyn", 55),
    ("northern-manhattan", "rockland", 60),
    ("queens-west", "queens-northeast", 25),
    ("queens-west", "central-brooklyn", 45),
    ("central-brooklyn", "queens-northeast", 60),
    ("central-brooklyn", "staten-island", 50),
)


def timetable() -> tuple[Slot, ...]:
    """Every session of the week."""
    clinics = [slot for place in PLACES for slot in _clinics(place)]
    return (*clinics, *_hotline(), *_workshops())


def _clinics(place: Place) -> Iterator[Slot]:
    for weekday, start, end, modality in place.clinics:
        shift = 90 if _minutes(end) - _minutes(start) == 3 * 60 else 120
        yield Slot(place.key, weekday, start, end, shift, "Clinic", modality, place.stations, 1)


def _hotline() -> Iterator[Slot]:
    for weekday in range(7):
        yield Slot(HOTLINE, weekday, "10:00", "14:00", 120, "Hotline", "Remote", 6, 0)
        if weekday < SATURDAY:
            yield Slot(HOTLINE, weekday, "17:00", "19:00", 120, "Hotline", "Remote", 6, 0)


def _workshops() -> Iterator[Slot]:
    """Know Your Rights, in all offices at the same time."""
    for place in PLACES:
        if place.key != HOTLINE:
            yield Slot(place.key, WORKSHOP_DAY, "18:00", "20:00", 120, "Workshop", "On site", 2, 1)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
