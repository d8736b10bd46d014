"""Letters to a real mail server, byte for byte."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from scheduler.errors import InstallationError, RefusedLetterError, TransportError
from scheduler.mail.letters import render_invite
from scheduler.mail.smtp import SmtpTransport, server
from scheduler.mail.transport import RefusedKeyError
from tests.mail.samples import INVITE, SENDER
from tests.support.smtp_server import smtp_server, tls_contexts

LETTER = render_invite(INVITE, SENDER)


async def test_the_stored_bytes_arrive_unchanged() -> None:
    async with smtp_server() as mail:
        told = await SmtpTransport(mail.url).send(LETTER, SENDER, "41")

    (arrived,) = mail.letters
    assert arrived.octets == LETTER.mime
    assert (arrived.sender, arrived.recipients) == (SENDER.email, (INVITE.email,))
    assert told == LETTER.message_id


async def test_starttls_is_used_where_it_is_offered(tmp_path: Path) -> None:
    serving, trusting = tls_contexts(tmp_path)
    async with smtp_server(user="door", password="open", starttls=serving) as mail:  # noqa: S106
        await SmtpTransport(mail.url, tls=trusting).send(LETTER, SENDER, "42")

    (arrived,) = mail.letters
    assert (arrived.encrypted, arrived.user) == (True, "door")
    assert arrived.octets == LETTER.mime


async def test_smtps_is_encrypted_from_the_first_byte(tmp_path: Path) -> None:
    serving, trusting = tls_contexts(tmp_path)
    async with smtp_server(smtps=serving) as mail:
        await SmtpTransport(mail.url, tls=trusting).send(LETTER, SENDER, "43")

    assert mail.letters[0].octets == LETTER.mime


@pytest.mark.parametrize("how", ["starttls", "smtps"])
async def test_a_server_nobody_vouches_for_gets_nothing(tmp_path: Path, how: str) -> None:
    serving, _ = tls_contexts(tmp_path)
    async with smtp_server(**{how: serving}) as mail:
        with pytest.raises(TransportError) as unsafe:
            await SmtpTransport(mail.url).send(LETTER, SENDER, "44")

    assert unsafe.value.retry
    assert mail.letters == []


async def test_a_wrong_password_is_told_apart_and_never_shown() -> None:
    async with smtp_server(user="door", password="open") as mail:  # noqa: S106
        wrong = SmtpTransport(mail.url.replace(":open@", ":sesame@"))
        with pytest.raises(RefusedKeyError) as refused:
            await wrong.send(LETTER, SENDER, "45")

    assert "sesame" not in repr(wrong) + str(refused.value) + repr(server(wrong.url))
    assert mail.letters == []


@pytest.mark.parametrize(
    ("reply", "error", "retry"),
    [
        ("550 5.1.1 no such person here", RefusedLetterError, False),
        ("451 4.3.0 come back later", TransportError, True),
        ("452 4.2.2 mailbox full", TransportError, True),
    ],
)
async def test_refusals_say_whether_another_try_can_succeed(
    reply: str,
    error: type[TransportError],
    retry: bool,  # noqa: FBT001
) -> None:
    async with smtp_server() as mail:
        mail.refuse = reply
        with pytest.raises(error) as refused:
            await SmtpTransport(mail.url).send(LETTER, SENDER, "46")

    assert refused.value.retry is retry
    assert refused.value.detail == f"The mail server answered {reply[:3]}."


async def test_a_server_that_is_not_there_or_never_answers_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(TransportError) as slow:
            await SmtpTransport(f"smtp://127.0.0.1:{port}", timeout=0.2).send(LETTER, SENDER, "47")
    with pytest.raises(TransportError) as gone:
        await SmtpTransport(f"smtp://127.0.0.1:{port}").send(LETTER, SENDER, "47")

    assert (slow.value.retry, gone.value.retry) == (True, True)


def test_a_password_never_crosses_a_network_in_the_clear() -> None:
    assert server("smtp://a:b@mail.example.org").start_tls is True
    assert server("smtp://mail.example.org").start_tls is None
    assert server("smtp://a:b@localhost:2525").start_tls is None
    assert server("smtps://a:b@mail.example.org").use_tls is True


def test_addresses_are_read_as_people_write_them() -> None:
    found = server("smtp://door%40clinic.example:p%2Fw@mail.example.org")

    assert (found.username, found.password) == ("door@clinic.example", "p/w")
    assert (found.port, server("smtps://mail.example.org").port) == (587, 465)


@pytest.mark.parametrize("url", ["", "mail.example.org", "http://mail.example.org", "smtp://"])
def test_a_wrong_address_stops_the_start(url: str) -> None:
    with pytest.raises(InstallationError):
        SmtpTransport(url)
