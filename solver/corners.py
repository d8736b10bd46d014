"""Other solutions of the same relaxation, as good as the first, that use other columns.

A relaxation rarely has one best solution only. Each corner of the face on which all
of them lie uses a few hundred columns; what several corners use together is still
few enough to be searched in a moment, and holds much better plans than one does.
"""

import math

import numpy as np

from solver.model import Model, Sum
from solver.relaxation import Relaxed
from solver.stages import Aim
from solver.vectors import Flags

TINY = 1e-6

SPREAD = 1000
"""Columns are pulled at with whole strengths from 0 to this; only their variety counts."""


class Corners:
    """Solutions of one relaxation looked at from changing directions.

    By turns they are as good as the first one, and only as good as is `wanted`: what
    is best in whole numbers mostly lies a little below what is best in fractions.
    `model` is what was relaxed, `pairs` how many of its first columns are pairs; the
    same seed gives the same corners.
    """

    def __init__(self, model: Model, aim: Aim, relaxed: Relaxed, pairs: int, seed: int) -> None:
        self._whole = model
        self._aim = aim
        self._relaxed = relaxed
        self._pairs = pairs
        self._random = np.random.default_rng(seed)
        self._turn = 0

    def next(self, wanted: float) -> tuple[Model, Sum]:
        """What to relax, with the sum to be made large, for the corner in a new direction."""
        self._turn += 1
        bound = self._relaxed.bound
        total = bound if self._turn % 2 else wanted
        model = self._whole.copy()
        model.close(np.flatnonzero(self._relaxed.loss > abs(bound - total) + TINY))
        if self._aim.larger:
            model.hold(self._aim.total, lower=math.floor(total + TINY))
        else:
            model.hold(self._aim.total, upper=math.ceil(total - TINY))
        return model, Sum(self._random.integers(0, SPREAD, self._pairs), 0)


def used(corner: Relaxed) -> Flags:
    """The columns that a solution uses."""
    flags: Flags = corner.values > TINY
    return flags
