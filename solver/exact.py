"""One stage solved exactly by CP-SAT: the best values of the columns, and a bound.

Runs the search in a thread of its own and reports from the caller's, so that
progress callbacks need no locks and a stop takes effect within a tenth of a
second.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from ortools.sat.python import cp_model

from solver.model import BOUNDLESS, Model, Sum
from solver.vectors import Whole

TICK: Final = 0.1
"""Seconds between looks at the running search."""

CLOSED: Final = -1
"""In place of a column's number with the engine, when that does not know it."""

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
    """A model handed to CP-SAT once; rows added to the model later are handed on.

    Of columns that can only be nothing, and of rows that nothing can break, the engine
    is told nothing: in a model with few columns open these are nearly all.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._proto = cp_model.CpModel().proto
        self._kept = np.empty(0, dtype=np.int64)
        self._places = np.empty(0, dtype=np.int64)
        self._rows = 0

    def _grow(self) -> None:
        lower, upper = self._model.bounds()
        self._grow_columns(lower, upper)
        rows = self._model.binding(self._rows)
        self._rows = self._model.height
        starts, weights = rows.matrix.indptr.tolist(), rows.matrix.data.tolist()
        indices = self._places[rows.matrix.indices].tolist()
        boolean = ((lower == 0) & (upper == 1))[self._kept]
        constraints = self._proto.constraints
        for number, (low, high) in enumerate(
            zip(rows.lower.tolist(), rows.upper.tolist(), strict=True)
        ):
            span = slice(starts[number], starts[number + 1])
            columns, factors = indices[span], weights[span]
            if high == 1 and low <= 0 and set(factors) == {1} and boolean[columns].all():
                constraints.add().at_most_one.literals.extend(columns)
                continue
            linear = constraints.add().linear
            linear.vars.extend(columns)
            linear.coeffs.extend(factors)
            linear.domain.extend((_open(low), _open(high)))

    def _grow_columns(self, lower: Whole, upper: Whole) -> None:
        first = len(self._places)
        kept = first + np.flatnonzero((lower[first:] != 0) | (upper[first:] != 0))
        places = np.full(len(lower) - first, CLOSED, dtype=np.int64)
        places[kept - first] = len(self._kept) + np.arange(len(kept))
        self._kept = np.concatenate([self._kept, kept])
        self._places = np.concatenate([self._places, places])
        variables = self._proto.variables
        for low, high in zip(lower[kept].tolist(), upper[kept].tolist(), strict=True):
            variables.add().domain.extend((low, high))

    def improve(
        self, total: Sum, *, larger: bool, start: Whole | None, effort: Effort, watch: Watch
    ) -> Outcome:
        """Make the sum as large (or small) as the effort allows, beginning from `start`."""
        self._grow()
        self._aim(total, larger=larger)
        self._proto.clear_solution_hint()
        if start is not None:
            kept = self._kept[self._kept < len(start)]
            self._proto.solution_hint.vars.extend(range(len(kept)))
            self._proto.solution_hint.values.extend(start[kept].tolist())

        def watched(found: Whole | None, bound: float) -> bool:
            return watch(self._spread(found), bound)

        outcome = _Search(self._proto, effort, total.constant).run(watched)
        return replace(outcome, values=self._spread(outcome.values))

    def _spread(self, found: Whole | None) -> Whole | None:
        """The values of all columns, from those of the columns that the engine knows."""
        if found is None:
            return None
        values = np.zeros(len(self._places), dtype=np.int64)
        values[self._kept] = found
        return values

    def _aim(self, total: Sum, *, larger: bool) -> None:
        self._proto.clear_objective()
        columns = np.flatnonzero(total.weights)
        columns = columns[self._places[columns] != CLOSED]
        sign = -1 if larger else 1
        objective = self._proto.objective
        objective.vars.extend(self._places[columns].tolist())
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
