"""One stage solved exactly by CP-SAT: the best values of the columns, and a bound.

Runs the search in a thread of its own and reports from the caller's, so that
progress callbacks need no locks and a stop takes effect within a tenth of a
second.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from ortools.sat.python import cp_model

from solver.model import BOUNDLESS, Model, Sum
from solver.vectors import Whole

TICK: Final = 0.1
"""Seconds between looks at the running search."""

Watch = Callable[[Whole | None, float], bool]
"""Told the best values so far (None before the first) and the bound; False stops."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how wide to search.

    `seconds` is wall time. `steps` is a limit that a single worker reaches at the
    same point on every machine, about as large as seconds.
    """

    seconds: float
    workers: int
    seed: int
    steps: float = math.inf


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found.

    `values` of the columns or None, the `bound` of the sum, whether the values
    are `proved` best, and whether the model is `infeasible`.
    """

    values: Whole | None
    bound: float
    proved: bool
    infeasible: bool = False


class Program:
    """A model handed to CP-SAT once; rows added to the model later are handed on."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._proto = cp_model.CpModel().proto
        self._columns = 0
        self._rows = 0

    def _grow(self) -> None:
        lower, upper = self._model.bounds()
        variables = self._proto.variables
        for low, high in zip(
            lower[self._columns :].tolist(), upper[self._columns :].tolist(), strict=True
        ):
            variables.add().domain.extend((low, high))
        self._columns = len(lower)
        rows = self._model.rows(self._rows)
        self._rows = self._model.height
        starts, indices = rows.matrix.indptr.tolist(), rows.matrix.indices.tolist()
        weights = rows.matrix.data.tolist()
        boolean = (lower == 0) & (upper == 1)
        for number, (low, high) in enumerate(
            zip(rows.lower.tolist(), rows.upper.tolist(), strict=True)
        ):
            span = slice(starts[number], starts[number + 1])
            columns, factors = indices[span], weights[span]
            if high == 1 and low <= 0 and set(factors) == {1} and boolean[columns].all():
                self._proto.constraints.add().at_most_one.literals.extend(columns)
                continue
            linear = self._proto.constraints.add().linear
            linear.vars.extend(columns)
            linear.coeffs.extend(factors)
            linear.domain.extend((_open(low), _open(high)))

    def improve(
        self, total: Sum, *, larger: bool, start: Whole | None, effort: Effort, watch: Watch
    ) -> Outcome:
        """Make the sum as large (or small) as the effort allows, beginning from `start`."""
        self._grow()
        self._aim(total, larger=larger)
        self._proto.clear_solution_hint()
        if start is not None:
            self._proto.solution_hint.vars.extend(range(len(start)))
            self._proto.solution_hint.values.extend(start.tolist())
        return _Search(self._proto, effort, total.constant).run(watch)

    def _aim(self, total: Sum, *, larger: bool) -> None:
        self._proto.clear_objective()
        columns = np.flatnonzero(total.weights)
        sign = -1 if larger else 1
        objective = self._proto.objective
        objective.vars.extend(columns.tolist())
        objective.coeffs.extend((sign * total.weights[columns]).tolist())
        objective.scaling_factor = sign


def _open(bound: int) -> int:
    """A bound as CP-SAT writes it, where no bound is the end of 64 bits."""
    if bound >= BOUNDLESS:
        return 2**63 - 1
    return -(2**63) if bound <= -BOUNDLESS else bound


class _Search(cp_model.CpSolverSolutionCallback):
    """One run of CP-SAT, watched from the thread that asked for it."""

    def __init__(self, proto: Any, effort: Effort, constant: int) -> None:  # noqa: ANN401 - the engine's own message type
        super().__init__()
        self._proto = proto
        self._effort = effort
        self._constant = constant
        self._width = len(proto.variables)
        self._best: Whole | None = None
        self._bound = math.nan
        self._status: cp_model.CpSolverStatus | None = None

    def on_solution_callback(self) -> None:
        """Keep each better solution; called by the search."""
        self._best = np.array(self.response_proto.solution, dtype=np.int64)

    def _on_bound(self, bound: float) -> None:
        self._bound = bound

    def run(self, watch: Watch) -> Outcome:
        """Search until proved, out of time, or stopped by the watch."""
        model = cp_model.CpModel()
        model.proto.copy_from(self._proto)
        solver = cp_model.CpSolver()
        _tune(solver.parameters, self._effort)
        solver.best_bound_callback = self._on_bound
        thread = threading.Thread(target=self._solve, args=(solver, model), daemon=True)
        thread.start()
        deadline = time.monotonic() + self._effort.seconds + 1
        while thread.is_alive():
            thread.join(TICK)
            if not watch(self._best, self._bound + self._constant) or time.monotonic() > deadline:
                solver.stop_search()
        return self._outcome(solver)

    def _solve(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> None:
        self._status = solver.solve(model, self)

    def _outcome(self, solver: cp_model.CpSolver) -> Outcome:
        if self._status == cp_model.INFEASIBLE:
            return Outcome(None, math.nan, proved=False, infeasible=True)
        if self._status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._best = np.array(solver.response_proto.solution, dtype=np.int64)
        proved = self._status == cp_model.OPTIMAL
        # A search stopped before it found a bound reports zero, which is none: only
        # what the search itself announced, or an optimum, may be believed.
        bound = solver.best_objective_bound if proved else self._bound
        return Outcome(self._best, bound + self._constant, proved)


def _tune(parameters: Any, effort: Effort) -> None:  # noqa: ANN401 - the engine's own message type
    """Settings that measured best on weeks of clinics: strong relaxations, no symmetry search."""
    parameters.max_time_in_seconds = max(effort.seconds, 0.01)
    parameters.max_deterministic_time = effort.steps
    parameters.num_workers = effort.workers
    parameters.random_seed = effort.seed
    parameters.symmetry_level = 0
    parameters.cp_model_probing_level = 0
    parameters.subsolvers.append("max_lp")
