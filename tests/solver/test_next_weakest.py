"""After the weakest office the next: against every roster there is, and beside the six."""

from dataclasses import replace
from itertools import product

from hypothesis import HealthCheck, assume, given, settings

from solver.check import check, office_shares
from solver.formulation import formulated
from solver.plan import Plan
from solver.problem import Problem, parse_problem, problem_document
from solver.rules import next_weakest
from solver.solve import Limits, solve
from tests.solver.test_exhaustive import MOST_ROSTERS, own_weeks
from tests.solver.weeks import problems
from tests.solver.worlds import adviser, need, office_session, problem, quiet_week

QUICK = Limits(seconds=20, workers=1)

steady = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def asking(week: Problem) -> Problem:
    return replace(week, settings=replace(week.settings, next_weakest=True))


def shares(plan: Plan) -> tuple[float, ...]:
    return tuple(share for _, share in plan.offices)


def three_offices() -> Problem:
    """Two advisers at the same hour: the Bronx gets nothing either way, the hotline all or none."""
    sessions = tuple(
        office_session(office, office, stations=4) for office in ("bronx", "queens", "hotline")
    )
    near = {office: adviser(office).offices[0] for office in ("queens", "hotline")}
    needs = (
        need("none", "twi", session="bronx"),
        need("one", None, session="queens", weight=4, seats=2),
        need("other", None, session="hotline", weight=4, seats=2),
    )
    ways = tuple(replace(near[office], office=office) for office in near)
    people = (adviser("ana", offices=ways), adviser("ben", offices=ways))
    return problem(*people, sessions=sessions, needs=needs)


def test_an_office_that_gets_nothing_hides_no_other() -> None:
    plan = solve(asking(three_offices()), QUICK)
    assert plan.offices == (("bronx", 0.0), ("hotline", 0.5), ("queens", 0.5))
    assert [report.value for report in plan.further] == [0.5, 0.5]
    assert all(report.proved for report in plan.further)
    assert plan.objective.coverage == solve(three_offices(), QUICK).objective.coverage


def test_who_has_a_roster_is_not_moved_for_it() -> None:
    week = three_offices()
    roster = solve(week, QUICK).assignments
    again = solve(replace(asking(week), previous=roster), QUICK)
    assert set(again.assignments) == set(roster)
    assert again.further == ()


def test_a_week_that_does_not_ask_has_no_such_stage() -> None:
    assert solve(three_offices(), QUICK).further == ()


@steady
@given(problems(most_people=4, most_sessions=3))
def test_no_roster_as_good_in_coverage_has_better_shares(week: Problem) -> None:
    choices = [own_weeks(week, person) for person in week.volunteers]
    rosters = 1
    for weeks in choices:
        rosters *= len(weeks)
    assume(1 < rosters <= MOST_ROSTERS)
    best: tuple[float, tuple[float, ...]] = (0, ())
    for parts in product(*choices):
        roster = [assignment for part in parts for assignment in part]
        verdict = check(week, roster)
        if verdict.ok and verdict.objective.coverage >= best[0]:
            found = tuple(share for _, share in office_shares(week, roster))
            best = max(best, (verdict.objective.coverage, found))
    plan = solve(asking(week), replace(QUICK, stages=2))
    assert (plan.objective.coverage, shares(plan)) == best


@steady
@given(problems())
def test_the_levels_are_what_the_judge_counts(week: Problem) -> None:
    plan = solve(asking(week), QUICK)
    assert check(week, plan).ok
    lifted = [report for report in plan.further if report.stage == "next_weakest"]
    levels = [report.value for report in lifted]
    assert levels == list(shares(plan)[1 : len(levels) + 1])
    assert all(share == 1 for share in shares(plan)[len(levels) + 1 :])
    assert all(report.proved and report.bound == report.value for report in lifted)
    plain = solve(week, QUICK)
    assert plain.objective.coverage == plan.objective.coverage
    assert plain.objective.weakest_office == plan.objective.weakest_office


@steady
@given(problems())
def test_asking_changes_nothing_of_the_model_that_is_solved_first(week: Problem) -> None:
    plain, asked = formulated(week).model, formulated(asking(week)).model
    assert (plain.width, plain.height) == (asked.width, asked.height)
    assert not next_weakest.concerns(week)


def test_the_member_is_written_only_where_it_says_something() -> None:
    week = asking(quiet_week())
    assert parse_problem(problem_document(week)) == week
    assert "next_weakest" not in str(problem_document(quiet_week()))
