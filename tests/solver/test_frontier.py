"""What each change of a roster buys."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings

from solver.check import check
from solver.frontier import BUDGETS, frontier
from solver.problem import Assignment, Problem
from solver.solve import Limits, solve
from tests.solver.weeks import problems
from tests.solver.worlds import adviser, need, office_session, problem, quiet_week

SOON = Limits(seconds=20, workers=1)
ANA = Assignment("ana", "clinic", "adviser", "asylum")


def test_one_change_fills_the_one_seat() -> None:
    points = frontier(quiet_week(), [], (1, 0), SOON)
    assert [(p.moves, p.coverage, p.bound, p.proved, p.changes) for p in points] == [
        (0, 0, 0, True, 0),
        (1, 8, 8, True, 1),
    ]


def test_a_swap_is_two_changes() -> None:
    week = problem(
        adviser("ana", "spanish", max_minutes=120),
        adviser("ben", "spanish"),
        sessions=(office_session("clinic"), office_session("other", start=1980, stations=1)),
        needs=(need("asylum"), need("more", session="other", weight=9)),
    )
    only_ana = replace(
        week,
        volunteers=(
            week.volunteers[0],
            replace(week.volunteers[1], windows=(replace(week.volunteers[1].windows[0], end=800),)),
        ),
    )
    points = frontier(only_ana, [ANA], (0, 1, 2, 3), SOON)
    assert [(p.moves, p.coverage) for p in points] == [(0, 8), (1, 8), (2, 9), (3, 17)]


def test_a_roster_the_week_no_longer_allows_costs_more_than_the_budget() -> None:
    week = problem(adviser("ben", "spanish"), needs=(need("asylum"),))
    (point,) = frontier(week, [ANA], (0,), SOON)
    assert (point.moves, point.coverage, point.changes) == (0, 0, 1)


def test_a_stop_keeps_the_points_that_are_there() -> None:
    done: list[int] = []
    points = frontier(
        quiet_week(),
        [],
        (0, 1, 2),
        SOON,
        on_point=lambda number, _: done.append(number),
        should_stop=lambda: bool(done),
    )
    assert [p.moves for p in points] == [0]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(problems())
def test_more_changes_never_cover_less(week: Problem) -> None:
    roster = solve(replace(week, needs=week.needs[1:]), replace(SOON, stages=1)).assignments
    points = frontier(week, roster, BUDGETS, SOON)
    assert [p.moves for p in points] == list(BUDGETS)
    for earlier, later in pairwise(points):
        assert earlier.coverage <= later.coverage
        assert earlier.bound <= later.bound
    for point in points:
        verdict = check(replace(week, previous=roster), point.plan)
        assert verdict.breaches == ()
        assert verdict.objective.coverage == point.coverage
        assert point.coverage <= point.bound
        assert verdict.objective.changes == point.changes <= point.moves
        assert point.proved
