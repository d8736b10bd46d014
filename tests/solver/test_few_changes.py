"""One person out of a large week: the search around the roster, and what it is laid out in."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.families import SIZES, week
from solver.check import check, score
from solver.choices import choices_of
from solver.exact import Effort, Program
from solver.formulation import formulated
from solver.model import Model, Sum
from solver.plan import Plan
from solver.priced import Priced
from solver.problem import Pin, Problem, parse_problem
from solver.proving import go_down
from solver.pursuit import Pursuit
from solver.relaxation import relax
from solver.relaxer import Relaxer
from solver.rules import coverage, steadiness
from solver.seating import assignments_of, values_of
from solver.solve import Limits, solve
from solver.stages import aim
from solver.start import first_values
from tests.solver.weeks import problems

steady = settings(
    max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def with_one_out(seed: int) -> Problem:
    """A small week, its roster, and somebody in it no longer there."""
    problem = parse_problem(week(SIZES["tiny"], seed))
    roster = solve(problem, Limits(60, workers=1, stages=1)).assignments
    gone = roster[seed % len(roster)].volunteer
    people = (replace(one, windows=()) if one.id == gone else one for one in problem.volunteers)
    return replace(problem, previous=roster, volunteers=tuple(people))


def around(problem: Problem, seconds: float, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Solved in the way of large weeks, with at most four changes."""
    monkeypatch.setattr("solver.sift.WORTH_IT", 0)
    monkeypatch.setattr("solver.sift.FEW_PAIRS", 0)
    monkeypatch.setattr("solver.finding.RELAXED_AT_ONCE", 30)
    return solve(problem, Limits(seconds, workers=2, stages=1, max_changes=4))


@pytest.mark.parametrize("seed", range(4))
def test_a_search_around_the_roster_proves_what_a_plain_one_does(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = with_one_out(seed)
    plain = solve(problem, Limits(60, workers=1, stages=1, max_changes=4))
    plan = around(problem, 60, monkeypatch)
    assert plain.coverage_proved
    assert plan.coverage_proved
    assert plan.objective.coverage == plain.objective.coverage
    assert not check(problem, plan).breaches
    away = {person.id for person in problem.volunteers if not person.windows}
    stayed = {item for item in problem.previous if item.volunteer not in away}
    assert len(stayed ^ set(plan.assignments)) <= 4


def test_it_finds_the_best_where_no_search_could_prove_it(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = with_one_out(1)
    plain = solve(problem, Limits(60, workers=1, stages=1, max_changes=4))
    monkeypatch.setattr("solver.pursuit.FEW_PAIRS", 0)
    plan = around(problem, 3, monkeypatch)
    assert plan.objective.coverage == plain.objective.coverage <= plan.bound.coverage
    assert not check(problem, plan).breaches


def test_a_roster_that_a_new_pin_breaks_is_no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = parse_problem(week(SIZES["tiny"], 2))
    roster = solve(problem, Limits(60, workers=1, stages=1)).assignments
    apart = Pin(roster[0].volunteer, roster[0].session, must=False)
    kept_out = replace(problem, previous=roster, pins=(apart,))
    plain = solve(kept_out, Limits(60, workers=1, stages=1, max_changes=4))
    plan = around(kept_out, 60, monkeypatch)
    assert plan.coverage_proved
    assert plan.objective.coverage == plain.objective.coverage
    assert not check(kept_out, plan).breaches


def test_a_proof_from_the_bound_down_needs_no_plan() -> None:
    problem = parse_problem(week(SIZES["tiny"], 1))
    plain = solve(problem, Limits(60, workers=1, stages=1))
    board = formulated(problem)
    target = aim(board, "coverage")
    pursuit = Pursuit(board, target, Effort(60, 2, 0), lambda _values, _bound: True)
    relaxed = relax(board.model, target.total, larger=True, seconds=60)
    assert relaxed is not None
    pursuit.learn(relaxed)
    pursuit.standing.nothing_beyond(pursuit.standing.loosened(relaxed.bound))
    with Relaxer() as relaxer:
        go_down(pursuit, relaxer)
    assert plain.coverage_proved
    assert pursuit.standing.reached is None or pursuit.standing.reached <= plain.objective.coverage
    assert pursuit.standing.bound >= plain.objective.coverage
    assert pursuit.standing.closed


def test_steps_row_by_row_come_closer_where_little_may_change() -> None:
    problem = parse_problem(week(SIZES["medium"], 2))
    roster = assignments_of(board := formulated(problem), first_values(board))
    board = formulated(replace(problem, previous=roster))
    total = coverage.objective(board)
    board.model.hold(steadiness.objective(board), upper=4)
    averaged, near = (
        Priced(board, board.model, total, larger=True, near=near).relaxed(lambda: True)
        for near in (False, True)
    )
    assert averaged is not None
    assert near is not None
    assert near.bound < averaged.bound - 1


@steady
@given(problems())
def test_a_roster_as_columns_is_that_roster(problem: Problem) -> None:
    roster = solve(problem, Limits(20, workers=1, stages=1)).assignments
    again = replace(problem, previous=roster)
    board = formulated(again)
    values = values_of(board, roster)
    assert board.model.holds(values)
    assert set(assignments_of(board, values)) == set(roster)
    assert coverage.objective(board).value(values) == score(again, roster).coverage


@steady
@given(problems(), st.randoms(use_true_random=False))
def test_choices_with_fewer_columns_are_as_if_laid_out_anew(
    problem: Problem, chance: random.Random
) -> None:
    board = formulated(problem)
    known = dict(board.choices)
    for person, columns in board.people_columns():
        some = columns[[chance.random() < 0.5 for _ in columns]]
        fewer = choices_of(board, person, some)
        board.choices.clear()
        anew = choices_of(board, person, some)
        board.choices.update(known)
        for name in ("session", "day", "length", "clashing", "pledge", "most_a_day"):
            assert getattr(fewer, name) == getattr(anew, name)
        assert np.array_equal(fewer.columns, anew.columns)
        assert np.array_equal(fewer.member, anew.member)


def random_model(chance: np.random.Generator) -> Model:
    """Six columns, some closed, some open the other way, and rows of every kind."""
    model = Model()
    lower = chance.integers(-1, 2, 6)
    model.columns_between(lower, lower + chance.integers(0, 3, 6))
    for _ in range(int(chance.integers(1, 6))):
        columns = np.flatnonzero(chance.random(6) < 0.6)
        weights = chance.integers(-2, 3, len(columns))
        low = int(chance.integers(-4, 3))
        if chance.random() < 0.5:
            model.row(columns, weights, lower=low)
        else:
            model.row(columns, weights, lower=low, upper=low + int(chance.integers(0, 5)))
    closed = np.flatnonzero(chance.random(6) < 0.3)
    model.close(closed)
    return model


def every_point(model: Model) -> np.ndarray:
    lower, upper = model.bounds()
    axes = [np.arange(low, high + 1) for low, high in zip(lower, upper, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, model.width)


@steady
@given(st.integers(0, 10**6))
def test_rows_that_nothing_can_break_need_not_be_said(seed: int) -> None:
    model = random_model(np.random.default_rng(seed))
    points, binding = every_point(model), model.binding()
    sums = points @ binding.matrix.toarray().T
    kept = ((binding.lower <= sums) & (sums <= binding.upper)).all(axis=1)
    assert kept.tolist() == [model.holds(point) for point in points]


@steady
@given(st.integers(0, 10**6))
def test_the_engine_gives_back_values_of_every_column(seed: int) -> None:
    chance = np.random.default_rng(seed)
    model = random_model(chance)
    total = Sum(chance.integers(-3, 4, 6), 5)
    feasible = [point for point in every_point(model) if model.holds(point)]
    outcome = Program(model).improve(
        total, larger=True, start=None, effort=Effort(20, 1, 0), watch=lambda _values, _bound: True
    )
    assert outcome.infeasible == (not feasible)
    if outcome.values is not None:
        assert model.holds(outcome.values)
        assert total.value(outcome.values) == max(total.value(point) for point in feasible)
        assert outcome.bound == total.value(outcome.values)
