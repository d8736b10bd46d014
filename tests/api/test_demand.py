from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from tests.conftest import SignIn
from tests.support.worlds import World


def session(world: World, **changed: object) -> dict[str, Any]:
    """A workshop on Tuesday evening, as a program posts it."""
    return {
        "day": str(world.day(1)),
        "start": "18:00",
        "end": "20:00",
        "stations": 3,
        "kind": "Workshop",
        "needs": [{"matter": "Visa", "language": "any", "consultations": 4}],
    } | changed


def form(world: World, **changed: str) -> dict[str, str]:
    """The same as a browser sends it."""
    return {
        "date": str(world.day(1)),
        "start": "18:00",
        "end": "20:00",
        "shift_minutes": "120",
        "kind": "Workshop",
        "modality": "On site",
        "stations": "3",
        "intake_volunteers": "1",
        "needs.1.matter": "Visa",
        "needs.1.language": "any",
        "needs.1.consultations": "4",
        "needs.1.minutes_each": "45",
        "needs.1.priority": "normal",
        "needs.2.matter": "",
        "needs.2.language": "",
        "needs.2.consultations": "",
        "needs.2.minutes_each": "45",
        "needs.2.priority": "normal",
        "step": "save",
    } | changed


async def week(client: AsyncClient, world: World, office: str = "bronx") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        await client.get(f"/api/offices/{office}/demand/{world.monday}")
    ).json()
    return found


async def test_an_office_sees_what_it_asks_for_with_the_arithmetic(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    start = await app_client.get("/demand")
    page = (await app_client.get(start.headers["location"])).text
    for expected in ("Asylum", "Spanish", "Haitian Creole", "2:00\N{EN DASH}6:00 pm"):
        assert expected in page
    found = await week(app_client, quiet_week)
    assert [(s["shifts"], [n["seats"] for n in s["needs"]]) for s in found] == [(2, [1, 1])]


async def test_how_many_people_a_language_leaves_is_said_but_small_counts_stay_inside(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    where = f"/offices/bronx/demand/{quiet_week.monday}"
    await sign_in(app_client, quiet_week.coordinator)
    assert "2 people" in (await app_client.get(where)).text
    await sign_in(app_client, quiet_week.office)
    page = (await app_client.get(where)).text
    assert "fewer than 3 people" in page
    assert "2 people" not in page


async def test_a_session_is_added_by_form(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    where = f"/offices/bronx/demand/{quiet_week.monday}"
    assert (await app_client.get(f"{where}/add")).status_code == 200
    saved = await app_client.post(f"{where}/add", data=form(quiet_week))
    assert saved.status_code == 303
    added = (await week(app_client, quiet_week))[1]
    assert (added["kind"], added["intake"], added["needs"][0]["language"]) == ("workshop", 1, None)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"end": "17:00"}, "end", "is not after the start"),
        ({"end": ""}, "end", "There is no end"),
        ({"stations": "-2"}, "stations", "too small"),
        ({"stations": "many"}, "stations", "not a whole number"),
        ({"date": "2027-03-14", "start": "02:30", "end": "05:00"}, "start", "does not exist"),
        ({"date": "2020-01-06"}, "date", "has passed"),
        ({"needs.1.language": ""}, "needs-1-language", "No language given is not an answer"),
        ({"needs.1.consultations": "0"}, "needs-1-consultations", "too small"),
        ({"needs.1.matter": "Divorce"}, "needs-1-matter", "not a matter"),
        ({"kind": "Party"}, "kind", "not a kind of session"),
    ],
)
async def test_what_cannot_be_saved_is_named_by_field_and_nothing_typed_is_lost(
    app_client: AsyncClient,
    sign_in: SignIn,
    quiet_week: World,
    changed: dict[str, str],
    field: str,
    words: str,
) -> None:
    await sign_in(app_client, quiet_week.office)
    where = f"/offices/bronx/demand/{quiet_week.monday}/add"
    page = await app_client.post(where, data=form(quiet_week, **changed))
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert words in page.text
    assert 'value="18:00"' in page.text or "start" in changed
    assert len(await week(app_client, quiet_week)) == 1


async def test_more_rows_are_given_without_saving(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    where = f"/offices/bronx/demand/{quiet_week.monday}/add"
    page = await app_client.post(where, data=form(quiet_week, step="more"))
    assert page.status_code == 200
    assert 'name="needs.4.matter"' in page.text
    assert "4 \N{MULTIPLICATION SIGN} 45 min = 180 min" in page.text
    assert len(await week(app_client, quiet_week)) == 1


async def test_a_start_belongs_to_one_session(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    first = await app_client.post("/api/offices/bronx/sessions", json=session(quiet_week))
    assert first.status_code == 201
    second = await app_client.post("/api/offices/bronx/sessions", json=session(quiet_week))
    assert second.status_code == 422
    assert second.json()["errors"][0]["field"] == "start"


async def test_a_session_is_changed_and_removed(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    made = (await app_client.post("/api/offices/bronx/sessions", json=session(quiet_week))).json()
    where = f"/api/offices/bronx/sessions/{made['id']}"
    need = made["needs"][0] | {"matter": "DACA", "language": "Twi", "consultations": 9}
    changed = await app_client.put(where, json=session(quiet_week, end="21:00", needs=[need]))
    assert changed.status_code == 200
    kept = changed.json()["needs"][0]
    assert (kept["id"], kept["matter"], kept["language"]) == (need["id"], "daca", "tw")
    assert (await app_client.get(f"/offices/bronx/sessions/{made['id']}")).status_code == 200
    assert (await app_client.delete(where)).status_code == 204
    assert (await app_client.delete(where)).status_code == 404
    assert len(await week(app_client, quiet_week)) == 1


async def test_what_people_are_held_to_does_not_vanish(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    held = (await week(app_client, published_week))[0]
    number = held["id"]
    where = f"/offices/bronx/sessions/{number}"
    refused = await app_client.post(f"{where}/remove")
    assert refused.status_code == 409
    assert "This session has to stay for now" in refused.text
    assert "Ben Okafor" in refused.text
    assert (await app_client.delete(f"/api{where}")).status_code == 409
    asked = session(
        published_week,
        day=str(published_week.monday),
        start="14:00",
        end="18:00",
        kind="Clinic",
        modality="Hybrid",
        intake=1,
    )
    for changed, field in (
        ({"end": "19:00", "needs": held["needs"]}, "end"),
        ({"modality": "Remote", "needs": held["needs"]}, "modality"),
        ({"needs": held["needs"][:1]}, ""),
        ({"needs": [held["needs"][0] | {"language": "Twi"}, held["needs"][1]]}, "needs.1.matter"),
    ):
        body = asked | {"needs": [_sendable(n) for n in changed.pop("needs")]} | changed
        answer = await app_client.put(f"/api{where}", json=body)
        assert answer.status_code == 422, changed
        faults = answer.json()["errors"]
        assert field in {f["field"] for f in faults}
        assert all("held to it" in f["detail"] for f in faults)
    more = [_sendable(n) | {"consultations": 8} for n in held["needs"]]
    grown = await app_client.put(f"/api{where}", json=asked | {"needs": more, "stations": 6})
    assert grown.status_code == 200
    assert grown.json()["held"] == held["held"] > 0


def _sendable(need: dict[str, Any]) -> dict[str, Any]:
    fields = ("id", "matter", "language", "consultations", "minutes_each", "priority")
    return {name: need[name] for name in fields} | {"language": need["language"] or "any"}


async def test_last_weeks_sessions_are_asked_for_again(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    monday = quiet_week.monday + timedelta(weeks=1)
    where = f"/offices/bronx/demand/{monday}"
    assert "Copy 1 session of the week before" in (await app_client.get(where)).text
    assert (await app_client.post(f"{where}/copy")).status_code == 303
    again = (await app_client.get(f"/api{where}")).json()
    assert [n["matter"] for n in again[0]["needs"]] == ["asylum", "green-card"]
    twice = (await app_client.post(f"/api{where}/copy")).json()
    assert twice == {"copied": 0, "left": 1}


async def test_an_office_asks_for_no_other_office(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    foreign = await app_client.post("/api/offices/queens/sessions", json=session(quiet_week))
    assert foreign.status_code == 403
    await sign_in(app_client, quiet_week.coordinator)
    queens = (await week(app_client, quiet_week, "queens"))[0]["id"]
    await sign_in(app_client, quiet_week.office)
    assert (await app_client.get(f"/offices/bronx/sessions/{queens}")).status_code == 404
    assert (await app_client.delete(f"/api/offices/bronx/sessions/{queens}")).status_code == 404


async def test_a_coordinator_sees_the_demand_of_all(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    page = (await app_client.get("/demand")).text
    for office in ("Bronx / Westchester", "Queens West", "Hotline"):
        assert office in page


async def test_programs_that_send_nonsense_get_an_answer(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    where = "/api/offices/bronx/sessions"
    for body in ([], "x", {"day": 3}, session(quiet_week, start=["14:00"])):
        assert (await app_client.post(where, json=body)).status_code == 400
    silent = [{"matter": "Visa", "language": "", "consultations": 2}]
    for changed, field in (({"start": "25:00"}, "start"), ({"needs": silent}, "needs.1.language")):
        answer = await app_client.post(where, json=session(quiet_week, **changed))
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field
