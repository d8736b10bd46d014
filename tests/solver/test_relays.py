"""Two interpreters in a row: who is understood through whom, and that model and judge agree."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.apart import field_of
from solver.board import Board
from solver.case import Case
from solver.check import check
from solver.entities import Assignment, Problem, Volunteer
from solver.explain import Seat, empty_seats
from solver.formulation import formulated
from solver.lagrangian import Lagrangian
from solver.newcomers import newcomers
from solver.prices import Earnings, Prices
from solver.problem import Pin, Reach, parse_problem, problem_document
from solver.rank import candidates
from solver.repairs import repairs
from solver.rules.standby import obstacles
from solver.seating import assignments_of, values_of
from solver.solve import Limits, solve
from solver.start import first_values
from solver.tongues import tongues
from solver.vectors import Whole
from tests.solver.weeks import Draw
from tests.solver.worlds import adviser, interpreter, need, office_session, problem

QUICK = Limits(seconds=20, workers=1)
COVERAGE = replace(QUICK, stages=1)

steady = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def relay(name: str, language: str = "mam", bridge: str = "spanish", **more: object) -> Volunteer:
    """Somebody who interprets one language only into another."""
    return interpreter(name, relays=frozenset({(language, bridge)}), **more)


def seat(who: str, what: str = "asylum") -> Assignment:
    return Assignment(who, "clinic", "adviser", what)


def speaks(who: str, language: str, bridge: str | None = None) -> Assignment:
    return Assignment(who, "clinic", "interpreter", None, language, bridge)


def rare_language(*people: Volunteer, **more: object) -> Problem:
    """A seat in Mam."""
    return problem(*people, needs=(need("asylum", "mam"),), **more)


def broken(week: Problem, *assignments: Assignment) -> list[str]:
    return [breach.rule for breach in check(week, assignments).breaches]


MATEO = relay("mateo")
INTO_SPANISH = speaks("mateo", "mam", "spanish")


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


# ---- what is said about it ----


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((adviser("ana", "spanish"), MATEO), "open"),
        ((adviser("ana"), MATEO, interpreter("ivo", "spanish")), "open"),
        ((adviser("ana"), MATEO), "bridge_not_available"),
        ((adviser("ana"), relay("mateo", windows=())), "language_not_available"),
        ((adviser("ana"), interpreter("ivo", "spanish")), "no_language"),
        ((adviser("ana", "spanish"), relay("mateo", max_minutes=0)), "language_used_up"),
        (
            (adviser("ana"), MATEO, interpreter("ivo", "spanish", max_minutes=0)),
            "bridge_used_up",
        ),
    ],
)
def test_the_reason_of_an_empty_seat(people: tuple[Volunteer, ...], code: str) -> None:
    (empty,) = empty_seats(rare_language(*people), [])
    assert empty.reason.code == code


def test_an_idle_relay_is_part_of_the_reason() -> None:
    week = rare_language(adviser("ana"), MATEO)
    (empty,) = empty_seats(week, [INTO_SPANISH])
    assert (empty.reason.code, dict(empty.reason.values)) == (
        "bridge_not_available",
        {"language": "mam", "bridge": "spanish"},
    )


def test_who_takes_the_relay_further_is_worth_looking_for() -> None:
    week = rare_language(adviser("ana"), MATEO)
    found = {(one.role, one.language) for one in newcomers(week, [], 9)}
    assert ("interpreter", "spanish") in found


def test_candidates_for_a_language_relay_it_where_that_is_of_use() -> None:
    both = relay("both", "mam", "french")
    both = replace(both, relays=both.relays | {("mam", "spanish")})
    week = rare_language(adviser("ana", "spanish"), both, interpreter("ivo", "mam"))
    shown = {one.volunteer: one for one in candidates(week, [seat("ana")], MAM)}
    assert (shown["both"].bridge, shown["both"].effect.coverage) == ("spanish", 8)
    assert (shown["ivo"].bridge, shown["ivo"].effect.coverage) == (None, 8)
    french = replace(MAM, bridge="french")
    into = {one.volunteer: one for one in candidates(week, [seat("ana")], french)}
    assert (into["both"].possible, into["both"].effect.coverage) == (True, 0)
    assert not into["ivo"].possible


MAM = Seat("clinic", "interpreter", None, "mam")


def test_an_adviser_may_work_through_a_relay_they_hear() -> None:
    week = rare_language(adviser("ana", "spanish"), adviser("ben"), MATEO)
    asked = Seat("clinic", "adviser", "asylum", "mam")
    shown = candidates(week, [INTO_SPANISH], asked)
    assert [one.volunteer for one in shown if one.possible] == ["ana"]


def test_a_relay_is_repaired_by_somebody_who_takes_it_further() -> None:
    ivo = interpreter("ivo", "spanish", max_minutes=60)
    week = rare_language(adviser("ana"), MATEO, ivo)
    asked = Seat("clinic", "adviser", "asylum", "mam")
    (found,) = repairs(week, [INTO_SPANISH], asked, QUICK)
    assert (found.kind, found.values["volunteer"], found.gain) == ("more_minutes", "ivo", 8)


@pytest.mark.parametrize(
    ("people", "bearers"),
    [
        ((adviser("ana"), adviser("ben"), MATEO, interpreter("ivo", "spanish")), ["ivo", "mateo"]),
        ((adviser("ana"), MATEO, relay("pedro"), interpreter("ivo", "spanish")), ["ivo"]),
        ((adviser("ana", "spanish"), MATEO, interpreter("ivo", "spanish")), ["mateo"]),
        ((adviser("ana"), MATEO), []),
    ],
)
def test_a_language_rests_on_whom_every_relay_needs(
    people: tuple[Volunteer, ...], bearers: list[str]
) -> None:
    (tongue,) = tongues(rare_language(*people), [])
    assert list(tongue.people) == bearers


def test_a_language_with_several_ways_rests_on_nobody() -> None:
    hearing = (adviser("ana", "spanish"), adviser("ben", "spanish"))
    week = rare_language(*hearing, MATEO, relay("pedro"))
    assert tongues(week, []) == ()


def test_who_stands_by_would_be_part_of_a_relay() -> None:
    people = (
        adviser("ana", "spanish"),
        adviser("ben"),
        MATEO,
        relay("pedro"),
        interpreter("ivo", "spanish"),
        interpreter("joy", "french"),
    )
    week = rare_language(*people, sessions=(office_session("clinic", standby=5),))
    hindered = obstacles(Case(week, [INTO_SPANISH]), "clinic")
    assert {name for name, why in hindered.items() if not why} == {"ana", "pedro", "ivo"}
    assert {one.volunteer for one in solve(week, QUICK).standby} == {"pedro", "ivo"}


# ---- judge and model ----

TONGUES = ("mam", "ixil", "spanish", "french", "english")


def session_of_many_tongues(seed: int) -> Problem:
    """One clinic whose people speak a little of everything."""
    draw = Draw(seed)

    def some(most: int) -> frozenset[str]:
        return frozenset(draw.sample(TONGUES, draw.randint(0, most)))

    def person(number: int) -> Volunteer:
        if draw.random() < 0.4:
            return replace(adviser(f"a{number}"), advises_in=some(2))
        direct = some(1)
        ways = [
            (one, into) for one in TONGUES for into in TONGUES[2:] if one not in {into, *direct}
        ]
        relays = frozenset(draw.sample(ways, draw.choice((0, 1, 1, 2))))
        return interpreter(f"i{number}", *direct, relays=relays)

    needs = tuple(
        need(f"n{n}", draw.choice(TONGUES[:3]), seats=draw.randint(1, 2), weight=draw.randint(1, 9))
        for n in range(draw.randint(1, 3))
    )
    people = tuple(person(number) for number in range(draw.randint(3, 7)))
    sessions = (office_session("clinic", stations=draw.randint(1, 4)),)
    return problem(*people, sessions=sessions, needs=needs)


many_tongues = st.integers(0, 2**32).map(session_of_many_tongues)


def works(week: Problem, person: Volunteer) -> Iterator[Assignment | None]:
    """Everything somebody could do in the one session, and nothing."""
    yield None
    if "adviser" in person.roles:
        yield from (seat(person.id, one.id) for one in week.needs)
        return
    yield from (speaks(person.id, language) for language in person.interprets)
    yield from (speaks(person.id, *way) for way in person.relays)


def rosters(week: Problem) -> Iterator[tuple[Assignment, ...]]:
    for parts in product(*(tuple(works(week, person)) for person in week.volunteers)):
        yield tuple(part for part in parts if part is not None)


@steady
@given(many_tongues)
def test_the_optimum_is_that_of_every_roster_there_is(week: Problem) -> None:
    verdicts = (check(week, roster) for roster in rosters(week))
    best = max(verdict.objective.coverage for verdict in verdicts if verdict.ok)
    plan = solve(week, COVERAGE)
    assert (plan.status, plan.objective.coverage) == ("optimal", best)
    assert check(week, plan).breaches == ()


@steady
@given(many_tongues, st.integers(0, 2**32))
def test_model_and_judge_agree_about_any_roster(week: Problem, seed: int) -> None:
    board = formulated(week)
    draw = Draw(seed)
    chances = [[one for one in works(week, p) if is_seated(board, one)] for p in week.volunteers]
    for _ in range(40):
        parts = [draw.choice(chance) for chance in chances]
        roster = [part for part in parts if part is not None]
        values = values_of(board, roster)
        assert len(assignments_of(board, values)) == len(roster)
        assert keeps_every_row(board, values) == check(week, roster).ok


def is_seated(board: Board, one: Assignment | None) -> bool:
    """Whether the model knows the place: nobody interprets what no seat could depend on."""
    return one is None or assignments_of(board, values_of(board, [one])) == (one,)


def keeps_every_row(board: Board, values: Whole) -> bool:
    rows = board.model.rows()
    sums = rows.matrix @ values
    return bool(np.all((rows.lower <= sums) & (sums <= rows.upper)))


@steady
@given(many_tongues)
def test_the_first_plan_keeps_the_rules(week: Problem) -> None:
    board = formulated(week)
    values = first_values(board)
    assert check(week, assignments_of(board, values)).breaches == ()
    assert keeps_every_row(board, values)
    begun = replace(week, previous=solve(week, COVERAGE).assignments)
    again = Board(begun)
    assert check(week, assignments_of(again, first_values(again))).breaches == ()


@steady
@given(many_tongues, st.floats(0, 9), st.floats(0, 9))
def test_the_bound_of_any_prices_holds(week: Problem, seats: float, spoken: float) -> None:
    optimum = solve(week, COVERAGE).objective.coverage
    prices = Prices(
        needs=dict.fromkeys((need.id for need in week.needs), seats),
        tongues={("clinic", one.language): spoken for one in week.needs if one.language},
    )
    field = field_of(week)
    bound = Earnings(field, prices).bound()
    assert bound + 1e-6 >= optimum
    assert Lagrangian(field).bound(prices) == pytest.approx(bound)


@steady
@given(many_tongues)
def test_all_six_stages_end_and_a_roster_is_kept_without_changes(week: Problem) -> None:
    plan = solve(week, QUICK)
    verdict = check(week, plan)
    assert (plan.status, verdict.breaches, verdict.objective) == ("optimal", (), plan.objective)
    again = solve(replace(week, previous=plan.assignments), replace(COVERAGE, max_changes=0))
    assert set(again.assignments) == set(plan.assignments)
