"""Relaxations by prices: their bounds hold, and so does what they say of each column."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.families import SIZES, week
from solver.apart import field_of
from solver.best_weeks import BestWeeks
from solver.board import Board
from solver.check import check
from solver.exact import Effort, Outcome, Program
from solver.formulation import formulated
from solver.model import Model, Sum
from solver.pairs import ADVISER
from solver.priced import Priced
from solver.problem import Pin, Problem, parse_problem
from solver.relaxation import Relaxed, relax
from solver.rules import coverage, steadiness, weakest_office
from solver.seating import values_of
from solver.solve import Limits, solve
from tests.solver.weeks import problems

WEEK = parse_problem(week(SIZES["tiny"], 5))
FIELD = field_of(WEEK)
OPTIMUM = solve(WEEK, Limits(seconds=30, workers=1, stages=1)).objective.coverage
ENOUGH = 300

steady = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def priced(
    board: Board, model: Model, total: Sum, *, larger: bool, steps: int, near: bool = False
) -> Relaxed:
    left = iter(range(steps))
    goes_on = lambda: next(left, None) is not None  # noqa: E731 - a name for one expression
    relaxed = Priced(board, model, total, larger=larger, near=near).relaxed(goes_on)
    assert relaxed is not None
    return relaxed


def exactly(model: Model, total: Sum, *, larger: bool) -> Outcome:
    effort = Effort(20, 1, 0)
    return Program(model).improve(
        total, larger=larger, start=None, effort=effort, watch=lambda _values, _bound: True
    )


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_a_pair_loses_what_the_best_week_with_it_is_worth_less(seed: int) -> None:
    weeks, random = BestWeeks(FIELD), np.random.default_rng(seed)
    values = random.uniform(-3, 8, FIELD.pairs.count)
    best, _ = weeks.best(values)
    losses = weeks.losses(values)
    much = 1000.0
    for pair in random.choice(FIELD.pairs.count, 12, replace=False).tolist():
        forced = values.copy()
        forced[pair] += much
        with_it, _ = weeks.best(forced)
        assert losses[pair] == pytest.approx(best - (with_it - much))


@steady
@given(problems(), st.integers(0, ENOUGH))
def test_prices_bound_the_coverage_after_any_number_of_steps(problem: Problem, steps: int) -> None:
    board = formulated(problem)
    total = coverage.objective(board)
    best = exactly(board.model, total, larger=True)
    relaxed = priced(board, board.model, total, larger=True, steps=steps)
    assert best.proved
    assert relaxed.bound >= best.bound - 1e-6


@steady
@given(problems(), st.integers(0, ENOUGH))
def test_what_a_best_plan_uses_loses_no_more_than_there_is_room(
    problem: Problem, steps: int
) -> None:
    board = formulated(problem)
    total = coverage.objective(board)
    best = exactly(board.model, total, larger=True)
    relaxed = priced(board, board.model, total, larger=True, steps=steps)
    assert best.values is not None
    room = relaxed.bound - best.bound + 1e-6
    assert (relaxed.loss[best.values > 0] <= room).all()


@steady
@given(problems(), st.integers(1, 5), st.integers(0, ENOUGH))
def test_prices_bound_what_few_changes_can_cover(
    problem: Problem, changes: int, steps: int
) -> None:
    plan = solve(problem, Limits(seconds=20, workers=1, stages=1))
    board = formulated(replace(problem, previous=plan.assignments, pins=()))
    total = coverage.objective(board)
    board.model.hold(steadiness.objective(board), upper=changes)
    best = exactly(board.model, total, larger=True)
    relaxed = priced(board, board.model, total, larger=True, steps=steps, near=True)
    assert best.values is not None
    assert relaxed.bound >= best.bound - 1e-6
    assert (relaxed.loss[best.values > 0] <= relaxed.bound - best.bound + 1e-6).all()


@steady
@given(problems(), st.integers(0, ENOUGH))
def test_prices_bound_what_is_made_small(problem: Problem, steps: int) -> None:
    board = formulated(problem)
    covered = coverage.objective(board)
    best = exactly(board.model, covered, larger=True)
    assert best.values is not None
    board.model.hold(covered, lower=covered.value(best.values))
    total = steadiness.objective(board)
    least = exactly(board.model, total, larger=False)
    relaxed = priced(board, board.model, total, larger=False, steps=steps)
    assert relaxed.bound <= least.bound + 1e-6


def test_many_steps_come_near_the_exact_relaxation() -> None:
    board = formulated(WEEK)
    total = coverage.objective(board)
    relaxed = priced(board, board.model, total, larger=True, steps=2000)
    exact = relax(board.model, total, larger=True, seconds=60)
    assert exact is not None
    assert relaxed.bound <= exact.bound * 1.002


@steady
@given(problems(), st.integers(0, 10**6))
def test_what_a_share_implies_is_kept_by_every_plan_that_reaches_it(
    problem: Problem, parts: int
) -> None:
    board = formulated(problem)
    rows = weakest_office.OfficeRows(board)
    plan = solve(problem, Limits(seconds=20, workers=1, stages=2))
    values = values_of(board, plan.assignments)
    reached = rows.reached(values)
    assert int(reached * weakest_office.SCALE) in rows.levels()
    model = Model()
    model.columns_between(values, values)
    rows.imply(model, parts)
    matrix = model.rows()
    keeps = bool((matrix.matrix @ values >= matrix.lower).all())
    assert keeps == (reached * weakest_office.SCALE >= parts)


def crowded() -> Problem:
    """A week in which more advisers are pinned to one session than it has stations."""
    problem = parse_problem(week(SIZES["small"], 1))
    field = field_of(problem)
    pairs, people, sessions = field.pairs, problem.volunteers, problem.sessions
    for number, session in enumerate(sessions):
        there = pairs.volunteer[(pairs.session == number) & (pairs.role == ADVISER)]
        plain = [people[n] for n in np.unique(there).tolist() if people[n].roles == {"adviser"}]
        if len(plain) > session.stations > 0:
            chosen = plain[: session.stations + 1]
            pins = tuple(Pin(person.id, session.id, must=True) for person in chosen)
            return replace(problem, pins=pins)
    raise AssertionError


def test_prices_find_out_that_more_is_asked_than_there_can_be() -> None:
    board = formulated(WEEK)
    total = coverage.objective(board)
    board.model.hold(total, lower=2 * OPTIMUM)
    assert Priced(board, board.model, total, larger=True).relaxed(lambda: True) is None


@pytest.mark.parametrize("workers", [1, 2])
def test_pins_that_compete_cost_pins_and_not_the_week(workers: int) -> None:
    problem = crowded()
    plan = solve(problem, Limits(seconds=12, workers=workers, stages=1))
    assert 0 < len(plan.unkept_pins) < len(problem.pins)
    assert plan.bound.coverage >= plan.objective.coverage > 1300
    assert check(problem, plan).objective == plan.objective
