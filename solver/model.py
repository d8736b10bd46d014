"""A neutral integer program: columns with bounds, rows with bounds, and nothing of a solver.

Rules write into it; `solver.exact` and `solver.relaxation` hand it to whichever
engine solves it. Every number is whole.
"""

from dataclasses import dataclass
from itertools import compress

import numpy as np
from scipy.sparse import csr_array

from solver.vectors import Whole

BOUNDLESS = 2**50
"""Stands for no bound: larger than any sum the format allows, exact in a double."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A weighted sum of columns plus a constant; columns beyond `weights` count nothing."""

    weights: Whole
    constant: int

    @classmethod
    def single(cls, column: int) -> "Sum":
        """Just one column."""
        weights = np.zeros(column + 1, dtype=np.int64)
        weights[column] = 1
        return cls(weights, 0)

    def value(self, values: Whole) -> int:
        """The sum for the given column values."""
        return int(self.weights @ values[: len(self.weights)]) + self.constant

    def padded(self, width: int) -> Whole:
        """The weights of the first `width` columns."""
        return np.pad(self.weights, (0, max(0, width - len(self.weights))))[:width]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as arrays: `matrix` (rows x columns) between `lower` and `upper`."""

    matrix: csr_array
    lower: Whole
    upper: Whole


class Model:
    """Columns and rows under construction."""

    def __init__(self) -> None:
        self._column_lower: list[Whole] = []
        self._column_upper: list[Whole] = []
        self._indices: list[Whole] = []
        self._weights: list[Whole] = []
        self._lower: list[int] = []
        self._upper: list[int] = []
        self.width = 0

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._lower)

    def columns(self, count: int, lower: int, upper: int) -> int:
        """Add whole-numbered columns between the bounds; returns the first one's number."""
        return self.columns_between(
            np.full(count, lower, dtype=np.int64), np.full(count, upper, dtype=np.int64)
        )

    def columns_between(self, lower: Whole, upper: Whole) -> int:
        """Add one column for each pair of bounds; returns the first one's number."""
        first = self.width
        self._column_lower.append(lower)
        self._column_upper.append(upper)
        self.width += len(lower)
        return first

    def row(
        self, columns: Whole, weights: Whole, *, lower: int = -BOUNDLESS, upper: int = BOUNDLESS
    ) -> None:
        """Keep the weighted sum of the columns between the bounds."""
        self._indices.append(columns)
        self._weights.append(weights)
        self._lower.append(lower)
        self._upper.append(upper)

    def count(self, columns: Whole, *, lower: int = -BOUNDLESS, upper: int = BOUNDLESS) -> None:
        """Keep the plain sum of the columns between the bounds."""
        self.row(columns, np.ones(len(columns), dtype=np.int64), lower=lower, upper=upper)

    def hold(self, total: Sum, *, lower: int = -BOUNDLESS, upper: int = BOUNDLESS) -> None:
        """Keep a sum between the bounds from here on."""
        columns = np.flatnonzero(total.weights)
        shift = total.constant
        self.row(columns, total.weights[columns], lower=lower - shift, upper=upper - shift)

    def holds(self, values: Whole) -> bool:
        """Whether the values keep to every row and every bound."""
        rows, (lower, upper) = self.rows(), self.bounds()
        sums = rows.matrix @ values
        within = (rows.lower <= sums) & (sums <= rows.upper)
        return bool(within.all() and (lower <= values).all() and (values <= upper).all())

    def copy(self) -> "Model":
        """A model that can grow and close columns without touching this one."""
        other = Model()
        lower, upper = self.bounds()
        other.columns_between(lower.copy(), upper.copy())
        other._indices = self._indices.copy()
        other._weights = self._weights.copy()
        other._lower = self._lower.copy()
        other._upper = self._upper.copy()
        return other

    def close(self, columns: Whole) -> None:
        """Keep the columns at their lower bounds from here on."""
        lower, upper = self.bounds()
        upper = upper.copy()
        upper[columns] = lower[columns]
        self._column_lower, self._column_upper = [lower], [upper]

    def cut(self, height: int) -> None:
        """Take back every row from number `height` on."""
        for kept in (self._indices, self._weights, self._lower, self._upper):
            del kept[height:]

    def leave_out(self, rows: Whole) -> None:
        """Take those rows back, by number; later ones move up."""
        kept = np.ones(self.height, dtype=np.bool_)
        kept[rows] = False
        self._indices = list(compress(self._indices, kept))
        self._weights = list(compress(self._weights, kept))
        self._lower = list(compress(self._lower, kept))
        self._upper = list(compress(self._upper, kept))

    def bounds(self) -> tuple[Whole, Whole]:
        """Lower and upper bounds of every column."""
        empty = np.empty(0, dtype=np.int64)
        return (
            np.concatenate([empty, *self._column_lower]),
            np.concatenate([empty, *self._column_upper]),
        )

    def rows(self, first: int = 0) -> Rows:
        """The rows from number `first` on."""
        lengths = np.array([len(item) for item in self._indices[first:]], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        empty = np.empty(0, dtype=np.int64)
        matrix = csr_array(
            (
                np.concatenate([empty, *self._weights[first:]]),
                np.concatenate([empty, *self._indices[first:]]),
                starts,
            ),
            shape=(len(lengths), self.width),
        )
        return Rows(
            matrix,
            np.array(self._lower[first:], dtype=np.int64),
            np.array(self._upper[first:], dtype=np.int64),
        )

    def binding(self, first: int = 0) -> Rows:
        """Those rows from number `first` on that something can break, without closed columns.

        Closed is a column that can only be nothing.
        """
        rows, (lower, upper) = self.rows(first), self.bounds()
        matrix = rows.matrix
        low, high = lower[matrix.indices], upper[matrix.indices]
        at_one_end, at_other = matrix.data * low, matrix.data * high
        least = _sums(np.minimum(at_one_end, at_other), matrix.indptr)
        most = _sums(np.maximum(at_one_end, at_other), matrix.indptr)
        kept = (least < rows.lower) | (most > rows.upper)
        items = np.repeat(kept, np.diff(matrix.indptr)) & ((low != 0) | (high != 0))
        lengths = _sums(items.astype(np.int64), matrix.indptr)[kept]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        shape = (len(lengths), self.width)
        narrow = csr_array((matrix.data[items], matrix.indices[items], starts), shape=shape)
        return Rows(narrow, rows.lower[kept], rows.upper[kept])


def _sums(items: Whole, starts: Whole) -> Whole:
    """The sum of each stretch of the items, which begins where the one before it ends."""
    total = np.concatenate([[0], np.cumsum(items)])
    sums: Whole = total[starts[1:]] - total[starts[:-1]]
    return sums
