"""Candidates for one seat: the order, the effect, and every reason."""

from dataclasses import replace

from solver.plan import Objective
from solver.problem import Assignment, Pin, Reach, Window
from solver.rank import Candidate, Seat, candidates
from tests.solver.worlds import (
    adviser,
    interpreter,
    need,
    office_session,
    one_interpreter_short,
    problem,
    student,
)

SEAT = Seat("clinic", "adviser", "asylum", "spanish")


def codes(shown: tuple[Candidate, ...]) -> dict[str, list[str]]:
    return {one.volunteer: [reason.code for reason in one.reasons] for one in shown}


def test_the_one_who_lives_near_comes_first() -> None:
    week = problem(
        adviser("far", "spanish", offices=(Reach("bronx", 60, "ok"),)),
        adviser("near", "spanish"),
        needs=(need("asylum"),),
    )
    shown = candidates(week, [], SEAT)
    assert [one.volunteer for one in shown] == ["near", "far"]
    assert shown[0].effect == Objective(8, 1.0, 1, 0, 0, 30)
    assert shown[1].effect == Objective(8, 1.0, 1, 1, 0, 120)
    assert codes(shown)["far"] == ["speaks", "preferred_hours", "on_site", "load"]


def test_hours_not_confirmed_are_used_last() -> None:
    week = problem(
        adviser("unsure", "spanish", uncertain=True),
        adviser("sure", "spanish", offices=(Reach("bronx", 60, "ok"),)),
        needs=(need("asylum"),),
    )
    assert [one.volunteer for one in candidates(week, [], SEAT)] == ["sure", "unsure"]


def test_everyone_who_cannot_is_told_every_reason() -> None:
    week = problem(
        interpreter("no-adviser", "spanish"),
        adviser("other-matter", "spanish", matters=frozenset({"visa"})),
        adviser("other-language"),
        student("alone", "spanish"),
        adviser("away", "spanish", offices=()),
        adviser("later", "spanish", windows=(Window(600, 900),), max_minutes=60),
        adviser("never", "spanish", max_sessions_per_day=0),
        adviser("out", "spanish"),
        needs=(need("asylum"),),
        pins=(Pin("out", "clinic", must=False),),
    )
    shown = candidates(week, [], SEAT)
    assert not any(one.possible for one in shown)
    assert codes(shown) == {
        "no-adviser": ["role", "language"],
        "other-matter": ["matter"],
        "other-language": ["language"],
        "alone": ["supervision"],
        "away": ["reach"],
        "later": ["availability", "weekly_minutes"],
        "never": ["day_sessions"],
        "out": ["pinned_out"],
    }


def test_someone_busy_is_said_to_be_elsewhere() -> None:
    week = problem(
        adviser("ana", "spanish"),
        sessions=(office_session("clinic"), office_session("other", start=600)),
        needs=(need("asylum"), need("there", session="other")),
    )
    held = Assignment("ana", "other", "adviser", "there")
    (ana,) = candidates(week, [held], SEAT)
    assert [(reason.code, dict(reason.values)) for reason in ana.reasons] == [
        ("elsewhere", {"session": "other"})
    ]


def test_a_full_session_has_no_candidates() -> None:
    week = problem(adviser("ana", "spanish"), adviser("ben", "spanish"), needs=(need("asylum"),))
    full = replace(week, sessions=(office_session("clinic", stations=1),))
    shown = candidates(full, [Assignment("ben", "clinic", "adviser", "asylum")], SEAT)
    assert codes(shown)["ana"] == ["no_station", "no_seat"]


def test_an_interpreter_counts_what_the_seat_beside_gains() -> None:
    week = one_interpreter_short()
    waiting = Assignment("ana", "clinic", "adviser", "first")
    shown = candidates(week, [waiting], Seat("clinic", "interpreter", None, "twi"))
    assert (shown[0].volunteer, shown[0].effect.coverage) == ("kofi", 8)
    assert shown[0].effect.weakest_office == 8 / 13


def test_an_adviser_may_work_through_a_free_interpreter() -> None:
    week = one_interpreter_short()
    twi = Assignment("kofi", "clinic", "interpreter", None, "twi")
    shown = candidates(week, [twi], Seat("clinic", "adviser", "first", "twi"))
    assert [one.volunteer for one in shown if one.possible] == ["ana", "ben"]
    assert "through_interpreter" in codes(shown)["ana"]
