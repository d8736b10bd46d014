"""What SendGrid says became of letters: once each, in any order, and people hear of trouble."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from scheduler.actions.events import mend_address, read_events
from scheduler.actions.inbound import keep_arrival, read_arrival
from scheduler.actions.invites import Addresses
from scheduler.actions.sending import send_letter
from scheduler.errors import InvalidInputError
from scheduler.mail.outbox import OutboxTransport
from scheduler.model.letters import RenderedLetter, Sender
from scheduler.store.db import row, rows, value
from scheduler.store.events import events_of, troubles
from scheduler.store.inbound import ArrivalKind
from tests.support.installation import BASE_URL
from tests.support.worlds import ACTOR, COORDINATOR, World

pytestmark = pytest.mark.usefixtures("database")

ADDRESSES = Addresses(BASE_URL, b"a key for tests, of 32 characters")
SENDER = Sender("schedule@opendoor.example.org")
NOON = 1_790_000_000


async def a_letter() -> tuple[int, str]:
    found = await row("SELECT id, email FROM letter WHERE kind = 'invite' ORDER BY id LIMIT 1")
    assert found is not None
    return found["id"], found["email"]


def event(letter: int, email: str, kind: str, **told: object) -> dict[str, Any]:
    return {
        "email": email,
        "timestamp": NOON,
        "event": kind,
        "sg_event_id": f"{kind}-{letter}",
        "letter_id": str(letter),
        **told,
    }


async def arrive(*told: dict[str, Any]) -> None:
    await keep_arrival(
        ArrivalKind.EVENTS, "application/json", json.dumps(told).encode(), datetime.now(UTC)
    )
    for kept in await rows("SELECT id FROM arrival WHERE state = 'stored' ORDER BY id"):
        await read_arrival(kept["id"], datetime.now(UTC), ADDRESSES, SENDER)


async def notices() -> int:
    return int(await value("SELECT count(*) FROM letter WHERE kind = 'notice'"))


async def test_an_event_is_written_down_once_however_often_it_comes(published_week: World) -> None:
    assert published_week
    letter, email = await a_letter()
    delivered = event(letter, email, "delivered")
    processed = event(letter, email, "processed", timestamp=NOON - 5)
    await arrive(delivered)
    await arrive(processed, delivered)
    await arrive(delivered, delivered, event(letter, email, "open"))

    found = await events_of(letter)
    assert [e.kind for e in found] == ["processed", "delivered", "open"]


@pytest.mark.parametrize("kind", ["bounce", "dropped", "spamreport"])
async def test_an_address_in_trouble_is_marked_and_the_coordinator_told_once(
    published_week: World, kind: str
) -> None:
    assert published_week
    letter, email = await a_letter()
    bounce = event(letter, email, kind, reason="550 no such person")
    await arrive(bounce)
    await arrive({**bounce, "sg_event_id": "another"})

    assert [(t.email, t.kind, t.reason) for t in await troubles()] == [
        (email, kind, "550 no such person")
    ]
    told = await rows("SELECT email, facts->>'subject' AS s FROM letter WHERE kind = 'notice'")
    assert [(r["email"], r["s"]) for r in told] == [(COORDINATOR, f"Mail does not reach {email}")]


async def test_a_server_that_says_no_for_now_marks_nobody(published_week: World) -> None:
    assert published_week
    letter, email = await a_letter()
    await arrive(event(letter, email, "bounce", type="blocked"), event(letter, email, "deferred"))

    assert await troubles() == ()
    assert await notices() == 0


async def test_a_later_delivery_ends_the_trouble_but_an_earlier_one_does_not(
    published_week: World,
) -> None:
    assert published_week
    letter, email = await a_letter()
    await arrive(event(letter, email, "bounce"))
    await arrive(event(letter, email, "delivered", timestamp=NOON - 60))
    assert len(await troubles()) == 1

    later = event(letter, email, "delivered", timestamp=NOON + 60, sg_event_id="later")
    await arrive(later)
    assert await troubles() == ()


async def test_a_person_can_say_that_an_address_works_again(published_week: World) -> None:
    assert published_week
    letter, email = await a_letter()
    await arrive(event(letter, email, "bounce"))
    await mend_address(email, ACTOR)

    assert await troubles() == ()


async def test_a_coordinators_own_bounce_writes_no_letter_to_them(published_week: World) -> None:
    assert published_week
    await arrive(event(0, COORDINATOR, "bounce"))

    assert await notices() == 0
    assert [t.email for t in await troubles()] == [COORDINATOR]


async def test_unsubscribing_at_the_mail_service_ends_what_nobody_needs(
    published_week: World,
) -> None:
    assert published_week
    letter, email = await a_letter()
    await arrive(event(letter, email, "unsubscribe"))
    await arrive(event(0, COORDINATOR, "unsubscribe"))

    ended = await value(
        "SELECT NOT reminders AND NOT hours_letters FROM volunteer WHERE email = $1", email
    )
    assert ended
    assert await value("SELECT count(*) FROM volunteer WHERE NOT reminders") == 1
    assert await value("SELECT email FROM account WHERE digest = 'off'") == COORDINATOR
    assert await troubles() == ()


ODD: list[dict[str, Any]] = [
    {},
    {"sg_event_id": "a"},
    {"sg_event_id": "b", "timestamp": "soon", "event": "bounce"},
    {"sg_event_id": "c", "timestamp": 1e400, "event": "bounce"},
    {"sg_event_id": "d", "timestamp": True, "event": "bounce"},
    {"sg_event_id": "e", "timestamp": NOON, "event": ["bounce"], "email": {"a": 1}},
    {"sg_event_id": "f", "timestamp": NOON, "letter_id": "9" * 40, "event": "delivered"},
    {"sg_event_id": "g", "timestamp": NOON, "letter_id": "-1", "email": "x\0y"},
    {"sg_event_id": "h" * 900, "timestamp": NOON, "event": "\ud800"},
]


async def test_odd_events_are_taken_as_far_as_they_make_sense(published_week: World) -> None:
    assert published_week
    await arrive(*ODD)

    assert await value("SELECT state FROM arrival") == "read"
    assert await value("SELECT count(*) FROM delivery_event") == 4
    assert await troubles() == ()


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_list_of_events_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(InvalidInputError):
        read_events(raw)


class Counting(OutboxTransport):
    """An outbox that counts what it is handed."""

    handed: int = 0

    async def send(self, letter: RenderedLetter, sender: Sender, letter_id: str) -> str:
        type(self).handed += 1
        return await super().send(letter, sender, letter_id)


async def test_a_letter_that_the_mail_service_speaks_of_is_not_sent_again(
    published_week: World,
) -> None:
    """The worker died after SendGrid took the letter and before that was written down."""
    assert published_week
    letter, email = await a_letter()
    await rows(
        "UPDATE letter SET state = 'sending', leased_until = now() - interval '1 s', "
        "sent_at = NULL, attempts = 1 WHERE id = $1",
        letter,
    )
    await arrive(event(letter, email, "processed"))
    await send_letter(letter, Counting(), SENDER)

    assert Counting.handed == 0
    assert await value("SELECT state FROM letter WHERE id = $1", letter) == "sent"


async def test_a_letter_that_comes_back_by_mail_marks_the_address(published_week: World) -> None:
    assert published_week
    letter, email = await a_letter()
    mark = await value("SELECT message_id FROM letter WHERE id = $1", letter)
    for quoted in ("<" + "0" * 40 + "@opendoor.example.org>", mark):
        await keep_arrival(
            ArrivalKind.MAIL, "message/rfc822", report(email, quoted), datetime.now(UTC)
        )
    for kept in await rows("SELECT id FROM arrival ORDER BY id"):
        await read_arrival(kept["id"], datetime.now(UTC), ADDRESSES, SENDER)

    assert [(t.email, t.reason) for t in await troubles()] == [
        (email, "The mail server answered 5.1.1.")
    ]
    assert [e.kind for e in await events_of(letter)] == ["bounce"]


def report(email: str, quoted: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example.org\r\n"
        "Subject: Undelivered\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {email}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {quoted}\r\n\r\n--b--\r\n"
    ).encode()
