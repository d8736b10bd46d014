"""The exact shape of what one person can serve, as rows a linear program understands.

Plain rows allow fractions of people that no mixture of real weeks explains. Here
a person's week is a path through the days: on each day a set of choices, and
along the path the minutes served so far. Every mixture of paths is a mixture of
real weeks, so relaxations built on it give much better bounds.
"""

from collections import defaultdict
from typing import Final

import numpy as np

from solver.board import Board
from solver.choices import Choices, choices_of
from solver.model import Model
from solver.vectors import Flags, Whole

MOST_STATES: Final = 40
"""Different totals of minutes beyond which a person's days stay unlinked."""

Set = tuple[int, ...]
"""Choices of one day that are served together, ascending."""


class Hulls:
    """Ties everyone's columns in `model` to mixtures of weeks they can really serve.

    `kept` flags the pairs that may be used; the others are left out of the weeks. A `lean`
    model is rid of the rows that follow from the weeks: that is sooner relaxed, and cuts
    find more in it, while other searches draw on those rows.
    """

    def __init__(
        self, board: Board, model: Model, kept: Flags | None = None, *, lean: bool = False
    ) -> None:
        self._model = model
        self._people: list[_Paths] = []
        spare: list[int] = []
        for person, every in board.people_columns():
            columns = every if kept is None else every[kept[every]]
            if len(columns) and self._add(choices_of(board, person, columns)):
                spare += board.own_rows.get(person, ())
        if lean:
            model.leave_out(np.array(spare, dtype=np.int64))

    def _add(self, choices: Choices) -> bool:
        """Lay out one person's weeks; whether nothing else need be said of them."""
        everything = (1 << choices.count) - 1
        if all(bits == everything for bits in choices.clashing):
            return False  # at most one choice in the whole week: the plain row is exact
        sets = choices.day_sets()
        if sets is None:
            return False
        self._people.append(_Paths(self._model, choices, sets))
        return self._people[-1].complete and choices.days_are_apart()

    def complete(self, values: Whole) -> Whole:
        """Column values that keep every rule, with the columns of the weeks filled in."""
        filled = np.zeros(self._model.width, dtype=np.int64)
        filled[: len(values)] = values
        for person in self._people:
            person.fill(filled)
        return filled


class _Paths:
    """One person's paths through the week: one column per day and set, and per step."""

    def __init__(self, model: Model, choices: Choices, sets: dict[int, list[Set]]) -> None:
        self._model = model
        self._choices = choices
        self._days = sorted(sets)
        self._columns: dict[int, dict[Set, int]] = {}
        self._steps: dict[tuple[int, int, int], int] = {}
        for day in self._days:
            first = model.columns(len(sets[day]), 0, 1)
            model.count(np.arange(first, first + len(sets[day])), upper=1)
            self._columns[day] = {one: first + number for number, one in enumerate(sets[day])}
        self._tie_choices()
        self.complete = self._link_days()

    def _minutes(self, one: Set) -> int:
        return sum(self._choices.length[choice] for choice in one)

    def _tie_choices(self) -> None:
        holders: dict[int, list[int]] = defaultdict(list)
        for columns in self._columns.values():
            for one, column in columns.items():
                for choice in one:
                    holders[choice].append(column)
        for choice, held in holders.items():
            mine = self._choices.columns_of(choice)
            weights = np.array([1] * len(mine) + [-1] * len(held))
            self._model.row(np.array([*mine, *held]), weights, lower=0, upper=0)

    def _link_days(self) -> bool:
        """Minutes served so far, from day to day, never beyond the pledge; or too many to say."""
        pledge = self._choices.pledge
        longest = [max(self._minutes(one) for one in self._columns[day]) for day in self._days]
        if sum(longest) <= pledge:
            return True
        arriving: dict[int, list[int]] = {0: []}
        for day in self._days:
            by_minutes: dict[int, list[int]] = defaultdict(list)
            for one, column in self._columns[day].items():
                by_minutes[self._minutes(one)].append(column)
            arriving = self._day(day, arriving, by_minutes, pledge)
            if len(arriving) > MOST_STATES:
                return False
        return True

    def _day(
        self, day: int, arriving: dict[int, list[int]], sets: dict[int, list[int]], pledge: int
    ) -> dict[int, list[int]]:
        """The steps of one day; returns the steps that arrive at each total after it."""
        leaving: dict[int, list[int]] = defaultdict(list)
        taken: dict[int, list[int]] = defaultdict(list)
        for load, inflow in arriving.items():
            steps = [step for step in (0, *sorted(sets)) if load + step <= pledge]
            first = self._model.columns(len(steps), 0, 1)
            out = list(range(first, first + len(steps)))
            self._balance(inflow, out)
            for step, column in zip(steps, out, strict=True):
                self._steps[day, load, step] = column
                leaving[load + step].append(column)
                taken[step].append(column)
        for step, columns in sets.items():
            self._equal(taken[step], columns)
        return leaving

    def _balance(self, inflow: list[int], out: list[int]) -> None:
        if inflow:
            self._equal(inflow, out)
        else:
            self._model.count(np.array(out), lower=1, upper=1)

    def _equal(self, one: list[int], other: list[int]) -> None:
        weights = np.array([1] * len(one) + [-1] * len(other))
        self._model.row(np.array([*one, *other]), weights, lower=0, upper=0)

    def fill(self, values: Whole) -> None:
        """Set this person's columns to the week that `values` says they serve."""
        choices = self._choices
        served = {
            int(c)
            for c, taken in zip(choices.member, values[choices.columns], strict=True)
            if taken
        }
        load = 0
        for day in self._days:
            one = tuple(choice for choice in sorted(served) if choices.day[choice] == day)
            if one:
                values[self._columns[day][one]] = 1
            step = self._minutes(one)
            if (day, load, step) in self._steps:
                values[self._steps[day, load, step]] = 1
            load += step
