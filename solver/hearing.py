"""Who is understood in one session, and through whom: found by trying the ways there are.

This is the judge's side. The model says the same in columns and rows, and shares
nothing with it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from solver.case import Seating
from solver.entities import Assignment

Voice = tuple[str, str]
"""A language and the bridge language it is interpreted into, "" for whatever an adviser speaks."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A seat in a `language` that its adviser, who advises in what they `hear`, does not speak.

    `weight` is what it is worth that the seat is understood.
    """

    language: str
    hear: frozenset[str]
    weight: int = 1


def not_understood(seating: Seating) -> str:
    """The language the adviser in this seat does not speak; empty when all is understood."""
    if seating.assignment.role != "adviser" or seating.need is None:
        return ""
    language = seating.need.language
    if language is None or language in seating.person.advises_in:
        return ""
    return language


def waiting(seatings: Iterable[Seating]) -> list[Waiting]:
    """The seats among those taken whose advisers do not speak their language."""
    return [
        Waiting(language, item.person.advises_in)
        for item in seatings
        if (language := not_understood(item))
    ]


def voices(seatings: Iterable[Seating]) -> Counter[Voice]:
    """What is interpreted by those who sit there, and by how many."""
    given = (item.assignment for item in seatings)
    return Counter(_voice(item) for item in given if item.role == "interpreter")


def _voice(given: Assignment) -> Voice:
    return given.language or "", given.bridge or ""


def heard(seats: Sequence[Waiting], present: Counter[Voice]) -> list[bool]:
    """Which of the seats are understood, when those that weigh most in all are.

    Every seat has an interpreter of its language for it alone, or a relay for it alone:
    somebody who interprets it into what its adviser hears, or into a language that one
    more interpreter, for this seat alone, takes further. Where seats weigh the same,
    the first ones are understood.
    """
    if not seats:
        return []
    order = sorted(range(len(seats)), key=lambda number: -seats[number].weight)
    relayed = {language for language, bridge in present if bridge}
    linked = relayed | {bridge for _, bridge in present}
    left = present.copy()
    found = [False] * len(seats)
    for number in order:
        voice = (seats[number].language, "")
        if voice[0] not in linked and left[voice] > 0:
            left[voice] -= 1
            found[number] = True
    entwined = [number for number in order if seats[number].language in linked]
    if entwined:
        entwined.sort(key=lambda number: seats[number].language)
        trial = _Trial([seats[number] for number in entwined], present)
        for number, way in zip(entwined, trial.best(), strict=True):
            found[number] = way
    return found


class _Trial:
    """Every way in which seats share the interpreters, the most worth being kept.

    Interpreters whom no seat to come could use any more are forgotten, so that few
    states are left to be told apart when the seats are in order of their language.
    """

    def __init__(self, seats: Sequence[Waiting], present: Counter[Voice]) -> None:
        self._seats = seats
        self._voices = [voice for voice, count in present.items() if count > 0]
        self._begin = tuple(present[voice] for voice in self._voices)
        place = {voice: number for number, voice in enumerate(self._voices)}
        self._ways = [tuple(_ways(seat, place)) for seat in seats]
        self._useful = [
            tuple(sum(n in chain(*ways) for ways in self._ways[first:]) for n in place.values())
            for first in range(len(seats) + 1)
        ]
        self._rest = [sum(seat.weight for seat in seats[n:]) for n in range(len(seats) + 1)]
        self._known: dict[tuple[int, tuple[int, ...]], tuple[int, tuple[int, ...] | None]] = {}

    def best(self) -> list[bool]:
        """Whether each seat is understood in the best of all ways."""
        chosen, left = [], self._begin
        for number in range(len(self._seats)):
            way = self._most(number, left)[1]
            chosen.append(way is not None)
            left = left if way is None else _less(left, way)
        return chosen

    def _most(self, number: int, left: tuple[int, ...]) -> tuple[int, tuple[int, ...] | None]:
        """What the seats from this one on are worth with who is left, and the way of this one."""
        if number == len(self._seats):
            return 0, None
        left = tuple(map(min, left, self._useful[number]))
        key = (number, left)
        if key not in self._known:
            self._known[key] = self._tried(number, left)
        return self._known[key]

    def _tried(self, number: int, left: tuple[int, ...]) -> tuple[int, tuple[int, ...] | None]:
        best: tuple[int, tuple[int, ...] | None] = (-1, None)
        for way in self._ways[number]:
            if all(left[voice] for voice in way):
                worth = self._seats[number].weight + self._most(number + 1, _less(left, way))[0]
                if worth > best[0]:
                    best = (worth, way)
                if worth == self._rest[number]:
                    return best
        without = self._most(number + 1, left)[0]
        return best if best[0] >= without else (without, None)


def _ways(seat: Waiting, place: dict[Voice, int]) -> Iterator[tuple[int, ...]]:
    """The interpreters that together make a seat understood, by number."""
    for (language, bridge), number in place.items():
        if language != seat.language:
            continue
        if not bridge or bridge in seat.hear:
            yield (number,)
        elif (bridge, "") in place:
            yield (number, place[bridge, ""])


def _less(left: tuple[int, ...], way: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(count - (number in way) for number, count in enumerate(left))
