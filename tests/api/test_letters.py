from __future__ import annotations

import email
from email import policy

import pytest
from httpx import AsyncClient
from litestar import Litestar

from scheduler.store.db import rows
from tests.conftest import SendLetters, SignIn
from tests.support import browsing
from tests.support.installation import settings_for
from tests.support.worlds import World


async def number_to(client: AsyncClient, address: str) -> int:
    found = (await client.get("/api/letters", params={"search": address})).json()
    return int(found["letters"][0]["id"])


async def test_the_outbox_lists_every_letter_with_its_state(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    page = (await app_client.get("/letters")).text
    assert "Your shift on" in page
    assert "Ana Reyes" in page
    found = (await app_client.get("/api/letters?kind=invite&delivery=sent")).json()
    assert found["total"] == len(found["letters"]) > 5
    assert "No letter fits" in (await app_client.get("/letters?search=nobody-of-this-name")).text
    for wrong in ("delivery=lost", "kind=poem"):
        assert (await app_client.get(f"/letters?{wrong}")).status_code == 404


async def test_a_letter_is_shown_as_it_would_arrive(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    number = await number_to(app_client, "ben@example.org")
    page = (await app_client.get(f"/letters/{number}")).text
    assert f'src="/letters/{number}/body"' in page
    assert 'sandbox=""' in page
    assert "/answer/" in page  # the link can be followed beside the frame
    body = await app_client.get(f"/letters/{number}/body")
    assert "Ben Okafor" in body.text
    assert body.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; "
        "frame-ancestors 'self'"
    )
    assert "Hello Ben Okafor" in (await app_client.get(f"/letters/{number}?part=text")).text
    calendar = (await app_client.get(f"/letters/{number}?part=calendar")).text
    assert "Put this into the calendar, and answer it" in calendar
    assert "EST" in calendar


async def test_a_letter_comes_as_eml_and_ics(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    number = await number_to(app_client, "ben@example.org")
    message = await app_client.get(f"/letters/{number}/letter.eml")
    read = email.message_from_bytes(message.content, policy=policy.default)
    assert "ben@example.org" in read["To"]
    assert message.headers["content-disposition"] == f'attachment; filename="letter-{number}.eml"'
    invite = await app_client.get(f"/letters/{number}/invite.ics")
    assert invite.text.startswith("BEGIN:VCALENDAR")
    assert "METHOD:REQUEST" in invite.text


async def test_a_failed_letter_says_why_and_is_sent_again(
    app_client: AsyncClient, sign_in: SignIn, send_letters: SendLetters, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    number = await number_to(app_client, "ben@example.org")
    refused = await app_client.post(f"/letters/{number}/send-again")
    assert refused.status_code == 409  # it did not fail
    await rows("UPDATE letter SET state = 'failed', failure = 'No such box' WHERE id = $1", number)
    page = (await app_client.get(f"/letters/{number}")).text
    assert "No such box" in page
    assert "could not be delivered" in (await app_client.get("/letters")).text
    assert (await app_client.post("/letters/send-again")).status_code == 303
    await send_letters()
    found = (await app_client.get(f"/api/letters/{number}")).json()
    assert found["letter"]["state"] == "sent"


async def test_a_failed_letter_that_a_newer_one_overtook_stays_unsent(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    number = await number_to(app_client, "ben@example.org")
    await rows("UPDATE letter SET state = 'failed' WHERE id = $1", number)
    await rows(
        "INSERT INTO letter (kind, assignment, email, name, facts, state, subject, message_id, "
        "text, html, method, transport, failure, sequence, attempts, created_at) "
        "SELECT 'cancel', assignment, email, name, facts, 'sent', '', '', '', '', '', '', '', "
        "sequence + 1, 0, now() FROM letter WHERE id = $1",
        number,
    )
    assert (await app_client.post(f"/letters/{number}/send-again")).status_code == 409


async def test_sign_in_links_stay_sealed_where_real_mail_is_sent(
    app: Litestar, database: str, published_week: World, send_letters: SendLetters
) -> None:
    async with browsing.client_of(app) as client:
        await client.post("/sign-in", data={"email": "ana@example.org"})
        await send_letters()
        await browsing.sign_in(client, published_week.coordinator)
        found = (await client.get("/api/letters?kind=sign-in")).json()["letters"]
        number = found[0]["id"]
        assert "/sign-in/" in (await client.get(f"/letters/{number}")).text
        app.state.settings = settings_for(database, sendgrid_api_key="key")
        page = await client.get(f"/letters/{number}")
        assert "For its reader alone" in page.text
        assert (await client.get(f"/letters/{number}/letter.eml")).status_code == 404
        assert (await client.get(f"/letters/{number}/body")).status_code == 404
        assert (await client.get(f"/api/letters/{number}")).json()["html"] == ""


@pytest.mark.parametrize("path", ["/letters", "/letters/1", "/letters/1/body", "/api/letters"])
async def test_only_coordinators_read_letters(
    app_client: AsyncClient, sign_in: SignIn, published_week: World, path: str
) -> None:
    await sign_in(app_client, published_week.office)
    assert (await app_client.get(path)).status_code == 403


async def test_a_letter_nobody_wrote_is_not_there(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    assert "No letter yet" in (await app_client.get("/letters")).text
    for number in ("99", "9" * 30):
        assert (await app_client.get(f"/letters/{number}")).status_code in {404, 422}
