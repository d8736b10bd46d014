"""Why seats are empty: one reason in words each, and the funnel behind it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from solver.explain import Seat, empty_seats, funnel
from solver.problem import Assignment, Problem, Reach, Volunteer, Window
from solver.rank import candidates
from solver.solve import Limits, solve
from tests.solver.weeks import problems
from tests.solver.worlds import (
    adviser,
    interpreter,
    need,
    office_session,
    one_interpreter_short,
    problem,
    quiet_week,
    unwatched_student,
)

TUESDAY = (Window(1440, 2880),)


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((), "no_matter"),
        ((adviser("ana", windows=TUESDAY),), "no_adviser"),
        ((adviser("ana"),), "no_language"),
        (
            (adviser("ana"), interpreter("ivo", "spanish", windows=TUESDAY)),
            "language_not_available",
        ),
        ((adviser("ana"), interpreter("ivo", "spanish", max_minutes=0)), "language_used_up"),
        ((adviser("ana", "spanish", max_minutes=60),), "hours_used_up"),
        ((adviser("ana", "spanish"),), "open"),
        ((adviser("ana"), interpreter("ivo", "spanish")), "in_company"),
        (
            (adviser("ana"), adviser("bea", "spanish", max_minutes=60)),
            "language_used_up",
        ),
    ],
)
def test_the_reason_of_an_empty_seat(people: tuple[Volunteer, ...], code: str) -> None:
    (empty,) = empty_seats(problem(*people, needs=(need("asylum"),)), [])
    assert (empty.seat, empty.reason.code) == (Seat("clinic", "adviser", "asylum", "spanish"), code)


def test_those_who_could_take_it_are_those_of_the_funnel() -> None:
    seat = Seat("clinic", "adviser", "asylum", "spanish")
    spent = (adviser("ana", "spanish", max_minutes=60), adviser("bea", max_minutes=60))
    alone = problem(*spent, needs=(need("asylum"),))
    (empty,) = empty_seats(alone, [])
    assert empty.reason.text == "The one person who could take it has given the hours they pledged."
    left = {step.code: step.volunteers for step in funnel(alone, [], seat).steps}
    assert (left["available"], left["hours_left"]) == (("ana",), ())


def test_those_who_would_need_an_interpreter_are_said_to() -> None:
    spent = tuple(adviser(name, max_minutes=60) for name in ("ana", "bea"))
    (empty,) = empty_seats(
        problem(*spent, interpreter("ivo", "spanish"), needs=(need("asylum"),)), []
    )
    who = "All 2 who could take it, with an interpreter of spanish,"
    assert empty.reason.text == f"{who} have given the hours they pledged."


def test_a_student_without_a_supervisor() -> None:
    (empty,) = empty_seats(unwatched_student(), [])
    assert empty.reason.code == "no_supervisor"


def test_a_session_without_stations() -> None:
    week = replace(quiet_week(), sessions=(office_session("clinic", stations=0),))
    (empty,) = empty_seats(week, [])
    assert (empty.reason.code, empty.count, empty.weight) == ("no_station", 1, 8)


def test_someone_used_elsewhere() -> None:
    week = problem(
        adviser("ana", "spanish", offices=(Reach("bronx", 5), Reach("queens", 5))),
        sessions=(office_session("clinic"), office_session("other", "queens")),
        needs=(need("asylum"), need("there", session="other")),
    )
    (empty,) = empty_seats(week, [Assignment("ana", "other", "adviser", "there")])
    assert empty.reason.code == "used_elsewhere"


def test_intake_has_reasons_too() -> None:
    week = replace(quiet_week(), sessions=(office_session("clinic", intake=2),))
    seat = Assignment("ana", "clinic", "adviser", "asylum")
    (empty,) = empty_seats(week, [seat])
    assert (empty.seat.role, empty.count, empty.reason.code) == ("intake", 2, "no_intake_role")


def test_a_full_week_has_no_empty_seats() -> None:
    assert empty_seats(quiet_week(), [Assignment("ana", "clinic", "adviser", "asylum")]) == ()


def test_the_funnel_narrows_step_by_step() -> None:
    week = problem(
        adviser("fits", "spanish"),
        adviser("busy", "spanish"),
        adviser("spent", "spanish", max_minutes=60),
        adviser("away", "spanish", windows=()),
        adviser("far", "spanish", offices=()),
        adviser("other", "spanish", matters=frozenset()),
        adviser("mute"),
        sessions=(office_session("clinic"), office_session("also", start=600)),
        needs=(need("asylum"), need("there", session="also")),
    )
    held = Assignment("busy", "also", "adviser", "there")
    steps = funnel(week, [held], Seat("clinic", "adviser", "asylum", "spanish")).steps
    assert [(step.code, len(step.volunteers)) for step in steps] == [
        ("all", 7),
        ("language", 6),
        ("authority", 5),
        ("reach", 4),
        ("available", 3),
        ("hours_left", 2),
        ("free", 1),
    ]
    assert steps[-1].volunteers == ("fits",)


def test_interpreters_that_are_used_up_are_said_to_be() -> None:
    plan = solve(one_interpreter_short(), Limits(seconds=10, workers=1))
    (empty,) = empty_seats(one_interpreter_short(), plan.assignments)
    assert (empty.seat.need, empty.reason.code) == ("second", "language_used_up")


@settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(problems())
def test_a_proved_plan_leaves_no_seat_somebody_could_take(week: Problem) -> None:
    plan = solve(week, Limits(seconds=20, workers=1, stages=1))
    for empty in empty_seats(week, plan.assignments):
        shown = candidates(week, plan.assignments, empty.seat)
        left = funnel(week, plan.assignments, empty.seat).steps[-1].volunteers
        possible = [one.volunteer for one in shown if one.possible]
        if empty.weight:
            assert possible == []
        if empty.reason.code != "no_station":
            assert sorted(left) == sorted(possible)
