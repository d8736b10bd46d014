"""One seat: who sits there, why nobody does, who could; put in, take out, pin."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from tests.api.coordinators import (
    candidates_for,
    edit,
    page_after,
    seat_of,
    week_of,
    words_of,
)
from tests.conftest import OpenClient, SignIn
from tests.support.worlds import World


async def test_taking_out_and_putting_in_again(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    path = f"/weeks/{monday}/seats/{dana['key']}"
    answer = await app_client.post(
        f"{path}/take-out", data={"volunteer": str(dana["volunteer"]), "revision": "0"}
    )
    page = words_of(await page_after(app_client, answer))
    assert "The seat is free. 4 less of the demand's weight is covered." in page
    assert "One person could still take it" in page
    assert "Best 1 Dana Levi" in page

    revision = (await week_of(app_client, monday))["revision"]
    answer = await app_client.post(
        f"{path}/put-in", data={"volunteer": str(dana["volunteer"]), "revision": str(revision)}
    )
    assert "Dana Levi is in." in await page_after(app_client, answer)


async def test_everybody_is_ranked_with_reasons(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    found = await candidates_for(app_client, monday, dana["key"])
    assert {name: one["grade"] for name, one in found.items()} == {
        "Dana Levi": "best",
        "Ana Reyes": "not_qualified",
        "Ben Okafor": "not_qualified",
        "Chantal Pierre": "not_qualified",
        "Emre Kaya": "not_qualified",
        "Farah Aziz": "not_qualified",
        "Gita Rao": "not_qualified",
    }
    assert found["Ana Reyes"]["reasons"][0] == {
        "kind": "law",
        "code": "matter",
        "text": "Does not advise on DACA",
    }
    assert found["Dana Levi"]["gain"] == 4


async def test_why_not_somebody_is_answered_by_name(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    path = f"/weeks/{monday}/seats/{dana['key']}"
    page = words_of((await app_client.get(path, params={"who": "chantal"})).text)
    assert "Interpreter: does not advise" in page
    nobody = words_of((await app_client.get(path, params={"who": "<b>x</b>"})).text)
    assert "has “<b>x</b>” in their name" in nobody


async def test_a_full_seat_offers_who_could_take_it_instead(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    week = await week_of(app_client, monday)
    asylum = next(
        s
        for s in week["seats"]
        if s["matter"] == "asylum" and s["name"] in {"Ana Reyes", "Gita Rao"}
    )
    other = "Gita Rao" if asylum["name"] == "Ana Reyes" else "Ana Reyes"
    path = f"/weeks/{monday}/seats/{asylum['key']}"
    page = words_of((await app_client.get(path, params={"instead": asylum["volunteer"]})).text)
    assert f"Who could take it instead of {asylum['name']}" in page
    found = await candidates_for(app_client, monday, asylum["key"])
    assert asylum["name"] not in found or other in found


async def test_an_adviser_without_the_language_needs_somebody_beside(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    chantal = await seat_of(app_client, monday, "Chantal Pierre")
    ben = await seat_of(app_client, monday, "Ben Okafor")
    await edit(app_client, monday, chantal["key"], "take-out", volunteer=chantal["volunteer"])
    # Without the interpreter the seat is not understood, and nothing can be published.
    broken = (await week_of(app_client, monday))["breaches"]
    assert len(broken) == 1
    assert "Haitian Creole" in broken[0]
    assert "Bronx / Westchester" in broken[0]
    await edit(app_client, monday, ben["key"], "take-out", volunteer=ben["volunteer"])
    assert (await week_of(app_client, monday))["breaches"] == []

    found = await candidates_for(app_client, monday, ben["key"])
    assert (found["Ben Okafor"]["grade"], found["Ben Okafor"]["needs_beside"]) == (
        "with_help",
        "interpreter",
    )
    revision = (await week_of(app_client, monday))["revision"]
    answer = await app_client.post(
        f"/weeks/{monday}/seats/{ben['key']}/put-in",
        data={"volunteer": str(ben["volunteer"]), "revision": str(revision)},
    )
    assert answer.headers["location"].endswith(".interpreter.ht")
    page = words_of(await page_after(app_client, answer))
    assert "Ben Okafor is in. Now choose the interpreter who sits beside them." in page
    assert "Best 1 Chantal Pierre" in page
    mended = await edit(
        app_client,
        monday,
        chantal["key"],
        "put-in",
        volunteer=chantal["volunteer"],
        revision=revision + 1,
    )
    assert mended["breaks"] == []
    assert (await week_of(app_client, monday))["breaches"] == []


async def test_an_edit_made_on_an_older_draft_is_refused_and_shows_it_as_it_is(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana, ben = [await seat_of(app_client, monday, name) for name in ("Dana Levi", "Ben Okafor")]
    await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    answer = await app_client.post(
        f"/weeks/{monday}/seats/{ben['key']}/take-out",
        data={"volunteer": str(ben["volunteer"]), "revision": "0"},
    )
    assert answer.status_code == 409
    assert "Someone changed this draft in the meantime" in answer.text
    assert "Ben Okafor" in answer.text
    assert (await seat_of(app_client, monday, "Ben Okafor"))["key"] == ben["key"]


async def test_pins_hold_and_keep_out_with_a_reason(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    path = f"/weeks/{monday}/seats/{dana['key']}"
    held = await app_client.post(
        f"{path}/pin", data={"volunteer": str(dana["volunteer"]), "must": "yes"}
    )
    assert "always here" in await page_after(app_client, held)
    assert (await seat_of(app_client, monday, "Dana Levi"))["pinned"]

    unexplained = await app_client.post(f"{path}/pin", data={"volunteer": str(dana["volunteer"])})
    assert unexplained.status_code == 422
    assert "Write a reason of a few words." in unexplained.text
    out = await app_client.post(
        f"{path}/pin", data={"volunteer": str(dana["volunteer"]), "reason": "asked for a pause"}
    )
    page = words_of(await page_after(app_client, out))
    assert "kept out: asked for a pause" in page
    assert "This shift breaks 1 rule" in page

    free = await app_client.post(f"{path}/unpin", data={"volunteer": str(dana["volunteer"])})
    assert "None: runs decide freely." in await page_after(app_client, free)


async def test_a_seat_given_back_needs_the_coordinator(
    app_client: AsyncClient, open_client: OpenClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    key = (await seat_of(app_client, monday, "Dana Levi"))["key"]
    dana = await open_client("dana@example.org")
    uid = (await dana.get("/api/shifts")).json()[0]["uid"]
    await dana.post(f"/shifts/{uid}/reply", data={"reply": "declined"})

    page = words_of((await app_client.get(f"/weeks/{monday}")).text)
    assert "1 seat was given back." in page
    assert "Dana Levi cannot come" in page
    assert [back["key"] for back in (await week_of(app_client, monday))["given_back"]] == [key]
    seat = words_of((await app_client.get(f"/weeks/{monday}/seats/{key}")).text)
    assert "Dana Levi gave this seat back" in seat
    found = await candidates_for(app_client, monday, key)
    assert found["Dana Levi"]["grade"] == "conflict"


@pytest.mark.parametrize(
    "key",
    [
        "999.0.adviser.1",
        "1.9.adviser.1",
        "1.0.adviser.999",
        "1.0.adviser.0",
        "1.0.interpreter.zz",
        "1.0.interpreter.7",
        "1.0.intake.5",
        "1.0.cook.0",
        "nonsense",
        "1.0.adviser.99999999999999999999",
    ],
)
async def test_seats_that_are_not_of_the_week_are_not_found(
    key: str, app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    path = f"/weeks/{published_week.monday}/seats/{key}"
    assert (await app_client.get(path)).status_code == 404
    answer = await app_client.post(f"{path}/put-in", data={"volunteer": "1"})
    assert answer.status_code in {404, 422}
    stranger = await app_client.post(f"/api{path}/put-in", json={"volunteer": 999999})
    assert stranger.status_code in {404, 422}


async def test_seats_are_for_coordinators_only(
    open_client: OpenClient, published_week: World
) -> None:
    monday = published_week.monday
    coordinator = await open_client(published_week.coordinator)
    dana = await seat_of(coordinator, monday, "Dana Levi")
    path = f"/weeks/{monday}/seats/{dana['key']}"
    for email in (published_week.office, "dana@example.org"):
        other = await open_client(email)
        assert (await other.get(path)).status_code == 403
        for verb in ("put-in", "take-out", "pin", "unpin"):
            answer = await other.post(f"/api{path}/{verb}", json={"volunteer": dana["volunteer"]})
            assert answer.status_code == 403
    assert (await seat_of(coordinator, monday, "Dana Levi"))["name"] == "Dana Levi"
