"""What each change of a roster buys: the best coverage for a rising budget of changes.

A change is one difference from the previous roster: somebody put in, or somebody
taken out; a person who takes over from another counts as two.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from solver.entities import Assignment, Problem
from solver.plan import Plan
from solver.progress import ShouldStop
from solver.solve import Limits, solve

__all__ = ["BUDGETS", "FrontierPoint", "frontier"]

BUDGETS: Final = (0, 1, 2, 3, 5, 10)
"""Budgets a coordinator can still oversee."""

A_MINUTE: Final = Limits(seconds=60)

OnPoint = Callable[[int, int], None]
"""Told how many budgets are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best plan within a budget of `moves` differences from the previous roster.

    `coverage` is what it covers, `bound` what no plan within the budget exceeds,
    `proved` that the two are equal. `changes` is how many differences it has; more
    than `moves` only where the problem no longer allows the previous roster.
    """

    moves: int
    coverage: int
    bound: int
    proved: bool
    changes: int
    plan: Plan


def frontier(
    problem: Problem,
    previous: Iterable[Assignment],
    budgets: Iterable[int] = BUDGETS,
    limits: Limits = A_MINUTE,
    on_point: OnPoint | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[FrontierPoint, ...]:
    """One point for each budget, smallest first; a larger budget never covers less.

    `limits.seconds` is for all points together. After a stop the budgets that were
    not reached have no point.
    """
    asked = sorted({budget for budget in budgets if budget >= 0})
    roster = replace(problem, previous=tuple(previous))
    points = list(_points(roster, asked, limits, on_point, should_stop))
    return tuple(_with_bounds(points))


def _points(
    roster: Problem,
    asked: list[int],
    limits: Limits,
    on_point: OnPoint | None,
    should_stop: ShouldStop | None,
) -> Iterator[FrontierPoint]:
    ends = time.monotonic() + limits.seconds
    best: Plan | None = None
    for number, moves in enumerate(asked):
        if should_stop is not None and should_stop():
            return
        share = max(ends - time.monotonic(), 0.1) / (len(asked) - number)
        within = replace(limits, seconds=share, stages=1, max_changes=moves)
        found = solve(roster, within, should_stop=should_stop)
        # A plan of few changes is a plan of more changes, too.
        if best is None or found.objective.coverage > best.objective.coverage:
            best = found
        coverage, bound = best.objective.coverage, max(found.bound.coverage, 0)
        proved = coverage == bound
        yield FrontierPoint(moves, coverage, bound, proved, best.objective.changes, best)
        if on_point is not None:
            on_point(number + 1, len(asked))


def _with_bounds(points: list[FrontierPoint]) -> list[FrontierPoint]:
    """What bounds a larger budget bounds a smaller one as well."""
    least: int | None = None
    for number in range(len(points) - 1, -1, -1):
        point = points[number]
        least = point.bound if least is None else min(least, point.bound)
        proved = point.coverage == least
        points[number] = replace(point, bound=least, proved=proved)
    return points
