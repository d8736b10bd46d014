"""The week: the board and its other views, Undo, and putting a draft away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from httpx import AsyncClient

from scheduler.store.db import rows
from tests.api.coordinators import edit, page_after, seat_of, week_of, words_of
from tests.conftest import OpenClient, SignIn
from tests.support.worlds import World


async def test_the_week_is_where_a_coordinator_starts(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    answer = await app_client.get("/weeks")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/weeks/{published_week.monday}",
    )


async def test_without_any_week_the_next_step_is_said(
    app_client: AsyncClient, sign_in: SignIn, one_account: str
) -> None:
    await sign_in(app_client, one_account)
    page = words_of((await app_client.get("/weeks")).text)
    assert "No week asks for anyone yet" in page
    assert "Import demand" in page


async def test_the_board_tells_how_good_the_plan_is(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    page = words_of((await app_client.get(f"/weeks/{published_week.monday}")).text)
    for words in (
        "Published, version 1",
        "8 of 8 seats filled",
        "100.0 % of the demand covered: proven, no plan can cover more",
        "shifts wait for an answer",
        "Bronx / Westchester",
        "Ben Okafor",
        "Interpreter · Haitian Creole",
    ):
        assert words in page, words


@pytest.mark.parametrize("view", ["", "/list", "/people", "/languages"])
async def test_every_view_opens_and_is_for_coordinators_only(
    view: str, app_client: AsyncClient, open_client: OpenClient, published_week: World
) -> None:
    path = f"/weeks/{published_week.monday}{view}"
    assert (await app_client.get(path)).headers["location"].startswith("/sign-in")
    coordinator = await open_client(published_week.coordinator)
    assert (await coordinator.get(path)).status_code == 200
    for other in (published_week.office, "ana@example.org"):
        assert (await (await open_client(other)).get(path)).status_code == 403


async def test_any_day_opens_its_week(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    page = await app_client.get(f"/weeks/{published_week.day(3)}")
    assert "Ben Okafor" in page.text
    assert (await app_client.get("/weeks/tomorrow")).status_code in {400, 404}


async def test_a_week_that_asks_for_nobody_says_so(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    later = published_week.monday + timedelta(weeks=9)
    assert "Nobody is asked for in this week" in (await app_client.get(f"/weeks/{later}")).text


async def test_one_day_shows_only_that_day(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    monday = published_week.monday
    page = (await app_client.get(f"/weeks/{monday}?day={published_week.day(2)}")).text
    assert "Dana Levi" in page
    assert "Ben Okafor" not in page


async def test_the_list_holds_what_the_headline_counts(
    app_client: AsyncClient, sign_in: SignIn, one_interpreter_short: World
) -> None:
    monday = one_interpreter_short.monday
    await sign_in(app_client, one_interpreter_short.coordinator)
    page = words_of((await app_client.get(f"/weeks/{monday}/list?only=empty")).text)
    week = await week_of(app_client, monday)
    empty = sum(1 for seat in week["seats"] if seat["state"] == "empty")
    assert week["seats_wanted"] - week["seats_filled"] == empty > 0
    assert f"Empty {empty}" in page
    assert f"{empty} seats" in page


async def test_a_language_opens_its_seats(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    assert "list?language=ht" in (await app_client.get(f"/weeks/{monday}/languages")).text
    page = words_of((await app_client.get(f"/weeks/{monday}/list?language=ht")).text)
    assert "Ben Okafor" in page
    assert "Dana Levi" not in page


async def test_draft_and_published_are_two_plans(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    draft = (await app_client.get(f"/weeks/{monday}")).text
    published = (await app_client.get(f"/weeks/{monday}?plan=published")).text
    assert "Dana Levi" not in draft
    assert "0 new, 0 changed, 1 released" in draft
    assert "Dana Levi" in published
    assert (await week_of(app_client, monday, "published"))["showing"] == "published"


async def test_undo_takes_the_last_change_back(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    before = (await week_of(app_client, monday))["seats"]
    dana = await seat_of(app_client, monday, "Dana Levi")
    edited = await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    answer = await app_client.post(
        f"/weeks/{monday}/undo", data={"revision": str(edited["revision"])}
    )
    assert "Your last change is taken back." in await page_after(app_client, answer)
    assert (await week_of(app_client, monday))["seats"] == before
    again = await app_client.post(f"/api/weeks/{monday}/undo", json={})
    assert again.json() == {"undone": False}


async def test_putting_the_draft_away_asks_and_goes_back_to_what_is_published(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    edited = await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    letters = await rows("SELECT id FROM letter")
    asked = await app_client.get(f"/weeks/{monday}/discard")
    assert "1 change made by hand would be lost" in asked.text
    stale = await app_client.post(
        f"/weeks/{monday}/discard", data={"revision": str(edited["revision"] - 1)}
    )
    assert stale.status_code == 409
    answer = await app_client.post(
        f"/weeks/{monday}/discard", data={"revision": str(edited["revision"])}
    )
    assert "Nobody was written to" in await page_after(app_client, answer)
    assert (await week_of(app_client, monday))["showing"] == "published"
    assert await rows("SELECT id FROM letter") == letters


async def test_weeks_as_programs_read_them(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    assert (await app_client.get("/api/weeks")).json() == [
        {
            "monday": published_week.monday.isoformat(),
            "sessions": 3,
            "draft": False,
            "version": 1,
        }
    ]
    week = await week_of(app_client, published_week.monday)
    assert (week["coverage"], week["bound"], week["proven"]) == (
        week["demand"],
        week["demand"],
        True,
    )
    assert week["breaches"] == []


@pytest.fixture
async def one_account(database: str) -> str:
    """A coordinator and nothing else on file."""
    del database
    await rows(
        "INSERT INTO account (email, name, role, disabled) "
        "VALUES ('cora@example.org', 'Cora', 'coordinator', false)"
    )
    return "cora@example.org"
