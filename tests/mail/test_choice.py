"""Which way out an installation takes."""

from __future__ import annotations

from scheduler.mail.choice import transport_from
from scheduler.mail.letters import render_invite
from scheduler.mail.outbox import OutboxTransport
from scheduler.mail.sendgrid import SendGridTransport
from scheduler.mail.smtp import SmtpTransport
from tests.mail.samples import INVITE, SENDER


def test_sendgrid_with_a_key_smtp_with_an_address_otherwise_the_outbox() -> None:
    url = "smtp://mail.example.org"

    assert transport_from(sendgrid_api_key="SG.x", smtp_url=url) == SendGridTransport("SG.x")
    assert transport_from(smtp_url=url) == SmtpTransport(url)
    assert transport_from() == OutboxTransport()
    names = [transport_from(smtp_url=u).name for u in (url, "")]
    assert [*names, SendGridTransport("SG.x").name] == ["smtp", "outbox", "sendgrid"]


async def test_the_outbox_takes_letters_and_sends_nothing() -> None:
    letter = render_invite(INVITE, SENDER)

    assert await OutboxTransport().send(letter, SENDER, "1") == letter.message_id
