"""Letters through the SDK to a real HTTP endpoint that judges like SendGrid."""

from __future__ import annotations

import asyncio
import base64
import copy
import logging
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from scheduler.errors import RefusedLetterError, TransportError
from scheduler.mail.letters import render_invite, render_plain
from scheduler.mail.reminders import render_reminder
from scheduler.mail.sendgrid import SendGridTransport, mail_body
from scheduler.mail.transport import RefusedKeyError, TransportBusyError
from scheduler.model.letters import Reminder, Sender
from tests.mail.samples import CANCEL, INVITE, SENDER, SIGN_IN
from tests.support.sendgrid_endpoint import Answer, Endpoint, faults, sendgrid_endpoint

LETTER = render_invite(INVITE, SENDER)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with sendgrid_endpoint() as running:
        yield running


def transport(endpoint: Endpoint, **changes: Any) -> SendGridTransport:  # noqa: ANN401
    return replace(SendGridTransport(endpoint.key, host=endpoint.url, timeout=5), **changes)


async def test_an_invite_arrives_in_the_shape_that_calendars_act_on(endpoint: Endpoint) -> None:
    assert await transport(endpoint).send(LETTER, SENDER, "41") == "message-1"

    (mail,) = endpoint.accepted
    assert [content["type"] for content in mail["content"]] == [
        "text/plain",
        "text/html",
        "text/calendar; method=REQUEST",
    ]
    assert [content["value"] for content in mail["content"]] == [
        LETTER.text,
        LETTER.html,
        LETTER.calendar.decode(),
    ]
    (attachment,) = mail["attachments"]
    assert base64.b64decode(attachment.pop("content")) == LETTER.calendar
    assert attachment == {
        "filename": "invite.ics",
        "type": "application/ics",
        "disposition": "attachment",
    }


async def test_it_goes_to_one_person_untracked_and_carries_only_our_id(endpoint: Endpoint) -> None:
    await transport(endpoint).send(LETTER, SENDER, "41")

    (mail,) = endpoint.accepted
    assert mail["from"] == {"email": SENDER.email, "name": "Open Door"}
    assert mail["personalizations"] == [{"to": [{"email": INVITE.email, "name": "Ana Rivera"}]}]
    assert mail["custom_args"] == {"letter_id": "41"}
    assert mail["headers"] == {
        "Message-ID": LETTER.message_id,
        "Auto-Submitted": "auto-generated",
    }
    assert mail["tracking_settings"] == {
        "click_tracking": {"enable": False, "enable_text": False},
        "open_tracking": {"enable": False},
    }


async def test_cancels_and_plain_letters_go_the_same_way(endpoint: Endpoint) -> None:
    await transport(endpoint).send(render_invite(CANCEL, SENDER), SENDER, "42")
    await transport(endpoint).send(render_plain(SIGN_IN, SENDER), SENDER, "43")

    cancel, plain = endpoint.accepted
    assert cancel["content"][-1]["type"] == "text/calendar; method=CANCEL"
    assert [content["type"] for content in plain["content"]] == ["text/plain", "text/html"]
    assert "attachments" not in plain


async def test_hostile_names_arrive_as_names(endpoint: Endpoint) -> None:
    hostile = replace(INVITE, name='\u202eA "B", <c@d.example>\r\nBcc: e@f.example')
    await transport(endpoint).send(render_invite(hostile, SENDER), SENDER, "44")

    (person,) = endpoint.accepted[0]["personalizations"][0]["to"]
    assert person["email"] == INVITE.email
    assert "\n" not in person["name"]


async def test_a_wrong_key_is_told_apart_and_never_shown(endpoint: Endpoint) -> None:
    wrong = transport(endpoint, api_key="SG.secret.value")

    with pytest.raises(RefusedKeyError) as refused:
        await wrong.send(LETTER, SENDER, "45")
    assert not refused.value.retry
    assert "SG.secret" not in repr(wrong) + str(refused.value)


async def test_a_refused_letter_is_refused_for_good_without_quoting_it(
    endpoint: Endpoint,
) -> None:
    with pytest.raises(RefusedLetterError) as refused:
        await transport(endpoint).send(LETTER, Sender("nobody"), "46")
    assert refused.value.detail == "SendGrid answered 400."
    assert refused.value.__cause__ is None
    assert endpoint.accepted == []


@pytest.mark.parametrize(
    ("headers", "seconds"), [({"Retry-After": "7"}, 7.0), ({}, None), ({"Retry-After": "x"}, None)]
)
async def test_too_many_letters_wait_as_long_as_they_are_told(
    endpoint: Endpoint, headers: dict[str, str], seconds: float | None
) -> None:
    endpoint.answers.append(Answer(429, headers))

    with pytest.raises(TransportBusyError) as busy:
        await transport(endpoint).send(LETTER, SENDER, "47")
    assert (busy.value.retry, busy.value.retry_after) == (True, seconds)


@pytest.mark.parametrize("status", [200, 408, 500, 502, 503, 504])
async def test_trouble_on_their_side_is_tried_again(endpoint: Endpoint, status: int) -> None:
    endpoint.answers.append(Answer(status))

    with pytest.raises(TransportError) as trouble:
        await transport(endpoint).send(LETTER, SENDER, "48")
    assert trouble.value.retry
    assert await transport(endpoint).send(LETTER, SENDER, "48") == "message-1"


async def test_a_slow_service_is_not_waited_for_and_blocks_nobody(endpoint: Endpoint) -> None:
    endpoint.answers.append(Answer(202, wait=1.0, accept=True))
    pauses: list[float] = []

    async def heartbeat() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            pauses.append(time.monotonic() - before)

    beating = asyncio.create_task(heartbeat())
    with pytest.raises(TransportError) as slow:
        await transport(endpoint, timeout=0.2).send(LETTER, SENDER, "49")
    beating.cancel()
    assert slow.value.retry
    assert len(pauses) > 5
    await transport(endpoint).send(LETTER, SENDER, "49")

    first, second = endpoint.accepted
    assert first == second


async def test_a_service_that_is_not_there_is_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(TransportError) as gone:
        await SendGridTransport("key", host=f"http://127.0.0.1:{port}").send(LETTER, SENDER, "50")
    assert gone.value.retry


async def test_nothing_of_the_letter_is_logged_even_at_debug(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await transport(endpoint).send(LETTER, SENDER, "51")
    assert "Ana" not in caplog.text
    assert endpoint.key not in caplog.text


def test_the_endpoint_refuses_what_the_real_one_refuses() -> None:
    good = mail_body(LETTER, SENDER, "52").get()
    assert faults(good) == []

    charset, order, nobody, reserved = (copy.deepcopy(good) for _ in range(4))
    charset["content"][2]["type"] = "text/calendar; charset=utf-8; method=REQUEST"
    order["content"].reverse()
    del nobody["from"]
    reserved["headers"]["Subject"] = "x"
    assert [faults(mail)[0][0] for mail in (charset, order, nobody, reserved)] == [
        "content.0.type",
        "content",
        "from",
        "headers",
    ]


async def test_reminders_carry_the_way_to_end_them_and_nothing_else_does(
    endpoint: Endpoint,
) -> None:
    stop = "https://opendoor.example.org/reminders/" + "x" * 120
    reminder = render_reminder(Reminder(INVITE, accepted=True, stop_url=stop), SENDER)
    await transport(endpoint).send(reminder, SENDER, "53")
    await transport(endpoint).send(LETTER, SENDER, "54")

    ending, binding = (mail["headers"] for mail in endpoint.accepted)
    assert ending["List-Unsubscribe"] == f"<{stop}>"
    assert ending["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert set(binding) == {"Message-ID", "Auto-Submitted"}
