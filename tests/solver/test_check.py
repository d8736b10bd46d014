"""The judge: each hard rule broken once, and each objective counted by hand."""

from dataclasses import replace

import pytest

from solver.check import HARD_RULES, check
from solver.plan import Objective
from solver.problem import Assignment, Pin, Problem, Reach, Window
from tests.solver.worlds import (
    adviser,
    double_booked,
    interpreter,
    need,
    office_session,
    one_interpreter_short,
    problem,
    quiet_week,
    two_offices,
    unwatched_student,
    watched_student,
)


def seat(who: str, what: str | None = "asylum", where: str = "clinic") -> Assignment:
    return Assignment(who, where, "adviser", what)


def broken(week: Problem, *assignments: Assignment) -> list[tuple[str, str]]:
    return [(breach.rule, breach.sentence) for breach in check(week, assignments).breaches]


def test_a_good_plan_breaks_nothing() -> None:
    verdict = check(quiet_week(), [seat("ana")])
    assert verdict.ok
    assert verdict.objective == Objective(8, 1.0, 1, 0, 0, 30)


def test_nothing_assigned_breaks_nothing() -> None:
    assert check(quiet_week(), []).objective == Objective(0, 0.0, 0, 0, 0, 0)


def test_every_rule_has_a_sentence() -> None:
    assert all(rule.SENTENCE.endswith(".") for rule in HARD_RULES)


def test_people_sessions_and_needs_exist() -> None:
    week = quiet_week()
    assert broken(week, seat("zoe"), seat("ana", where="nowhere"), seat("ana", "visa")) == [
        ("known", "Volunteer zoe does not exist."),
        ("known", "Session nowhere does not exist."),
        ("known", "need visa does not exist."),
    ]


def test_one_role_per_session() -> None:
    week = quiet_week()
    assert ("one_role", "ana is assigned 2 times in session clinic.") in broken(
        week, seat("ana"), seat("ana")
    )


def test_one_place_at_a_time() -> None:
    assert broken(double_booked(), seat("ana", "here"), seat("ana", "there", "other")) == [
        ("one_place", "ana would be in sessions clinic and other at once.")
    ]


def test_time_to_travel() -> None:
    assert broken(two_offices(), seat("ana", "here"), seat("ana", "there", "later")) == [
        ("one_place", "ana has 15 of the 30 minutes needed between sessions clinic and later.")
    ]


def test_offices_without_a_way_between_them_share_no_day() -> None:
    week = replace(two_offices(), travel={})
    assert broken(week, seat("ana", "here"), seat("ana", "there", "later")) == [
        ("one_place", "ana cannot combine bronx and queens on one day (sessions clinic and later).")
    ]


def test_a_pause_between_remote_and_on_site() -> None:
    week = two_offices()
    afar = replace(week.volunteers[0], remote_offices=frozenset({"queens"}))
    later = replace(week.sessions[1], remote=True)
    mixed = replace(week, volunteers=(afar,), sessions=(week.sessions[0], later))
    assert broken(mixed, seat("ana", "here"), seat("ana", "there", "later")) == [
        ("one_place", "ana has 15 of the 30 minutes needed between sessions clinic and later.")
    ]


def test_two_remote_sessions_need_no_pause() -> None:
    week = two_offices()
    afar = replace(week.volunteers[0], remote_offices=frozenset({"queens", "bronx"}))
    sessions = tuple(replace(session, remote=True) for session in week.sessions)
    mixed = replace(week, volunteers=(afar,), sessions=sessions)
    assert broken(mixed, seat("ana", "here"), seat("ana", "there", "later")) == []


def test_hours_that_are_not_offered() -> None:
    week = problem(
        adviser("ana", "spanish", windows=(Window(540, 600), Window(600, 660))),
        needs=(need("asylum"),),
    )
    assert broken(week, seat("ana")) == [
        ("availability", "ana does not offer the hours of session clinic.")
    ]


def test_an_office_out_of_reach() -> None:
    week = problem(
        adviser("ana", "spanish", offices=(Reach("queens", 5),)), needs=(need("asylum"),)
    )
    assert broken(week, seat("ana")) == [
        ("reach", "ana does not reach bronx for session clinic as adviser.")
    ]


def test_the_pledge() -> None:
    week = problem(adviser("ana", "spanish", max_minutes=119), needs=(need("asylum"),))
    assert broken(week, seat("ana")) == [("weekly_minutes", "ana serves 120 of 119 minutes.")]


def test_sessions_a_day() -> None:
    week = replace(
        double_booked(), sessions=(office_session("clinic"), office_session("other", start=900))
    )
    once = replace(week, volunteers=(adviser("ana", "spanish", max_sessions_per_day=1),))
    assert broken(once, seat("ana", "here"), seat("ana", "there", "other")) == [
        ("day_sessions", "ana serves 2 sessions on day 0, and takes 1.")
    ]


def test_stations() -> None:
    week = problem(
        *(adviser(name, "spanish") for name in ("ana", "ben", "cleo")),
        needs=(need("asylum", seats=3),),
    )
    assert broken(week, seat("ana"), seat("ben"), seat("cleo")) == [
        ("stations", "Session clinic has 3 advisers and 2 stations.")
    ]


def test_seats_and_intake() -> None:
    week = problem(
        adviser("ana", "spanish"),
        adviser("ben", "spanish"),
        adviser("cleo", roles=frozenset({"intake"})),
        needs=(need("asylum"),),
    )
    assert broken(week, seat("ana"), seat("ben"), Assignment("cleo", "clinic", "intake")) == [
        ("seats", "Need asylum has 2 people and 1 seats."),
        ("seats", "Session clinic has 1 people at intake and asks for 0."),
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Assignment("ana", "clinic", "intake"), "ana is no intake."),
        (Assignment("ana", "clinic", "adviser"), "ana advises in session clinic in no need."),
        (seat("ben"), "ben does not advise on asylum (need asylum)."),
        (
            Assignment("kofi", "clinic", "interpreter"),
            "kofi interprets in session clinic in no language.",
        ),
        (Assignment("kofi", "clinic", "interpreter", None, "twi"), "kofi does not interpret twi."),
    ],
)
def test_skills(given: Assignment, sentence: str) -> None:
    week = problem(
        adviser("ana", "spanish"),
        adviser("ben", "spanish", matters=frozenset({"visa"})),
        interpreter("kofi", "spanish"),
        sessions=(office_session("clinic", intake=1),),
        needs=(need("asylum"),),
    )
    assert ("skills", sentence) in broken(week, given)


def test_students_need_a_supervisor() -> None:
    assert broken(unwatched_student(), seat("sam")) == [
        ("supervision", "Session clinic has 1 students and 0 supervisors.")
    ]
    assert broken(watched_student(), seat("sam"), Assignment("boss", "clinic", "supervisor")) == []


def test_one_interpreter_serves_one_seat() -> None:
    week = one_interpreter_short()
    twi = Assignment("kofi", "clinic", "interpreter", None, "twi")
    assert broken(week, seat("ana", "first"), twi) == []
    assert broken(week, seat("ana", "first"), seat("ben", "second"), twi) == [
        (
            "interpreters",
            "Session clinic has 2 seats in twi whose advisers do not speak it, and 1 interpreters.",
        )
    ]


def test_only_understood_seats_count() -> None:
    week = one_interpreter_short()
    twi = Assignment("kofi", "clinic", "interpreter", None, "twi")
    verdict = check(week, [seat("ana", "first"), seat("ben", "second"), twi])
    assert verdict.objective.coverage == 8


def test_any_language_is_understood_by_everyone() -> None:
    week = problem(adviser("ana"), needs=(need("asylum", None),))
    assert check(week, [seat("ana")]).objective.coverage == 8


def test_pins() -> None:
    week = quiet_week()
    inside = replace(week, pins=(Pin("ana", "clinic", must=True),))
    outside = replace(week, pins=(Pin("ana", "clinic", must=False),))
    assert broken(inside) == [("pins", "ana is pinned to session clinic.")]
    assert broken(outside, seat("ana")) == [("pins", "ana is kept out of session clinic.")]
    assert broken(inside, seat("ana")) == []


def test_the_objectives_by_hand() -> None:
    person = adviser(
        "ana",
        "spanish",
        windows=(Window(0, 10080, "if_needed"),),
        offices=(Reach("bronx", 40, "ok"),),
        max_minutes=200,
        past_minutes=500,
    )
    week = problem(
        person,
        sessions=(office_session("clinic", intake=1), office_session("far", "queens")),
        needs=(need("asylum"), need("other", session="far")),
    )
    before = Assignment("ana", "far", "adviser", "other")
    verdict = check(replace(week, previous=(before,)), [seat("ana")])
    # 240 - 200 minutes beyond half the pledge, 480 + 500 - 800 beyond the fair share
    assert verdict.objective == Objective(8, 0.0, 2, 3, 40 + 180, 80)
