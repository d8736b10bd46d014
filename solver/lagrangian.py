"""Prices made better step by step, by what they leave over and what they leave short.

At given prices everybody takes their best week. Where more is taken than there is, the
price was too low; where some is left, too high. Each step follows that (a subgradient of
the Lagrangian dual) and the way so far in equal parts (the average direction strategy of
Sherali and Ulular), as far as it takes to get a little below the best sum so far (Polyak's
step length); the little shrinks when it is not reached. Since whole weeks are
priced, the bound comes near that of the relaxation with everyone's real weeks, which is
too large to solve for thousands of people.
"""

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from solver.best_weeks import BestWeeks
from solver.choices import Laid
from solver.prices import Prices
from solver.stretches import Stretches
from solver.tariff import Tariff
from solver.vectors import Real

START: Final = 0.25
"""The share of its weight that every place costs in the beginning."""

FIRST_REACH: Final = 0.05
"""How far below the best sum the first steps aim, as a share of it."""

LAST_REACH: Final = 0.0001
"""When steps aim for less than this share, it is done."""

PATIENCE: Final = 6
"""Steps without a better sum after which they aim for less."""

SHRINKING: Final = 0.6

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
        self._order = np.argsort(self._weeks.choice, kind="stable")
        self._choices = Stretches(self._weeks.choice[self._order])
        self.often: Real = np.zeros(laid.pairs.count)

    def better(self, goes_on: Callable[[], bool]) -> Prices:
        """The prices with the lowest sum found, as far as it gets while it may go on."""
        best = vector = self._tariff.vector(Prices()) * START
        lowest, left = self._at(vector)
        total, way = lowest, np.zeros_like(vector)
        reach, tries = FIRST_REACH * lowest, 0
        while reach > LAST_REACH * lowest and goes_on():
            way = _averaged(_allowed(left, vector), way)
            step = _allowed(way, vector)
            if not step.any():
                break
            vector = np.maximum(vector - (total - lowest + reach) / float(step @ step) * step, 0.0)
            total, left = self._at(vector)
            tries += 1
            if total < lowest:
                best, lowest, tries = vector, total, 0
            elif tries >= PATIENCE:
                reach, tries = reach * SHRINKING, 0
        return self._tariff.prices(best)

    def bound(self, prices: Prices) -> float:
        """No plan covers more than this."""
        return self._at(self._tariff.vector(prices))[0]

    def _at(self, vector: Real) -> tuple[float, Real]:
        """The sum at those prices, and what they leave over."""
        values, doing = self._tariff.values(vector)
        if not len(values):
            return float(self._tariff.limits @ vector), self._tariff.limits
        values = values[self._order]
        worth = self._choices.most(values)
        total, chosen = self._weeks.best(worth)
        taken = self._order[self._choices.first_best(values, worth)[chosen]]
        self.often *= 1 - NEWEST
        self.often[taken] += NEWEST
        left = self._tariff.left_over(taken, doing)
        return float(self._tariff.limits @ vector) + total, left


def _allowed(step: Real, vector: Real) -> Real:
    """The step without what would make a price negative that is nothing already."""
    allowed: Real = np.where((vector <= 0) & (step > 0), 0.0, step)
    return allowed


def _averaged(step: Real, way: Real) -> Real:
    """The step and the way so far, both as long as the step."""
    length = float(way @ way)
    return step if not length else step + math.sqrt(float(step @ step) / length) * way
