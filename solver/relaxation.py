"""The linear relaxation of a model: a bound, and what each column would cost it.

The same engine can also search a model in whole numbers; it goes about that in
another way than CP-SAT, and often ends where the other does not.

The engine cannot be asked to stop. Where somebody may want that, it runs in a
program of its own (`python -m solver.relaxation`, arrays in and arrays out),
which can be ended at any moment.
"""

import atexit
import contextlib
import io
import math
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from solver.model import BOUNDLESS, Model, Sum
from solver.vectors import Real

SOLVED: Final = 0
INFEASIBLE: Final = 2
"""The status with which the engine says that it is done, or that there is nothing to find."""

Way = Literal["inside", "along", "whole"]
"""Relaxed by interior points, which never take long; or along the edges, which is much
faster where little may change; or searched in whole numbers."""

PATIENCE: Final = 60.0
"""Seconds after which a program ends that nobody asks anything."""

_IDLE: Final[list[tuple[float, subprocess.Popen[bytes]]]] = []
"""Programs that wait, with the time since when."""

LENGTH: Final = 8
"""Bytes that say how long the message after them is."""

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What the engine knows of a model in the end.

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
    return _read(_solved(_arrays(model, total, larger=larger, seconds=seconds)))


class Relaxer:
    """A program beside this one that solves relaxations, one after the other.

    It is there at once, so that it is ready when the first question is; ending a
    question that is still at work ends the program, and the next begins a new one.
    One that has nothing to do any more waits a while for the next relaxer.
    """

    def __init__(self) -> None:
        self._process = _waiting() or _begun()
        self._result: Relaxed | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _wrong: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self.done(0) and self._process.poll() is None:
            _IDLE.append((time.monotonic(), self._process))
        else:
            self._end()

    def begin(
        self, model: Model, total: Sum, *, larger: bool, seconds: float, way: Way = "inside"
    ) -> None:
        """Ask for the relaxation of a model, or for a search of it in whole numbers."""
        if self._process.poll() is not None:
            self._process = _begun()
        given = _packed(_arrays(model, total, larger=larger, seconds=seconds, way=way))
        self._result = None
        self._thread = threading.Thread(target=self._ask, args=(given,), daemon=True)
        self._thread.start()

    def _ask(self, given: bytes) -> None:
        question, answer = self._process.stdin, self._process.stdout
        try:
            if question is not None and answer is not None:
                _write(question, given)
                self._result = _read(_unpacked(_next(answer)))
        except (OSError, EOFError):
            self._result = None  # it was ended, and has nothing to say any more

    def done(self, seconds: float) -> bool:
        """Whether it is done, waiting for up to `seconds`."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def answer(self) -> Relaxed | None:
        """What was found; a relaxation that is still at work is ended, with nothing."""
        if not self.done(0):
            self._end()
        return self._result

    def _end(self) -> None:
        self._process.kill()
        if self._thread is not None:
            self._thread.join()
        _closed(self._process)


def _waiting() -> subprocess.Popen[bytes] | None:
    """A program that waits for something to do, if there is one that still does."""
    while True:
        try:
            since, process = _IDLE.pop()
        except IndexError:
            return None
        if time.monotonic() - since < PATIENCE / 2 and process.poll() is None:
            return process
        process.kill()
        _closed(process)


def _closed(process: subprocess.Popen[bytes]) -> None:
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


@atexit.register
def _nothing_waits() -> None:
    while _IDLE:
        _, process = _IDLE.pop()
        process.kill()
        _closed(process)


def prepare() -> None:
    """Begin a program that waits for the first relaxer, which is ready earlier for it."""
    if not _IDLE:
        _IDLE.append((time.monotonic(), _begun()))


def _begun() -> subprocess.Popen[bytes]:
    folder = str(Path(__file__).parent.parent)
    places = os.pathsep.join([folder, *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-m", "solver.relaxation"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": places},
    )


def _write(stream: IO[bytes], content: bytes) -> None:
    stream.write(len(content).to_bytes(LENGTH, "big") + content)
    stream.flush()


def _next(stream: IO[bytes]) -> bytes:
    """The next message of a stream; EOFError when there is none any more."""
    head = stream.read(LENGTH)
    size = int.from_bytes(head, "big")
    content = stream.read(size) if len(head) == LENGTH else b""
    if len(head) < LENGTH or len(content) < size:
        raise EOFError
    return content


def _arrays(
    model: Model, total: Sum, *, larger: bool, seconds: float, way: Way = "inside"
) -> Arrays:
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
        "way": np.array(way),
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
        return {"bound": bound, "values": nothing, "loss": nothing}
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
    return {
        "bound": np.array([sign * float(result.fun) + constant]),
        "values": np.asarray(result.x),
        "loss": np.maximum(result.lower.marginals, 0.0),
    }


def _searched(given: Arrays) -> Arrays:
    """Search in whole numbers for as long as there is time."""
    low, high = given["row_lower"], given["row_upper"]
    height, width = len(low), len(given["lower"])
    matrix = csr_array((given["data"], given["indices"], given["indptr"]), shape=(height, width))
    sign, constant, seconds = given["scalars"].tolist()
    rows = LinearConstraint(
        matrix, np.where(low > -BOUNDLESS, low, -np.inf), np.where(high < BOUNDLESS, high, np.inf)
    )
    result = milp(
        given["costs"],
        integrality=np.ones(width),
        bounds=Bounds(given["lower"], given["upper"]),
        constraints=rows,
        options={"time_limit": seconds},
    )
    best = math.inf if result.status == INFEASIBLE else result.mip_dual_bound
    if best is None:
        return {}
    return {
        "bound": np.array([sign * float(best) + constant]),
        "values": np.zeros(width) if result.x is None else np.round(result.x),
        "loss": np.zeros(width),
    }


def _read(found: Arrays) -> Relaxed | None:
    if not found:
        return None
    return Relaxed(float(found["bound"][0]), found["values"], found["loss"])


def _packed(arrays: Arrays) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def _unpacked(content: bytes) -> Arrays:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


def _serve() -> None:
    """Answer questions until there are no more."""
    with contextlib.suppress(EOFError, BrokenPipeError):
        while select.select([sys.stdin], [], [], PATIENCE)[0]:
            given = _unpacked(_next(sys.stdin.buffer))
            solve = _searched if given["way"] == "whole" else _solved
            _write(sys.stdout.buffer, _packed(solve(given)))


if __name__ == "__main__":
    _serve()
