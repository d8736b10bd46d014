"""What the example's offices need: matters by languages, in proportion to the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from random import Random

from scheduler.example.figures import LIMITED_ENGLISH, apportioned, everywhere
from scheduler.example.timetable import HOTLINE, Slot
from scheduler.model.languages import language_name
from scheduler.model.matters import Matter

CONSULTATION = 45
CALL = 15
RARE = 3
"""Beside the proportion every office asks for one of so many of its smallest languages."""
_ENGLISH_SHARE = 10
"""One consultation in so many is held in English."""
_MATTERS: Mapping[Matter, int] = {
    Matter.REMOVAL_DEFENSE: 22,
    Matter.ASYLUM: 16,
    Matter.DACA: 10,
    Matter.GREEN_CARD: 15,
    Matter.NATURALIZATION: 15,
    Matter.VISA: 10,
    Matter.TRAVEL_ORDERS: 12,
}
_URGENT = frozenset({Matter.REMOVAL_DEFENSE, Matter.ASYLUM, Matter.TRAVEL_ORDERS})


@dataclass(frozen=True, slots=True)
class Wish:
    """What an office asks for in a session."""

    slot: Slot
    matter: Matter
    language: str
    """Its English name."""
    consultations: int
    minutes_each: int
    priority: str


def demand(slots: tuple[Slot, ...], chance: Random) -> tuple[Wish, ...]:
    """The needs of the whole week."""
    return tuple(
        wish
        for office, group in groupby(sorted(slots, key=lambda s: s.office), lambda s: s.office)
        for wish in _of_office(office, list(group), chance)
    )


def _of_office(office: str, slots: list[Slot], chance: Random) -> Iterator[Wish]:
    seats = [slot for slot in slots for _ in range(_seats(slot))]
    figures = everywhere() if office == HOTLINE else LIMITED_ENGLISH[office]
    languages = _languages(figures, len(seats), chance)
    asked: dict[tuple[Slot, Matter, str], int] = {}
    for slot, language in zip(seats, languages, strict=True):
        key = (slot, _matter(slot, chance), language)
        asked[key] = asked.get(key, 0) + 1
    return (_wish(*key, seats) for key, seats in asked.items())


def _seats(slot: Slot) -> int:
    """Seats asked for in every shift; a station stays free for who comes without asking."""
    return {"Clinic": slot.stations - 2, "Hotline": 3, "Workshop": 1}[slot.kind]


def _languages(figures: Mapping[str, int], seats: int, chance: Random) -> list[str]:
    rare = chance.choice(list(figures)[-RARE:])
    shares = apportioned(figures, seats - 1 - seats // _ENGLISH_SHARE)
    found = [code for code, count in shares.items() for _ in range(count)]
    found += [rare, *["en"] * (seats // _ENGLISH_SHARE)]
    chance.shuffle(found)
    return found


def _matter(slot: Slot, chance: Random) -> Matter:
    if slot.kind == "Workshop":
        return Matter.KNOW_YOUR_RIGHTS
    if slot.kind == "Hotline":
        return chance.choice((Matter.TRAVEL_ORDERS, Matter.TRAVEL_ORDERS, Matter.VISA))
    return chance.choices(list(_MATTERS), list(_MATTERS.values()))[0]


def _wish(slot: Slot, matter: Matter, language: str, seats: int) -> Wish:
    each = {"Clinic": CONSULTATION, "Hotline": CALL, "Workshop": slot.minutes}[slot.kind]
    priority = "high" if matter in _URGENT else "normal"
    if matter is Matter.NATURALIZATION:
        priority = "low"
    consultations = seats * slot.minutes // each
    return Wish(slot, matter, language_name(language), consultations, each, priority)
