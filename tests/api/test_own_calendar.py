"""A person's own calendar: read at once, kept as busy times only, forgotten when they say so."""

from __future__ import annotations

import html
import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from httpx import AsyncClient, Response
from litestar import Litestar

from api.app import first_state
from scheduler.actions.solving import run_now
from scheduler.planning.run import RunSettings
from scheduler.settings import Settings
from scheduler.store.db import rows, value
from scheduler.store.own_calendars import busy_of
from tests.api.coordinators import candidates_for, edit, seat_of, week_of
from tests.api.volunteers import first_shift, number_of, shifts_on_file
from tests.conftest import OpenClient, SignIn
from tests.support.calendar_server import CalendarServer, Page, calendar, calendar_server, utc_entry
from tests.support.worlds import World

pytestmark = pytest.mark.usefixtures("published_week")

DANA = "dana@example.org"
OWN = "/private-5ecr3t-0a1b/basic.ics"
DOOR = "/api/availability/calendar"


@pytest.fixture
async def calendars(
    app: Litestar, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[CalendarServer]:
    """The application reaches this server as if it were the world outside."""
    async with calendar_server(tmp_path_factory.mktemp("calendars")) as server:
        app.state = first_state(settings, server.outside())
        yield server


@pytest.fixture
async def dana(app_client: AsyncClient, sign_in: SignIn, calendars: CalendarServer) -> AsyncClient:
    """A browser in which Dana is signed in."""
    assert calendars
    await sign_in(app_client, DANA)
    return app_client


def noon(days: int) -> datetime:
    today = datetime.now(UTC).replace(hour=17, minute=0, second=0, microsecond=0)
    return today + timedelta(days=days)


def hours(days: int, uid: str = "1") -> str:
    return utc_entry(uid, noon(days), noon(days) + timedelta(hours=1))


async def put(client: AsyncClient, server: CalendarServer, *entries: str) -> Response:
    server.pages[OWN] = Page(calendar(*entries))
    return await client.put(DOOR, json={"address": server.address(OWN)})


async def shown(client: AsyncClient) -> str:
    return html.unescape((await client.get("/availability")).text)


# ---- giving it --------------------------------------------------------------------


async def test_it_is_read_at_once_and_the_result_is_said(
    dana: AsyncClient, calendars: CalendarServer
) -> None:
    assert "Whoever has it can read your calendar" in await shown(dana)
    calendars.pages[OWN] = Page(calendar(hours(2), hours(3, "2"), hours(200, "3")))
    address = calendars.address(OWN).replace("https", "webcal")
    answer = await dana.post("/availability/calendar", data={"address": address})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/availability#own-calendar"
    page = await shown(dana)
    assert "Read just now: 2 busy times until " in page
    assert "Nothing else is kept." in page
    assert "calendar.example.org (ends in .ics)" in page
    found = (await dana.get(DOOR)).json()
    assert [busy["starts"] for busy in found["busy"]] == [
        noon(days).strftime("%Y-%m-%dT%H:%M:%SZ") for days in (2, 3)
    ]


async def test_the_address_is_told_to_nobody_again(
    dana: AsyncClient,
    calendars: CalendarServer,
    published_week: World,
    open_client: OpenClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    told = [await put(dana, calendars, hours(2))]
    calendars.pages.clear()
    told += [await dana.post(f"{DOOR}/read"), await dana.get(DOOR), await dana.get("/availability")]
    coordinator = await open_client(published_week.coordinator)
    number = await number_of(DANA)
    told += [await coordinator.get(f"{path}/{number}") for path in ("/people", "/api/people")]
    assert all(answer.status_code == 200 for answer in told)
    written = json.dumps([dict(r) for r in await rows("SELECT * FROM audit_entry")], default=str)
    for text in (*(answer.text for answer in told), written, caplog.text):
        assert "5ecr3t" not in text


async def test_nothing_of_the_calendar_is_stored_but_times(
    dana: AsyncClient, calendars: CalendarServer
) -> None:
    entry = hours(2, "someone@hospital.example") + "\nLOCATION:Room 5"
    assert (await put(dana, calendars, entry)).status_code == 200
    stored = await rows("SELECT b::text AS line FROM busy_time b")
    stored += await rows("SELECT c::text AS line FROM own_calendar c")
    text = " ".join(r["line"] for r in stored)
    assert len(stored) == 2
    assert not any(word in text for word in ("Dentist", "Room 5", "hospital"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Paste the address"),
        ("http://calendar.example.org/x", "must begin with https://"),
        ("https://user:word@calendar.example.org/x", "user name or password"),
        ("https://inside.example.org/x", "private network"),
        ("https://calendar.example.org/missing", "no calendar at this address"),
        ("https://calendar.example.org/locked", "asks for a password"),
        ("https://calendar.example.org/page", "A web page is at this address"),
        ("https://calendar.example.org/fine", "several times a day"),
        ("https://imposter.example.org/x", "does not prove who it is"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    dana: AsyncClient, calendars: CalendarServer, address: str, said: str
) -> None:
    calendars.names["inside.example.org"] = ("10.0.0.7",)
    calendars.pages |= {
        "/locked": Page(status=401),
        "/page": Page(b"<!DOCTYPE html>"),
        "/fine": Page(calendar(hours(2) + "\nRRULE:FREQ=MINUTELY")),
    }
    answer = await dana.post("/availability/calendar", data={"address": address})
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert page.count(said) == 2, "at the top and at the field"
    assert f'value="{address}"' in page
    refused = await dana.put(DOOR, json={"address": address})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "address"
    assert said in refused.json()["detail"]
    assert await value("SELECT count(*) FROM own_calendar") == 0


async def test_one_that_cannot_be_read_leaves_the_one_before(
    dana: AsyncClient, calendars: CalendarServer
) -> None:
    await put(dana, calendars, hours(2))
    wrong = {"address": calendars.address("/missing")}
    assert (await dana.put(DOOR, json=wrong)).status_code == 422
    found = (await dana.get(DOOR)).json()
    assert (found["calendar"], len(found["busy"])) == ("calendar.example.org (ends in .ics)", 1)


async def test_another_takes_its_place(dana: AsyncClient, calendars: CalendarServer) -> None:
    await put(dana, calendars, hours(2), hours(3, "2"))
    calendars.pages["/other"] = Page(calendar(hours(4)))
    answer = await dana.put(DOOR, json={"address": calendars.address("/other")})
    assert [busy["starts"][:10] for busy in answer.json()["busy"]] == [str(noon(4).date())]
    assert await value("SELECT count(*) FROM own_calendar") == 1


async def test_nobody_makes_it_ask_without_end(
    dana: AsyncClient, calendars: CalendarServer
) -> None:
    for _ in range(10):
        assert (await put(dana, calendars, hours(2))).status_code == 200
    assert (await dana.post(f"{DOOR}/read")).status_code == 429
    answer = await dana.post("/availability/calendar", data={"address": "https://a.example.org/"})
    assert "Please wait ten minutes" in answer.text
    assert len(calendars.asked) == 10


# ---- reading again, and stopping ----------------------------------------------------


async def test_what_was_read_counts_on_when_it_cannot_be_read(
    dana: AsyncClient, calendars: CalendarServer
) -> None:
    await put(dana, calendars, hours(2))
    calendars.pages.clear()
    answer = await dana.post("/availability/calendar/read")
    assert answer.status_code == 303
    page = await shown(dana)
    assert "There is no calendar at this address any more." in page
    assert "What was read before goes on to count, and we go on trying." in page
    found = (await dana.get(DOOR)).json()
    assert found["failure"].startswith("There is no calendar")
    assert len(found["busy"]) == 1

    calendars.pages[OWN] = Page(calendar())
    again = (await dana.post(f"{DOOR}/read")).json()
    assert (again["failure"], again["busy"]) == ("", [])
    assert "Read just now: no busy time until" in await shown(dana)


async def test_stopping_asks_first_and_leaves_nothing(
    dana: AsyncClient, calendars: CalendarServer
) -> None:
    await put(dana, calendars, hours(2))
    assert "deleted at once" in (await dana.get("/availability/calendar/stop")).text
    assert await value("SELECT count(*) FROM busy_time") == 1
    answer = await dana.post("/availability/calendar/stop")
    assert answer.status_code == 303
    assert await value("SELECT count(*) FROM busy_time") == 0
    assert await value("SELECT count(*) FROM own_calendar") == 0
    assert (await dana.get(DOOR)).json()["calendar"] == ""
    assert (await dana.post(f"{DOOR}/read")).status_code == 404
    actions = await rows("SELECT action FROM audit_entry WHERE action LIKE 'own-%' ORDER BY id")
    assert [r["action"] for r in actions] == ["own-calendar", "own-calendar-removed"]
    await put(dana, calendars, hours(2))
    assert (await dana.delete(DOOR)).status_code == 204
    assert await value("SELECT count(*) FROM busy_time") == 0


async def test_it_goes_with_the_person(dana: AsyncClient, calendars: CalendarServer) -> None:
    await put(dana, calendars, hours(2))
    await rows("DELETE FROM assignment")
    await rows("DELETE FROM volunteer WHERE email = $1", DANA)
    assert await value("SELECT count(*) FROM busy_time") == 0
    assert await value("SELECT count(*) FROM own_calendar") == 0


async def test_others_see_that_it_is_read_and_no_more(
    dana: AsyncClient,
    calendars: CalendarServer,
    published_week: World,
    open_client: OpenClient,
) -> None:
    await put(dana, calendars, hours(2))
    coordinator = await open_client(published_week.coordinator)
    page = html.unescape((await coordinator.get(f"/people/{await number_of(DANA)}")).text)
    assert "Own calendar: read just now." in page
    assert "calendar.example.org" not in page
    assert (await coordinator.get(DOOR)).status_code == 403
    gita = await open_client("gita@example.org")
    assert (await gita.get(DOOR)).json()["busy"] == []


# ---- what it changes -----------------------------------------------------------------


async def test_our_own_shifts_in_it_block_nobody(
    dana: AsyncClient, calendars: CalendarServer, published_week: World
) -> None:
    """Whoever accepted a shift has it in their calendar, and stays where they are."""
    (held,) = await shifts_on_file(DANA)
    own = utc_entry(held.uid, held.starts, held.ends, "STATUS:CONFIRMED", "TRANSP:OPAQUE")
    answer = await put(dana, calendars, own, hours(2, "other"))
    assert len(answer.json()["busy"]) == 1
    await run_now(published_week.monday, RunSettings(seconds=5), "tests", lambda _: None)
    placed = await rows(
        "SELECT session, shift FROM draft_seat WHERE volunteer = $1", held.volunteer
    )
    assert (held.session, held.shift) in {(r["session"], r["shift"]) for r in placed}


async def test_who_is_busy_is_not_placed_and_the_reason_has_words(
    dana: AsyncClient, calendars: CalendarServer, published_week: World, open_client: OpenClient
) -> None:
    held, monday = await first_shift(DANA), published_week.monday
    busy = utc_entry("1", held.starts + timedelta(minutes=30), held.starts + timedelta(minutes=40))
    assert (await put(dana, calendars, busy)).status_code == 200
    page = await shown(dana)
    assert "Your own calendar says that you are busy during a shift that you hold." in page
    hours_told = (await dana.get("/api/availability")).json()
    assert hours_told["busy_during"] == [held.uid]

    coordinator = await open_client(published_week.coordinator)
    seat = await seat_of(coordinator, monday, "Dana Levi")
    (breach,) = (await week_of(coordinator, monday))["breaches"]
    assert "Dana Levi" in breach
    assert breach.endswith("their own calendar says that they are busy.")
    await edit(coordinator, monday, seat["key"], "take-out", volunteer=seat["volunteer"])
    reasons = (await candidates_for(coordinator, monday, seat["key"]))["Dana Levi"]["reasons"]
    assert reasons == [{"kind": "against", "code": "busy", "text": "Busy in their own calendar"}]

    await run_now(monday, RunSettings(seconds=5), "tests", lambda _: None)
    draft = await value("SELECT max(id) FROM draft")
    placed = await rows(
        "SELECT 1 FROM draft_seat WHERE draft = $1 AND volunteer = $2", draft, held.volunteer
    )
    assert placed == []


async def test_a_busy_time_takes_from_the_hours_of_its_date_only(
    dana: AsyncClient, calendars: CalendarServer
) -> None:
    held = await first_shift(DANA)
    before = (await dana.get("/api/availability")).json()["weekly"]
    await put(dana, calendars, utc_entry("1", held.ends, held.ends + timedelta(hours=1)))
    after = (await dana.get("/api/availability")).json()
    assert after["weekly"] == before
    assert after["busy_during"] == after["unoffered"] == []
    (one,) = await busy_of(held.volunteer, datetime.now(UTC))
    assert (one.starts, one.ends) == (held.ends, held.ends + timedelta(hours=1))
