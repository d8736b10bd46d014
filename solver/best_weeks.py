"""Everybody's best week at once, for any values of the pairs.

A person's week is a path through the days: on each day a set of choices or none,
and along the path the minutes served so far. The paths of all people are walked
together, one day after the other, so that thousands of people take milliseconds.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from solver.choices import MOST_PRICED, Choices, Laid, choices_of
from solver.stretches import Stretches
from solver.vectors import Real, Whole


@dataclass(frozen=True, slots=True)
class _Layer:
    """The steps of one day, ordered by the state they lead to; a stretch for each state.

    A step takes the best set of a `group`, or nothing (the last group, worth nothing).
    """

    before: Whole
    group: Whole
    after: Whole
    states: Stretches


class BestWeeks:
    """The best weeks of everybody in a problem."""

    def __init__(self, laid: Laid, most_sets: int = MOST_PRICED) -> None:
        choice = np.zeros(laid.pairs.count, dtype=np.int64)
        self._count = 0
        self._loose: list[int] = []
        self._owners: list[int] = []
        self._sets: list[tuple[int, ...]] = []
        self._first_sets: list[int] = []
        self._ends: list[int] = []
        days = np.unique(laid.week.day).tolist()
        steps: list[list[tuple[int, int, int]]] = [[] for _ in days]
        states = [0] * (len(days) + 1)
        people = laid.pairs.volunteer
        found, starts = np.unique(people, return_index=True)
        ends = np.append(starts[1:], len(people))
        for person, start, end in zip(found.tolist(), starts, ends, strict=False):
            columns = np.arange(start, end)
            choices = choices_of(laid, person, columns)
            choice[columns] = self._count + choices.member
            sets = choices.day_sets(most_sets)
            owner = -1 if sets is None else len(self._ends)
            self._owners.extend([owner] * choices.count)
            if sets is None:
                self._loose.extend(range(self._count, self._count + choices.count))
            else:
                self._lay(choices, sets, days, steps, states)
            self._count += choices.count
        self._order = np.argsort(choice, kind="stable")
        self._choice = choice
        self._choices = Stretches(choice[self._order])
        self._finish(steps, states)

    def _lay(
        self,
        choices: Choices,
        sets: dict[int, list[tuple[int, ...]]],
        days: list[int],
        steps: list[list[tuple[int, int, int]]],
        states: list[int],
    ) -> None:
        """Add one person's steps to every day's."""
        minutes = {one: sum(choices.length[c] for c in one) for day in sets.values() for one in day}
        longest = sum(max(minutes[one] for one in day) for day in sets.values())
        counts = longest > choices.pledge
        loads = {0: states[0]}
        states[0] += 1
        for number, day in enumerate(days):
            groups = self._groups(sets.get(day, []), minutes if counts else {})
            further: dict[int, int] = {}
            for load, state in loads.items():
                for more, group in (*groups.items(), (0, -1)):
                    total = load + more
                    if total <= choices.pledge:
                        after = further.setdefault(total, states[number + 1] + len(further))
                        steps[number].append((after, state, group))
            states[number + 1] += len(further)
            loads = further
        self._ends.append(len(loads))

    def _groups(
        self, sets: list[tuple[int, ...]], minutes: dict[tuple[int, ...], int]
    ) -> dict[int, int]:
        """The sets of one day by the minutes they take, each group with its number."""
        by_minutes: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for one in sets:
            by_minutes[minutes.get(one, 0)].append(one)
        groups = {}
        for total, members in by_minutes.items():
            groups[total] = len(self._first_sets)
            self._first_sets.append(len(self._sets))
            self._sets.extend(tuple(self._count + choice for choice in one) for one in members)
        return groups

    def _finish(self, steps: list[list[tuple[int, int, int]]], states: list[int]) -> None:
        """Turn what was gathered into arrays."""
        self._states = states[0]
        self._layers = [_layer(sorted(day), len(self._first_sets)) for day in steps]
        lengths = [len(one) for one in self._sets]
        items = np.array([choice for one in self._sets for choice in one], dtype=np.int64)
        self._members = csr_array(
            (np.ones(len(items)), items, np.concatenate([[0], np.cumsum(lengths)]).astype(int)),
            shape=(len(lengths), self._count),
        )
        group = np.zeros(len(lengths), dtype=np.int64)
        group[self._first_sets[1:]] = 1
        self._group_of_set = np.cumsum(group)
        self._groups_of_sets = Stretches(self._group_of_set)
        self._people = Stretches(np.repeat(np.arange(len(self._ends)), self._ends))
        self._of_loose = np.array(self._loose, dtype=np.int64)
        self._person_of_choice = np.array(self._owners, dtype=np.int64)
        del self._sets, self._first_sets, self._ends, self._loose, self._owners

    def best(self, values: Real) -> tuple[float, Whole]:
        """The most that all weeks together are worth, and the pairs that are in them.

        Somebody with too many sets of choices for one day is taken to serve all that are
        worth something: more than they can.
        """
        if not len(values):
            return 0.0, np.empty(0, dtype=np.int64)
        ordered = values[self._order]
        most = self._choices.most(ordered)
        worth = np.maximum(most, 0.0)
        of_set = self._members @ worth
        of_group = np.append(self._groups_of_sets.most(of_set), 0.0)
        offers, reached = self._walked(of_group)
        ends = self._people.most(reached[-1])
        on_path = self._people.first_best(reached[-1], ends)
        taken = [np.empty(0, dtype=np.int64)]
        for layer, offer, best in zip(
            reversed(self._layers), reversed(offers), reversed(reached[1:]), strict=True
        ):
            step = layer.states.first_best(offer, best)[on_path]
            on_path = layer.before[step]
            taken.append(layer.group[step])
        groups = np.concatenate(taken)
        sets = self._groups_of_sets.first_best(of_set, of_group[:-1])
        chosen = np.zeros(self._count, dtype=np.bool_)
        chosen[self._members[sets[groups[groups < len(sets)]]].indices] = True
        chosen[self._of_loose] = True
        total = float(ends.sum() + worth[self._of_loose].sum())
        pairs = self._order[self._choices.first_best(ordered, most)]
        return total, pairs[chosen & (most > 0)]

    def _walked(self, of_group: Real) -> tuple[list[Real], list[Real]]:
        """The most earned by each step of each day, and by each state from the beginning."""
        reached, offers = [np.zeros(self._states)], []
        for layer in self._layers:
            offers.append(reached[-1][layer.before] + of_group[layer.group])
            reached.append(layer.states.most(offers[-1]))
        return offers, reached

    def losses(self, values: Real) -> Real:
        """How much less a person's week is worth at best when the pair is in it, for each pair."""
        if not len(values):
            return np.empty(0)
        most = self._choices.most(values[self._order])
        worth = np.maximum(most, 0.0)
        of_set = self._members @ worth
        of_group = np.append(self._groups_of_sets.most(of_set), 0.0)
        _, reached = self._walked(of_group)
        ends = self._people.most(reached[-1])
        rest = np.zeros(len(reached[-1]))
        beside = np.full(len(of_group), -np.inf)
        for layer, before in zip(reversed(self._layers), reversed(reached[:-1]), strict=True):
            after = rest[layer.after]
            np.maximum.at(beside, layer.group, before[layer.before] + after)
            rest = np.full(len(before), -np.inf)
            np.maximum.at(rest, layer.before, after + of_group[layer.group])
        with_set = beside[self._group_of_set] + of_set
        with_choice = np.full(self._count, -np.inf)
        lengths = np.diff(self._members.indptr)
        np.maximum.at(with_choice, self._members.indices, np.repeat(with_set, lengths))
        best = np.append(ends, 0.0)[self._person_of_choice]
        lost = best - with_choice
        lost[self._of_loose] = 0.0
        loss: Real = np.maximum(lost[self._choice] + worth[self._choice] - values, 0.0)
        return loss


def _layer(steps: list[tuple[int, int, int]], nothing: int) -> _Layer:
    after, before, group = np.array(steps, dtype=np.int64).reshape(-1, 3).T
    return _Layer(before, np.where(group < 0, nothing, group), after, Stretches(after))
