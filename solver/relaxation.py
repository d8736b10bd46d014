"""The linear relaxation of a model: a bound, and what each column would cost it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from solver.model import BOUNDLESS, Model, Sum
from solver.vectors import Real

SOLVED: Final = 0
"""The status with which the engine says that it is done."""

Way = Literal["inside", "along", "whole", "hunt"]
"""Relaxed by interior points, which never take long; or along the edges, which is much
faster where little may change; or searched in whole numbers for the best that reaches a
total, or only until one does (`solver.hunting`)."""

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What an engine knows of a model.

    No whole-numbered solution beats `bound`, which is endlessly bad where there is
    none at all; `values` reach it, in fractions. Taking a column whose value is 0
    costs at least its `loss` of the bound. A search in whole numbers has whole
    `values`, all nothing when it found none, and knows no loss.
    """

    bound: float
    values: Real
    loss: Real


def relax(model: Model, total: Sum, *, larger: bool, seconds: float) -> Relaxed | None:
    """Solve the relaxation of a model; None when it is not done in time, or has no solution."""
    return read(relaxed(question(model, total, larger=larger, seconds=seconds)))


def question(
    model: Model,
    total: Sum,
    *,
    larger: bool,
    seconds: float,
    way: Way = "inside",
    wanted: int | None = None,
    seed: int = 0,
) -> Arrays:
    """What an engine is asked, as arrays that travel; the sum is to be made small in them."""
    rows = model.binding()
    lower, upper = model.bounds()
    sign = -1 if larger else 1
    return {
        "data": rows.matrix.data.astype(np.float64),
        "indices": rows.matrix.indices,
        "indptr": rows.matrix.indptr,
        "row_lower": np.where(rows.lower > -BOUNDLESS, rows.lower, -np.inf),
        "row_upper": np.where(rows.upper < BOUNDLESS, rows.upper, np.inf),
        "lower": lower.astype(np.float64),
        "upper": upper.astype(np.float64),
        "costs": sign * total.padded(model.width).astype(np.float64),
        "scalars": np.array([sign, total.constant, max(seconds, 0.1)], dtype=np.float64),
        "way": np.array(way),
        "wanted": np.array(
            [] if wanted is None else [sign * (wanted - total.constant)], np.float64
        ),
        "seed": np.array([seed]),
    }


def relaxed(given: Arrays) -> Arrays:
    """Solve to the end; no arrays when that fails."""
    low, high = given["row_lower"], given["row_upper"]
    shape = (len(low), len(given["lower"]))
    matrix = csr_array((given["data"], given["indices"], given["indptr"]), shape=shape)
    equal = low == high
    capped, floored = np.isfinite(high) & ~equal, np.isfinite(low) & ~equal
    sign, constant, seconds = given["scalars"].tolist()
    if not len(given["costs"]):  # an office that nobody reaches; the engine refuses such a week
        return answer(constant, np.empty(0), np.empty(0))
    result = linprog(
        given["costs"],
        A_ub=vstack([matrix[capped], -matrix[floored]]),
        b_ub=np.concatenate([high[capped], -low[floored]]),
        A_eq=matrix[equal],
        b_eq=low[equal],
        bounds=np.stack([given["lower"], given["upper"]], axis=1),
        method="highs-ds" if given["way"] == "along" else "highs-ipm",
        options={"time_limit": seconds},
    )
    if result.status != SOLVED:
        return {}
    loss = np.maximum(result.lower.marginals, 0.0)
    return answer(sign * float(result.fun) + constant, np.asarray(result.x), loss)


def answer(bound: float, values: Real, loss: Real) -> Arrays:
    """What an engine found, as arrays that travel."""
    return {"bound": np.array([bound]), "values": values, "loss": loss}


def read(found: Arrays) -> Relaxed | None:
    """What an engine answered; None when it found nothing."""
    if "bound" not in found:
        return None
    return Relaxed(float(found["bound"][0]), found["values"], found["loss"])
