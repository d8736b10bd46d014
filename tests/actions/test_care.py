"""Whose hours a run calls on last, and who is not left among newcomers alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from httpx import AsyncClient

from scheduler.actions import availability
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.planning.basis import basis_of, is_about
from scheduler.planning.problem import problem_json
from scheduler.store import demand, rosters, runs
from scheduler.store.db import open_database, transaction
from scheduler.store.directory import load_sessions
from scheduler.store.week import load_week
from tests.api.coordinators import candidates_for, week_of, words_of
from tests.conftest import SignIn
from tests.support.worlds import WORLD, Sheets, put_on_file, quiet_sheets, solve

ALIKE = ("dana", "dora", "della")
VETERANS = ("ana", "ben", "emre", "gita")


def three_alike(consultations: int) -> Sheets:
    """The quiet week with two more attorneys of Dana's kind, and so many consultations for them."""
    sheets = dict(quiet_sheets(WORLD.monday))
    (dana,) = (line for line in _lines(sheets, "volunteers") if line.startswith("Dana Levi"))
    twins = [dana.replace("Dana", n.capitalize()).replace("dana@", f"{n}@") for n in ALIKE[1:]]
    hours = [line for line in _lines(sheets, "availability") if line.startswith("dana@")]
    more = [line.replace("dana@", f"{name}@") for name in ALIKE[1:] for line in hours]
    needs = [
        line.replace("DACA,English,2", f"DACA,English,{consultations}")
        for line in _lines(sheets, "needs")
    ]
    return {
        **sheets,
        "volunteers.csv": _joined([*_lines(sheets, "volunteers"), *twins]),
        "availability.csv": _joined([*_lines(sheets, "availability"), *more]),
        "needs.csv": _joined(needs),
    }


def _lines(sheets: Sheets, name: str) -> list[str]:
    return sheets[f"{name}.csv"].decode().splitlines()


def _joined(lines: list[str]) -> bytes:
    return "\r\n".join(lines).encode()


async def numbers() -> dict[str, int]:
    """Everybody's number by the part of their address before the @."""
    week = await load_week(WORLD.monday)
    return {p.email.partition("@")[0]: number for number, p in week.volunteers.items()}


async def confirm(*names: str, at: datetime | None = None) -> None:
    found = await numbers()
    for name in names:
        await availability.confirm(found[name], at or datetime.now(UTC))


async def give_history(*names: str) -> None:
    """Each of them served on an evening of ten weeks ago."""
    now, found = datetime.now(UTC), await numbers()
    some = next(s for s in (await load_sessions()).values() if s.office == "queens")
    back = timedelta(weeks=10)
    starts, ends = some.starts - back, some.ends - back
    past = replace(some, id=0, starts=starts, ends=ends, needs=())
    async with transaction():
        session = await demand.add_session(past)
        for name in names:
            held = Placement(session, 0, found[name], Role.INTAKE)
            await rosters.add_assignment(held, f"{name}-once", starts, ends, now)


async def stages_of_the_run() -> set[str]:
    run = (await runs.runs_of(WORLD.monday))[0]
    assert run.result is not None
    return {stage.stage for stage in run.result.stages}


async def at_queens(client: AsyncClient) -> set[str]:
    seats = (await week_of(client, WORLD.monday))["seats"]
    return {s["name"].split()[0].lower() for s in seats if s["office"] == "queens" and s["name"]}


@pytest.mark.parametrize("name", ALIKE)
async def test_of_people_alike_whoever_confirmed_their_hours_is_called_on(
    app_client: AsyncClient, sign_in: SignIn, name: str
) -> None:
    await put_on_file(three_alike(2))
    await confirm(name)
    await solve(WORLD.monday)
    await sign_in(app_client, WORLD.coordinator)
    assert await at_queens(app_client) == {name}
    assert "freshness" in await stages_of_the_run()
    page = words_of((await app_client.get("/runs/1")).text)
    assert "rest on hours that were not confirmed of late" in page
    seats = (await week_of(app_client, WORLD.monday))["seats"]
    key = next(s["key"] for s in seats if s["office"] == "queens")
    other = next(n for n in ALIKE if n != name)
    one = (await candidates_for(app_client, WORLD.monday, key))[f"{other.capitalize()} Levi"]
    assert "Has not confirmed these hours of late" in [r["text"] for r in one["reasons"]]


async def test_what_holds_for_everybody_or_nobody_takes_no_time_of_the_run(
    database_address: str,
) -> None:
    async with open_database(database_address):
        await put_on_file(three_alike(2))
        await solve(WORLD.monday)
        assert await stages_of_the_run() & {"freshness", "experience"} == set()
        await confirm(*(await numbers()))
        await solve(WORLD.monday)
        assert await stages_of_the_run() & {"freshness", "experience"} == set()
    async with open_database(database_address, hours_good_days=1):
        await solve(WORLD.monday)
        assert "freshness" not in await stages_of_the_run()


async def test_hours_count_as_confirmed_as_long_as_the_installation_says(
    database_address: str,
) -> None:
    """By the day on which the week begins, so that a week stays the same while time goes on."""
    begins = datetime.combine(WORLD.monday, datetime.min.time(), UTC)
    async with open_database(database_address):
        await put_on_file(quiet_sheets(WORLD.monday))
        found = await numbers()
        await confirm("ana", at=begins - timedelta(days=55))
        await confirm("ben", at=begins - timedelta(days=57))
        assert {found["ana"]} == set(found.values()) - (await load_week(WORLD.monday)).unconfirmed
    async with open_database(database_address, hours_good_days=60):
        known = set(found.values()) - (await load_week(WORLD.monday)).unconfirmed
        assert known == {found["ana"], found["ben"]}
    async with open_database(database_address, hours_good_days=0):
        assert (await load_week(WORLD.monday)).unconfirmed == frozenset()


@pytest.mark.parametrize("veteran", ALIKE)
async def test_newcomers_are_not_left_alone_where_somebody_has_served(
    app_client: AsyncClient, sign_in: SignIn, veteran: str
) -> None:
    await put_on_file(three_alike(4))
    await give_history(*VETERANS, veteran)
    await solve(WORLD.monday)
    await sign_in(app_client, WORLD.coordinator)
    there = await at_queens(app_client)
    assert len(there) == 2
    assert veteran in there
    page = words_of((await app_client.get("/runs/1")).text)
    assert "No shift is left to newcomers alone." in page


async def test_in_the_first_weeks_nobody_counts_as_a_newcomer(database: str) -> None:
    assert database
    await put_on_file(three_alike(4))
    await give_history("della", "ana", "ben")  # of seven who advise, four never have
    await solve(WORLD.monday)
    assert "experience" not in await stages_of_the_run()


async def test_who_confirms_their_hours_makes_no_figure_of_coverage_stale(database: str) -> None:
    assert database
    await put_on_file(three_alike(2))
    before = await load_week(WORLD.monday)
    await confirm("dana")
    after = await load_week(WORLD.monday)
    assert problem_json(before) != problem_json(after)
    assert basis_of(before, ()) == basis_of(after, ())
    assert is_about(after, problem_json(before))
