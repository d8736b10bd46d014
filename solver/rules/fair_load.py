"""Objective 5, fair load: the work is spread, those who gave much of late give less."""

from typing import Final

import numpy as np

from solver.board import Board
from solver.case import Case
from solver.model import Sum
from solver.vectors import Whole

SENTENCE: Final = "The work is spread fairly, and those who gave much of late give less."


def cost(case: Case) -> int:
    """Minutes beyond half the pledge, and beyond a fair share of the last four weeks."""
    total = 0
    for person in case.problem.volunteers:
        held = case.by_person.get(person.id, ())
        load = sum(item.session.end - item.session.start for item in held)
        total += strain(load, person.max_minutes, person.past_minutes)
    return total


def strain(load: int, pledge: int, past: int) -> int:
    """What a load costs one person: minutes over, doubled where past work adds to it."""
    return max(0, 2 * load - pledge) + max(0, 4 * load + past - 4 * pledge)


class Overs:
    """The model's side: two columns per person who can be over, and their `total`."""

    def __init__(self, board: Board) -> None:
        lengths = board.week.length[board.pairs.session]
        people = board.problem.volunteers
        constant = sum(max(0, person.past_minutes - 4 * person.max_minutes) for person in people)
        self._rows: list[tuple[int, Whole, Whole, int]] = []
        first = board.model.width
        for number, columns in board.people_columns():
            person, minutes = people[number], lengths[columns]
            constant -= max(0, person.past_minutes - 4 * person.max_minutes)
            self._over(board, columns, 2 * minutes, person.max_minutes)
            self._over(board, columns, 4 * minutes, 4 * person.max_minutes - person.past_minutes)
        weights = np.zeros(board.model.width, dtype=np.int64)
        weights[first:] = 1
        self.total = Sum(weights, constant)

    def _over(self, board: Board, columns: Whole, minutes: Whole, allowed: int) -> None:
        """A column that is at least the minutes beyond what is allowed."""
        most = int(minutes.sum()) - allowed
        if most > 0:
            over = board.model.columns(1, max(0, -allowed), most)
            board.model.row(np.append(columns, over), np.append(minutes, -1), upper=allowed)
            self._rows.append((over, columns, minutes, allowed))

    def settle(self, values: Whole) -> Whole:
        """The values with every column of this rule as small as the others let it be."""
        settled = np.pad(values, (0, max(0, len(self.total.weights) - len(values))))
        for over, columns, minutes, allowed in self._rows:
            settled[over] = max(0, int(minutes @ settled[columns]) - allowed)
        return settled
