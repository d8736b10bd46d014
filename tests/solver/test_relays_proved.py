"""Relays in model and judge: the same plans are allowed, the best one is found, bounds hold."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.families import SIZES
from benchmarks.families import week as made_up
from solver.apart import Apart, field_of
from solver.board import Board
from solver.check import check
from solver.entities import Assignment, Problem, Volunteer
from solver.formulation import formulated
from solver.lagrangian import Lagrangian
from solver.pool import Pool
from solver.prices import Earnings, Prices
from solver.problem import parse_problem
from solver.progress import Telling
from solver.seating import assignments_of, values_of
from solver.solve import Limits, solve
from solver.start import first_values
from solver.vectors import Whole
from tests.solver.weeks import Draw
from tests.solver.worlds import adviser, interpreter, need, office_session, problem, seat, speaks

QUICK = Limits(seconds=20, workers=1)
COVERAGE = replace(QUICK, stages=1)

steady = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


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


def relayed_into_spanish(week: Problem) -> Problem:
    """Whoever interprets something into whatever is spoken does so only into Spanish."""
    kept = frozenset({"spanish", "english"})

    def changed(person: Volunteer) -> Volunteer:
        return replace(
            person,
            advises_in=person.advises_in & kept,
            interprets=person.interprets & kept,
            relays=frozenset((language, "spanish") for language in person.interprets - kept),
        )

    return replace(week, volunteers=tuple(changed(person) for person in week.volunteers))


def test_a_week_in_regions_keeps_the_rules_and_its_bound_holds() -> None:
    week = relayed_into_spanish(parse_problem(made_up(SIZES["tiny"], 5)))
    optimum = solve(week, COVERAGE).objective.coverage
    with ThreadPoolExecutor(1) as executor, Pool(1, 0, executor) as pool:
        apart = Apart(field_of(week), 10, pool, Telling(None, None), size=40)
        apart.run()
    verdict = check(week, apart.assignments)
    assert verdict.breaches == ()
    assert 0.9 * optimum <= verdict.objective.coverage <= optimum <= apart.bound
