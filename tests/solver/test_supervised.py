"""Parts of a supervisor: what a relaxation may let them watch over."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.check import check, score
from solver.formulation import formulated
from solver.problem import Assignment, Problem
from solver.relaxation import relax
from solver.rules import coverage
from solver.seating import values_of
from solver.solve import Limits, solve
from tests.solver.weeks import problems
from tests.solver.worlds import adviser, need, office_session, problem, student

steady = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.fixture
def divided() -> Problem:
    """One supervisor, two sessions at one time, a seat in each, and students enough for both."""
    watcher = adviser("watcher", roles=frozenset({"supervisor"}))
    sessions = (office_session("clinic"), office_session("other"))
    return problem(
        watcher,
        *(student(f"s{number}", "spanish") for number in range(6)),
        sessions=sessions,
        needs=(need("n1"), need("n2", session="other")),
    )


def test_half_a_supervisor_watches_over_half_of_a_seat(divided: Problem) -> None:
    board = formulated(divided)
    relaxed = relax(board.model, coverage.objective(board), larger=True, seconds=60)
    best = solve(divided, Limits(20, workers=1, stages=1)).objective.coverage
    assert best == 8
    assert relaxed is not None
    assert relaxed.bound == pytest.approx(best)


@pytest.mark.parametrize("seats", [(5, 0), (2, 3)])
def test_the_last_supervisor_of_a_roster_is_a_whole_one(seats: tuple[int, int]) -> None:
    """Two watch over five students where three to each may; a third of one is not to spare."""
    watchers = [adviser(f"w{number}", roles=frozenset({"supervisor"})) for number in range(2)]
    students = [student(f"s{number}", "spanish") for number in range(5)]
    names = [f"n{number}" for number, count in enumerate(seats) for _ in range(count)]
    session = replace(office_session("clinic"), stations=5)
    week = problem(
        *watchers,
        *students,
        student("elsewhere", "french"),
        sessions=(session, office_session("other")),
        needs=(
            *(need(name, seats=names.count(name)) for name in sorted(set(names))),
            need("there", session="other", language="french"),
        ),
    )
    roster = (
        *(Assignment(one.id, "clinic", "supervisor") for one in watchers),
        *(
            Assignment(one.id, "clinic", "adviser", name)
            for one, name in zip(students, names, strict=True)
        ),
    )
    again = replace(
        week, previous=roster, settings=replace(week.settings, students_per_supervisor=3)
    )
    board = formulated(again)
    relaxed = relax(board.model, coverage.objective(board), larger=True, seconds=60)
    assert relaxed is not None
    assert relaxed.bound == pytest.approx(score(again, roster).coverage)


@pytest.mark.parametrize("held", [0, 5])
@pytest.mark.parametrize("ratio", [1, 2, 3])
@pytest.mark.parametrize("seats", [(1, 2), (2, 2), (4, 1)])
def test_the_rows_allow_just_what_the_judge_does(
    ratio: int, seats: tuple[int, int], held: int
) -> None:
    """Every way to seat five students beside none, one or two supervisors.

    So many of them are `held`: they were there in the roster before.
    """
    watchers = [adviser(f"w{number}", roles=frozenset({"supervisor"})) for number in range(2)]
    students = [student(f"s{number}", "spanish") for number in range(5)]
    session = replace(office_session("clinic"), stations=5)
    needs = tuple(need(f"n{number}", seats=count) for number, count in enumerate(seats))
    week = problem(*watchers, *students, sessions=(session,), needs=needs)
    before = tuple(Assignment(one.id, "clinic", "adviser", "n0") for one in students[:held])
    few = replace(week.settings, students_per_supervisor=ratio)
    week = replace(week, settings=few, previous=before)
    board = formulated(week)
    allowed = 0
    for places in product((None, "n0", "n1"), repeat=len(students)):
        for watching in range(3):
            roster = [
                *(Assignment(one.id, "clinic", "supervisor") for one in watchers[:watching]),
                *(
                    Assignment(one.id, "clinic", "adviser", place)
                    for one, place in zip(students, places, strict=True)
                    if place
                ),
            ]
            fits = board.model.holds(values_of(board, roster))
            assert fits == (not check(week, roster).breaches)
            allowed += fits
    assert allowed


@steady
@given(problems(), st.integers(0, 2**32 - 1))
def test_whoever_is_kept_may_take_any_seat_that_they_can(week: Problem, seed: int) -> None:
    board = formulated(week)
    kept = np.zeros(board.model.width, dtype=np.bool_)
    kept[: board.pairs.count] = np.random.default_rng(seed).random(board.pairs.count) < 0.3
    expected = {flow.column for flow in board.flows if kept[flow.members].any()}
    added = board.with_seats(kept) & ~kept
    assert set(np.flatnonzero(added).tolist()) == expected
