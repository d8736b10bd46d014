"""A week solved in regions: the same rules, an honest bound, and workers that may die."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest
from hypothesis import given, settings
from hypothesis.strategies import DataObject, data, floats

from benchmarks.families import SIZES, week
from solver.apart import Apart, field_of
from solver.board import Board
from solver.check import check
from solver.exchange import exchanges_of
from solver.lagrangian import Lagrangian
from solver.parts import solve_part
from solver.pool import Pool
from solver.prices import Earnings, Prices
from solver.problem import Assignment, Problem, Reach, parse_problem
from solver.progress import Progress, Telling
from solver.regional import parts_of
from solver.regions import among, cut
from solver.seating import assignments_of
from solver.solve import Limits, solve
from solver.start import first_values
from tests.solver.worlds import adviser, interpreter, need, office_session
from tests.solver.worlds import problem as asked_of

WEEK = parse_problem(week(SIZES["tiny"], 5))
LARGER = parse_problem(week(SIZES["small"], 1))
OPTIMUM = solve(WEEK, Limits(seconds=30, workers=1, stages=1)).objective.coverage


def in_regions(problem: Problem, executor: Executor) -> Apart:
    with Pool(1, 0, executor) as pool:
        apart = Apart(field_of(problem), 10, pool, Telling(None, None), size=40)
        apart.run()
    return apart


def test_regions_hold_every_office_and_every_volunteer() -> None:
    regions = cut(field_of(WEEK), pairs=40)
    assert regions.count > 1
    assert set(regions.office.tolist()) == set(range(regions.count))
    assert len(regions.volunteer) == len(WEEK.volunteers)


def test_a_week_in_regions_keeps_the_rules_and_its_bound_holds() -> None:
    with ThreadPoolExecutor(1) as executor:
        apart = in_regions(WEEK, executor)
    verdict = check(WEEK, apart.assignments)
    assert verdict.ok
    assert 0.9 * OPTIMUM <= verdict.objective.coverage <= OPTIMUM <= apart.bound


def test_any_prices_bound_the_optimum() -> None:
    field = field_of(WEEK)
    half = Prices({need.id: need.weight / 2 for need in WEEK.needs})
    assert Earnings(field, half).bound() >= OPTIMUM
    assert Earnings(field, Prices()).bound() >= OPTIMUM


def test_better_prices_bound_ever_more_closely_and_still_hold() -> None:
    field = field_of(WEEK)
    bounds = [Earnings(field, Lagrangian(field).better(steps(n))).bound() for n in (0, 10, 1000)]
    assert bounds == sorted(bounds, reverse=True)
    assert OPTIMUM <= bounds[-1] + 1e-6 <= 1.02 * OPTIMUM


def steps(most: int) -> Callable[[], bool]:
    left = iter(range(most))
    return lambda: next(left, None) is not None


@given(data())
@settings(deadline=None, max_examples=40)
def test_everybody_at_once_earns_what_each_earns_alone(data: DataObject) -> None:
    field, worth = field_of(WEEK), floats(0, 8)
    prices = Prices(
        needs={need.id: data.draw(worth) for need in WEEK.needs},
        stations={session.id: data.draw(worth) for session in WEEK.sessions},
        intake={session.id: data.draw(worth) for session in WEEK.sessions},
        watching={session.id: data.draw(worth) for session in WEEK.sessions},
        tongues={(n.session, n.language): data.draw(worth) for n in WEEK.needs if n.language},
    )
    together = Lagrangian(field).bound(prices)
    assert together == pytest.approx(Earnings(field, prices).bound())


def test_only_useful_places_and_those_taken_are_used() -> None:
    regions = cut(field_of(WEEK), pairs=10**6)
    part = parts_of(WEEK, (), regions, 20, 0)[0]
    one, *_ = solve_part(part).assignments
    other = next(item for item in solve_part(part).assignments if item.session != one.session)
    narrow = replace(part, useful=frozenset({(one.volunteer, one.session)}), taken=(other,))
    found = {(item.volunteer, item.session) for item in solve_part(narrow).assignments}
    assert found <= {(item.volunteer, item.session) for item in (one, other)}
    assert solve_part(replace(part, useful=frozenset())).assignments == ()


def test_the_one_interpreter_leaves_a_lesser_seat_for_a_region_that_needs_them() -> None:
    both = (Reach("bronx", 15), Reach("queens", 15))
    week = asked_of(
        adviser("ana"),
        adviser("ben", offices=(Reach("queens", 15),)),
        interpreter("hana", "haitian", offices=both),
        sessions=(office_session("here"), office_session("there", "queens")),
        needs=(
            need("lesser", "haitian", session="here", weight=1),
            need("greater", "haitian", session="there", weight=5),
        ),
    )
    taken = (
        Assignment("ana", "here", "adviser", "lesser", None),
        Assignment("hana", "here", "interpreter", None, "haitian"),
    )
    field = field_of(week)
    regions = cut(field, pairs=1)
    queens = int(regions.office[1])
    at_home = among(field, regions, taken, [queens], 0)
    [part] = exchanges_of(week, taken, at_home, [queens], 20, 0)
    after = solve_part(part).assignments
    assert check(week, after).objective.coverage == 5
    assert ("hana", "there") in {(item.volunteer, item.session) for item in after}


def test_nobody_new_comes_to_where_people_may_only_leave() -> None:
    field = field_of(WEEK)
    regions = cut(field, pairs=40)
    board = Board(WEEK)
    plan = assignments_of(board, first_values(board))
    for turn, region in enumerate(range(regions.count)):
        at_home = among(field, regions, plan, [region], turn)
        [part] = exchanges_of(WEEK, plan, at_home, [region], 20, turn)
        before, after = ({*items} for items in (part.taken, solve_part(part).assignments))
        assert {item for item in after - before if item.session in part.settled} == set()
        kept = {item for item in plan if item not in before}
        verdict = check(WEEK, kept | after)
        assert verdict.ok
        assert verdict.objective.coverage >= check(WEEK, plan).objective.coverage
        plan = tuple(kept | after)


class Deadly(ProcessPoolExecutor):
    """Processes that are killed as soon as they have work."""

    def submit(self, *work: object, **more: object) -> Future[object]:  # type: ignore[override]
        future = super().submit(*work, **more)  # type: ignore[arg-type]
        for process in list((self._processes or {}).values()):
            process.kill()
        return future


def test_a_killed_worker_costs_time_and_not_the_run() -> None:
    with Deadly(1, mp_context=get_context("spawn")) as executor:
        apart = in_regions(WEEK, executor)
    assert check(WEEK, apart.assignments).objective.coverage >= 0.9 * OPTIMUM


def covered(executor: Executor, rounds: int) -> list[int]:
    """What a week in regions covers, from improvement to improvement."""
    told: list[int] = []

    def note(progress: Progress) -> bool:
        if int(progress.value) not in told:
            told.append(int(progress.value))
        return len(told) <= rounds

    with Pool(2, 0, executor) as pool:
        Apart(field_of(LARGER), 60, pool, Telling(note, None), size=400).run()
    return told


def test_the_plan_is_the_same_wherever_the_parts_run() -> None:
    with (
        ThreadPoolExecutor(1) as here,
        ProcessPoolExecutor(2, mp_context=get_context("spawn")) as there,
    ):
        one, other = covered(here, 4), covered(there, 4)
    assert len(one) > 3
    assert one == other
