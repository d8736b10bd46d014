"""Beyond the six, the next weakest: after the weakest office the second, the third, and on.

One office after the other is lifted, each as far as those before it allow: the vector
of all shares, smallest first, is made as large as can be from its beginning (leximin).
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from solver.board import Board
from solver.case import Case
from solver.entities import Problem
from solver.model import Sum
from solver.rules import weakest_office
from solver.rules.weakest_office import SCALE, OfficeRows
from solver.vectors import Whole

SENTENCE: Final = "After the weakest office the next weakest gets the largest share possible."


def concerns(problem: Problem) -> bool:
    """Whether the problem asks for it; where people have a roster already, that comes first."""
    return problem.settings.next_weakest and not problem.previous


def cost(case: Case) -> tuple[float, ...]:
    """The covered shares of all offices that ask for anything, the smallest first."""
    return tuple(sorted(map(float, weakest_office.shares(case).values())))


class Level:
    """The model's side of one level: the `number`-th smallest share, to be made large.

    `least` is the share that every office is held to: nobody is excused from more than
    the rest.

    A share is the `number`-th smallest at least when no more than `number` - 1 offices
    are below it. So a column for each office excuses it, and only so many are excused;
    all the others have the `total`, which is counted in parts of `SCALE`.
    """

    def __init__(self, board: Board, number: int, least: Fraction) -> None:
        self._model = board.model
        self._number = number
        self._offices = OfficeRows(board).offices()
        count = len(self._offices)
        self._excused = board.model.columns(count, 0, 1)
        share = board.model.columns(1, 0, SCALE)
        self.total = Sum.single(share)
        board.model.count(np.arange(self._excused, self._excused + count), upper=number - 1)
        for place, (columns, weights, asked) in enumerate(self._offices):
            extra = np.array([self._excused + place, share])
            excuse = math.ceil(asked * SCALE * (1 - least))
            factors = np.array([excuse, -asked])
            board.model.row(np.append(columns, extra), np.append(weights * SCALE, factors), lower=0)

    def reached(self, values: Whole) -> Fraction:
        """The `number`-th smallest share, for the given column values."""
        return sorted(self._shares(values))[self._number - 1]

    def settle(self, values: Whole) -> Whole:
        """The values with the weakest offices excused, and the share of the next."""
        width = len(self.total.weights)
        settled = np.pad(values, (0, max(0, width - len(values))))
        shares = self._shares(values)
        order = sorted(range(len(shares)), key=shares.__getitem__)
        settled[self._excused : self._excused + len(shares)] = 0
        for place in order[: self._number - 1]:
            settled[self._excused + place] = 1
        settled[width - 1] = int(shares[order[self._number - 1]] * SCALE)
        return settled

    def hold(self, values: Whole) -> None:
        """From here on no more than `number` - 1 offices may fall below the share reached."""
        share = self.reached(values)
        for place, (columns, weights, asked) in enumerate(self._offices):
            least = -(-share.numerator * asked // share.denominator)
            self._model.row(
                np.append(columns, self._excused + place), np.append(weights, least), lower=least
            )

    def _shares(self, values: Whole) -> Sequence[Fraction]:
        return [
            Fraction(int(weights @ values[columns]), asked)
            for columns, weights, asked in self._offices
        ]


def levels(board: Board) -> range:
    """The levels there are after the weakest office: the second, the third, up to the last."""
    return range(2, len(OfficeRows(board).offices()) + 1)


def held(board: Board, values: Whole) -> Fraction:
    """The share that every office is held to, once the weakest has reached these values."""
    return OfficeRows(board).reached(values)
