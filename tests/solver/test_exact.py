"""One search by CP-SAT: what it may claim when it is stopped early."""

import math

import pytest

from benchmarks.families import SIZES, week
from solver.exact import Effort, Outcome, Program
from solver.formulation import formulated
from solver.problem import parse_problem
from solver.rules import coverage
from solver.solve import Limits, solve

WEEK = parse_problem(week(SIZES["tiny"], 5))


def searched(seconds: float, *, going: bool) -> Outcome:
    board = formulated(WEEK)
    return Program(board.model).improve(
        coverage.objective(board),
        larger=True,
        start=None,
        effort=Effort(seconds, 1, 0),
        watch=lambda _values, _bound: going,
    )


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.01, 0.03])
@pytest.mark.parametrize("going", [True, False])
def test_a_search_that_is_stopped_claims_no_bound_it_did_not_find(
    seconds: float, *, going: bool
) -> None:
    optimum = solve(WEEK, Limits(seconds=30, workers=1, stages=1)).objective.coverage
    outcome = searched(seconds, going=going)
    assert not outcome.infeasible
    assert math.isnan(outcome.bound) or outcome.bound >= optimum
