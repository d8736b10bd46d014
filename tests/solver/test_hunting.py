"""A search for one total: it is reached, or it is out of reach, as another engine says."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.families import SIZES, week
from solver.exact import Effort, Program
from solver.formulation import formulated
from solver.model import Model, Sum
from solver.problem import Problem, parse_problem
from solver.relaxation import Arrays, Relaxed, question
from solver.rules import coverage, travel
from solver.vectors import Whole
from tests.solver.asking import searched, with_weeks
from tests.solver.weeks import problems

TIGHTEN = """
import sys
import numpy as np
from solver.hunting import tightened
given = dict(np.load(sys.argv[1]))
np.savez(sys.argv[2], **tightened(given, float(given["wanted"][0])))
"""

steady = settings(
    max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def best(model: Model, total: Sum, *, larger: bool) -> tuple[Whole, int]:
    """The best values by the other engine, without any relaxation of ours, and their total."""
    outcome = Program(model).improve(
        total,
        larger=larger,
        start=None,
        effort=Effort(20, 1, 0),
        watch=lambda _values, _bound: True,
    )
    assert outcome.proved
    assert outcome.values is not None
    return outcome.values, total.value(outcome.values)


def hunted(model: Model, total: Sum, wanted: int, *, larger: bool) -> Relaxed:
    return searched(model, total, wanted, way="hunt", larger=larger)


@steady
@given(problem=problems(), below=st.integers(0, 3))
def test_what_can_be_reached_is_found_and_what_is_beyond_it_refuted(
    problem: Problem, below: int
) -> None:
    board = formulated(problem)
    total, model = coverage.objective(board), with_weeks(board)
    _, most = best(board.model, total, larger=True)
    found = hunted(model, total, most - below, larger=True)
    values = np.round(found.values[: board.model.width]).astype(np.int64)
    assert board.model.holds(values)
    assert most - below <= total.value(values) <= most
    beyond = hunted(model, total, most + 1, larger=True)
    assert beyond.bound == -math.inf
    assert not beyond.values.any()


@pytest.mark.parametrize("seed", range(3))
def test_a_sum_that_is_made_small_is_hunted_as_well(seed: int) -> None:
    board = formulated(parse_problem(week(SIZES["tiny"], seed)))
    covered = coverage.objective(board)
    _, most = best(board.model, covered, larger=True)
    board.model.hold(covered, lower=most)
    total, model = travel.objective(board), with_weeks(board)
    _, least = best(board.model, total, larger=False)
    found = hunted(model, total, least, larger=False)
    values = np.round(found.values[: board.model.width]).astype(np.int64)
    assert board.model.holds(values)
    assert total.value(values) == least
    assert hunted(model, total, least - 1, larger=False).bound == math.inf


@pytest.mark.parametrize("seed", range(6))
def test_what_is_held_holds_in_the_best_plan(seed: int, tmp_path: Path) -> None:
    board = formulated(parse_problem(week(SIZES["tiny"], seed)))
    total = coverage.objective(board)
    values, most = best(board.model, total, larger=True)
    asked = question(board.model, total, larger=True, seconds=20, way="hunt", wanted=most)
    held = held_of(asked, tmp_path)
    assert (held["lower"] <= values).all()
    assert (values <= held["upper"]).all()
    sums = rows_of(held, values)
    assert (held["row_lower"] <= sums).all()
    assert (sums <= held["row_upper"]).all()
    closer = (held["upper"] < asked["upper"]) | (held["lower"] > asked["lower"])
    exact = (held["row_lower"] == held["row_upper"]) & (asked["row_lower"] != asked["row_upper"])
    assert closer.any()
    assert exact.any()


def held_of(asked: Arrays, folder: Path) -> Arrays:
    """The model held closer, by a program of its own: the engines do not live in one."""
    given, held = folder / "given.npz", folder / "held.npz"
    np.savez(given, **asked)  # type: ignore[arg-type]
    subprocess.run([sys.executable, "-c", TIGHTEN, given, held], check=True)  # noqa: S603 - ours
    with np.load(held) as arrays:
        return dict(arrays)


def rows_of(given: Arrays, values: Whole) -> Whole:
    """What every row adds up to."""
    product = given["data"] * values[given["indices"]]
    return np.array([part.sum() for part in np.split(product, given["indptr"][1:-1])])
