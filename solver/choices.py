"""One person's choices and everything they could serve together.

A choice is a session in a mode (on site or remote). The sets of choices that
keep all of a person's own rules are few per day; over the week only the pledge
ties the days together. Both facts make exact work per person cheap.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from solver.entities import Problem
from solver.nodes import Nodes
from solver.pairs import Pairs
from solver.rules import day_sessions, one_place, one_role, weekly_minutes
from solver.vectors import Flags, Whole
from solver.week import Week

WITH_CLASHES: Final = (one_role, one_place, day_sessions, weekly_minutes)
"""Rules that say which two choices of one person exclude each other."""

MOST_SETS: Final = 600
"""Sets of one day beyond which a person is left to the plain rows."""

MOST_PRICED: Final = 20_000
"""Sets of one day up to which a person's best week is found exactly."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What one person can choose between.

    `columns` are the person's pair columns and `member` the choice each belongs
    to; `session`, `day` and `length` describe the choices, `clashing` holds for
    each the bits of those it excludes, itself among them.
    """

    columns: Whole
    member: Whole
    session: list[int]
    day: list[int]
    length: list[int]
    clashing: list[int]
    pledge: int
    most_a_day: int

    @property
    def count(self) -> int:
        """How many choices there are."""
        return len(self.session)

    def only(self, columns: Whole) -> "Choices":
        """The same with those columns alone, in their order."""
        if len(columns) == len(self.columns):
            return self
        member = self.member[np.searchsorted(self.columns, columns)]
        left, member = np.unique(member, return_inverse=True)
        kept = left.tolist()
        if len(kept) == self.count:
            return replace(self, columns=columns, member=member)
        return replace(
            self,
            columns=columns,
            member=member,
            session=[self.session[choice] for choice in kept],
            day=[self.day[choice] for choice in kept],
            length=[self.length[choice] for choice in kept],
            clashing=[
                sum(1 << place for place, other in enumerate(kept) if bits >> other & 1)
                for bits in (self.clashing[choice] for choice in kept)
            ],
        )

    def columns_of(self, choice: int) -> Whole:
        """The pair columns of one choice."""
        columns: Whole = self.columns[self.member == choice]
        return columns

    def days_are_apart(self) -> bool:
        """Whether choices of different days exclude each other by their minutes alone."""
        return all(
            self.day[one] == self.day[other] or self.length[one] + self.length[other] > self.pledge
            for one, bits in enumerate(self.clashing)
            for other in range(one)
            if bits >> other & 1
        )

    def day_sets(self, most: int = MOST_SETS) -> dict[int, list[tuple[int, ...]]] | None:
        """For each day every set of choices that can be served together, the empty one left out.

        None when a day has more than `most`.
        """
        by_day: dict[int, list[int]] = {}
        for choice, day in enumerate(self.day):
            by_day.setdefault(day, []).append(choice)
        found: dict[int, list[tuple[int, ...]]] = {}
        for day, open_choices in by_day.items():
            sets: list[tuple[int, ...]] = []
            for one in self._sets(open_choices):
                sets.append(one)
                if len(sets) > most:
                    return None
            found[day] = sets
        return found

    def _sets(self, open_choices: list[int]) -> Iterator[tuple[int, ...]]:
        stack: list[tuple[tuple[int, ...], int, int, int]] = [((), 0, 0, 0)]
        while stack:
            chosen, first, excluded, load = stack.pop()
            for place in range(first, len(open_choices)):
                choice = open_choices[place]
                total = load + self.length[choice]
                if excluded >> choice & 1 or total > self.pledge:
                    continue
                grown = (*chosen, choice)
                yield grown
                if len(grown) < self.most_a_day:
                    stack.append((grown, place + 1, excluded | self.clashing[choice], total))


class Laid(Protocol):
    """A problem with its pairs: the board, or what stands in for it where none is built."""

    @property
    def problem(self) -> Problem:
        """The problem itself."""
        ...

    @property
    def week(self) -> Week:
        """Its sessions as arrays."""
        ...

    @property
    def pairs(self) -> Pairs:
        """Every feasible place."""
        ...

    @property
    def choices(self) -> Mapping[int, Choices]:
        """The choices of those people, by number, for whom they were laid out before."""
        ...


def choices_of(board: Laid, person: int, columns: Whole) -> Choices:
    """The choices of one person, given their pair columns."""
    if person in board.choices:
        return board.choices[person].only(columns)
    pairs, week = board.pairs, board.week
    volunteer = board.problem.volunteers[person]
    key = pairs.session[columns] * 2 + pairs.remote[columns]
    distinct, member = np.unique(key, return_inverse=True)
    nodes = Nodes(
        week,
        distinct // 2,
        distinct % 2 == 1,
        volunteer.max_minutes,
        volunteer.max_sessions_per_day,
    )
    return Choices(
        columns=columns,
        member=member,
        session=nodes.session.tolist(),
        day=week.day[nodes.session].tolist(),
        length=week.length[nodes.session].tolist(),
        clashing=as_bits(clashes(nodes)),
        pledge=volunteer.max_minutes,
        most_a_day=volunteer.max_sessions_per_day,
    )


def clashes(nodes: Nodes) -> Flags:
    """Which choices exclude each other, by any of the rules; every choice excludes itself."""
    excluded = np.eye(len(nodes.session), dtype=np.bool_)
    for rule in WITH_CLASHES:
        excluded |= rule.clashes(nodes)
    return excluded


def as_bits(flags: Flags) -> list[int]:
    """Each row of flags as the bits of a whole number."""
    packed = np.packbits(flags, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]
