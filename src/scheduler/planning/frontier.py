"""What each change of the published roster buys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.model.advice import Frontier, Point
from scheduler.model.week import Week
from scheduler.planning.effort import Effort
from scheduler.planning.problem import assignments, week_problem
from solver.check import score

if TYPE_CHECKING:
    from solver.frontier import FrontierPoint


def week_frontier(week: Week, effort: Effort) -> Frontier:
    """Coverage for 0, 1, 2, 3, 5 and 10 changes; call it in a thread of its own."""
    from solver.frontier import frontier  # noqa: PLC0415 - loading the engine takes seconds
    from solver.solve import Limits  # noqa: PLC0415

    problem = week_problem(week)
    published = assignments(week.published)
    points = frontier(
        problem,
        published,
        limits=Limits(seconds=effort.seconds, workers=effort.workers),
        on_point=effort.told,
        should_stop=effort.stop.is_set,
    )
    return Frontier(
        coverage=score(problem, published).coverage,
        filled=sum(1 for item in published if item.role == "adviser"),
        points=tuple(_point(point) for point in points),
    )


def _point(point: FrontierPoint) -> Point:
    return Point(
        moves=point.moves,
        coverage=point.coverage,
        bound=point.bound,
        proved=point.proved,
        changes=point.changes,
        filled=sum(1 for item in point.plan.assignments if item.role == "adviser"),
    )
