"""What holds for every week, shown on random ones."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.check import check
from solver.plan import LARGER_IS_BETTER, STAGES, Plan
from solver.problem import Problem
from solver.rank import Seat, candidates
from solver.solve import Limits, solve
from tests.solver.weeks import problems, volunteers

COVERAGE = Limits(seconds=20, workers=1, stages=1)
EVERYTHING = Limits(seconds=20, workers=1)

steady = settings(
    max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def optimum(problem: Problem) -> int:
    plan = solve(problem, COVERAGE)
    assert plan.status == "optimal"
    return plan.objective.coverage


@steady
@given(problems())
def test_a_plan_breaks_no_rule_and_is_worth_what_the_judge_says(problem: Problem) -> None:
    plan = solve(problem, EVERYTHING)
    verdict = check(problem, plan)
    assert verdict.breaches == ()
    assert verdict.objective == plan.objective
    assert [report.value for report in plan.stages] == [
        getattr(verdict.objective, stage) for stage in STAGES
    ]


@steady
@given(problems())
def test_no_bound_is_worse_than_what_was_reached(problem: Problem) -> None:
    plan = solve(problem, EVERYTHING)
    for stage in STAGES:
        value, bound = getattr(plan.objective, stage), getattr(plan.bound, stage)
        assert (bound >= value) if stage in LARGER_IS_BETTER else (bound <= value)
    assert plan.status == "optimal"


@steady
@given(problems(), volunteers("newcomer"))
def test_one_more_volunteer_never_covers_less(problem: Problem, newcomer: object) -> None:
    more = replace(problem, volunteers=(*problem.volunteers, newcomer))
    assert optimum(more) >= optimum(problem)


@steady
@given(problems(), st.data())
def test_one_need_less_costs_at_most_its_weight(problem: Problem, data: st.DataObject) -> None:
    if not problem.needs:
        return
    gone = data.draw(st.sampled_from(problem.needs))
    fewer = replace(problem, needs=tuple(need for need in problem.needs if need != gone))
    assert 0 <= optimum(problem) - optimum(fewer) <= gone.seats * gone.weight


@steady
@given(problems())
def test_whoever_was_placed_is_a_possible_candidate_for_the_seat(problem: Problem) -> None:
    plan = solve(problem, COVERAGE)
    for assignment in plan.assignments:
        rest = [other for other in plan.assignments if other != assignment]
        seat = Seat(assignment.session, assignment.role, assignment.need, assignment.language)
        for asked in (seat, replace(seat, bridge=assignment.bridge)):
            shown = {one.volunteer: one for one in candidates(problem, rest, asked)}
            assert shown[assignment.volunteer].possible


@steady
@given(problems())
def test_a_possible_candidate_breaks_nothing_and_changes_what_is_said(problem: Problem) -> None:
    plan = solve(problem, COVERAGE)
    for gone in plan.assignments:
        rest = [other for other in plan.assignments if other != gone]
        before = check(problem, rest)
        seat = Seat(gone.session, gone.role, gone.need, gone.language)
        for one in candidates(problem, rest, seat):
            if one.possible:
                moved = replace(gone, volunteer=one.volunteer, bridge=one.bridge)
                after = check(problem, [*rest, moved])
                assert set(after.breaches) <= set(before.breaches)
                gained = after.objective.coverage - before.objective.coverage
                assert one.effect.coverage == gained
                assert one.effect.travel == after.objective.travel - before.objective.travel
                assert one.effect.wishes == after.objective.wishes - before.objective.wishes
                fairer = after.objective.fair_load - before.objective.fair_load
                assert one.effect.fair_load == fairer


def with_roster(problem: Problem, plan: Plan) -> Problem:
    return replace(problem, previous=plan.assignments)


@steady
@given(problems())
def test_a_budget_of_no_changes_keeps_the_roster(problem: Problem) -> None:
    roster = solve(problem, COVERAGE)
    again = solve(with_roster(problem, roster), replace(COVERAGE, max_changes=0))
    assert set(again.assignments) == set(roster.assignments)


@steady
@given(problems())
def test_the_same_seed_on_one_worker_gives_the_same_plan(problem: Problem) -> None:
    first, second = solve(problem, COVERAGE), solve(problem, COVERAGE)
    assert first.assignments == second.assignments
