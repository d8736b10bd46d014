"""The best of each stretch of an array, for many stretches at once."""

import numpy as np

from solver.vectors import Real, Whole

AS_GOOD = 1e-9
"""Values that differ by less are equally good."""


class Stretches:
    """Where the stretches of an array begin, and to which of them each place belongs.

    `owner` is the number of each place's stretch, ascending from 0 without a gap.
    """

    def __init__(self, owner: Whole) -> None:
        self._owner = owner
        self._first = np.flatnonzero(np.diff(owner, prepend=-1))

    def most(self, values: Real) -> Real:
        """The largest value of each stretch."""
        if not len(self._first):
            return np.empty(0)
        most: Real = np.maximum.reduceat(values, self._first)
        return most

    def first_best(self, values: Real, most: Real) -> Whole:
        """For each stretch the first place with its largest value."""
        places = np.flatnonzero(values >= (most - AS_GOOD)[self._owner])
        owner = self._owner[places]
        new = np.ones(len(owner), dtype=np.bool_)
        np.not_equal(owner[1:], owner[:-1], out=new[1:])
        first: Whole = places[new]
        return first
