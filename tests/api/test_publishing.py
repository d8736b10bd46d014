"""Publishing: whom it would write to, what stands in the way, and that it happens once."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from scheduler.actions import publishing
from scheduler.errors import DoubleBookingError
from scheduler.model.letters import Change
from scheduler.store.db import rows, value
from tests.api.coordinators import edit, page_after, seat_of, week_of, words_of
from tests.api.volunteers import letter_kinds
from tests.conftest import OpenClient, SignIn
from tests.support.asking import addresses, last_letter, letters_after, now
from tests.support.worlds import World, solve


async def test_the_preview_names_everybody_and_publishing_writes_to_them(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    monday = quiet_week.monday
    await sign_in(app_client, quiet_week.coordinator)
    nothing = words_of((await app_client.get(f"/weeks/{monday}/publish")).text)
    assert "There is no draft to publish" in nothing
    await solve(monday)
    preview = (await app_client.get(f"/api/weeks/{monday}/publish")).json()
    page = words_of((await app_client.get(f"/weeks/{monday}/publish")).text)
    assert f"{preview['letters']} new, 0 changed, 0 released: {preview['letters']} letters." in page
    for person in preview["new"]:
        assert person["name"] in page
    assert "Adviser, Green card in Haitian Creole" in page

    answer = await app_client.post(
        f"/weeks/{monday}/publish", data={"revision": str(preview["revision"])}
    )
    shown = await page_after(app_client, answer)
    assert f"Version 1 is published; {preview['letters']} letters are on the way." in shown
    assert len(await letters_after()) == preview["letters"]
    twice = await app_client.post(
        f"/weeks/{monday}/publish", data={"revision": str(preview["revision"])}
    )
    assert twice.status_code == 404 or "There is no draft to publish" in twice.text
    assert len(await letters_after()) == preview["letters"]


async def test_only_what_changed_is_written(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    before = await last_letter()
    dana = await seat_of(app_client, monday, "Dana Levi")
    edited = await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    done = await app_client.post(
        f"/api/weeks/{monday}/publish", json={"revision": edited["revision"]}
    )
    assert done.status_code == 200, done.text
    assert done.json() == {
        "version": 2,
        "invited": 0,
        "updated": 0,
        "cancelled": 1,
        "unchanged": done.json()["unchanged"],
        "letters": 1,
        "waiting": 1,
    }
    assert [t.gist for t in await letters_after(before)] == [("dana@example.org", "cancel", 1)]


async def test_a_draft_that_breaks_a_rule_is_not_published(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    chantal = await seat_of(app_client, monday, "Chantal Pierre")
    edited = await edit(
        app_client, monday, chantal["key"], "take-out", volunteer=chantal["volunteer"]
    )
    assert len(edited["breaks"]) == 1
    page = (await app_client.get(f"/weeks/{monday}/publish")).text
    assert "It cannot be published until that is mended" in page
    assert "Publish and send" not in page
    board = words_of((await app_client.get(f"/weeks/{monday}")).text)
    assert "This draft breaks 1 rule" in board
    refused = await app_client.post(f"/api/weeks/{monday}/publish", json={})
    assert refused.status_code == 422
    assert "Haitian Creole" in refused.json()["detail"]
    assert (await week_of(app_client, monday))["version"] == 1


async def test_a_draft_that_was_changed_meanwhile_is_shown_again(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    edited = await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    answer = await app_client.post(
        f"/weeks/{monday}/publish", data={"revision": str(edited["revision"] - 1)}
    )
    assert answer.status_code == 409
    assert "Someone changed this draft in the meantime" in answer.text
    assert await letter_kinds("dana@example.org") == ["invite"]


async def test_a_shift_that_ends_at_another_time_is_told_as_an_update(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    before = await last_letter()
    dana = await seat_of(app_client, monday, "Dana Levi")
    session = int(dana["key"].split(".")[0])
    await rows(
        "UPDATE session SET ends = ends - interval '30 minutes' WHERE id = $1",
        session,
    )
    farah = await seat_of(app_client, monday, "Farah Aziz")
    await edit(app_client, monday, farah["key"], "take-out", volunteer=farah["volunteer"])
    preview = (await app_client.get(f"/api/weeks/{monday}/publish")).json()
    assert [p["name"] for p in preview["changed"]] == ["Dana Levi"]
    await app_client.post(f"/api/weeks/{monday}/publish", json={})
    told = {t.email: t for t in await letters_after(before)}
    assert told["dana@example.org"].gist == ("dana@example.org", "update", 1)
    facts = await value(
        "SELECT facts->>'changed' FROM letter WHERE id = $1", told["dana@example.org"].id
    )
    assert Change.TIME.value in facts


async def test_a_double_booking_is_told_by_name(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    edited = await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    await app_client.post(f"/api/weeks/{monday}/publish", json={"revision": edited["revision"]})
    await edit(app_client, monday, dana["key"], "put-in", volunteer=dana["volunteer"])
    # Held at that time by a shift that no draft of this week knows of.
    await rows(
        "WITH other AS (INSERT INTO session (office, starts, ends, shift_minutes, kind, modality, "
        "stations, intake) SELECT office, starts + interval '70 days', ends + interval '70 days', "
        "shift_minutes, kind, modality, stations, intake FROM session LIMIT 1 RETURNING id) "
        "INSERT INTO assignment (uid, session, shift, volunteer, starts, ends, role, remote, "
        "sequence, reply) SELECT 'x@opendoor', other.id, 0, volunteer, starts, ends, role, false, "
        "0, 'none' FROM assignment, other WHERE volunteer = $1",
        dana["volunteer"],
    )
    with pytest.raises(DoubleBookingError, match="Dana Levi cannot serve"):
        await publishing.publish(monday, "the tests", now(), addresses())


async def test_publishing_is_for_coordinators_only(
    open_client: OpenClient, published_week: World
) -> None:
    for email in (published_week.office, "ana@example.org"):
        other = await open_client(email)
        for path in (
            f"/weeks/{published_week.monday}/publish",
            f"/api/weeks/{published_week.monday}/publish",
        ):
            assert (await other.get(path)).status_code == 403
            assert (await other.post(path, json={})).status_code == 403
