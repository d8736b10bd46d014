"""A week too large for one model: solved in regions, its borders mended, one honest bound.

Every person belongs to one region at a time; what they already do elsewhere is
taken as it is. Later rounds cut the map differently, so that borders move.
"""

import math
import threading
from dataclasses import dataclass
from typing import Final

from solver.check import check, score
from solver.entities import Assignment, Problem
from solver.pairs import Pairs, feasible_pairs, within_limits
from solver.parts import Part, PartPlan
from solver.pool import TICK, Pool
from solver.prices import Prices, bound_at
from solver.progress import Telling
from solver.regional import part_of
from solver.regions import PAIRS_OF_A_REGION, Regions, cut
from solver.week import Week

TOO_LARGE: Final = 60_000
"""Pairs beyond which a week is solved in regions."""

ROUNDS: Final = 4
"""Rounds of mending at most; each cuts the map differently."""

FIRST_SHARE: Final = 0.6
MENDING_SHARE: Final = 0.8
"""Shares of the time left that the first round, and each later one, may take."""

LEAST_ROUND: Final = 5.0
LEAST_PART: Final = 2.0
"""Seconds below which a round, or a part, is not worth beginning."""

ROUNDING: Final = 1e-3
"""Prices are found in floating point; sums of them are this close to whole."""


@dataclass(frozen=True, slots=True)
class Field:
    """A problem and its pairs, without the columns and rows of a model."""

    problem: Problem
    week: Week
    pairs: Pairs


def field_of(problem: Problem) -> Field:
    """The problem with every feasible pair."""
    week = Week(problem)
    return Field(problem, week, within_limits(problem, week, feasible_pairs(problem, week)))


class Apart:
    """One solve in regions: `assignments` is the plan so far, `bound` what none exceeds.

    `size` is how many pairs a region has.
    """

    def __init__(
        self,
        field: Field,
        seconds: float,
        pool: Pool,
        telling: Telling,
        *,
        size: int = PAIRS_OF_A_REGION,
    ) -> None:
        self._field = field
        self._size = size
        self._problem = field.problem
        self._ends = telling.seconds + seconds
        self._pool = pool
        self._telling = telling
        self._prices = Prices()
        self._covered = 0
        self.bound = demand(field.problem)
        self.assignments: tuple[Assignment, ...] = ()

    def run(self) -> None:
        """Solve every region, then mend the borders while time is left, and find the bound."""
        self._tell()
        self._round(cut(self._field, pairs=self._size), self._left() * FIRST_SHARE)
        pricing = threading.Thread(target=self._price, daemon=True)
        pricing.start()
        for turn in range(1, ROUNDS + 1):
            if self._left() < LEAST_ROUND or self._telling.asked_to_stop():
                break
            self._round(cut(self._field, turn=turn, pairs=self._size), self._left() * MENDING_SHARE)
        while pricing.is_alive() and not self._telling.asked_to_stop():
            pricing.join(TICK)
            self._tell()

    def _left(self) -> float:
        return max(self._ends - self._telling.seconds, 0.0)

    def _tell(self) -> None:
        self._telling.tell("coverage", self._covered, max(self.bound, self._covered))

    def _price(self) -> None:
        self.bound = min(self.bound, math.floor(bound_at(self._field, self._prices) + ROUNDING))

    def _round(self, regions: Regions, seconds: float) -> None:
        """Solve each region beside what its people do elsewhere."""
        each = max(seconds * self._pool.workers / max(regions.count, 1), LEAST_PART)
        tasks = [
            part_of(self._problem, self.assignments, regions, number, each, self._pool.seed)
            for number in range(regions.count)
        ]
        before = self.assignments, self._covered
        for task, plan in self._pool.solved(tasks, self._patience):
            if not self._prices.needs.keys() >= {need.id for need in task.problem.needs}:
                self._prices.add(plan.prices or Prices())
            self._take(task, plan)
        if not check(self._problem, self.assignments).ok:
            self.assignments, self._covered = before

    def _patience(self) -> bool:
        """Keep the caller informed; False when it is time to stop waiting."""
        self._tell()
        return self._left() > 0 and not self._telling.asked_to_stop()

    def _take(self, task: Part, plan: PartPlan) -> None:
        """Put the part's seats in the place of those it had, unless they cover less."""
        gained = (
            score(task.problem, plan.assignments).coverage
            - score(task.problem, task.taken).coverage
        )
        if gained >= 0:
            sessions = {session.id for session in task.problem.sessions}
            kept = (item for item in self.assignments if item.session not in sessions)
            self.assignments = (*kept, *plan.assignments)
            self._covered += gained
            self._tell()


def demand(problem: Problem) -> int:
    """The weight of everything that is asked for."""
    seats = sum(need.seats * need.weight for need in problem.needs)
    return seats + sum(session.intake * session.intake_weight for session in problem.sessions)
