"""Solving a week: the one place that starts the solver. Loads it late: it takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.model.rosters import Placement
from scheduler.model.runs import RunProgress, RunResult
from scheduler.model.sessions import INTAKE_WEIGHT, Role, Session, seats, shifts
from scheduler.model.week import Week
from scheduler.planning.basis import mark_of
from scheduler.planning.problem import on_standby, placements, week_problem

if TYPE_CHECKING:
    from solver.plan import Plan, StageReport
    from solver.solve import Progress


WITH_WEAKEST = 2
"""Stages up to the weakest office, after which the others are lifted."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What a run may cost. ``max_changes`` bounds the differences from what is published."""

    seconds: int = 60
    workers: int = 2
    seed: int = 0
    max_changes: int | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """A finished run: who sits where, and the figures people read."""

    seats: tuple[Placement, ...]
    result: RunResult


def solve_week(
    week: Week,
    settings: RunSettings,
    on_progress: Callable[[RunProgress], None],
    should_stop: Callable[[], bool],
    executor: Executor | None = None,
) -> Solved:
    """Solve; call it in a thread of its own, it returns when the best plan is kept.

    ``executor`` is where the parts of a week too large for one model are solved.
    """
    from solver.solve import Limits, solve  # noqa: PLC0415 - loading the engine takes seconds

    def tell(progress: Progress) -> None:
        on_progress(_progress(progress))

    plan = solve(
        week_problem(week),
        Limits(
            seconds=float(settings.seconds),
            workers=settings.workers,
            seed=settings.seed,
            max_changes=settings.max_changes,
        ),
        tell,
        should_stop,
        executor,
    )
    placed = (*placements(week, plan.assignments), *on_standby(week, plan.standby))
    return Solved(tuple(sorted(placed)), _result(week, plan, placed))


def _progress(progress: Progress) -> RunProgress:
    return RunProgress(
        progress.stage, progress.value, progress.bound, progress.gap, progress.seconds
    )


def _result(week: Week, plan: Plan, placed: tuple[Placement, ...]) -> RunResult:
    return RunResult(
        coverage=plan.objective.coverage,
        demand=demand(week),
        bound=int(plan.bound.coverage),
        gap=plan.gap,
        proven=plan.coverage_proved,
        seconds=round(plan.seconds, 2),
        seats_filled=sum(1 for p in placed if p.role is Role.ADVISER),
        seats=seat_count(week),
        weakest_office=plan.objective.weakest_office,
        stages=stages_of(plan),
        mark=mark_of(plan.assignments, plan.standby),
        standby=len(plan.standby),
        standby_asked=sum(s.standby * len(shifts(s)) for s in week.sessions.values()),
        offices=plan.offices,
    )


def stages_of(plan: Plan) -> tuple[RunProgress, ...]:
    """Every stage in the order in which it ran, the offices after the weakest as one."""
    lifted = [report for report in plan.further if report.stage == "next_weakest"]
    after = [_stage(report) for report in plan.further if report.stage != "next_weakest"]
    first, others = plan.stages[:WITH_WEAKEST], plan.stages[WITH_WEAKEST:]
    between = [_of_levels(plan, lifted)] if lifted else []
    return (*map(_stage, first), *between, *map(_stage, others), *after)


def _of_levels(plan: Plan, lifted: list[StageReport]) -> RunProgress:
    """The first level that is still open, or the first of all when every one is proved.

    A gap is known only where no level is missing: all offices were lifted, or the last
    one that was covers all of its demand already.
    """
    shown = next((report for report in lifted if not report.proved), lifted[0])
    complete = len(lifted) == len(plan.offices) - 1 or lifted[-1].value >= 1
    seconds = sum(report.seconds for report in lifted)
    gap = shown.gap if complete or not shown.proved else None
    return RunProgress(shown.stage, shown.value, shown.bound, gap, seconds)


def _stage(report: StageReport) -> RunProgress:
    return RunProgress(report.stage, report.value, report.bound, report.gap, report.seconds)


def demand(week: Week) -> int:
    """The weight of everything the week asks for, intake included."""
    return demand_of(week.sessions.values())


def demand_of(sessions: Iterable[Session]) -> int:
    """The weight of everything these sessions ask for, intake included."""
    return sum(
        sum(seats(need, session) * need.priority.weight for need in session.needs)
        + session.intake * INTAKE_WEIGHT
        for session in sessions
        for _ in shifts(session)
    )


def seat_count(week: Week) -> int:
    """The advisers' seats the week asks for."""
    return sum(
        seats(need, session)
        for session in week.sessions.values()
        for _ in shifts(session)
        for need in session.needs
    )
