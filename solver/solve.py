"""Solves a week: the best plan found in the time given, and how good any plan could be.

The objectives are taken one after the other. Each is optimised while the values
reached before it are held, so a later one never costs an earlier one anything.
"""

import math
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from solver.apart import TOO_LARGE, Apart, Field, field_of
from solver.board import Board
from solver.check import beyond, office_shares, score
from solver.entities import Assignment, Pin, Problem, Standby
from solver.exact import Effort, Outcome, Program
from solver.formulation import formulated
from solver.model import Sum
from solver.plan import LOOSEST, STAGES, Objective, Plan, StageReport, Status, gap_between
from solver.pool import Pool
from solver.progress import OnProgress, Progress, ShouldStop, Telling
from solver.relaxer import prepare
from solver.rules import next_weakest, steadiness
from solver.seating import assignments_of, values_of
from solver.shares import NEAR, shares
from solver.sift import Sift
from solver.stages import Aim, aim, further_asked, loosest, next_aim, stages_asked, tighter
from solver.standby import placed
from solver.start import first_values
from solver.vectors import Whole

__all__ = ["Limits", "Progress", "solve"]

NEXT_WEAKEST_SHARE = 0.15
"""Of the time left after the weakest office, the offices after it may take this share."""

LONGEST_STANDBY = 1.0
"""Seconds that finding people to stand by may take, once the plan is there."""

LEAST_TURN = 0.1
"""Seconds below which no further office is begun with."""

WORKING_SHARE = 0.97
"""The rest of the time is for ending searches and writing the plan."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a solve may cost and change.

    `seconds` is wall time, `workers` how many threads search, `seed` makes one
    worker's search repeatable. `stages` is how many objectives are optimised.
    `max_changes` bounds the differences from the previous roster; what the
    problem itself no longer allows of that roster is not counted.
    """

    seconds: float = 60.0
    workers: int = 2
    seed: int = 0
    stages: int = 6
    max_changes: int | None = None


def solve(
    problem: Problem,
    limits: Limits = Limits(),
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
) -> Plan:
    """The best plan the limits allow, each objective with its bound.

    `on_progress` is called in the caller's thread: at the first plan, at each
    improvement and about once a second. A stop, by its returning False or by
    `should_stop` returning True, keeps the best plan so far. A week too large for
    one model is solved in parts, on `executor` where one is given (anything that
    runs `solver.parts.solve_part`), else in processes of its own. Any valid problem
    has a plan; what cannot be covered stays empty.
    """
    telling = Telling(on_progress, should_stop)
    prepare()
    field = field_of(problem)
    if field.pairs.count > TOO_LARGE and limits.max_changes is None:
        return _in_regions(field, limits, telling, executor)
    return _Run(problem, limits, telling).plan()


def _in_regions(field: Field, limits: Limits, telling: Telling, executor: Executor | None) -> Plan:
    """The plan of a week too large for one model: coverage optimised, the rest only counted."""
    with Pool(limits.workers, limits.seed, executor) as pool:
        apart = Apart(field, limits.seconds * WORKING_SHARE, pool, telling)
        apart.run()
    problem, assignments = field.problem, apart.assignments
    objective = score(problem, assignments)
    bounds = replace(LOOSEST, coverage=max(apart.bound, objective.coverage))
    reports = []
    for stage in stages_asked(limits.stages):
        value, bound = getattr(objective, stage), getattr(bounds, stage)
        gap = gap_between(value, bound)
        seconds = telling.seconds if stage == "coverage" else 0.0
        reports.append(StageReport(stage, value, bound, gap, value == bound, seconds))
    counted = beyond(problem, assignments)
    further = [
        StageReport(stage, counted[stage], 0, gap_between(counted[stage], 0), not counted[stage], 0)
        for stage in further_asked(problem, limits.stages)
    ]
    return Plan(
        status="optimal" if all(report.proved for report in reports) else "feasible",
        assignments=assignments,
        objective=objective,
        bound=bounds,
        gap=reports[0].gap,
        seconds=telling.seconds,
        stages=tuple(reports),
        seed=limits.seed,
        unkept_pins=_unkept(problem, assignments),
        further=tuple(further),
        offices=office_shares(problem, assignments),
        standby=_ready(problem, assignments, limits),
    )


def _ready(
    problem: Problem, assignments: tuple[Assignment, ...], limits: Limits
) -> tuple[Standby, ...]:
    """Who is held ready beside the plan; nobody unless all six stages are asked for."""
    if limits.stages < len(STAGES):
        return ()
    seconds = min(limits.seconds * (1 - WORKING_SHARE), LONGEST_STANDBY)
    return placed(problem, assignments, Effort(seconds, 1, limits.seed))


def _unkept(problem: Problem, assignments: Iterable[Assignment]) -> tuple[Pin, ...]:
    held = {(item.volunteer, item.session) for item in assignments}
    return tuple(p for p in problem.pins if p.must and (p.volunteer, p.session) not in held)


class _Run:
    """One solve from beginning to end."""

    def __init__(self, problem: Problem, limits: Limits, telling: Telling) -> None:
        self._limits = limits
        self._telling = telling
        self._board: Board = formulated(problem)
        self._firm = self._board.model.height
        self._values: Whole | None = None
        self._reports: list[StageReport] = []
        self._further: list[StageReport] = []
        self._be_firm()
        self._program = Program(self._board.model)

    def _be_firm(self) -> None:
        """Allow no pin to be given up, and no more changes than the limits say."""
        model = self._board.model
        for slack in self._board.slacks.values():
            model.count(np.array([slack]), upper=0)
        if self._limits.max_changes is not None:
            model.hold(steadiness.objective(self._board), upper=self._budget())

    def _budget(self) -> int:
        """The limit on differences, with what the problem itself rules out added."""
        possible = len(self._board.kept_columns())
        lost = len(set(self._board.problem.previous)) - possible
        return (self._limits.max_changes or 0) + lost

    def _yield_what_must(self) -> None:
        """Pins or the budget ask for the impossible: give up as little of them as possible."""
        board = self._board
        board.model.cut(self._firm)
        self._program = Program(board.model)
        weights = np.zeros(board.model.width, dtype=np.int64)
        weights[list(board.slacks.values())] = 1
        wants = [Sum(weights, 0)]
        if self._limits.max_changes is not None:
            wants.append(steadiness.objective(board))
        for total in wants:
            outcome = self._program.improve(
                total,
                larger=False,
                start=self._values,
                effort=self._effort(self._left() / 4),
                watch=lambda _values, _bound: not self._telling.asked_to_stop(),
            )
            if outcome.values is not None:
                self._values = outcome.values
                board.model.hold(total, upper=total.value(outcome.values))

    def _left(self) -> float:
        return max(self._limits.seconds * WORKING_SHARE - self._telling.seconds, 0.0)

    def _first(self) -> None:
        """Have a plan at once: where little may change the previous one, if it keeps the rules."""
        board = self._board
        if self._limits.max_changes is not None:
            values = values_of(board, board.problem.previous)
            self._values = values if board.model.holds(values) else None
        elif not board.slacks:
            self._values = first_values(board)

    def plan(self) -> Plan:
        """Work through the stages and hand over what was reached."""
        self._first()
        asked, problem = self._limits.stages, self._board.problem
        stages = (*stages_asked(asked), *further_asked(problem, asked))
        for number, stage in enumerate(stages):
            waiting = len(stages) - number - 1
            share, most = shares(stage, waiting)
            left = self._left()
            report = self._stage(aim(self._board, stage), left * most, left * share)
            (self._reports if stage in STAGES else self._further).append(report)
            if stage == "weakest_office" and next_weakest.concerns(problem):
                self._lift_the_next(report)
        return self._handed_over()

    def _lift_the_next(self, weakest: StageReport) -> None:
        """Lift one office after the other, as far as a small share of the time allows."""
        ends = self._telling.seconds + self._left() * NEXT_WEAKEST_SHARE
        if self._values is None:
            return
        least = next_weakest.held(self._board, self._values)
        for level in next_weakest.levels(self._board):
            seconds = ends - self._telling.seconds
            if seconds < LEAST_TURN or weakest.value >= 1 or self._telling.asked_to_stop():
                break
            turn = seconds / 2
            weakest = self._stage(next_aim(self._board, level, least), turn, turn)
            self._further.append(weakest)

    def _stage(self, target: Aim, seconds: float, share: float) -> StageReport:
        """Optimise one stage and hold what it reached; its `share` does where it is near."""
        began = self._telling.seconds
        outcome = self._reach(target, seconds, share)
        if outcome is not None and (outcome.infeasible or self._values is None):
            self._yield_what_must()
            outcome = self._reach(target, min(seconds, self._left()), share)
        if self._values is None:
            self._values = np.zeros(self._board.model.width, dtype=np.int64)
        self._values = target.settle(self._values)
        report = self._report(target, self._values, outcome, self._telling.seconds - began)
        target.hold(self._values)
        return report

    def _reach(self, target: Aim, seconds: float, share: float) -> Outcome | None:
        """Optimise one stage; None when there is no time for it."""
        if self._telling.asked_to_stop() or seconds <= 0:
            return None

        share_ends = self._telling.seconds + share

        def watch(values: Whole | None, raw: float) -> bool:
            near = False
            if values is not None:
                value, bound = (
                    target.value(target.settle(values)),
                    tighter(self._board, target, raw),
                )
                self._telling.tell(target.stage, value, bound)
                near = gap_between(value, bound) <= NEAR
            over = near and self._telling.seconds > share_ends
            return not over and not self._telling.asked_to_stop()

        start = None if self._values is None else target.settle(self._values)
        near = self._limits.max_changes is not None
        sift = Sift(self._board, target, self._effort(seconds), watch, near=near)
        outcome = sift.run(start)
        if outcome.values is not None and self._is_no_worse(target, outcome.values):
            self._values = outcome.values
            reached = target.total.value(target.settle(outcome.values))
            self._board.model.close(np.flatnonzero(~sift.possible(reached)))
        return outcome

    def _is_no_worse(self, target: Aim, values: Whole) -> bool:
        if self._values is None:
            return True
        reached, before = (target.value(target.settle(item)) for item in (values, self._values))
        return reached >= before if target.larger else reached <= before

    def _effort(self, seconds: float) -> Effort:
        return Effort(seconds, self._limits.workers, self._limits.seed)

    def _report(
        self, target: Aim, values: Whole, outcome: Outcome | None, seconds: float
    ) -> StageReport:
        value = target.value(values)
        raw = math.nan if outcome is None else outcome.bound
        bound = tighter(self._board, target, raw)
        proved = (outcome is not None and outcome.proved) or value == bound
        bound = value if proved else bound
        gap = gap_between(value, bound)
        self._telling.tell(target.stage, value, bound)
        return StageReport(target.stage, value, bound, gap, proved, seconds)

    def _handed_over(self) -> Plan:
        values = self._values if self._values is not None else np.empty(0, dtype=np.int64)
        problem = self._board.problem
        assignments = assignments_of(self._board, values)
        status: Status = "optimal" if all(item.proved for item in self._reports) else "feasible"
        return Plan(
            status=status,
            assignments=assignments,
            objective=score(problem, assignments),
            bound=_bounds(self._board, self._reports),
            gap=self._reports[0].gap,
            seconds=self._telling.seconds,
            stages=tuple(self._reports),
            seed=self._limits.seed,
            unkept_pins=_unkept(problem, assignments),
            further=tuple(self._further),
            offices=office_shares(problem, assignments),
            standby=_ready(problem, assignments, self._limits),
        )


def _bounds(board: Board, reports: list[StageReport]) -> Objective:
    """The bound of every stage; the loosest that holds for those that were not solved."""
    bounds: dict[str, float] = {stage: loosest(board, stage) for stage in STAGES}
    bounds |= {report.stage: report.bound for report in reports}
    return Objective(
        coverage=int(bounds["coverage"]),
        weakest_office=bounds["weakest_office"],
        changes=int(bounds["changes"]),
        wishes=int(bounds["wishes"]),
        fair_load=int(bounds["fair_load"]),
        travel=int(bounds["travel"]),
    )
