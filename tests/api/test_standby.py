"""People on standby: asked for, planned, told, called in; and never taken from a seat."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from scheduler.actions import publishing
from scheduler.actions.invites import Addresses
from scheduler.planning.basis import mark_of
from scheduler.planning.replay import replay
from scheduler.planning.run import RunSettings, stages_of
from scheduler.store import questions, runs
from scheduler.store.db import value
from solver.problem import parse_problem
from solver.solve import Limits
from solver.solve import solve as solve_problem
from tests.api.coordinators import edit, page_after, week_of, words_of
from tests.api.volunteers import first_shift, letters_to, number_of, shifts_on_file
from tests.conftest import OpenClient, SendLetters, SignIn
from tests.support.installation import BASE_URL, settings_for
from tests.support.worlds import ACTOR, WORLD, World, publish, put_on_file, quiet_sheets, solve


async def a_week_with_standby(people: int = 1) -> None:
    """The quiet week; in both shifts of the Bronx clinic so many people are to be held ready.

    Ana and Gita, who advise alike, are two for its one seat in asylum.
    """
    sheets = dict(quiet_sheets(WORLD.monday))
    heading, bronx, *others = sheets["sessions.csv"].decode().splitlines()
    lines = [f"{heading},standby", f"{bronx},{people}", *(f"{line}," for line in others)]
    await put_on_file({**sheets, "sessions.csv": "\r\n".join(lines).encode()})


async def on_standby(client: AsyncClient, plan: str = "") -> list[dict[str, Any]]:
    week = await week_of(client, WORLD.monday, plan)
    return [seat for seat in week["seats"] if seat["role"] == "standby"]


@pytest.fixture
async def coordinator(app_client: AsyncClient, sign_in: SignIn) -> AsyncClient:
    await a_week_with_standby()
    await solve(WORLD.monday)
    await sign_in(app_client, WORLD.coordinator)
    return app_client


# ---- asked for ----------------------------------------------------------------------


async def test_an_office_asks_for_people_on_standby(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    place = f"/offices/bronx/demand/{quiet_week.monday}"
    (bronx,) = (await app_client.get(f"/api{place}")).json()
    assert bronx["standby"] == 0
    form = {
        "date": str(quiet_week.monday),
        "start": "14:00",
        "end": "18:00",
        "shift_minutes": "120",
        "kind": "Clinic",
        "modality": "Hybrid",
        "stations": "3",
        "intake_volunteers": "1",
        "standby": "2",
        "step": "save",
    }
    for row, need in enumerate(bronx["needs"], 1):
        form |= {
            f"needs.{row}.id": str(need["id"]),
            f"needs.{row}.matter": "Asylum" if row == 1 else "Green card",
            f"needs.{row}.language": need["language"],
            f"needs.{row}.consultations": str(need["consultations"]),
            f"needs.{row}.minutes_each": str(need["minutes_each"]),
            f"needs.{row}.priority": need["priority"],
        }
    path = f"/offices/bronx/sessions/{bronx['id']}"
    refused = await app_client.post(path, data={**form, "standby": "many"})
    assert refused.status_code == 422
    assert 'value="many"' in refused.text
    saved = await app_client.post(path, data=form)
    assert "1 person for intake, 2 on standby" in words_of(await page_after(app_client, saved))
    assert 'name="standby"' in (await app_client.get(path)).text
    (bronx,) = (await app_client.get(f"/api{place}")).json()
    assert bronx["standby"] == 2


async def test_a_blank_cell_of_a_spreadsheet_asks_for_nobody_less(database: str) -> None:
    assert database
    await a_week_with_standby(2)
    await put_on_file(quiet_sheets(WORLD.monday))  # these have no such column
    assert await value("SELECT standby FROM session ORDER BY starts LIMIT 1") == 2


# ---- planned ------------------------------------------------------------------------


async def test_a_run_fills_the_places_and_every_page_says_so(coordinator: AsyncClient) -> None:
    ready = await on_standby(coordinator)
    assert {seat["name"] for seat in ready} == {"Ana Reyes", "Gita Rao"}
    week = await week_of(coordinator, WORLD.monday)
    assert (week["standby"], week["standby_wanted"]) == (2, 2)
    assert (week["seats_filled"], week["seats_wanted"]) == (8, 8)
    run = words_of((await coordinator.get("/runs/1")).text)
    assert "2 of 2 places on standby filled" in run
    result = (await coordinator.get("/api/runs/1")).json()["result"]
    assert (result["standby"], result["standby_asked"]) == (2, 2)
    board = words_of((await coordinator.get(f"/weeks/{WORLD.monday}")).text)
    assert "2 of 2 on standby" in board
    assert "1 of 1 on standby at 14:00" in board or "1 of 1 on standby at 2:00 pm" in board
    listed = await coordinator.get(f"/weeks/{WORLD.monday}/list", params={"only": "standby"})
    assert "On standby 2" in words_of(listed.text)


async def test_the_stored_problem_gives_the_same_people_on_standby_again(
    coordinator: AsyncClient,
) -> None:
    del coordinator
    run = await runs.load_run(1)
    assert run.result is not None
    assert run.result.standby == 2
    snapshot = await questions.snapshot_of(1)
    first = solve_problem(parse_problem(json.loads(snapshot)), Limits(seconds=10, workers=1))
    assert len(first.standby) == 2
    settings = RunSettings(seconds=10, workers=1)
    mark = mark_of(first.assignments, first.standby)
    assert replay(snapshot, settings, stages_of(first), mark).same_plan
    other = mark_of(first.assignments, first.standby[:1])
    assert not replay(snapshot, settings, stages_of(first), other).same_plan


async def test_the_judge_looks_at_standby_put_in_by_hand(coordinator: AsyncClient) -> None:
    key = (await on_standby(coordinator))[0]["key"]
    page = words_of((await coordinator.get(f"/weeks/{WORLD.monday}/seats/{key}")).text)
    assert "Who is on standby" in page
    assert "1 of 1 asked for" in page
    dana = await number_of("dana@example.org")
    put = await edit(coordinator, WORLD.monday, key, "put-in", volunteer=dana)
    assert any("Dana Levi" in sentence for sentence in put["breaks"])
    assert any("has 2 on standby and asks for 1" in sentence for sentence in put["breaks"])
    refused = await coordinator.post(f"/api/weeks/{WORLD.monday}/publish", json={})
    assert refused.status_code in {409, 422}
    board = words_of((await coordinator.get(f"/weeks/{WORLD.monday}")).text)
    assert "Dana Levi has nothing to do in" in board or "Dana Levi does not" in board
    out = await edit(coordinator, WORLD.monday, key, "take-out", volunteer=dana)
    assert out["breaks"] == []


async def test_nobody_is_on_standby_where_nobody_is_asked_for(coordinator: AsyncClient) -> None:
    seats = (await week_of(coordinator, WORLD.monday))["seats"]
    queens = next(seat["key"] for seat in seats if seat["office"] == "queens")
    key = f"{queens.split('.')[0]}.0.standby.0"
    assert (await coordinator.get(f"/weeks/{WORLD.monday}/seats/{key}")).status_code == 404


async def text_of(letter: int) -> str:
    """What a letter says, on one line."""
    return " ".join(str(await value("SELECT text FROM letter WHERE id = $1", letter)).split())


# ---- told ---------------------------------------------------------------------------


async def published(client: AsyncClient, database: str) -> str:
    """Publish the week; gives the name of who is on standby in the first shift."""
    ready = min(await on_standby(client), key=lambda seat: seat["starts"])
    await publish(WORLD.monday, database)
    return str(ready["name"])


async def test_who_is_on_standby_is_told_what_that_means(
    coordinator: AsyncClient, database: str, open_client: OpenClient
) -> None:
    name = await published(coordinator, database)
    email = f"{name.split()[0].lower()}@example.org"
    (shift,) = [s for s in await shifts_on_file(email) if s.is_standby]
    letters = await letters_to(email)
    assert len(letters) == 2
    texts = [await text_of(letter.id) for letter in letters]
    assert sum("Can you be on standby?" in text for text in texts) == 1
    assert await value("SELECT count(*) FROM letter WHERE kind = 'reminder'") == 0
    volunteer = await open_client(email)
    mine = words_of((await volunteer.get("/shifts")).text)
    assert "On standby" in mine
    assert "You come only if we write or call by the evening before" in mine
    answered = await volunteer.post(f"/shifts/{shift.uid}/reply", data={"reply": "accepted"})
    assert "counts on you" in await page_after(volunteer, answered)
    calendar = await volunteer.get(f"/shifts/{shift.uid}/shift.ics")
    assert "On standby" in calendar.text
    office = await open_client(WORLD.office)
    roster = words_of((await office.get(f"/offices/bronx/rosters/{WORLD.monday}")).text)
    assert "On standby" in roster
    assert "4 of 4 seats filled" in roster


async def test_a_run_of_the_published_week_leaves_who_is_on_standby(
    coordinator: AsyncClient, database: str
) -> None:
    await published(coordinator, database)
    before = [(s["key"], s["name"]) for s in await on_standby(coordinator)]
    await solve(WORLD.monday)
    preview = words_of((await coordinator.get(f"/weeks/{WORLD.monday}/publish")).text)
    assert [(s["key"], s["name"]) for s in await on_standby(coordinator)] == before
    assert "nothing would change" in preview.lower() or "Nothing" in preview


# ---- called in ----------------------------------------------------------------------


async def test_whoever_is_on_standby_comes_first_when_a_seat_empties_and_is_asked_anew(
    coordinator: AsyncClient, database: str, open_client: OpenClient, send_letters: SendLetters
) -> None:
    name = await published(coordinator, database)
    email = f"{name.split()[0].lower()}@example.org"
    other = "gita@example.org" if email.startswith("ana") else "ana@example.org"
    ready = await open_client(email)
    shift = await first_shift(email)
    assert shift.is_standby
    await ready.post(f"/shifts/{shift.uid}/reply", data={"reply": "accepted"})

    leaving = await open_client(other)
    await leaving.post(
        f"/shifts/{(await first_shift(other)).uid}/reply", data={"reply": "declined"}
    )
    week = await week_of(coordinator, WORLD.monday)
    (back,) = week["given_back"]
    answer = await coordinator.get(f"/api/weeks/{WORLD.monday}/seats/{back['key']}/candidates")
    first = answer.json()["candidates"][0]
    assert first["name"] == name
    assert first["reasons"][0]["text"] == "Is on standby for this shift"

    put = await edit(coordinator, WORLD.monday, back["key"], "put-in", volunteer=first["volunteer"])
    assert put["breaks"] == []
    assert [seat["name"] for seat in await on_standby(coordinator)] == [
        "Ana Reyes" if other.startswith("ana") else "Gita Rao"
    ]
    addresses = Addresses(BASE_URL, settings_for(database).secret)
    now = datetime.now(UTC)
    await publishing.publish(WORLD.monday, ACTOR, now, addresses, hold=timedelta(0))
    await send_letters()
    called = await first_shift(email)
    assert (called.role.value, called.reply.value) == ("adviser", "none")
    waiting = [letter for letter in await letters_to(email) if letter.kind.value == "update"]
    assert len(waiting) == 1
    text = await text_of(waiting[0].id)
    assert "now you are needed" in text
    assert "you are needed now" in text


async def test_a_seat_elsewhere_takes_one_off_standby_and_undo_brings_it_back(
    coordinator: AsyncClient,
) -> None:
    """Each pledges six hours: two served, two on standby; a seat at that time ends standby."""
    week = await week_of(coordinator, WORLD.monday)
    ready = min(await on_standby(coordinator), key=lambda seat: seat["starts"])
    taken = next(
        s
        for s in week["seats"]
        if s["role"] == "adviser" and s["starts"] == ready["starts"] and s["matter"] == "asylum"
    )
    await edit(
        coordinator,
        WORLD.monday,
        taken["key"],
        "put-in",
        volunteer=ready["volunteer"],
        instead=taken["volunteer"],
    )
    assert ready["name"] not in {
        s["name"] for s in await on_standby(coordinator) if s["starts"] == ready["starts"]
    }
    await coordinator.post(f"/api/weeks/{WORLD.monday}/undo", json={})
    assert ready in await on_standby(coordinator)


async def test_an_office_cannot_ask_for_fewer_than_are_held(
    coordinator: AsyncClient, database: str, open_client: OpenClient
) -> None:
    await published(coordinator, database)
    office = await open_client(WORLD.office)
    (bronx,) = (await office.get(f"/api/offices/bronx/demand/{WORLD.monday}")).json()
    wanted = {
        "day": str(WORLD.monday),
        "start": "14:00",
        "end": "18:00",
        "stations": 3,
        "modality": "Hybrid",
        "intake": 1,
        "standby": 0,
        "needs": [
            {
                "id": need["id"],
                "matter": matter,
                "language": need["language"],
                "consultations": need["consultations"],
                "minutes_each": need["minutes_each"],
                "priority": need["priority"],
            }
            for need, matter in zip(bronx["needs"], ("Asylum", "Green card"), strict=True)
        ],
    }
    path = f"/api/offices/bronx/sessions/{bronx['id']}"
    refused = await office.put(path, json=wanted)
    assert refused.status_code == 422
    assert "0 would be asked for on standby" in refused.text
    assert (await office.put(path, json={**wanted, "standby": 1})).status_code == 200
