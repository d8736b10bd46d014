"""Letters out: once each, the same bytes at every try, through real servers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from scheduler.actions.sending import (
    KEY_WAIT,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    BeingSentError,
    send_letter,
    wait_before_next,
)
from scheduler.errors import TransportError
from scheduler.mail.sendgrid import SendGridTransport
from scheduler.mail.smtp import SmtpTransport
from scheduler.mail.transport import RefusedKeyError, TransportBusyError
from scheduler.model.letters import Delivery, LetterKind, Sender
from scheduler.store.db import rows, transaction, value
from scheduler.store.jobs import jobs_due
from scheduler.store.leaving import lease_letter
from scheduler.store.letters import held_up, load_letter, queue_letter
from tests.support.asking import now
from tests.support.sendgrid_endpoint import Answer, sendgrid_endpoint
from tests.support.smtp_server import smtp_server

pytestmark = pytest.mark.usefixtures("database")

SENDER = Sender("schedule@opendoor.example.org")
FACTS = {
    "kind": "notice",
    "email": "ana@example.org",
    "name": "Ana Reyes",
    "subject": "A word from Open Door",
    "paragraphs": ["The clinic on Monday has a new entrance."],
}


@pytest.fixture
async def letter() -> int:
    async with transaction():
        return await queue_letter(LetterKind.NOTICE, FACTS["email"], FACTS["name"], FACTS, now())


async def test_a_letter_leaves_once_however_often_its_job_comes(letter: int) -> None:
    with sendgrid_endpoint() as endpoint:
        way = SendGridTransport(endpoint.key, host=endpoint.url)
        for _ in range(3):
            await send_letter(letter, way, SENDER)
        assert len(endpoint.accepted) == 1
    record = await load_letter(letter)
    assert (record.state, record.attempts, record.transport) == (Delivery.SENT, 1, "sendgrid")


async def test_of_two_workers_one_sends_and_the_other_comes_back_later(letter: int) -> None:
    with sendgrid_endpoint() as endpoint:
        endpoint.answers.append(Answer(202, wait=0.5, accept=True))
        way = SendGridTransport(endpoint.key, host=endpoint.url)
        outcomes = await asyncio.gather(
            *(send_letter(letter, way, SENDER) for _ in range(4)), return_exceptions=True
        )
        assert len(endpoint.accepted) == 1
    assert [type(o) for o in outcomes].count(BeingSentError) == 3


async def test_every_try_sends_the_same_bytes(letter: int) -> None:
    async with smtp_server() as server:
        way = SmtpTransport(server.url)
        server.refuse = "451 4.3.0 come back later"
        with pytest.raises(TransportError):
            await send_letter(letter, way, SENDER)
        first = await value("SELECT mime FROM letter WHERE id = $1", letter)
        assert await held_up() == (("The mail server answered 451.", 1),)
        server.refuse = ""
        await send_letter(letter, way, SENDER)
        (arrived,) = server.letters
    assert arrived.octets.rstrip(b"\r\n") == bytes(first).rstrip(b"\r\n")
    assert (await load_letter(letter)).failure == ""


async def test_a_refused_letter_is_not_tried_again(letter: int) -> None:
    async with smtp_server() as server:
        server.refuse = "550 5.1.1 no such person here"
        await send_letter(letter, SmtpTransport(server.url), SENDER)
    record = await load_letter(letter)
    assert (record.state, record.failure) == (Delivery.FAILED, "The mail server answered 550.")


async def test_a_wrong_key_fails_no_letter_however_long_it_lasts(letter: int) -> None:
    await rows("UPDATE letter SET attempts = $2 WHERE id = $1", letter, MOST_ATTEMPTS + 5)
    with sendgrid_endpoint() as endpoint:
        with pytest.raises(RefusedKeyError):
            await send_letter(letter, SendGridTransport("SG.wrong", host=endpoint.url), SENDER)
        assert (await load_letter(letter)).state is Delivery.QUEUED
        ((reason, held),) = await held_up()
        assert (held, "key is wrong" in reason) == (1, True)
        await send_letter(letter, SendGridTransport(endpoint.key, host=endpoint.url), SENDER)
    assert (await load_letter(letter)).state is Delivery.SENT


async def test_a_service_that_is_away_for_too_long_fails_the_letter(letter: int) -> None:
    await rows("UPDATE letter SET attempts = $2 WHERE id = $1", letter, MOST_ATTEMPTS - 1)
    await send_letter(letter, SmtpTransport("smtp://127.0.0.1:9", timeout=2), SENDER)
    record = await load_letter(letter)
    assert record.state is Delivery.FAILED
    assert record.failure.startswith("The mail server could not be reached")


async def test_a_letter_that_cannot_be_written_is_shown_as_failed() -> None:
    async with transaction():
        number = await queue_letter(LetterKind.NOTICE, "x@example.org", "X", {"kind": "?"}, now())
    await send_letter(number, SmtpTransport("smtp://127.0.0.1:9"), SENDER)
    record = await load_letter(number)
    assert record.state is Delivery.FAILED
    assert record.failure.startswith("This letter could not be written")


async def test_the_lease_of_a_dead_worker_runs_out(letter: int) -> None:
    assert await lease_letter(letter, now() - timedelta(minutes=2)) is not None
    async with smtp_server() as server:
        await send_letter(letter, SmtpTransport(server.url), SENDER)
        assert len(server.letters) == 1


async def test_a_rollback_takes_the_letter_and_its_job_along() -> None:
    with suppress(RuntimeError):
        async with transaction():
            await queue_letter(LetterKind.NOTICE, "x@example.org", "X", FACTS, now())
            raise RuntimeError
    assert await jobs_due() == 0
    assert await value("SELECT count(*) FROM letter") == 0


@pytest.mark.parametrize(
    ("error", "attempts", "seconds"),
    [
        (TransportBusyError(retry_after=7.0), 0, 7),
        (TransportBusyError(retry_after=86_400.0), 0, 3600),
        (TransportBusyError(), 0, 4),
        (RefusedKeyError(), 50, KEY_WAIT),
        (BeingSentError(), 0, 60),
        (TransportError(), 0, 4),
        (TransportError(), 2, 64),
        (TransportError(), 99, LONGEST_WAIT),
        (OSError(), 1, 16),
    ],
)
def test_how_long_a_letter_waits(error: Exception, attempts: int, seconds: float) -> None:
    assert wait_before_next(error, attempts) == seconds


def test_a_mail_service_may_be_away_for_a_day() -> None:
    waits = [wait_before_next(TransportError(), n) for n in range(MOST_ATTEMPTS)]
    assert sum(waits) > timedelta(days=1).total_seconds()
