"""People held ready: who may be, that as many are as can be, and that the judge looks."""

import json
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

from solver.case import Case
from solver.check import check
from solver.exact import Effort
from solver.formulation import formulated
from solver.plan import Objective, Plan, parse_plan, plan_document
from solver.problem import (
    Assignment,
    Pin,
    Problem,
    ProblemFaults,
    Session,
    Standby,
    Window,
    parse_problem,
    problem_document,
)
from solver.rules.standby import obstacles
from solver.solve import Limits, solve
from solver.standby import placed
from tests.solver.weeks import problems
from tests.solver.worlds import (
    adviser,
    interpreter,
    need,
    office_session,
    problem,
    student,
    two_offices,
)

QUICK = Limits(seconds=20, workers=1)

MOST_PLACES = 12
"""Places up to which every choice of them is tried."""

steady = settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def asking(week: Problem, people: int = 2) -> Problem:
    """The week with so many people to be held ready for every session."""
    sessions = (replace(session, standby=people) for session in week.sessions)
    return replace(week, sessions=tuple(sessions))


def with_standby(plan: Plan, *standby: Standby) -> Plan:
    return replace(plan, standby=standby)


def written(*assignments: Assignment) -> Plan:
    nothing = Objective(0, 0.0, 0, 0, 0, 0)
    return Plan("feasible", assignments, nothing, nothing, 0.0, 0.0)


def two_advisers() -> Problem:
    """One seat, two who could take it, and one person to be held ready."""
    week = problem(adviser("ana", "spanish"), adviser("ben", "spanish"), needs=(need("asylum"),))
    return asking(week, 1)


SEATED = written(Assignment("ana", "clinic", "adviser", "asylum"))
READY = Standby("ben", "clinic")


def test_who_is_free_is_held_ready() -> None:
    plan = solve(two_advisers(), QUICK)
    (seated,) = plan.assignments
    (ready,) = plan.standby
    assert {seated.volunteer, ready.volunteer} == {"ana", "ben"}
    assert ready.session == "clinic"


def test_nobody_is_where_nobody_is_asked_for() -> None:
    assert solve(asking(two_advisers(), 0), QUICK).standby == ()
    assert solve(two_advisers(), replace(QUICK, stages=1)).standby == ()


def test_confirmed_hours_go_first() -> None:
    eve = adviser("eve", "spanish", uncertain=True)
    week = two_advisers()
    week = replace(week, volunteers=(eve, *week.volunteers))
    assert placed(week, SEATED.assignments, Effort(5, 1, 0)) == (READY,)


def test_who_was_held_ready_before_goes_even_before_confirmed_hours() -> None:
    week = two_advisers()
    eve = adviser("eve", "spanish", uncertain=True)
    told = Standby("eve", "clinic")
    week = replace(week, volunteers=(*week.volunteers, eve), previous_standby=(told,))
    assert placed(week, SEATED.assignments, Effort(5, 1, 0)) == (told,)
    assert parse_problem(json.loads(json.dumps(problem_document(week)))) == week


def test_a_former_standby_of_nobody_known_is_a_fault_by_its_path() -> None:
    week = replace(two_advisers(), previous_standby=(Standby("zoe", "clinic"),))
    with pytest.raises(ProblemFaults, match=r"previous_standby\[0\]\.volunteer"):
        parse_problem(problem_document(week))


def test_what_hinders_people_is_known_one_by_one() -> None:
    week = replace(ben(max_minutes=100), pins=())
    assert obstacles(Case(week, SEATED.assignments), "clinic") == {
        "ana": "serves",
        "ben": "too_often",
    }
    ready = Case(two_advisers(), SEATED.assignments, (READY,))
    assert obstacles(ready, "clinic")["ben"] == ""


def ben(**more: object) -> Problem:
    week = two_advisers()
    return replace(week, volunteers=(week.volunteers[0], adviser("ben", "spanish", **more)))


@pytest.mark.parametrize(
    ("week", "standby", "sentence"),
    [
        (two_advisers(), Standby("ana", "clinic"), "ana serves in session clinic already."),
        (two_advisers(), Standby("zoe", "clinic"), "Volunteer zoe does not exist."),
        (two_advisers(), Standby("ben", "nowhere"), "Session nowhere does not exist."),
        (
            asking(two_advisers(), 0),
            READY,
            "Session clinic has 1 on standby and asks for 0.",
        ),
        (
            replace(two_advisers(), pins=(Pin("ben", "clinic", must=False),)),
            READY,
            "ben is kept out of session clinic.",
        ),
        (ben(windows=(Window(0, 600),)), READY, "ben does not offer the hours of session clinic."),
        (ben(offices=()), READY, "ben cannot be there for session clinic."),
        (ben(matters=frozenset({"visa"})), READY, "ben has nothing to do in session clinic."),
        (ben(advises_in=frozenset({"twi"})), READY, "ben has nothing to do in session clinic."),
        (ben(roles=frozenset({"student"})), READY, "ben has nothing to do in session clinic."),
        (ben(roles=frozenset({"supervisor"})), READY, "ben has nothing to do in session clinic."),
        (ben(max_minutes=100), READY, "ben would serve 120 of 100 minutes."),
        (
            ben(max_sessions_per_day=0),
            READY,
            "ben is on standby on a day with as many shifts as they take.",
        ),
    ],
)
def test_the_judge_says_what_is_wrong(week: Problem, standby: Standby, sentence: str) -> None:
    breaches = check(week, with_standby(SEATED, standby)).breaches
    assert [breach.sentence for breach in breaches] == [sentence]
    found = placed(week, SEATED.assignments, Effort(5, 1, 0))
    assert standby not in found


def test_once_a_day() -> None:
    later = office_session("later", start=780)
    week = asking(replace(two_advisers(), sessions=(office_session("clinic"), later)), 1)
    week = replace(week, needs=(*week.needs, need("there", session="later")))
    both = with_standby(SEATED, READY, Standby("ben", "later"))
    assert [breach.sentence for breach in check(week, both).breaches] == [
        "ben is on standby 2 times on one day."
    ]


def test_across_midnight_nobody_is_wanted_twice_at_once() -> None:
    night = Session("night", "bronx", 1380, 1560, stations=1, standby=1)
    dawn = Session("dawn", "bronx", 1500, 1620, stations=1, standby=1)
    week = problem(
        adviser("ben", "spanish", max_minutes=600),
        sessions=(night, dawn),
        needs=(need("one", session="night", seats=1), need("two", session="dawn", seats=1)),
    )
    nobody = written()
    both = with_standby(nobody, Standby("ben", "night"), Standby("ben", "dawn"))
    assert [breach.sentence for breach in check(week, both).breaches] == [
        "ben is on standby for dawn and night at once."
    ]
    assert len(placed(week, (), Effort(5, 1, 0))) == 1


def test_time_to_get_there_counts() -> None:
    week = asking(two_offices(), 1)
    plan = written(Assignment("ana", "clinic", "adviser", "here"))
    breaches = check(week, with_standby(plan, Standby("ana", "later"))).breaches
    assert [breach.sentence for breach in breaches] == ["ana cannot be there for session later."]


def test_an_interpreter_and_a_student_can_be_of_use() -> None:
    boss = adviser("boss", roles=frozenset({"supervisor"}), matters=frozenset())
    week = problem(
        student("sam", "spanish"),
        student("tom", "spanish"),
        boss,
        interpreter("ivo", "spanish"),
        needs=(need("asylum"),),
    )
    plan = solve(asking(week, 5), QUICK)
    assert len(plan.assignments) == 2
    assert {item.volunteer for item in plan.standby} == {"sam", "tom", "ivo"} - {
        item.volunteer for item in plan.assignments
    }


def places(week: Problem, plan: Plan) -> list[Standby]:
    """Every single place on standby that the judge allows."""
    everyone = [
        Standby(person.id, session.id) for person in week.volunteers for session in week.sessions
    ]
    return [one for one in everyone if check(week, with_standby(plan, one)).ok]


@steady
@given(problems())
def test_judge_and_placing_agree_on_who_could_stand_by(week: Problem) -> None:
    """One session asks at a time, for everybody: whoever could is placed, and nobody else."""
    plan = solve(week, replace(QUICK, stages=1))
    for chosen in week.sessions:
        one = replace(
            week,
            sessions=tuple(
                replace(session, standby=99 if session == chosen else 0)
                for session in week.sessions
            ),
        )
        found = placed(one, plan.assignments, Effort(5, 1, 0))
        assert set(found) == set(places(one, plan))


@steady
@given(problems(most_people=6, most_sessions=5))
def test_as_many_stand_by_as_can(week: Problem) -> None:
    week = asking(week, 1)
    plan = solve(week, QUICK)
    assert check(week, plan).ok
    free = places(week, plan)[:MOST_PLACES]
    for size in range(len(free), len(plan.standby), -1):
        for some in combinations(free, size):
            assert not check(week, with_standby(plan, *some)).ok


@steady
@given(problems())
def test_standing_by_moves_nobody(week: Problem) -> None:
    plain, asked = formulated(week).model, formulated(asking(week)).model
    assert (plain.width, plain.height) == (asked.width, asked.height)
    first, second = solve(week, QUICK), solve(asking(week), QUICK)
    assert first.assignments == second.assignments


@steady
@given(problems())
def test_week_and_plan_come_back_as_they_were_written(week: Problem) -> None:
    week = asking(week, 1)
    assert parse_problem(json.loads(json.dumps(problem_document(week)))) == week
    plan = replace(solve(week, QUICK), seconds=1.5)
    assert parse_plan(json.loads(json.dumps(plan_document(plan))), week) == plan
