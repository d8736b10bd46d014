"""Prices of a problem too large for one model, by everybody's best weeks.

Since whole weeks are priced, the bound comes near that of the relaxation with
everyone's real weeks, which is too large to solve for thousands of people.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from solver.best_weeks import BestWeeks
from solver.choices import Laid
from solver.prices import Prices
from solver.subgradient import Reach, lowered
from solver.tariff import Tariff
from solver.vectors import Real

START: Final = 0.25
"""The share of its weight that every place costs in the beginning."""

REACH: Final = Reach(0.05, 0.0001)
"""Shares of the first sum that the steps aim for."""

NEWEST: Final = 0.05
"""How much the newest prices count in what was often best."""


class Lagrangian:
    """The sum that bounds every plan, for any prices of a problem.

    `often` says of each pair how often it was part of somebody's best week at the last
    prices that were tried: about the solution of the relaxation that has no longer to be
    solved.
    """

    def __init__(self, laid: Laid) -> None:
        self._tariff = Tariff(laid)
        self._weeks = BestWeeks(laid)
        self.often: Real = np.zeros(laid.pairs.count)

    def better(self, goes_on: Callable[[], bool]) -> Prices:
        """The prices with the lowest sum found, as far as it gets while it may go on."""
        vector = self._tariff.vector(Prices()) * START
        first, _ = self._at(vector)
        reach = Reach(REACH.first * first, REACH.last * first)
        best, _ = lowered(self._at, vector, reach, goes_on)
        return self._tariff.prices(best)

    def bound(self, prices: Prices) -> float:
        """No plan covers more than this."""
        return self._at(self._tariff.vector(prices))[0]

    def _at(self, vector: Real) -> tuple[float, Real]:
        """The sum at those prices, and what they leave over."""
        values, doing = self._tariff.values(vector)
        total, taken = self._weeks.best(values)
        self.often *= 1 - NEWEST
        self.often[taken] += NEWEST
        left = self._tariff.left_over(taken, doing)
        return float(self._tariff.limits @ vector) + total, left
