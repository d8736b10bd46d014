"""Prices made better step by step, by what they leave over and what they leave short.

Where more is taken than there is, a price was too low; where some is left, too high.
Each step follows that (a subgradient of the Lagrangian dual) and the way so far in equal
parts (the average direction strategy of Sherali and Ulular), as far as it takes to get a
little below the best sum so far (Polyak's step length); the little shrinks when it is
not reached, and may grow when it soon is.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from solver.vectors import Real

PATIENCE: Final = 6
"""Steps without a better sum after which they aim for less."""

SHRINKING: Final = 0.6

SOON: Final = 0.5
"""The share of what they aim for that steps gained when they may aim for more."""

MOST_STEPS: Final = 5_000
"""Steps after which it is done in any case."""

Summed = Callable[[Real], tuple[float, Real]]
"""The sum that prices give, which bounds every plan, and what they leave over of each limit."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far below the best sum the steps aim: at first, and when it is done.

    What they gain soon makes them aim for so many times as much.
    """

    first: float
    last: float
    growing: float = 1.0


def lowered(
    summed: Summed,
    prices: Real,
    reach: Reach,
    goes_on: Callable[[], bool],
    floor: float = -math.inf,
) -> tuple[Real, float]:
    """The prices with the lowest sum found, and the sum, as far as it gets while it may go on.

    Every plan is worth the `floor` at least: a sum below it says that there is none.
    """
    best = prices
    lowest, left = summed(prices)
    total, way = lowest, np.zeros_like(prices)
    aim, tries, since = reach.first, 0, lowest
    for _ in range(MOST_STEPS):
        if aim <= reach.last or lowest < floor or not goes_on():
            break
        way = _averaged(_allowed(left, prices), way)
        step = _allowed(way, prices)
        if not step.any():
            break
        prices = np.maximum(prices - (total - lowest + aim) / float(step @ step) * step, 0.0)
        total, left = summed(prices)
        tries += 1
        if total < lowest:
            best, lowest, tries = prices, total, 0
            if since - lowest >= SOON * aim:
                aim, since = aim * reach.growing, lowest
        elif tries >= PATIENCE:
            aim, tries, since = aim * SHRINKING, 0, lowest
    return best, lowest


def _allowed(step: Real, prices: Real) -> Real:
    """The step without what would make a price negative that is nothing already."""
    allowed: Real = np.where((prices <= 0) & (step > 0), 0.0, step)
    return allowed


def _averaged(step: Real, way: Real) -> Real:
    """The step and the way so far, both as long as the step."""
    length = float(way @ way)
    return step if not length else step + math.sqrt(float(step @ step) / length) * way
