"""The doors for mail services, over HTTP: kept first, proven, and never an error of ours."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from httpx import AsyncClient

from api.app import create_app
from scheduler.settings import Settings
from scheduler.store.db import rows, value
from scheduler.store.rosters import load_assignment
from tests.conftest import OpenClient, SendLetters
from tests.support import browsing
from tests.support.answering import (
    FORM_TYPE,
    Answer,
    Signer,
    calendar_of,
    form_of,
    mail_of,
    signed_by,
)
from tests.support.asking import assignment_of
from tests.support.worlds import World

EVENTS, INBOUND = "/webhooks/sendgrid/events", "/webhooks/sendgrid/inbound"
SIGNER = Signer()
ANA = "ana@example.org"
TAKEN = {"status": "kept"}


@pytest.fixture
async def service(database: str, settings: Settings) -> AsyncIterator[AsyncClient]:
    """SendGrid, calling an installation that knows its key."""
    knowing = replace(settings, sendgrid_webhook_key=SIGNER.public_key)
    async with browsing.client_of(create_app(knowing, database)) as client:
        yield client


def bounce(email: str) -> bytes:
    told = {"sg_event_id": "1", "timestamp": 1_790_000_000, "event": "bounce", "email": email}
    return json.dumps([told]).encode()


async def kept() -> list[tuple[str, str, bytes]]:
    found = await rows("SELECT kind, state, raw FROM arrival ORDER BY id")
    return [(r["kind"], r["state"], r["raw"]) for r in found]


async def test_signed_events_are_kept_as_they_came_and_read_by_the_worker(
    service: AsyncClient, send_letters: SendLetters, published_week: World
) -> None:
    assert published_week
    body = b" " + bounce(ANA)
    answer = await service.post(EVENTS, content=body, headers=SIGNER.headers(body))

    assert (answer.status_code, answer.json()) == (200, TAKEN)
    assert await kept() == [("events", "stored", body)]
    await send_letters()
    assert await kept() == [("events", "read", body)]
    assert await value("SELECT email FROM mail_trouble") == ANA


async def test_the_same_call_again_is_taken_and_changes_nothing(service: AsyncClient) -> None:
    body = bounce(ANA)
    for timestamp in ("1", "2"):
        answer = await service.post(EVENTS, content=body, headers=SIGNER.headers(body, timestamp))
        assert answer.status_code == 200

    assert len(await kept()) == 1


async def test_unsigned_or_changed_calls_are_refused_and_not_kept(service: AsyncClient) -> None:
    body = bounce(ANA)
    right = SIGNER.headers(body)
    name = "X-Twilio-Email-Event-Webhook-Signature"
    wrong = [
        {},
        Signer().headers(body),
        {**right, "X-Twilio-Email-Event-Webhook-Timestamp": "2"},
        {**right, name: "not base64!"},
        {**right, name: ""},
        SIGNER.headers(body + b" "),
    ]
    for headers in wrong:
        answer = await service.post(EVENTS, content=body, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    assert await kept() == []


async def test_without_a_key_the_door_is_shut(app_client: AsyncClient) -> None:
    body = bounce(ANA)
    answer = await app_client.post(EVENTS, content=body, headers=SIGNER.headers(body))

    assert answer.status_code == 401


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"\xff\xfe", b"[" * 50_000, b"null"])
async def test_signed_nonsense_is_400_and_not_kept(service: AsyncClient, body: bytes) -> None:
    answer = await service.post(EVENTS, content=body, headers=SIGNER.headers(body))

    assert answer.status_code == 400
    assert await kept() == []


async def test_an_answer_from_a_calendar_shows_on_the_week(
    app_client: AsyncClient,
    settings: Settings,
    send_letters: SendLetters,
    open_client: OpenClient,
    published_week: World,
) -> None:
    shift = await assignment_of(published_week.monday, ANA)
    form = form_of(mail_of(Answer(shift.uid, ANA)), dkim=signed_by(ANA))
    answer = await app_client.post(
        f"{INBOUND}?key={settings.inbound_key}", content=form, headers={"Content-Type": FORM_TYPE}
    )

    assert answer.status_code == 200
    assert [(kind, raw) for kind, _, raw in await kept()] == [("mail", form)]
    await send_letters()
    assert (await load_assignment(shift.uid)).reply == "accepted"
    coordinator = await open_client(published_week.coordinator)
    page = await coordinator.get("/letters/answers")
    assert "Ana Reyes" in page.text
    assert "Counted" in page.text
    (told,) = (await coordinator.get("/api/letters/answers")).json()
    assert (told["shift"], told["said"], told["outcome"]) == (shift.uid, "accepted", "taken")


@pytest.mark.parametrize("key", ["", "0" * 40, "\u00e9", "x" * 5000])
async def test_mail_without_the_key_of_the_address_is_refused(
    app_client: AsyncClient, key: str
) -> None:
    answer = await app_client.post(
        INBOUND, params={"key": key}, content=form_of(b"x"), headers={"Content-Type": FORM_TYPE}
    )

    assert answer.status_code == 401
    assert await kept() == []


async def test_a_signature_opens_the_door_for_mail_as_well(service: AsyncClient) -> None:
    form = form_of(b"From: a@example.org\r\n\r\nx")
    answer = await service.post(
        INBOUND, content=form, headers={"Content-Type": FORM_TYPE, **SIGNER.headers(form)}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "kind", ["", "application/json", "multipart/form-data", f"multipart/form-data; {'x' * 300}"]
)
async def test_mail_in_no_form_is_400(
    app_client: AsyncClient, settings: Settings, kind: str
) -> None:
    answer = await app_client.post(
        f"{INBOUND}?key={settings.inbound_key}", content=b"x", headers={"Content-Type": kind}
    )

    assert answer.status_code == 400
    assert await kept() == []


NONSENSE = [b"", b"--", b"--xYzZY\r\n\r\n", b"\xff" * 100, form_of(b"\xff\x00"), form_of(b"")]


@pytest.mark.parametrize("body", NONSENSE)
async def test_broken_forms_are_kept_for_a_person_and_never_an_error(
    app_client: AsyncClient, settings: Settings, send_letters: SendLetters, body: bytes
) -> None:
    answer = await app_client.post(
        f"{INBOUND}?key={settings.inbound_key}", content=body, headers={"Content-Type": FORM_TYPE}
    )

    assert answer.status_code == 200
    await send_letters()
    ((_, state, raw),) = await kept()
    assert (state in {"read", "unreadable"}, raw) == (True, body)


async def test_a_mail_parsed_by_sendgrid_is_read_as_well(
    app_client: AsyncClient, settings: Settings, send_letters: SendLetters, published_week: World
) -> None:
    shift = await assignment_of(published_week.monday, ANA)
    calendar = calendar_of(Answer(shift.uid, ANA, partstat="DECLINED"))
    parts = {
        'name="from"': f"Ana <{ANA}>",
        'name="subject"': "Declined: Shift",
        'name="dkim"': signed_by(ANA),
        'name="text"': "no",
        'name="attachment1"; filename="invite.ics"\r\nContent-Type: text/calendar': calendar,
    }
    body = "".join(
        f"--xYzZY\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n"
        for head, text in parts.items()
    )
    await app_client.post(
        f"{INBOUND}?key={settings.inbound_key}",
        content=f"{body}--xYzZY--\r\n".encode(),
        headers={"Content-Type": FORM_TYPE},
    )
    await send_letters()

    assert (await load_assignment(shift.uid)).reply == "declined"


async def test_too_large_a_call_is_refused(service: AsyncClient) -> None:
    answer = await service.post(EVENTS, content=b" " * (11 * 1024 * 1024))

    assert answer.status_code in {401, 413}
    assert await kept() == []
