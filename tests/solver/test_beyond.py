"""Objectives after the six: judge and model agree, and nothing of the six is given up."""

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import HealthCheck, assume, given, settings

from solver.board import Board
from solver.check import beyond, check
from solver.formulation import formulated
from solver.plan import FURTHER, Plan
from solver.problem import Assignment, Problem, problem_document
from solver.seating import assignments_of
from solver.solve import Limits, solve
from solver.stages import aim, further_asked
from solver.start import first_values
from tests.solver.test_exhaustive import MOST_ROSTERS, own_weeks
from tests.solver.weeks import problems
from tests.solver.worlds import adviser, need, office_session, problem, student

QUICK = Limits(seconds=20, workers=1)

steady = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def plain(week: Problem) -> Problem:
    """The week without anything that asks for more than the six."""
    people = (replace(person, uncertain=False, newcomer=False) for person in week.volunteers)
    return replace(week, volunteers=tuple(people))


def reached(plan: Plan) -> tuple[float, ...]:
    """Everything that counts, in the order in which it counts; smaller is better."""
    return (*plan.objective.ranking(), *(report.value for report in plan.further))


def test_of_two_alike_the_certain_one_is_called() -> None:
    week = problem(
        adviser("ana", "spanish", uncertain=True),
        adviser("ben", "spanish"),
        adviser("eve", "spanish", uncertain=True),
        needs=(need("asylum"),),
    )
    plan = solve(week, QUICK)
    assert [item.volunteer for item in plan.assignments] == ["ben"]
    assert [(report.stage, report.value) for report in plan.further] == [("freshness", 0)]


def test_an_uncertain_hour_is_better_than_an_empty_seat() -> None:
    week = problem(adviser("ana", "spanish", uncertain=True), needs=(need("asylum"),))
    plan = solve(week, QUICK)
    assert plan.objective.coverage == 8
    assert check(week, plan).further == {"freshness": 1}


def first_timers() -> Problem:
    """Two sessions with one seat each, two newcomers and one who is none, all alike."""
    return problem(
        adviser("ana", newcomer=True, max_minutes=120),
        adviser("ben", newcomer=True, max_minutes=120),
        adviser("eve", max_minutes=120),
        sessions=(office_session("clinic"), office_session("later", start=780)),
        needs=(need("here", None, seats=2), need("there", None, session="later")),
    )


def test_newcomers_are_mixed_with_others() -> None:
    week = first_timers()
    plan = solve(week, QUICK)
    assert plan.objective.coverage == 24
    together = [Assignment(who, "clinic", "adviser", "here") for who in ("ana", "ben")]
    assert beyond(week, [*together, Assignment("eve", "later", "adviser", "there")]) == {
        "experience": 1
    }
    # One newcomer is alone whatever is done: with two sessions and one who is none.
    assert [(report.stage, report.value) for report in plan.further] == [("experience", 1)]


def test_a_supervisor_who_is_no_newcomer_is_company_enough() -> None:
    boss = adviser("boss", roles=frozenset({"supervisor"}), matters=frozenset())
    week = problem(student("sam", "spanish", newcomer=True), boss, needs=(need("asylum"),))
    assert check(week, solve(week, QUICK)).further == {"experience": 0}
    same = replace(week, volunteers=(week.volunteers[0], replace(boss, newcomer=True)))
    assert check(same, solve(same, QUICK)).further == {"experience": 1}


def test_of_two_pairs_alike_newcomers_are_split() -> None:
    week = first_timers()
    four = replace(
        week,
        volunteers=(*week.volunteers, replace(week.volunteers[2], id="kim")),
        needs=(week.needs[0], replace(week.needs[1], seats=2)),
    )
    assert [report.value for report in solve(four, QUICK).further] == [0]


def test_only_after_all_six() -> None:
    week = problem(adviser("ana", "spanish", uncertain=True), needs=(need("asylum"),))
    assert solve(week, replace(QUICK, stages=5)).further == ()
    assert solve(plain(week), QUICK).further == ()


@steady
@given(problems())
def test_what_is_reported_is_what_the_judge_counts(week: Problem) -> None:
    plan = solve(week, QUICK)
    verdict = check(week, plan)
    assert verdict.ok
    assert {report.stage: report.value for report in plan.further} == verdict.further
    assert all(report.proved and report.bound == report.value for report in plan.further)


@steady
@given(problems())
def test_nothing_of_the_six_is_given_up(week: Problem) -> None:
    assert solve(week, QUICK).objective == solve(plain(week), QUICK).objective


@steady
@given(problems())
def test_the_model_counts_what_the_judge_counts(week: Problem) -> None:
    board = Board(week)
    values = first_values(board)
    judged = beyond(week, assignments_of(board, values))
    for stage in further_asked(week, len(FURTHER) + 6):
        target = aim(board, stage)
        assert target.value(target.settle(values)) == judged[stage]


@steady
@given(problems(most_people=4, most_sessions=2))
def test_no_roster_is_better(week: Problem) -> None:
    choices = [own_weeks(week, person) for person in week.volunteers]
    rosters = 1
    for weeks in choices:
        rosters *= len(weeks)
    assume(1 < rosters <= MOST_ROSTERS)
    rankings = []
    for parts in product(*choices):
        roster = [assignment for part in parts for assignment in part]
        verdict = check(week, roster)
        if verdict.ok:
            rankings.append((*verdict.objective.ranking(), *verdict.further.values()))
    assert reached(solve(week, QUICK)) == min(rankings)


@steady
@given(problems())
def test_the_model_solved_first_is_the_same_to_the_last_row(week: Problem) -> None:
    asked, six = formulated(week).model, formulated(plain(week)).model
    assert all(map(np.array_equal, asked.bounds(), six.bounds()))
    one, other = asked.rows(), six.rows()
    assert np.array_equal(one.lower, other.lower)
    assert np.array_equal(one.upper, other.upper)
    assert one.matrix.shape == other.matrix.shape
    assert not (one.matrix != other.matrix).nnz


@steady
@given(problems())
def test_members_that_say_nothing_are_not_written(week: Problem) -> None:
    written = str(problem_document(plain(week)))
    assert not any(member in written for member in ("uncertain", "newcomer", "next_weakest"))
