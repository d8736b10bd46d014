"""Searches a model in whole numbers by HiGHS: branches, and cuts that close in on whole plans.

It goes about that in another way than CP-SAT, and often ends where the other does not.
With everybody's real weeks in the model its cuts prove nearly all there is to prove
before it branches for the first time.
"""

import math
import time
from collections.abc import Callable
from typing import Any, Final

import highspy
import numpy as np

from solver.engine import loaded
from solver.relaxation import Arrays, answer

OFTEN: Final = 0.1
"""Seconds between two reports of a bound."""

ENDED: Final = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)
"""How a search ends that went over everything."""

BELIEVED: Final = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kObjectiveTarget,
)
"""How a search ends whose bound may be believed."""

Report = Callable[[Arrays], None]


class Search:
    """One search, with what it knows so far told to `report` on the way."""

    def __init__(self, given: Arrays, report: Report, **options: float | str | bool) -> None:
        self._report = report
        self._sign, self._constant, _ = given["scalars"].tolist()
        self._width = len(given["costs"])
        self._bound = -math.inf
        self._said = 0.0
        self._engine = loaded(given, whole=True, mip_rel_gap=0.0, **options)
        self._engine.cbMipImprovingSolution.subscribe(self._found)
        self._engine.cbMipInterrupt.subscribe(self._knows)
        self._engine.cbMipLogging.subscribe(self._knows)

    def run(self) -> Arrays:
        """Search for as long as there is time; no arrays when nothing is known in the end."""
        if not self._width:
            return answer(self._constant, np.empty(0), np.empty(0))
        self._engine.run()
        status, info = self._engine.getModelStatus(), self._engine.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return self._answer(math.inf)
        if status not in BELIEVED:
            return {}  # what an error left behind is no bound
        values = None
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            values = np.array(self._engine.getSolution().col_value)
        return self._answer(info.mip_dual_bound, values)

    @property
    def ended(self) -> bool:
        """Whether it went over everything, and not only as far as time allowed."""
        return self._engine.getModelStatus() in ENDED

    def reached(self, most: float) -> bool:
        """Whether values were found whose sum, which is made small, is at `most` that."""
        info = self._engine.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return found and info.objective_function_value <= most

    def _found(self, event: Any) -> None:  # noqa: ANN401 - the engine's own message type
        self._report(self._answer(self._bound, np.array(event.data_out.mip_solution)))

    def _knows(self, event: Any) -> None:  # noqa: ANN401 - the engine's own message type
        bound, now = float(event.data_out.mip_dual_bound), time.monotonic()
        if bound > self._bound and now - self._said > OFTEN:
            self._bound, self._said = bound, now
            self._report(self._answer(bound))

    def _answer(self, bound: float, values: Any = None) -> Arrays:  # noqa: ANN401 - an array or None
        whole = np.zeros(self._width) if values is None else np.round(values)
        return answer(self._sign * bound + self._constant, whole, np.zeros(self._width))
