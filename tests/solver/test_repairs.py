"""What would fill an empty seat, each repair tried out by a re-solve."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from solver.check import check
from solver.explain import empty_seats
from solver.problem import Assignment, Pin, Problem, Reach, Window
from solver.repairs import Repair, Seat, repairs
from solver.solve import Limits, solve
from tests.solver.weeks import problems
from tests.solver.worlds import (
    adviser,
    interpreter,
    need,
    no_session_left,
    office_session,
    problem,
    quiet_week,
    unwatched_student,
)

SOON = Limits(seconds=10, workers=1)
SEAT = Seat("clinic", "adviser", "asylum", "spanish")


def shown(found: tuple[Repair, ...]) -> list[tuple[str, int, int]]:
    return [(repair.kind, repair.gain, repair.changes) for repair in found]


def test_a_plan_that_is_not_the_best_only_needs_solving_again() -> None:
    (repair,) = repairs(quiet_week(), [], SEAT, SOON)
    assert shown((repair,)) == [("rearrange", 8, 1)]
    assert repair.assignments == (Assignment("ana", "clinic", "adviser", "asylum"),)


def test_one_more_hour() -> None:
    week = problem(adviser("ana", "spanish", max_minutes=60), needs=(need("asylum"),))
    (repair,) = repairs(week, [], SEAT, SOON)
    assert shown((repair,)) == [("more_minutes", 8, 1)]
    assert repair.values == {"volunteer": "ana", "minutes": 60, "role": "adviser"}
    assert repair.text == "Ask ana for 60 minutes more this week, as adviser."


def test_interpreters_from_afar() -> None:
    kofi = interpreter("kofi", "spanish", offices=(), remote_offices=frozenset({"bronx"}))
    week = problem(adviser("ana"), kofi, needs=(need("asylum"),))
    assert shown(repairs(week, [], SEAT, SOON)) == [("remote_interpreters", 8, 2)]


def test_everybody_from_afar() -> None:
    ana = adviser("ana", "spanish", offices=(), remote_offices=frozenset({"bronx"}))
    week = problem(ana, needs=(need("asylum"),))
    assert shown(repairs(week, [], SEAT, SOON)) == [("remote", 8, 1)]


@pytest.mark.parametrize(("window", "kind"), [((480, 600), "earlier"), ((600, 720), "later")])
def test_an_hour_earlier_or_later(window: tuple[int, int], kind: str) -> None:
    ana = adviser("ana", "spanish", windows=(Window(*window),))
    week = problem(ana, needs=(need("asylum"),))
    assert shown(repairs(week, [], SEAT, SOON)) == [(kind, 8, 1)]


def test_a_session_does_not_move_into_its_neighbour() -> None:
    ana = adviser("ana", "spanish", windows=(Window(600, 720),))
    week = problem(
        ana,
        sessions=(office_session("clinic"), office_session("next", start=660)),
        needs=(need("asylum"),),
    )
    assert repairs(week, [], SEAT, SOON) == ()
    assert shown(repairs(week, [], SEAT, SOON, block=("clinic", "next"))) == [("later", 8, 1)]


def test_a_person_from_another_seat_and_what_that_costs() -> None:
    week = problem(
        adviser("ana", "spanish", max_minutes=120, offices=(Reach("bronx", 5), Reach("queens", 5))),
        sessions=(office_session("clinic"), office_session("other", "queens")),
        needs=(need("asylum"), need("there", session="other", weight=10)),
    )
    held = Assignment("ana", "other", "adviser", "there")
    found = {repair.kind: repair for repair in repairs(week, [held], SEAT, SOON)}
    pulled = found["pull"]
    assert (pulled.gain, pulled.values["from"], pulled.values["costs"]) == (-2, "other", 10)
    assert pulled.removed == (held,)


def test_a_pinned_person_is_left_where_they_are() -> None:
    week = problem(
        adviser("ana", "spanish", max_minutes=120),
        sessions=(office_session("clinic"), office_session("other", start=600)),
        needs=(need("asylum"), need("there", session="other")),
    )
    held = Assignment("ana", "other", "adviser", "there")
    pinned = replace(week, pins=(Pin("ana", "other", must=True),))
    assert all(repair.kind != "pull" for repair in repairs(pinned, [held], SEAT, SOON))


def test_a_supervisor_with_no_hours_left() -> None:
    week = unwatched_student()
    boss = adviser("boss", roles=frozenset({"supervisor"}), matters=frozenset(), max_minutes=60)
    with_boss = replace(week, volunteers=(*week.volunteers, boss))
    (repair,) = repairs(with_boss, [], SEAT, SOON)
    assert (repair.kind, repair.values["role"], repair.gain) == ("more_minutes", "supervisor", 8)


def test_nothing_is_shown_where_nothing_helps() -> None:
    assert repairs(no_session_left(), [], SEAT, SOON) == ()


def test_an_unknown_seat_is_an_error() -> None:
    with pytest.raises(KeyError):
        repairs(quiet_week(), [], Seat("nowhere", "adviser", "asylum"), SOON)


GIVES_WAY = {
    "rearrange": set[str](),
    "more_minutes": {"weekly_minutes"},
    "remote_interpreters": {"reach", "one_place"},
    "remote": {"reach", "one_place"},
    "earlier": {"availability", "one_place"},
    "later": {"availability", "one_place"},
    "pull": set[str](),
}
"""Rules of the unchanged week that the plan behind a repair may break: what it changes."""


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(problems())
def test_every_repair_fills_the_seat_and_says_what_it_gains(week: Problem) -> None:
    plan = solve(week, replace(SOON, stages=1))
    for empty in empty_seats(week, plan.assignments)[:3]:
        seat = empty.seat
        found = repairs(week, plan.assignments, seat, SOON)
        assert len(found) <= 3
        assert [r.gain for r in found] == sorted((r.gain for r in found), reverse=True)
        for repair in found:
            verdict = check(week, repair.assignments)
            assert {b.rule for b in verdict.breaches} <= GIVES_WAY[repair.kind]
            assert verdict.objective.coverage - plan.objective.coverage == repair.gain
            before, after = (
                sum((a.session, a.role, a.need) == (seat.session, seat.role, seat.need) for a in p)
                for p in (plan.assignments, repair.assignments)
            )
            assert after > before
