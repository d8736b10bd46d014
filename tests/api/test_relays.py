"""A rare language through two interpreters, or through one whom the adviser understands.

At the Bronx clinic Ana advises in Spanish, so that Rosa, who interprets Mam into Spanish, is
enough. At Queens West Ben speaks English only: Luis takes it from Spanish.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from httpx import AsyncClient
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from scheduler.model.letters import LetterKind
from scheduler.planning.basis import mark_of
from scheduler.planning.replay import replay
from scheduler.planning.run import RunSettings, stages_of
from scheduler.store import questions
from scheduler.store.db import rows
from scheduler.store.letters import load_rendered
from solver.problem import parse_problem
from solver.solve import Limits
from solver.solve import solve as solve_problem
from tests.api.coordinators import (
    candidates_for,
    edit,
    page_after,
    seat_of,
    week_of,
    words_of,
)
from tests.api.volunteers import answer_path, letters_to, number_of
from tests.conftest import OpenClient, SignIn
from tests.support.worlds import WORLD, World, publish, put_on_file, relay_sheets, solve

ROSA, LUIS = "rosa@example.org", "luis@example.org"
MONDAY = WORLD.monday


@pytest.fixture
async def coordinator(app_client: AsyncClient, sign_in: SignIn, relayed_week: World) -> AsyncClient:
    """A browser in which the coordinator of the published week is signed in."""
    await sign_in(app_client, relayed_week.coordinator)
    return app_client


async def at(client: AsyncClient, office: str) -> dict[str, dict[str, Any]]:
    """Who sits at an office, by name."""
    seats = (await week_of(client, MONDAY))["seats"]
    return {seat["name"]: seat for seat in seats if seat["office"] == office}


async def texts_to(email: str, kind: LetterKind = LetterKind.INVITE) -> list[str]:
    """What a person's letters of a kind say, newest first."""
    letters = [letter for letter in await letters_to(email) if letter.kind is kind]
    rendered = [await load_rendered(letter.id) for letter in letters]
    return [letter.text for letter in rendered if letter]


# ---- planned and shown ----------------------------------------------------------------


async def test_a_run_finds_who_understands_whom(coordinator: AsyncClient) -> None:
    week = await week_of(coordinator, MONDAY)
    assert (week["seats_filled"], week["seats_wanted"], week["breaches"]) == (2, 2, [])
    bronx, queens = await at(coordinator, "bronx"), await at(coordinator, "queens")
    assert {name: seat["beside"] for name, seat in bronx.items()} == {
        "Ana Reyes": "Rosa Ajpop",
        "Rosa Ajpop": "Ana Reyes",
    }
    assert {name: seat["beside"] for name, seat in queens.items()} == {
        "Ben Okafor": "Rosa Ajpop and Luis Toj",
        "Rosa Ajpop": "Ben Okafor and Luis Toj",
        "Luis Toj": "Ben Okafor and Rosa Ajpop",
    }
    assert (queens["Rosa Ajpop"]["language"], queens["Rosa Ajpop"]["bridge"]) == ("mam", "es")
    assert (queens["Luis Toj"]["language"], queens["Luis Toj"]["bridge"]) == ("es", None)


async def test_the_pages_of_the_week_say_what_is_interpreted_into_what(
    coordinator: AsyncClient,
) -> None:
    for page in ("", "/list", "/people"):
        said = words_of((await coordinator.get(f"/weeks/{MONDAY}{page}")).text)
        assert "Mam into Spanish" in said, page
    languages = words_of((await coordinator.get(f"/weeks/{MONDAY}/languages")).text)
    assert "0 1 only into another language" in languages
    seat = (await at(coordinator, "queens"))["Ben Okafor"]
    shown = words_of((await coordinator.get(f"/weeks/{MONDAY}/seats/{seat['key']}")).text)
    assert "Ben Okafor Attorney, with Rosa Ajpop and Luis Toj" in shown


async def test_rosters_say_who_interprets_what(coordinator: AsyncClient) -> None:
    where = f"/offices/queens/rosters/{MONDAY}"
    page = words_of((await coordinator.get(where)).text)
    assert "Mam into Spanish" in page
    assert "with Ben Okafor and Luis Toj" in page
    sheet = list(csv.DictReader(io.StringIO((await coordinator.get(f"{where}/roster.csv")).text)))
    told = {row["Name"]: (row["Language"], row["Beside"]) for row in sheet}
    assert told == {
        "Ben Okafor": ("Mam", "Rosa Ajpop and Luis Toj"),
        "Rosa Ajpop": ("Mam into Spanish", "Ben Okafor and Luis Toj"),
        "Luis Toj": ("Spanish", "Ben Okafor and Rosa Ajpop"),
    }
    book = CalamineWorkbook.from_filelike(
        io.BytesIO((await coordinator.get(f"{where}/roster.xlsx")).content)
    )
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "Mam into Spanish" in cells
    pdf = PdfReader(io.BytesIO((await coordinator.get(f"{where}/roster.pdf")).content))
    assert "Mam into Spanish" in " ".join(pdf.pages[0].extract_text().split())


async def test_letters_and_one_s_own_shifts_say_it(
    relayed_week: World, open_client: OpenClient
) -> None:
    del relayed_week
    assert "Interpreting Mam into Spanish" in (await texts_to(ROSA))[0]
    assert "Interpreting Spanish" in (await texts_to(LUIS))[0]
    rosa, ana = await open_client(ROSA), await open_client("ana@example.org")
    assert "Interpreter: Mam into Spanish" in words_of((await rosa.get("/shifts")).text)
    mine = (await rosa.get("/api/shifts")).json()
    assert {(shift["language"], shift["bridge"]) for shift in mine} == {("Mam", "Spanish")}
    beside = words_of((await ana.get("/shifts")).text)
    assert "An interpreter for Mam sits with you." in beside
    assert "Rosa (interpreter, Mam into Spanish)" in beside


async def test_a_spanish_letter_says_it_in_spanish(database: str, open_client: OpenClient) -> None:
    await put_on_file(relay_sheets(MONDAY))
    await rows("UPDATE volunteer SET language = 'es' WHERE email = $1", ROSA)
    await solve(MONDAY)
    await publish(MONDAY, database)
    assert "Interpretación del mam al español" in (await texts_to(ROSA))[0]
    page = await (await open_client(ROSA)).get(await answer_path(ROSA))
    assert "del mam al español" in page.text


# ---- changed by hand ------------------------------------------------------------------


async def test_a_table_is_set_by_hand_one_after_the_other(coordinator: AsyncClient) -> None:
    queens = await at(coordinator, "queens")
    for seat in queens.values():
        await edit(coordinator, MONDAY, seat["key"], "take-out", volunteer=seat["volunteer"])

    async def put_in(key: str, name: str) -> str:
        revision = (await week_of(coordinator, MONDAY))["revision"]
        answer = await coordinator.post(
            f"/weeks/{MONDAY}/seats/{key}/put-in",
            data={"volunteer": str(queens[name]["volunteer"]), "revision": str(revision)},
        )
        return words_of(await page_after(coordinator, answer))

    seat = queens["Ben Okafor"]["key"]
    ben = (await candidates_for(coordinator, MONDAY, seat))["Ben Okafor"]
    assert (ben["grade"], ben["reasons"][0]["text"]) == (
        "with_help",
        "Does not speak Mam: two interpreters would sit with them, one after another",
    )
    page = await put_in(seat, "Ben Okafor")
    assert "Ben Okafor is in. Now choose the interpreter who sits beside them." in page
    assert "Interpreter · Mam" in page
    page = await put_in(queens["Rosa Ajpop"]["key"], "Rosa Ajpop")
    assert (
        "Rosa Ajpop is in, and interprets Mam into Spanish only. Now choose who interprets "
        "Spanish beside them." in page
    )
    assert "Interpreter · Spanish" in page
    assert len((await week_of(coordinator, MONDAY))["breaches"]) == 1
    page = await put_in(queens["Luis Toj"]["key"], "Luis Toj")
    assert "Luis Toj is in." in page
    assert (await week_of(coordinator, MONDAY))["breaches"] == []
    assert await at(coordinator, "queens") == queens


async def test_taking_out_who_takes_it_further_leaves_the_seat_not_understood(
    coordinator: AsyncClient,
) -> None:
    luis = await seat_of(coordinator, MONDAY, "Luis Toj")
    done = await edit(coordinator, MONDAY, luis["key"], "take-out", volunteer=luis["volunteer"])
    assert done["breaks"][0].endswith(
        "has 1 seat in Mam whose advisers do not speak it, and no interpreters. Rosa Ajpop "
        "interprets it into Spanish only: it takes an adviser who speaks Spanish, or one more "
        "interpreter."
    )
    refused = await coordinator.post(f"/api/weeks/{MONDAY}/publish", json={})
    assert refused.status_code in {409, 422}
    rosa = (await at(coordinator, "queens"))["Rosa Ajpop"]
    page = (await coordinator.get(f"/weeks/{MONDAY}/seats/{rosa['key']}")).text
    assert "Add an interpreter for Spanish" in page
    await coordinator.post(f"/api/weeks/{MONDAY}/undo", json={})
    assert (await week_of(coordinator, MONDAY))["breaches"] == []


async def test_who_is_not_helped_by_half_a_relay_is_not_possible(coordinator: AsyncClient) -> None:
    await rows("DELETE FROM weekly_availability WHERE volunteer = $1", await number_of(LUIS))
    queens = await at(coordinator, "queens")
    for seat in queens.values():
        await edit(coordinator, MONDAY, seat["key"], "take-out", volunteer=seat["volunteer"])
    ben = (await candidates_for(coordinator, MONDAY, queens["Ben Okafor"]["key"]))["Ben Okafor"]
    assert ben["grade"] == "not_qualified"
    bronx = await at(coordinator, "bronx")
    for seat in bronx.values():
        await edit(coordinator, MONDAY, seat["key"], "take-out", volunteer=seat["volunteer"])
    ana = (await candidates_for(coordinator, MONDAY, bronx["Ana Reyes"]["key"]))["Ana Reyes"]
    assert (ana["grade"], ana["reasons"][0]["text"]) == (
        "with_help",
        "Does not speak Mam: an interpreter would sit with them",
    )


async def test_candidates_for_the_language_are_those_who_relay_it_too(
    coordinator: AsyncClient,
) -> None:
    rosa = (await at(coordinator, "bronx"))["Rosa Ajpop"]
    await edit(coordinator, MONDAY, rosa["key"], "take-out", volunteer=rosa["volunteer"])
    found = await candidates_for(coordinator, MONDAY, rosa["key"])
    assert (found["Rosa Ajpop"]["grade"], found["Luis Toj"]["grade"]) == ("best", "not_qualified")


async def test_another_way_of_interpreting_is_a_change_that_is_written_about(
    coordinator: AsyncClient, database: str
) -> None:
    await rows("UPDATE volunteer SET relays = '[]', interprets = '{mam}' WHERE email = $1", ROSA)
    rosa = (await at(coordinator, "bronx"))["Rosa Ajpop"]
    for office in ("bronx", "queens"):
        seat = (await at(coordinator, office))["Rosa Ajpop"]
        await edit(coordinator, MONDAY, seat["key"], "put-in", volunteer=rosa["volunteer"])
    assert (await at(coordinator, "bronx"))["Rosa Ajpop"]["bridge"] is None
    await publish(MONDAY, database)
    told = [letter for letter in await letters_to(ROSA) if letter.kind is LetterKind.UPDATE]
    assert [letter.facts["changed"] for letter in told] == [["work"], ["work"]]
    assert [letter.facts["task"]["bridge"] for letter in told] == [None, None]


# ---- open, missing, asked -------------------------------------------------------------


async def test_an_open_seat_says_what_one_would_interpret_into_what(
    coordinator: AsyncClient, open_client: OpenClient, database: str
) -> None:
    for seat in (await at(coordinator, "bronx")).values():
        await edit(coordinator, MONDAY, seat["key"], "take-out", volunteer=seat["volunteer"])
    await publish(MONDAY, database)
    rosa = await open_client(ROSA)
    assert [seat["language"] for seat in (await rosa.get("/api/seats")).json()] == [
        "Mam into Spanish"
    ]
    assert "Interpreter , Mam into Spanish" in words_of((await rosa.get("/seats")).text)


async def test_an_empty_seat_says_that_the_second_interpreter_is_missing(
    app_client: AsyncClient, sign_in: SignIn, database: str
) -> None:
    assert database
    await put_on_file(relay_sheets(MONDAY, without=["luis"]))
    await solve(MONDAY)
    await sign_in(app_client, WORLD.coordinator)
    empty = next(s for s in (await week_of(app_client, MONDAY))["seats"] if s["state"] == "empty")
    assert empty["office"] == "queens"
    assert "Mam into Spanish" in empty["because"]
    assert "Spanish" in empty["because"]


async def test_capacity_and_demand_count_who_relays(coordinator: AsyncClient) -> None:
    capacity = words_of((await coordinator.get(f"/capacity?week={MONDAY}")).text)
    assert "Mam Rosa Ajpop" in capacity
    demand = words_of((await coordinator.get(f"/offices/queens/demand/{MONDAY}")).text)
    assert "1 interpreter" in demand


async def test_the_stored_problem_gives_the_same_relays_again(
    database: str, relayed_week: World
) -> None:
    assert database
    assert relayed_week
    snapshot = await questions.snapshot_of(1)
    stored = {v["id"]: v.get("relays") for v in json.loads(snapshot)["volunteers"]}
    assert stored[f"v{await number_of(ROSA)}"] == [["Mam", "Spanish"]]
    first = solve_problem(parse_problem(json.loads(snapshot)), Limits(seconds=10, workers=1))
    assert {a.bridge for a in first.assignments if a.language == "Mam"} == {"Spanish"}
    settings = RunSettings(seconds=10, workers=1)
    again = replay(snapshot, settings, stages_of(first), mark_of(first.assignments))
    assert again.same_plan
    assert again.agrees
