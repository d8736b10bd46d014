"""The example's volunteers: about four hundred made-up people at example.org."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scheduler.example.figures import LIMITED_ENGLISH
from scheduler.example.names import name_and_address
from scheduler.example.timetable import HOTLINE, PLACES, WAYS
from scheduler.model.languages import language_name
from scheduler.model.matters import Kind, Matter

PEOPLE = 400
_AREA = {"syracuse": "315", "rockland": "845", "northern-manhattan": "212"}
_KINDS: Mapping[Kind, int] = {
    Kind.ATTORNEY: 42,
    Kind.ACCREDITED_FULL: 5,
    Kind.ACCREDITED_PARTIAL: 6,
    Kind.LAW_STUDENT: 9,
    Kind.INTERPRETER: 28,
    Kind.INTAKE: 10,
}
_HOURS: Mapping[str, int] = {"2": 66, "3": 12, "4": 17, "6": 5}
_ORGANISATIONS = ("", "", "Law firm pro bono", "Law school clinic", "Bar association", "Neighbors")
_STATES = ("NY", "NY", "NY", "NJ", "CT", "MA")
_NEVER_ADVISE = frozenset({Kind.INTERPRETER, Kind.INTAKE})
_EXPIRING_SOON = 6
_NOBODY_SPEAKS = frozenset({"wo", "ps"})
"""So that the example shows what it looks like when nobody does."""


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the sheet of volunteers."""

    name: str
    email: str
    phone: str
    kind: Kind
    bar_state: str
    bar_number: str
    credential_expires: str
    matters: str
    languages: str
    relays: str
    offices: tuple[str, ...]
    remote: bool
    hours_per_week: str
    supervises: bool
    organisation: str


def people(monday: date, chance: Random) -> Iterator[Person]:
    """Everyone, no address twice."""
    taken: set[str] = set()
    while len(taken) < PEOPLE:
        name, address = name_and_address(chance)
        if address not in taken:
            taken.add(address)
            yield _person(name, address, monday, len(taken), chance)


def _person(name: str, address: str, monday: date, number: int, chance: Random) -> Person:
    offices = _offices(chance)
    kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
    is_attorney = kind is Kind.ATTORNEY
    return Person(
        name=name,
        email=f"{address}@example.org",
        phone=f"{_AREA.get(offices[0], '718')}-555-01{number % 100:02}",
        kind=kind,
        bar_state=chance.choice(_STATES) if is_attorney else "",
        bar_number=str(chance.randrange(1_000_000, 6_000_000)) if is_attorney else "",
        credential_expires=_expiry(kind, monday, number, chance),
        matters="; ".join(_matters(kind, chance)),
        languages="; ".join(_languages(kind, offices[0], chance)),
        relays="",
        offices=offices,
        remote=chance.random() < 0.6,  # noqa: PLR2004 - the share who serve from home
        hours_per_week=chance.choices(list(_HOURS), list(_HOURS.values()))[0],
        supervises=is_attorney and chance.random() < 0.3,  # noqa: PLR2004 - the same
        organisation=chance.choice(_ORGANISATIONS),
    )


def _offices(chance: Random) -> tuple[str, ...]:
    """Home, drawn by how much there is to do, and up to two neighbours."""
    rooms = [place for place in PLACES if place.key != HOTLINE]
    load = [place.stations * len(place.clinics) for place in rooms]
    home = chance.choices(rooms, load)[0].key
    near = [b if a == home else a for a, b, _ in WAYS if home in {a, b}]
    return (home, *chance.sample(near, min(len(near), chance.choice((0, 1, 1, 2)))))


def _expiry(kind: Kind, monday: date, number: int, chance: Random) -> str:
    """Most are good for long; a few end in the week itself or soon after it."""
    days = chance.randrange(180, 1000)
    if kind in _NEVER_ADVISE:
        return ""
    if number <= _EXPIRING_SOON:
        days = chance.randrange(2, 20)
    return (monday + timedelta(days=days)).isoformat()


def _matters(kind: Kind, chance: Random) -> list[str]:
    if kind in _NEVER_ADVISE:
        return []
    known = [
        m for m in Matter if m is not Matter.REMOVAL_DEFENSE or kind is not Kind.ACCREDITED_PARTIAL
    ]
    chosen = chance.sample(known, chance.choice((3, 3, 4, 5)))
    return [matter.label for matter in Matter if matter in chosen]


def _languages(kind: Kind, home: str, chance: Random) -> list[str]:
    """Interpreters speak one or two of their neighbourhood's languages, some others advise."""
    figures = {c: n for c, n in LIMITED_ENGLISH[home].items() if c not in _NOBODY_SPEAKS}
    weights = [people**0.7 for people in figures.values()]
    if kind is Kind.INTERPRETER:
        count, does = chance.choice((1, 1, 2, 3)), "interpret"
    else:
        count, does = chance.choices((0, 1, 2), (35, 53, 12))[0], "advise"
    codes = chance.choices(list(figures), weights, k=count)
    return [f"{language_name(code)} ({does})" for code in dict.fromkeys(codes)]
