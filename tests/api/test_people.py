from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from scheduler.actions.signing_in import make_link
from scheduler.errors import InvalidInputError
from tests.api.coordinators import words_of
from tests.conftest import OpenClient, SendLetters, SignIn
from tests.support.installation import BASE_URL
from tests.support.worlds import World

ZOE: dict[str, Any] = {
    "name": "Zoe Ray",
    "email": "Zoe@example.org",
    "phone": "212 555 0199",
    "kind": "Attorney",
    "bar_state": "NY",
    "bar_number": "1234567",
    "credential_expires": "2030-01-31",
    "hours_per_week": "2.5",
    "organisation": "",
    "matters": ["Asylum", "Visa"],
    "languages.1.name": "Haitian Creole",
    "languages.1.advise": "yes",
    "languages.1.interpret": "yes",
    "languages.2.name": "",
    "home": "bronx",
    "offices": ["queens"],
    "remote": "yes",
    "step": "save",
}


async def person(client: AsyncClient, email: str) -> dict[str, Any]:
    found = (await client.get("/api/people", params={"search": email})).json()
    people: list[dict[str, Any]] = found["people"]
    return people[0]


async def test_people_are_found_by_what_they_are_speak_and_reach(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    for asked, names in (
        ({"search": "okafor"}, ["Ben Okafor"]),
        ({"search": "law firm"}, ["Dana Levi"]),
        ({"kind": "interpreter"}, ["Chantal Pierre"]),
        ({"language": "es"}, ["Ana Reyes", "Gita Rao"]),
        ({"office": "queens"}, ["Ana Reyes", "Dana Levi", "Emre Kaya"]),
        ({"expiring": "true"}, []),
    ):
        found = (await app_client.get("/api/people", params=asked)).json()
        assert [p["name"] for p in found["people"]] == names, asked
        page = (await app_client.get("/people", params=asked)).text
        assert all(name in page for name in names)
    assert "Nobody fits" in (await app_client.get("/people?search=xyzzy")).text


async def test_a_person_is_shown_with_hours_shifts_and_letters(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    found = await person(app_client, "ben@example.org")
    assert found["ahead"] > 0
    page = (await app_client.get(f"/people/{found['id']}")).text
    for expected in ("Ben Okafor", "Green card", "Monday 08:00", "Your shift on", "/weeks/"):
        assert expected in page
    assert (await app_client.get("/people/99999")).status_code == 404


async def test_a_person_is_added_by_form(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    assert (await app_client.get("/people/add")).status_code == 200
    saved = await app_client.post("/people/add", data=ZOE)
    assert saved.status_code == 303
    zoe = await person(app_client, "zoe@example.org")
    assert saved.headers["location"] == f"/people/{zoe['id']}"
    assert zoe["offices"] == ["bronx", "queens"]
    assert zoe["matters"] == ["asylum", "visa"]
    assert zoe["languages"] == [{"language": "ht", "advise": True, "interpret": True}]
    assert (zoe["hours_per_week"], zoe["remote"], zoe["supervises"]) == (2.5, True, False)


async def test_a_person_is_changed_and_blank_fields_are_emptied(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    emre = await person(app_client, "emre@example.org")
    where = f"/people/{emre['id']}/edit"
    page = (await app_client.get(where)).text
    assert "Emre Kaya" in page
    assert "Turkish" in page
    changed = ZOE | {"name": "Emre K", "email": "emre.k@example.org", "phone": ""}
    assert (await app_client.post(where, data=changed)).status_code == 303
    now = await person(app_client, "emre.k@example.org")
    assert (now["id"], now["name"], now["phone"]) == (emre["id"], "Emre K", "")


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"email": "not-an-address"}, "email", "is not an e-mail address"),
        ({"email": "ben@example.org"}, "email", "on file already"),
        ({"name": ""}, "name", "There is no name"),
        ({"name": "A123456789"}, "name", "looks like an A-number"),
        ({"kind": "Interpreter"}, "matters", "never advises"),
        ({"kind": "Law student", "supervises": "yes"}, "supervises", "cannot supervise"),
        ({"hours_per_week": "-1"}, "hours_per_week", "cannot be"),
        ({"hours_per_week": "200"}, "hours_per_week", "cannot be"),
        ({"credential_expires": "soon"}, "credential_expires", "is not a date"),
        ({"home": "atlantis"}, "offices", "is not an office"),
        ({"languages.1.name": "Klingon"}, "languages", "not a language on our list"),
    ],
)
async def test_the_importers_rules_hold_for_the_form_too(
    app_client: AsyncClient,
    sign_in: SignIn,
    quiet_week: World,
    changed: dict[str, str],
    field: str,
    words: str,
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    page = await app_client.post("/people/add", data=ZOE | changed)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert words in page.text
    total = (await app_client.get("/api/people?search=zoe")).json()["total"]
    assert total == 0


async def test_a_language_without_what_one_does_in_it_is_asked_about(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    does = {"languages.1.advise", "languages.1.interpret"}
    silent = {name: value for name, value in ZOE.items() if name not in does}
    page = await app_client.post("/people/add", data=silent)
    assert page.status_code == 422
    assert "does not say what the person does" in page.text
    assert '<option value="Haitian Creole" selected>' in page.text


async def test_more_language_rows_are_given_without_saving(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    page = await app_client.post("/people/add", data=ZOE | {"step": "more"})
    assert page.status_code == 200
    assert 'name="languages.5.name"' in page.text
    assert "Zoe Ray" in page.text


async def test_programs_add_and_change_people(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    body = {
        "name": "Yan Li",
        "email": "yan@example.org",
        "kind": "Interpreter",
        "languages": ["Mandarin (interpret)"],
        "offices": ["queens"],
    }
    made = await app_client.post("/api/people", json=body)
    assert made.status_code == 201
    where = f"/api/people/{made.json()['id']}"
    kept = await app_client.put(where, json=body | {"name": "Yan Lin"})
    assert kept.json()["name"] == "Yan Lin"
    wrong = await app_client.put(where, json=body | {"kind": "Wizard"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "kind"


RELAYS = {
    "kind": "Interpreter",
    "matters": [],
    "relays.1.language": "Mam",
    "relays.1.bridge": "Spanish",
    "relays.4.language": "K'iche'",
    "relays.4.bridge": "Spanish",
}


async def test_what_goes_only_into_another_language_is_kept_shown_and_found(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    more = await app_client.post("/people/add", data=ZOE | RELAYS | {"step": "more"})
    assert 'name="relays.5.language"' in more.text
    assert (await app_client.post("/people/add", data=ZOE | RELAYS)).status_code == 303
    zoe = await person(app_client, "zoe@example.org")
    assert zoe["relays"] == [
        {"language": "mam", "bridge": "es"},
        {"language": "quc", "bridge": "es"},
    ]
    page = words_of((await app_client.get(f"/people/{zoe['id']}")).text)
    assert "Mam (interpret, only into Spanish); K'iche' (interpret, only into Spanish)" in page
    form = (await app_client.get(f"/people/{zoe['id']}/edit")).text
    assert '<option value="Mam" selected>' in form
    found = (await app_client.get("/api/people", params={"language": "mam"})).json()
    assert [p["name"] for p in found["people"]] == ["Zoe Ray"]
    found = (await app_client.get("/api/people", params={"language": "es"})).json()
    assert "Zoe Ray" not in [p["name"] for p in found["people"]], (
        "a bridge is not spoken with clients"
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"relays.1.bridge": ""}, "does not say which language is interpreted into which"),
        ({"relays.1.bridge": "Mam"}, "Mam is interpreted into itself here"),
        ({"relays.4.language": "Mam"}, "Mam into Spanish is there twice"),
        ({"relays.1.language": "Haitian Creole"}, "Haitian Creole is given twice"),
        ({"relays.1.language": "Klingon"}, "not a language on our list"),
    ],
)
async def test_relays_that_cannot_be_meant_are_asked_about(
    app_client: AsyncClient,
    sign_in: SignIn,
    quiet_week: World,
    changed: dict[str, str],
    words: str,
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    page = await app_client.post("/people/add", data=ZOE | RELAYS | changed)
    assert page.status_code == 422
    assert 'href="#relays"' in page.text
    assert 'id="relays"' in page.text
    assert words in page.text


async def test_programs_say_relays_like_the_spreadsheet(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    body = {"name": "Yan Li", "email": "yan@example.org", "kind": "Interpreter"}
    made = await app_client.post("/api/people", json=body | {"relays": ["Mam > Spanish"]})
    assert made.json()["relays"] == [{"language": "mam", "bridge": "es"}]
    where = f"/api/people/{made.json()['id']}"
    wrong = await app_client.put(where, json=body | {"relays": ["Mam"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "relays")
    assert (await app_client.put(where, json=body)).json()["relays"] == []


async def test_people_are_the_coordinators_to_see(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    for email in (quiet_week.office, "ana@example.org"):
        await sign_in(app_client, email)
        for path in ("/people", "/people/1", "/api/people", "/accounts", "/api/accounts"):
            assert (await app_client.get(path)).status_code == 403


# ---- accounts -------------------------------------------------------------------


async def test_somebody_is_let_in_and_told_so(
    app_client: AsyncClient, sign_in: SignIn, send_letters: SendLetters, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    given = {"name": "Queens front desk", "email": "desk@example.org", "role": "queens"}
    assert (await app_client.post("/accounts", data=given)).status_code == 303
    await send_letters()
    letters = (await app_client.get("/api/letters?search=desk@example.org")).json()["letters"]
    assert letters[0]["subject"] == "You can sign in to Open Door"
    await sign_in(app_client, "desk@example.org")
    assert (await app_client.get("/rosters")).headers["location"].startswith("/offices/queens/")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "nonsense"}, "is not an e-mail address"),
        ({"email": "ana@example.org"}, "is a volunteer&#39;s"),
        ({"email": "bronx@example.org"}, "has an account already"),
        ({"name": ""}, "Write the person&#39;s name"),
        ({"role": "atlantis"}, "There is no office"),
    ],
)
async def test_an_account_that_cannot_be_is_refused_with_what_was_typed(
    app_client: AsyncClient,
    sign_in: SignIn,
    quiet_week: World,
    changed: dict[str, str],
    words: str,
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    given = {"name": "Desk", "email": "desk@example.org", "role": "queens"} | changed
    page = await app_client.post("/accounts", data=given)
    assert page.status_code in {404, 422}
    assert words in page.text
    assert len((await app_client.get("/api/accounts")).json()) == 2


async def test_a_shut_account_is_out_at_once_and_can_be_opened_again(
    app_client: AsyncClient, sign_in: SignIn, open_client: OpenClient, quiet_week: World
) -> None:
    office = await open_client(quiet_week.office)
    await sign_in(app_client, quiet_week.coordinator)
    accounts = {a["email"]: a["id"] for a in (await app_client.get("/api/accounts")).json()}
    number = accounts[quiet_week.office]
    assert "Shut the account" in (await app_client.get(f"/accounts/{number}/shut")).text
    assert (await app_client.post(f"/accounts/{number}/shut")).status_code == 303
    assert (await office.get("/api/me")).status_code == 401
    with pytest.raises(InvalidInputError):
        await _link(quiet_week.office)
    await app_client.post(f"/accounts/{number}/open")
    assert (await _link(quiet_week.office)).startswith(BASE_URL)
    own = accounts[quiet_week.coordinator]
    assert (await app_client.post(f"/api/accounts/{own}/shut")).status_code == 409


async def test_who_is_shut_out_may_know_calendar_addresses_which_can_be_renewed(
    app_client: AsyncClient, sign_in: SignIn, open_client: OpenClient, quiet_week: World
) -> None:
    office = await open_client(quiet_week.office)
    known = (await office.post("/api/offices/bronx/calendar")).json()["address"]
    await sign_in(app_client, quiet_week.coordinator)
    for other in ("/api/offices/queens/calendar", "/api/rosters/calendar"):
        assert (await app_client.post(other)).status_code == 201
    accounts = {a["email"]: a["id"] for a in (await app_client.get("/api/accounts")).json()}
    number = accounts[quiet_week.office]
    page, api = f"/accounts/{number}/shut", f"/api/accounts/{number}/calendar-addresses"
    asked = words_of((await app_client.get(page)).text)
    assert "They may know the calendar address of Bronx / Westchester" in asked

    shut = await app_client.post(page)
    assert shut.headers["location"] == page
    told = await app_client.get(page)
    assert "Renew the calendar address of Bronx / Westchester" in told.text
    assert "Queens" not in told.text
    assert (await app_client.get(api)).json() == {"everywhere": False, "offices": ["bronx"]}
    assert (await app_client.get(known)).status_code == 200  # it works without signing in

    renewed = await app_client.post("/offices/bronx/calendar")
    assert "shown this once" in renewed.text
    assert (await app_client.get(known)).status_code == 404
    assert "no calendar address that still works" in (await app_client.get(page)).text
    everything = f"/api/accounts/{accounts[quiet_week.coordinator]}/calendar-addresses"
    assert (await app_client.get(everything)).json() == {
        "everywhere": True,
        "offices": ["bronx", "queens"],
    }


async def _link(email: str) -> str:
    return await make_link(email, BASE_URL, datetime.now(UTC), timedelta(minutes=1))
