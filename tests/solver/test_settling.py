"""Searches that end a stage: real weeks in place of rows, cuts, and what closes columns."""

import contextlib
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.families import SIZES, week
from solver.check import check
from solver.exact import Effort, Outcome, Program
from solver.formulation import formulated
from solver.model import Model, Sum
from solver.plan import Plan
from solver.problem import Need, Office, Problem, Reach, Session, Volunteer, Window, parse_problem
from solver.relaxer import Relaxer
from solver.rules import coverage, travel
from solver.seating import assignments_of
from solver.solve import Limits, solve
from tests.solver.asking import searched, with_weeks
from tests.solver.weeks import problems

DEADLY = 4

NIGHTS = (Session("late", "bronx", 1380, 1500), Session("early", "bronx", 1450, 1570))

steady = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def exactly(model: Model, total: Sum) -> Outcome:
    return Program(model).improve(
        total, larger=True, start=None, effort=Effort(20, 1, 0), watch=lambda _values, _bound: True
    )


def night_owl() -> Problem:
    """Somebody who could serve either of two sessions that overlap across midnight."""
    one = Volunteer(
        id="ada",
        roles=frozenset({"adviser"}),
        matters=frozenset({"visa"}),
        advises_in=frozenset({"english"}),
        windows=(Window(1300, 1600, "preferred"),),
        offices=(Reach("bronx", 10, "preferred"),),
        max_minutes=600,
        max_sessions_per_day=3,
    )
    return Problem(
        offices=(Office("bronx"),),
        sessions=tuple(replace(session, stations=1) for session in NIGHTS),
        needs=tuple(Need(f"n-{s.id}", s.id, "visa", "english", 1, 1) for s in NIGHTS),
        volunteers=(one,),
    )


@steady
@given(problems())
def test_real_weeks_take_the_place_of_the_rows_that_follow_from_them(problem: Problem) -> None:
    board = formulated(problem)
    total, model = coverage.objective(board), with_weeks(board)
    found = exactly(model, total)
    assert found.proved
    assert found.values is not None
    assert found.bound == pytest.approx(exactly(board.model, total).bound)
    values = found.values[: board.model.width]
    assert board.model.holds(values)
    verdict = check(problem, assignments_of(board, values))
    assert not verdict.breaches
    assert verdict.objective.coverage == pytest.approx(found.bound)


@steady
@given(problem=problems(), below=st.integers(0, 5))
def test_branching_ends_where_the_other_engine_does(problem: Problem, below: int) -> None:
    board = formulated(problem)
    total = coverage.objective(board)
    best = round(exactly(board.model, total).bound)
    found = searched(with_weeks(board), total, max(best - below, 0))
    assert found.bound == pytest.approx(best)
    values = np.round(found.values[: board.model.width]).astype(np.int64)
    assert board.model.holds(values)
    assert total.value(values) == pytest.approx(found.bound)


def test_rows_across_midnight_stay_where_days_do_not_tell_them() -> None:
    problem = night_owl()
    board = formulated(problem)
    assert exactly(board.model, coverage.objective(board)).bound == 1
    assert exactly(with_weeks(board), coverage.objective(board)).bound == 1


def test_a_model_holds_no_values_that_break_a_row_or_a_bound() -> None:
    model = Model()
    first = model.columns(2, 0, 2)
    model.count(np.array([first, first + 1]), lower=1, upper=3)
    assert model.holds(np.array([1, 2]))
    assert not model.holds(np.array([2, 2]))
    assert not model.holds(np.array([0, 0]))
    assert not model.holds(np.array([0, 3]))


def test_a_search_that_finds_nothing_says_so() -> None:
    model = Model()
    model.columns(1, 0, 1)
    model.count(np.array([0]), lower=1)
    model.count(np.array([0]), upper=0)
    assert searched(model, Sum.single(0), 0).bound == -np.inf


def test_a_search_tells_news_on_its_way() -> None:
    board = formulated(parse_problem(week(SIZES["tiny"], 3)))
    total = travel.objective(board)
    most = Sum(-total.weights + 100, 0)
    with Relaxer() as relaxer:
        relaxer.begin(board.model, most, larger=True, seconds=20, way="whole", wanted=0)
        assert relaxer.done(30)
        news, found = relaxer.news(), relaxer.answer()
    assert found is not None
    totals = [most.value(np.round(item.values).astype(np.int64)) for item in news]
    assert totals
    assert max(totals) == pytest.approx(found.bound)
    assert not relaxer.news()


@pytest.mark.parametrize("seed", range(6))
def test_every_stage_ends_where_a_plain_search_does(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = parse_problem(week(SIZES["tiny"], seed))
    plain = solve(problem, Limits(60, workers=1))
    monkeypatch.setattr("solver.sift.WORTH_IT", 0)
    settled = solve(problem, Limits(60, workers=2))
    for plan in (plain, settled):
        assert plan.status == "optimal"
        assert not check(problem, plan).breaches
    assert _reached(settled) == _reached(plain)


def test_drop_outs_are_settled_too(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = parse_problem(week(SIZES["tiny"], 1))
    before = solve(problem, Limits(60, workers=1)).assignments
    gone = before[0].volunteer
    after = replace(
        problem,
        previous=before,
        volunteers=tuple(
            replace(one, windows=()) if one.id == gone else one for one in problem.volunteers
        ),
    )
    plain = solve(after, Limits(60, workers=1, max_changes=4))
    monkeypatch.setattr("solver.sift.WORTH_IT", 0)
    settled = solve(after, Limits(60, workers=2, max_changes=4))
    assert plain.status == settled.status == "optimal"
    assert _reached(settled) == _reached(plain)


def test_an_engine_that_is_killed_costs_time_and_not_the_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every program of the relaxations dies as it begins, the first four of them."""
    problem = parse_problem(week(SIZES["tiny"], 4))
    plain = solve(problem, Limits(60, workers=1))
    monkeypatch.setattr("solver.sift.WORTH_IT", 0)
    killed: set[int] = set()
    done = threading.Event()

    def kill() -> None:
        while len(killed) < DEADLY and not done.wait(0.01):
            for program in engines() - killed:
                os.kill(program, signal.SIGKILL)
                killed.add(program)

    killer = threading.Thread(target=kill)
    killer.start()
    plan = solve(problem, Limits(60, workers=2))
    done.set()
    killer.join()
    assert len(killed) >= DEADLY
    assert not check(problem, plan).breaches
    assert plan.status == "optimal"
    assert _reached(plan) == _reached(plain)


def engines() -> set[int]:
    """The programs beside this one that solve relaxations."""
    children = b" ".join(map(_read, Path("/proc/self/task").glob("*/children"))).decode().split()
    return {
        int(one) for one in children if b"solver.relaxer" in _read(Path(f"/proc/{one}/cmdline"))
    }


def _read(path: Path) -> bytes:
    """What a thread or program says of itself; nothing when it is gone."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return path.read_bytes()
    return b""


def _reached(plan: Plan) -> list[float]:
    return [stage.value for stage in plan.stages]
