"""Everything that is compared hands in plans the judge accepts."""

import pytest

from benchmarks.attempts import Effort, MissingPart
from benchmarks.measuring import measured
from benchmarks.methods import METHODS, method, timefold
from benchmarks.places import Diary, Places
from benchmarks.problems import UnknownProblem, demand, document, problem
from solver.check import check
from solver.problem import Problem
from tests.solver.worlds import double_booked, one_interpreter_short, two_offices, watched_student

INSTALLED = [name for name in METHODS if not name.startswith("timefold") or timefold.is_ready()]
"""Timefold is installed by the benchmark that wants it, never by tests."""

EXACT = ["ours", "textbook", "highs"]
A_SECOND = Effort(seconds=5, workers=1)


@pytest.fixture(scope="module")
def tiny() -> Problem:
    return problem("tiny:3")


@pytest.mark.parametrize("name", INSTALLED)
def test_plans_keep_every_rule(tiny: Problem, name: str) -> None:
    attempt = method(name)(tiny, A_SECOND)
    verdict = check(tiny, attempt.assignments)
    assert verdict.breaches == ()
    assert 0 < verdict.objective.coverage <= demand(tiny)
    if attempt.bound is not None:
        assert verdict.objective.coverage <= attempt.bound + 1e-6


def test_exact_methods_agree(tiny: Problem) -> None:
    reached = {
        name: check(tiny, method(name)(tiny, A_SECOND).assignments).objective.coverage
        for name in EXACT
    }
    assert len(set(reached.values())) == 1, reached


@pytest.mark.parametrize("name", [*EXACT, "greedy", "signup"])
@pytest.mark.parametrize(
    ("world", "most"),
    [(one_interpreter_short, 8), (double_booked, 10), (two_offices, 8), (watched_student, 8)],
)
def test_small_worlds(name: str, world: type[Problem], most: int) -> None:
    week = world()
    verdict = check(week, method(name)(week, A_SECOND).assignments)
    assert verdict.ok
    assert verdict.objective.coverage <= most
    if name in EXACT:
        assert verdict.objective.coverage == most


def test_a_method_is_measured_in_a_process_of_its_own(tiny: Problem) -> None:
    row = measured("tiny:3", tiny, "greedy", A_SECOND)
    assert row.kept
    assert row.coverage > 0
    assert row.peak > 10_000_000
    assert row.seconds < 5


def test_a_method_that_fails_is_said_to(tiny: Problem) -> None:
    row = measured("tiny:3", tiny, "no_such_method", A_SECOND)
    assert not row.kept
    assert "no_such_method" in row.note


def test_without_java_timefold_says_what_is_missing(
    tiny: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingPart, match="no Java"):
        method("timefold")(tiny, A_SECOND)


def test_timefold_reads_its_start_and_hands_it_back(tiny: Problem) -> None:
    start = method("greedy")(tiny, A_SECOND).assignments
    puzzle = timefold.Puzzle(tiny, A_SECOND, start)
    seats = [row[-2:] for row in puzzle.document["seats"]]
    posts = [row[-1] for row in puzzle.document["posts"]]
    back = puzzle.assignments({"seats": seats, "posts": posts})
    assert check(tiny, back).objective.coverage == check(tiny, start).objective.coverage


def test_places_are_those_the_judge_allows(tiny: Problem) -> None:
    places = Places(tiny)
    for held in places.of_person.values():
        for place in held:
            diary = Diary(places)
            if place.role in ("intake", "supervisor") and diary.is_free(place):
                diary.take(place)
                assert check(tiny, diary.assignments).ok


def test_weeks_by_name() -> None:
    assert document("tiny:5") == document("tiny:5") != document("tiny:6")
    with pytest.raises(UnknownProblem, match="neither one of"):
        document("no-such-week")
