"""Prices made better step by step, by what they leave over and what they leave short.

Where more is taken than there is, a price was too low; where some is left, too high.
Each step follows that (a subgradient of the Lagrangian dual), as far as it takes to get a
little below the best sum so far (Polyak's step length); the little shrinks when it is
not reached, and may grow when it soon is. What a step follows is either that and the way so
far in equal parts (the average direction strategy of Sherali and Ulular), or that alone,
with each price going the less far the more its row is usually off (after Duchi, Hazan and
Singer).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from solver.vectors import Real

SOON: Final = 0.5
"""The share of what they aim for that steps gained when they may aim for more."""

FADING: Final = 0.99
"""How much of what rows were usually off by remains from step to step."""

MOST_STEPS: Final = 5_000
"""Steps after which it is done in any case."""

Summed = Callable[[Real], tuple[float, Real]]
"""The sum that prices give, which bounds every plan, and what they leave over of each limit."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far below the best sum the steps aim: at first, and when it is done."""

    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How steps go on.

    After `patience` steps without a better sum they aim for the `shrinking` part of what they
    did; what they gain soon makes them aim for `growing` times as much. They are `scaled` row
    by row, or else averaged with the way so far.
    """

    patience: int
    shrinking: float
    growing: float
    scaled: bool


AVERAGED: Final = Pace(patience=6, shrinking=0.6, growing=1.0, scaled=False)

SCALED: Final = Pace(patience=8, shrinking=0.7, growing=1.15, scaled=True)


def lowered(
    summed: Summed,
    prices: Real,
    reach: Reach,
    goes_on: Callable[[], bool],
    floor: float = -math.inf,
    pace: Pace = AVERAGED,
) -> tuple[Real, float]:
    """The prices with the lowest sum found, and the sum, as far as it gets while it may go on.

    Every plan is worth the `floor` at least: a sum below it says that there is none.
    """
    best = prices
    lowest, left = summed(prices)
    total, way, usual = lowest, np.zeros_like(prices), left * left
    aim, tries, since = reach.first, 0, lowest
    for _ in range(MOST_STEPS):
        if aim <= reach.last or lowest < floor or not goes_on():
            break
        usual = FADING * usual + (1 - FADING) * left * left
        scale = 1 / np.sqrt(1 + np.sqrt(usual)) if pace.scaled else 1.0
        now = _allowed(left, prices) * scale
        way = now if pace.scaled else _averaged(now, way)
        step = _allowed(way, prices)
        if not step.any():
            break
        length = (total - lowest + aim) / float(step @ step)
        prices = np.maximum(prices - length * scale * step, 0.0)
        total, left = summed(prices)
        tries += 1
        if total < lowest:
            best, lowest, tries = prices, total, 0
            if since - lowest >= SOON * aim:
                aim, since = aim * pace.growing, lowest
        elif tries >= pace.patience:
            aim, tries, since = aim * pace.shrinking, 0, lowest
    return best, lowest


def _allowed(step: Real, prices: Real) -> Real:
    """The step without what would make a price negative that is nothing already."""
    allowed: Real = np.where((prices <= 0) & (step > 0), 0.0, step)
    return allowed


def _averaged(step: Real, way: Real) -> Real:
    """The step and the way so far, both as long as the step."""
    length = float(way @ way)
    return step if not length else step + math.sqrt(float(step @ step) / length) * way
