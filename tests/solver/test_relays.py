"""Two interpreters in a row: who is understood through whom."""

from dataclasses import replace

import numpy as np

from solver.board import Board
from solver.check import check
from solver.entities import Assignment, Problem, Volunteer
from solver.formulation import formulated
from solver.problem import Pin, Reach, parse_problem, problem_document
from solver.solve import Limits, solve
from tests.solver.worlds import (
    INTO_SPANISH,
    MATEO,
    adviser,
    interpreter,
    need,
    office_session,
    one_interpreter_short,
    problem,
    rare_language,
    relay,
    seat,
    speaks,
)

QUICK = Limits(seconds=20, workers=1)


def broken(week: Problem, *assignments: Assignment) -> list[str]:
    return [breach.rule for breach in check(week, assignments).breaches]


def test_a_relay_is_enough_where_the_adviser_speaks_its_bridge_language() -> None:
    week = rare_language(adviser("ana", "spanish"), MATEO)
    plan = solve(week, QUICK)
    assert plan.status == "optimal"
    assert set(plan.assignments) == {seat("ana"), INTO_SPANISH}
    assert check(week, plan).ok


def test_two_in_a_row_where_the_adviser_does_not() -> None:
    week = rare_language(adviser("ana"), MATEO, interpreter("ivo", "spanish"))
    plan = solve(week, QUICK)
    assert set(plan.assignments) == {seat("ana"), INTO_SPANISH, speaks("ivo", "spanish")}
    assert broken(week, seat("ana"), INTO_SPANISH) == ["interpreters"]
    assert broken(week, seat("ana"), speaks("ivo", "spanish")) == ["interpreters"]


def test_a_relay_that_nobody_takes_further_covers_nothing() -> None:
    week = rare_language(adviser("ana"), MATEO)
    assert solve(week, QUICK).assignments == ()


def test_an_idle_relay_asks_for_nothing() -> None:
    week = rare_language(adviser("ana"), MATEO, pins=(Pin("mateo", "clinic", must=True),))
    plan = solve(week, QUICK)
    assert plan.assignments == (INTO_SPANISH,)
    assert (plan.unkept_pins, check(week, plan).breaches) == ((), ())


def test_there_is_no_chain_of_three() -> None:
    week = rare_language(
        adviser("ana"),
        relay("mateo", "mam", "spanish"),
        relay("sofia", "spanish", "french"),
        interpreter("ivo", "french"),
    )
    assert solve(week, QUICK).objective.coverage == 0
    chain = (INTO_SPANISH, speaks("sofia", "spanish", "french"), speaks("ivo", "french"))
    assert broken(week, seat("ana"), *chain) == ["interpreters"]


def two_seats(*people: Volunteer) -> Problem:
    """A seat in Mam and one in Spanish."""
    return problem(
        *people, needs=(need("rare", "mam", weight=5), need("common", "spanish", weight=8))
    )


def test_there_is_no_chain_of_three_beside_a_seat_that_is_relayed_either() -> None:
    relays = (MATEO, relay("sofia", "spanish", "french"), relay("luz", "spanish", "french"))
    french = (interpreter("ivo", "french"), interpreter("eva", "french"))
    queens = {"offices": (Reach("bronx", 15), Reach("queens", 15))}
    cleo, joy = adviser("cleo", **queens), interpreter("joy", "spanish", **queens)
    week = two_seats(adviser("ana"), adviser("ben"), cleo, joy, *relays, *french)
    elsewhere = need("elsewhere", "spanish", session="other", weight=20)
    week = replace(
        week,
        sessions=(*week.sessions, office_session("other", "queens", start=600)),
        needs=(*week.needs, elsewhere),
    )
    plan = solve(week, QUICK)
    assert (plan.objective.coverage, check(week, plan).breaches) == (28, ())


def test_one_interpreter_does_not_serve_a_seat_and_a_relay() -> None:
    week = two_seats(adviser("ana"), adviser("ben"), MATEO, interpreter("ivo", "spanish"))
    plan = solve(week, QUICK)
    assert plan.objective.coverage == 8
    everybody = (seat("ana", "rare"), seat("ben", "common"), INTO_SPANISH, speaks("ivo", "spanish"))
    verdict = check(week, everybody)
    assert [breach.rule for breach in verdict.breaches] == ["interpreters"]
    assert verdict.objective.coverage == 8


def test_two_interpreters_serve_a_seat_and_a_relay() -> None:
    two = (interpreter("ivo", "spanish"), interpreter("eva", "spanish"))
    week = two_seats(adviser("ana"), adviser("ben"), MATEO, *two)
    assert solve(week, QUICK).objective.coverage == 13


def test_who_hears_a_relay_leaves_the_interpreter_to_another_seat() -> None:
    hears = adviser("ana", "spanish", matters=frozenset({"visa"}))
    week = two_seats(hears, adviser("ben"), MATEO, interpreter("ivo", "spanish"))
    rare, common = week.needs
    plan = solve(replace(week, needs=(replace(rare, matter="visa"), common)), QUICK)
    assert plan.objective.coverage == 13


def test_a_relay_is_kept_from_one_week_to_the_next() -> None:
    others = [relay(f"other{number}") for number in range(3)]
    week = rare_language(adviser("ana", "spanish"), *others, MATEO)
    again = solve(replace(week, previous=(seat("ana"), INTO_SPANISH)), QUICK)
    assert set(again.assignments) == {seat("ana"), INTO_SPANISH}
    assert again.objective.changes == 0


def test_whoever_interprets_directly_is_no_relay() -> None:
    week = rare_language(adviser("ana", "spanish"), MATEO, interpreter("ivo", "spanish"))
    assert broken(week, speaks("mateo", "mam")) == ["skills"]
    assert broken(week, speaks("ivo", "mam", "spanish")) == ["skills"]


def test_a_pin_of_somebody_who_might_take_a_relay_further_is_no_contradiction() -> None:
    ivo = interpreter("ivo", "spanish")
    pinned = (Pin("ivo", "clinic", must=True),)
    week = rare_language(adviser("ana"), relay("mateo", windows=()), ivo, pins=pinned)
    assert parse_problem(problem_document(week)) == week
    plan = solve(week, QUICK)
    assert plan.assignments == (speaks("ivo", "spanish"),)
    assert (plan.unkept_pins, check(week, plan).breaches) == ((), ())


def test_without_relays_nobody_comes_for_a_bridge_language() -> None:
    week = rare_language(adviser("ana"), interpreter("ivo", "spanish"))
    assert [pair for pair in Board(week).pairs.role.tolist() if pair == 1] == []
    nobody = rare_language(adviser("ana"), interpreter("ivo", "spanish"), relay("m", windows=()))
    assert [pair for pair in Board(nobody).pairs.role.tolist() if pair == 1] == []


def test_relays_that_nobody_asks_for_leave_the_model_as_it_is() -> None:
    week = one_interpreter_short()
    others = tuple(
        replace(person, relays=frozenset({("mam", "twi"), ("ixil", "spanish")}))
        for person in week.volunteers
    )
    plain, more = (formulated(one).model for one in (week, replace(week, volunteers=others)))
    assert (plain.width, plain.height) == (more.width, more.height)
    assert np.array_equal(plain.rows().matrix.toarray(), more.rows().matrix.toarray())
