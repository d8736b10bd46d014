"""Capacity, what changes buy, and repairs: asked of a worker, followed, and taken up."""

from __future__ import annotations

from datetime import date
from typing import Any

from httpx import AsyncClient

from tests.api.coordinators import edit, page_after, seat_of, week_of, words_of
from tests.conftest import OpenClient, SendLetters, SignIn
from tests.support import worlds
from tests.support.worlds import World

HTMX = {"HX-Request": "true"}


async def asked(client: AsyncClient, address: str) -> dict[str, Any]:
    """What programs read about a question."""
    answer = await client.get(f"/api{address}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def empty_seat(client: AsyncClient, monday: date) -> str:
    """The key of a seat that was asked for and stays empty."""
    seats = (await week_of(client, monday))["seats"]
    return next(seat["key"] for seat in seats if seat["state"] == "empty")


# ---- whom the week lacks ------------------------------------------------------------


async def test_an_unsolved_week_says_what_comes_first(
    app_client: AsyncClient, sign_in: SignIn, one_interpreter_short: World
) -> None:
    monday = one_interpreter_short.monday
    await sign_in(app_client, one_interpreter_short.coordinator)
    page = words_of((await app_client.get("/capacity")).text)
    assert "Solve this week first" in page
    assert "Haitian Creole nobody" in page
    refused = await app_client.post(f"/api/weeks/{monday}/advice")
    assert refused.status_code == 409
    part = await app_client.post(f"/weeks/{monday}/advice", headers=HTMX)
    assert (part.status_code, "<html" in part.text) == (422, False)
    assert "Solve the week first" in part.text


async def test_whom_to_look_for_from_the_button_to_the_answer(
    app_client: AsyncClient,
    sign_in: SignIn,
    send_letters: SendLetters,
    one_interpreter_short: World,
) -> None:
    monday = one_interpreter_short.monday
    await worlds.solve(monday)
    await sign_in(app_client, one_interpreter_short.coordinator)
    address = f"/weeks/{monday}/advice"
    assert "Work out whom the week lacks" in (await app_client.get("/capacity")).text
    assert (await asked(app_client, address))["progress"]["state"] == "not asked"

    waiting = await page_after(app_client, await app_client.post(address))
    assert "Waiting for a worker: none is at work." in words_of(waiting)
    assert f'hx-get="{address}?said=queued"' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    twice = await app_client.post(f"/api{address}")
    assert (twice.status_code, twice.json()["progress"]["state"]) == (202, "queued")

    await send_letters()  # carries out every job
    part = await app_client.get(address, params={"said": "queued"}, headers=HTMX)
    assert "hx-trigger" not in part.text
    assert "Worked out." in part.text
    page = words_of((await app_client.get(f"/capacity?week={monday}")).text)
    assert "Interpreter for Haitian Creole" in page
    found = await asked(app_client, address)
    assert (found["progress"]["state"], found["progress"]["current"]) == ("finished", True)
    assert (found["exact"], found["complete"]) == (True, True)
    helpers = {one["role"]: one for one in found["recruits"] if one["language"] == "ht"}
    assert set(helpers) == {"adviser", "interpreter"}
    assert (helpers["interpreter"]["gain"], helpers["interpreter"]["proved"]) == (4, True)
    assert found["languages"][0]["language"] == "ht"


async def test_an_answer_says_when_the_week_has_moved_on(
    app_client: AsyncClient, sign_in: SignIn, send_letters: SendLetters, quiet_week: World
) -> None:
    monday = quiet_week.monday
    await worlds.solve(monday)
    await sign_in(app_client, quiet_week.coordinator)
    await app_client.post(f"/api/weeks/{monday}/advice")
    await send_letters()
    dana = await seat_of(app_client, monday, "Dana Levi")
    await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    assert not (await asked(app_client, f"/weeks/{monday}/advice"))["progress"]["current"]
    page = words_of((await app_client.get(f"/capacity?week={monday}")).text)
    assert "has changed since this was worked out" in page
    assert "Work it out again" in page


# ---- what changes buy ---------------------------------------------------------------


async def test_what_each_change_of_a_roster_buys(
    app_client: AsyncClient, sign_in: SignIn, send_letters: SendLetters, quiet_week: World
) -> None:
    monday = quiet_week.monday
    await worlds.solve(monday)
    await sign_in(app_client, quiet_week.coordinator)
    address = f"/weeks/{monday}/frontier"
    assert "Nothing is published yet" in (await app_client.get(address)).text
    assert (await app_client.post(address)).status_code == 422

    dana = await seat_of(app_client, monday, "Dana Levi")
    await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    await app_client.post(f"/api/weeks/{monday}/publish", json={})
    assert "Work out what changes buy" in (await app_client.get(address)).text
    await app_client.post(address)
    await send_letters()
    found = await asked(app_client, address)
    assert [point["moves"] for point in found["points"]] == [0, 1, 2, 3, 5, 10]
    first, second = found["points"][:2]
    assert first["coverage"] == found["coverage"]
    assert (second["coverage"] - first["coverage"], second["proved"]) == (4, True)
    page = (await app_client.get(address)).text
    assert 'aria-label="Run with at most 1 change"' in page
    run = await app_client.post(f"/weeks/{monday}/runs", data={"seconds": "60", "max_changes": "1"})
    assert run.headers["location"].startswith("/runs/")


async def test_a_roster_that_cannot_be_bettered_may_stay(
    app_client: AsyncClient, sign_in: SignIn, send_letters: SendLetters, published_week: World
) -> None:
    address = f"/weeks/{published_week.monday}/frontier"
    await sign_in(app_client, published_week.coordinator)
    await app_client.post(address)
    await send_letters()
    page = words_of((await app_client.get(address)).text)
    assert "No plan within ten changes covers more: what is published can stay." in page


# ---- what would fill a seat -----------------------------------------------------------


async def test_a_repair_is_tried_out_and_put_into_the_draft(
    app_client: AsyncClient, sign_in: SignIn, send_letters: SendLetters, quiet_week: World
) -> None:
    monday = quiet_week.monday
    await worlds.solve(monday)
    await sign_in(app_client, quiet_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    key = dana["key"]
    await edit(app_client, monday, key, "take-out", volunteer=dana["volunteer"])
    address = f"/weeks/{monday}/seats/{key}/repairs"
    seat_page = (await app_client.get(f"/weeks/{monday}/seats/{key}")).text
    assert f'hx-get="{address}"' in seat_page
    section = (await app_client.get(address, headers=HTMX)).text
    assert "<html" not in section
    assert "Try out what would fill it" in section

    part = await app_client.post(address, headers=HTMX)
    assert "Trying out what would fill it" in part.text
    await send_letters()
    found = await asked(app_client, address)
    (repair,) = found["repairs"]
    assert (repair["kind"], repair["gain"], repair["take"]) == ("rearrange", 4, True)
    page = words_of((await app_client.get(address)).text)
    assert "Rearrange the day; nobody gives more than now." in page
    assert "The week covers 4 more in weight." in page

    done = await page_after(app_client, await app_client.post(f"{address}/0"))
    assert "It is in the draft. Undo takes all of it back." in done
    assert (await seat_of(app_client, monday, "Dana Levi"))["key"] == key
    stale = await app_client.post(f"/api{address}/0")
    assert stale.status_code == 409
    undone = await app_client.post(f"/api/weeks/{monday}/undo", json={})
    assert undone.json() == {"undone": True}
    assert await empty_seat(app_client, monday) == key


async def test_a_seat_nothing_fills_says_so(
    app_client: AsyncClient,
    sign_in: SignIn,
    send_letters: SendLetters,
    one_interpreter_short: World,
) -> None:
    monday = one_interpreter_short.monday
    await worlds.solve(monday)
    await sign_in(app_client, one_interpreter_short.coordinator)
    address = f"/weeks/{monday}/seats/{await empty_seat(app_client, monday)}/repairs"
    await app_client.post(address)
    await send_letters()
    page = words_of((await app_client.get(address)).text)
    assert "Nothing that was tried fills this seat" in page
    assert (await app_client.post(f"{address}/0")).status_code == 404


async def test_only_empty_seats_of_the_week_are_repaired(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    monday = quiet_week.monday
    await worlds.solve(monday)
    await sign_in(app_client, quiet_week.coordinator)
    taken = (await seat_of(app_client, monday, "Dana Levi"))["key"]
    refused = await app_client.post(f"/api/weeks/{monday}/seats/{taken}/repairs")
    assert (refused.status_code, "not empty" in refused.json()["detail"]) == (422, True)
    for key in (
        "999.0.adviser.1",
        "1.9.intake.0",
        "1.0.supervisor.0",
        "1.0.adviser.999",
        "nonsense",
    ):
        for verb in (app_client.get, app_client.post):
            foreign = await verb(f"/api/weeks/{monday}/seats/{key}/repairs")
            assert foreign.status_code == 404, key


# ---- who may ----------------------------------------------------------------------


async def test_coordinators_alone(
    app_client: AsyncClient, open_client: OpenClient, quiet_week: World
) -> None:
    monday = quiet_week.monday
    addresses = (
        f"/weeks/{monday}/advice",
        f"/weeks/{monday}/frontier",
        f"/weeks/{monday}/seats/1.0.intake.0/repairs",
    )
    for email in (quiet_week.office, "ana@example.org"):
        client = await open_client(email)
        for address in addresses:
            for path in (address, f"/api{address}"):
                assert (await client.get(path)).status_code == 403
                assert (await client.post(path)).status_code == 403
        assert (await client.get("/capacity")).status_code == 403
    for address in addresses:
        assert (await app_client.get(f"/api{address}")).status_code == 401
