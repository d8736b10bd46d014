"""Solving named weeks: what is covered, what is proved, what is told on the way."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from benchmarks.families import SIZES, week
from solver.check import check
from solver.plan import STAGES, Plan, parse_plan, plan_document
from solver.problem import Assignment, Pin, Problem, parse_problem
from solver.progress import Progress
from solver.solve import Limits, solve
from tests.solver.worlds import (
    SHARED,
    adviser,
    double_booked,
    interpreter,
    need,
    no_session_left,
    one_interpreter_short,
    problem,
    quiet_week,
    two_offices,
    unwatched_student,
    watched_student,
)

QUICK = Limits(seconds=10, workers=1)


def solved(week: Problem, limits: Limits = QUICK) -> Plan:
    plan = solve(week, limits)
    assert check(week, plan).ok
    return plan


@pytest.mark.parametrize(
    ("week", "coverage"),
    [
        (quiet_week(), 8),
        (one_interpreter_short(), 8),
        (double_booked(), 10),
        (unwatched_student(), 0),
        (watched_student(), 8),
        (two_offices(), 8),
        (no_session_left(), 0),
        (Problem(), 0),
    ],
)
def test_named_weeks(week: Problem, coverage: int) -> None:
    plan = solved(week)
    assert (plan.objective.coverage, plan.status) == (coverage, "optimal")
    assert [report.stage for report in plan.stages] == list(STAGES)
    assert all(report.proved and report.gap == 0 for report in plan.stages)


def test_a_watched_student_sits_beside_a_supervisor() -> None:
    assert set(solved(watched_student()).assignments) == {
        Assignment("sam", "clinic", "adviser", "asylum"),
        Assignment("boss", "clinic", "supervisor"),
    }


def test_steadiness_prefers_who_was_there_before() -> None:
    week = problem(adviser("ana", "spanish"), adviser("ben", "spanish"), needs=(need("asylum"),))
    for name in ("ana", "ben"):
        before = Assignment(name, "clinic", "adviser", "asylum")
        assert solved(replace(week, previous=(before,))).assignments == (before,)


def test_an_interpreter_who_is_not_needed_stays_home() -> None:
    week = problem(
        adviser("ana", "spanish"), interpreter("ivo", "spanish"), needs=(need("asylum"),)
    )
    assert solved(week).assignments == (Assignment("ana", "clinic", "adviser", "asylum"),)


def test_a_pin_is_kept_at_a_price() -> None:
    week = replace(double_booked(), pins=(Pin("ana", "clinic", must=True),))
    assert solved(week).objective.coverage == 8


def test_pins_that_compete_are_given_up_as_few_as_possible() -> None:
    week = problem(adviser("ana", "spanish"), adviser("ben", "spanish"), needs=(need("asylum"),))
    pins = (Pin("ana", "clinic", must=True), Pin("ben", "clinic", must=True))
    plan = solve(replace(week, pins=pins), QUICK)
    assert len(plan.unkept_pins) == 1
    assert plan.objective.coverage == 8


def test_a_budget_of_changes() -> None:
    week = problem(
        adviser("ana", "spanish"), adviser("ben", "spanish"), needs=(need("asylum", seats=2),)
    )
    before = Assignment("ana", "clinic", "adviser", "asylum")
    week = replace(week, previous=(before,))
    assert solved(week, replace(QUICK, max_changes=0)).objective.coverage == 8
    assert solved(week, replace(QUICK, max_changes=1)).objective.coverage == 16


def test_what_the_problem_rules_out_costs_no_budget() -> None:
    week = problem(adviser("ana", windows=()), adviser("ben", "spanish"), needs=(need("asylum"),))
    week = replace(week, previous=(Assignment("ana", "clinic", "adviser", "asylum"),))
    assert solved(week, replace(QUICK, max_changes=1)).objective.coverage == 8


def test_progress_is_told_and_never_falls_back() -> None:
    told: list[Progress] = []
    solve(one_interpreter_short(), QUICK, told.append)
    assert [progress.stage for progress in told if progress.gap == 0]
    covered = [progress.value for progress in told if progress.stage == "coverage"]
    assert covered == sorted(covered)
    assert all(a.seconds <= b.seconds for a, b in pairwise(told))


def test_a_stop_keeps_the_best_plan() -> None:
    plan = solve(quiet_week(), QUICK, should_stop=lambda: True)
    assert plan.status == "feasible"
    assert check(quiet_week(), plan).ok
    assert plan.bound.coverage >= plan.objective.coverage


def test_returning_false_stops() -> None:
    told: list[Progress] = []

    def once(progress: Progress) -> bool:
        told.append(progress)
        return False

    plan = solve(quiet_week(), QUICK, once)
    assert len(plan.stages) == len(STAGES)
    assert {progress.stage for progress in told} == set(STAGES)


def test_stages_can_be_left_out() -> None:
    plan = solved(one_interpreter_short(), replace(QUICK, stages=2))
    assert [report.stage for report in plan.stages] == ["coverage", "weakest_office"]
    assert plan.status == "optimal"


def test_a_plan_comes_back_as_it_was_written() -> None:
    week = watched_student()
    plan = replace(solved(week), seconds=1.5)
    assert parse_plan(json.loads(json.dumps(plan_document(plan))), week) == plan


@pytest.mark.parametrize(("name", "optimum"), [("tiny", 160), ("week-offices", 2460)])
def test_known_optima_are_proved(name: str, optimum: int) -> None:
    written = SHARED / f"{name}.json"
    # Where the known problems do not lie beside the project, a week of our own is proved.
    document = json.loads(written.read_text()) if written.exists() else week(SIZES["tiny"], 1)
    plan = solved(parse_problem(document), Limits(seconds=60, stages=1))
    assert plan.status == "optimal"
    assert plan.objective.coverage == plan.bound.coverage
    assert plan.objective.coverage == optimum or not written.exists()


def test_a_time_limit_is_held() -> None:
    medium = parse_problem(week(SIZES["medium"], 3))

    def lasted(seconds: float) -> float:
        began = time.monotonic()
        solved(medium, Limits(seconds=seconds))
        return time.monotonic() - began

    # Laying out the week takes its time on a busy machine, whatever the limit.
    assert lasted(5) < 5 * 1.05 + 3 * lasted(0.1)


@pytest.mark.parametrize("module", ["problem", "plan", "check", "rank", "explain"])
def test_the_optimiser_is_loaded_only_to_solve(module: str) -> None:
    script = f"import solver, solver.{module}, sys; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603


def test_solved_again_from_its_own_plan_nobody_moves() -> None:
    problem = quiet_week()
    first = solve(problem)
    again = solve(replace(problem, previous=first.assignments))
    assert again.objective.coverage == first.objective.coverage
    assert again.objective.changes == 0
    assert set(again.assignments) == set(first.assignments)
