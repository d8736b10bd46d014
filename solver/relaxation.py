"""The linear relaxation of a model: a bound, and what each column would cost it.

The engine cannot be asked to stop. Where somebody may want to, it runs as a
program of its own (`python -m solver.relaxation`, arrays in and arrays out),
which can be ended at any moment.
"""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from solver.model import BOUNDLESS, Model, Sum
from solver.vectors import Real

SOLVED = 0
"""The status with which the linear program says that it is done."""

Arrays = Mapping[str, NDArray[Any]]


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
    return _read(_solved(_arrays(model, total, larger=larger, seconds=seconds)))


class Relaxing:
    """The relaxation of a model, solved by a program of its own that can be ended."""

    def __init__(self, model: Model, total: Sum, *, larger: bool, seconds: float) -> None:
        self._given = _packed(_arrays(model, total, larger=larger, seconds=seconds))
        self._result: Relaxed | None = None
        folder = str(Path(__file__).parent.parent)
        places = os.pathsep.join([folder, *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "solver.relaxation"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": places},
        )
        self._thread = threading.Thread(target=self._wait, daemon=True)
        self._thread.start()

    def _wait(self) -> None:
        answer, _ = self._process.communicate(self._given)
        if self._process.returncode == 0:
            self._result = _read(_unpacked(answer))

    def done(self, seconds: float) -> bool:
        """Whether it is done, waiting for up to `seconds`."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def end(self) -> Relaxed | None:
        """What was found; a relaxation that is still at work is ended, with nothing."""
        if self._thread.is_alive():
            self._process.kill()
            self._thread.join()
        return self._result


def _arrays(model: Model, total: Sum, *, larger: bool, seconds: float) -> Arrays:
    rows = model.rows()
    lower, upper = model.bounds()
    sign = -1 if larger else 1
    return {
        "data": rows.matrix.data.astype(np.float64),
        "indices": rows.matrix.indices,
        "indptr": rows.matrix.indptr,
        "row_lower": rows.lower,
        "row_upper": rows.upper,
        "lower": lower,
        "upper": upper,
        "costs": sign * total.padded(model.width),
        "scalars": np.array([sign, total.constant, max(seconds, 0.1)], dtype=np.float64),
    }


def _solved(given: Arrays) -> Arrays:
    """Solve to the end; no arrays when that fails."""
    low, high = given["row_lower"], given["row_upper"]
    shape = (len(low), len(given["lower"]))
    matrix = csr_array((given["data"], given["indices"], given["indptr"]), shape=shape)
    equal = low == high
    capped, floored = (high < BOUNDLESS) & ~equal, (low > -BOUNDLESS) & ~equal
    sign, constant, seconds = given["scalars"].tolist()
    if not len(given["costs"]):  # an office that nobody reaches; the engine refuses such a week
        nothing = np.empty(0)
        bound = np.array([constant])
        return {"bound": bound, "values": nothing, "loss": nothing, "price": np.zeros(len(low))}
    result = linprog(
        given["costs"],
        A_ub=vstack([matrix[capped], -matrix[floored]]),
        b_ub=np.concatenate([high[capped], -low[floored]]),
        A_eq=matrix[equal],
        b_eq=low[equal],
        bounds=np.stack([given["lower"], given["upper"]], axis=1),
        method="highs-ipm",
        options={"time_limit": seconds},
    )
    if result.status != SOLVED:
        return {}
    price = np.zeros(len(low))
    price[capped] = np.maximum(-result.ineqlin.marginals[: np.count_nonzero(capped)], 0.0)
    return {
        "bound": np.array([sign * float(result.fun) + constant]),
        "values": np.asarray(result.x),
        "loss": np.maximum(result.lower.marginals, 0.0),
        "price": price,
    }


def _read(found: Arrays) -> Relaxed | None:
    if not found:
        return None
    return Relaxed(float(found["bound"][0]), found["values"], found["loss"], found["price"])


def _packed(arrays: Arrays) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def _unpacked(content: bytes) -> Arrays:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


if __name__ == "__main__":
    sys.stdout.buffer.write(_packed(_solved(_unpacked(sys.stdin.buffer.read()))))
