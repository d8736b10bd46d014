from __future__ import annotations

import email
from dataclasses import asdict
from datetime import UTC, datetime
from email import policy

import pytest
from httpx import AsyncClient
from litestar import Litestar

from scheduler.model.letters import LetterKind, PlainLetter
from scheduler.store.db import rows, transaction
from scheduler.store.events import DeliveryEvent, note_event
from scheduler.store.letters import queue_letter
from scheduler.worker import work
from tests.api.coordinators import edit, page_after, seat_of, words_of
from tests.conftest import SendLetters, SignIn
from tests.support import browsing
from tests.support.asking import now
from tests.support.installation import settings_for
from tests.support.smtp_server import smtp_server
from tests.support.worlds import World

NOTICE = PlainLetter(
    kind=LetterKind.NOTICE,
    email="cora@example.org",
    name="Cora",
    subject="A word from Open Door",
    paragraphs=("The clinic on Monday has a new entrance.",),
)


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


async def test_what_became_of_a_letter_is_told_in_order_with_the_reasons(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    number = await number_to(app_client, "ben@example.org")
    quiet = words_of((await app_client.get(f"/letters/{number}")).text)
    assert "Decided and written down" in quiet
    assert "Put into the outbox" in quiet
    assert "What was said" not in quiet
    told = (
        ("processed", ""),
        ("deferred", "451 mailbox is busy"),
        ("bounce", "550 5.1.1 no such <person>"),
        ("dropped", "Bounced Address"),
    )
    for minute, (kind, reason) in enumerate(told):
        at = datetime(2030, 1, 7, 15, minute, tzinfo=UTC)
        event = DeliveryEvent(f"event {minute}", number, kind, "ben@example.org", reason, at)
        assert await note_event(event, None)

    page = words_of((await app_client.get(f"/letters/{number}")).text)
    places = [
        page.index(text)
        for text in (
            "Taken over by the mail service Mon 7 Jan, 10:00 am",
            "Put off, tried again by itself Mon 7 Jan, 10:01 am 451 mailbox is busy",
            "Came back Mon 7 Jan, 10:02 am 550 5.1.1 no such <person>",
            "Not sent: mail came back before Mon 7 Jan, 10:03 am Bounced Address",
            "Nobody tracks whether a letter is opened",
        )
    ]
    assert places == sorted(places)
    found = (await app_client.get(f"/api/letters/{number}")).json()
    assert [(e["kind"], e["reason"]) for e in found["events"]] == list(told)


async def test_a_dead_letter_is_sent_again_from_its_page(
    app_client: AsyncClient, sign_in: SignIn, database: str, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    async with transaction():
        number = await queue_letter(LetterKind.NOTICE, NOTICE.email, "", asdict(NOTICE), now())
    async with smtp_server() as server:
        settings = settings_for(database, smtp_url=server.url)
        server.refuse = "550 5.1.1 no such person here"
        await work(database, settings, until_idle=True)
        page = (await app_client.get(f"/letters/{number}")).text
        assert "It could not be delivered after 1 try: The mail server answered 550." in page
        assert f'action="/letters/{number}/send-again"' in page
        server.refuse = ""
        assert (await app_client.post(f"/letters/{number}/send-again")).status_code == 303
        await work(database, settings, until_idle=True)
        assert len(server.letters) == 1
    assert "could not be delivered" not in (await app_client.get(f"/letters/{number}")).text


async def test_a_held_letter_is_shown_as_it_would_leave_and_can_be_sent_now(
    app_client: AsyncClient,
    sign_in: SignIn,
    published_week: World,
    send_letters: SendLetters,
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    preview = (await app_client.get(f"/weeks/{monday}/publish")).text
    assert "Send every letter at once" in preview
    assert "Otherwise it waits for 5 minutes" in preview
    answer = await app_client.post(f"/weeks/{monday}/publish", data={})
    assert "1 letter waits for further changes." in await page_after(app_client, answer)
    await send_letters()

    number = await number_to(app_client, "dana@example.org")
    listed = words_of((await app_client.get("/letters")).text)
    assert "1 letter waits, so that further changes of the same shift join it" in listed
    assert "Waits to be sent until" in listed
    page = (await app_client.get(f"/letters/{number}")).text
    assert "Below is what it would say now." in page
    assert "You do not need to come" in (await app_client.get(f"/letters/{number}/body")).text
    assert (await app_client.get(f"/api/letters/{number}")).json()["letter"]["held_until"]

    assert (await app_client.post(f"/letters/{number}/send-now")).status_code == 303
    assert (await app_client.post(f"/api/letters/{number}/send-now")).status_code == 409
    await send_letters()
    found = (await app_client.get(f"/api/letters/{number}")).json()["letter"]
    assert (found["state"], found["held_until"]) == ("sent", None)
    again = await app_client.post("/letters/send-now")
    assert "No letter waits any more" in await page_after(app_client, again)


async def test_publishing_can_send_everything_at_once(
    app_client: AsyncClient,
    sign_in: SignIn,
    published_week: World,
    send_letters: SendLetters,
) -> None:
    monday = published_week.monday
    await sign_in(app_client, published_week.coordinator)
    dana = await seat_of(app_client, monday, "Dana Levi")
    await edit(app_client, monday, dana["key"], "take-out", volunteer=dana["volunteer"])
    answer = await app_client.post(f"/weeks/{monday}/publish", data={"send_now": "yes"})
    assert "1 letter is on the way." in await page_after(app_client, answer)
    await send_letters()
    found = (await app_client.get("/api/letters?kind=cancel&delivery=sent")).json()
    assert [letter["email"] for letter in found["letters"]] == ["dana@example.org"]
