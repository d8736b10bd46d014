"""The linear relaxation of a model: a bound, and what each column would cost it."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from solver.model import BOUNDLESS, Model, Sum
from solver.vectors import Flags, Real

SOLVED = 0
"""The status with which the linear program says that it is done."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A relaxation solved to its end.

    No whole-numbered solution beats `bound`; `values` reach it, in fractions.
    Taking a column whose value is 0 costs at least its `loss` of the bound; one
    more of what an upper-bounded row allows is worth its `price`.
    """

    bound: float
    values: Real
    loss: Real
    price: Real


def relax(model: Model, total: Sum, *, larger: bool, seconds: float) -> Relaxed | None:
    """Solve the relaxation of a model; None when it is not done in time, or has no solution."""
    rows = model.rows()
    lower, upper = model.bounds()
    equal = rows.lower == rows.upper
    capped: Flags = (rows.upper < BOUNDLESS) & ~equal
    floored: Flags = (rows.lower > -BOUNDLESS) & ~equal
    matrix = csr_array(rows.matrix, dtype=np.float64)
    sign = -1 if larger else 1
    result = linprog(
        sign * total.padded(model.width),
        A_ub=vstack([matrix[capped], -matrix[floored]]),
        b_ub=np.concatenate([rows.upper[capped], -rows.lower[floored]]),
        A_eq=matrix[equal],
        b_eq=rows.lower[equal],
        bounds=np.stack([lower, upper], axis=1),
        method="highs-ipm",
        options={"time_limit": max(seconds, 0.1)},
    )
    if result.status != SOLVED:
        return None
    bound = sign * float(result.fun) + total.constant
    price = np.zeros(len(rows.lower))
    price[capped] = np.maximum(-result.ineqlin.marginals[: np.count_nonzero(capped)], 0.0)
    loss = np.maximum(result.lower.marginals, 0.0)
    return Relaxed(bound, np.asarray(result.x), loss, price)
