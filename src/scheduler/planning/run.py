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
from scheduler.planning.problem import placements, week_problem

if TYPE_CHECKING:
    from solver.plan import Plan, StageReport
    from solver.solve import Progress


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
    placed = placements(week, plan.assignments)
    return Solved(placed, _result(week, plan, placed))


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
        stages=tuple(_stage(report) for report in plan.stages),
        mark=mark_of(plan.assignments),
    )


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
