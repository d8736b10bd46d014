"""Calendars fetched over real https: what comes back, and where nobody is led."""

from __future__ import annotations

import asyncio
import gzip
import ssl

import pytest

from scheduler.busy.addresses import calendar_address
from scheduler.busy.fetching import Fetched, Outside, fetch
from scheduler.busy.networks import is_public
from scheduler.busy.refusals import (
    LargeCalendarError,
    LeadsAstrayError,
    LeadsInCirclesError,
    NoConnectionError,
    NotPublicError,
    NotThereError,
    NotTrustedError,
    PasswordNeededError,
    ServerTroubleError,
    SlowCalendarError,
    UnknownHostError,
    UnreadableCalendarError,
)
from tests.support.calendar_server import (
    HOST,
    OTHER_HOST,
    WITHOUT_PROOF,
    CalendarServer,
    Page,
    calendar,
)

OWN = "/own.ics"
EMPTY = calendar()


async def get(server: CalendarServer, target: str = OWN, host: str = HOST) -> Fetched | None:
    return await fetch(calendar_address(server.address(target, host)), server.outside())


def to(address: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": address})


async def test_a_calendar_comes_as_it_is(calendars: CalendarServer) -> None:
    calendars.pages[OWN] = Page(EMPTY, headers={"ETag": '"1"'})
    assert await get(calendars) == Fetched(EMPTY, '"1"')
    ((target, told),) = calendars.asked
    assert (target, told["host"]) == (OWN, HOST)
    assert told["accept-encoding"] == "identity"
    assert "cookie" not in told
    assert "authorization" not in told


async def test_what_is_not_new_is_not_sent_again(calendars: CalendarServer) -> None:
    calendars.pages[OWN] = Page(EMPTY, headers={"ETag": '"1"'})
    address = calendar_address(calendars.address(OWN))
    assert await fetch(address, calendars.outside(), '"1"') is None
    assert await fetch(address, calendars.outside(), '"0"') == Fetched(EMPTY, '"1"')


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_server_may_lead_on_three_times(calendars: CalendarServer, status: int) -> None:
    calendars.pages |= {
        OWN: to("/2", status),
        "/2": to(f"//{OTHER_HOST}/3", status),
        "/3": to(calendars.address("/4"), status),
        "/4": Page(EMPTY),
    }
    assert await get(calendars) == Fetched(EMPTY)
    assert [told["host"] for _, told in calendars.asked] == [HOST, HOST, OTHER_HOST, HOST]


async def test_it_may_not_lead_on_for_ever(calendars: CalendarServer) -> None:
    calendars.pages[OWN] = to(OWN)
    with pytest.raises(LeadsInCirclesError):
        await get(calendars)
    assert len(calendars.asked) == 4


@pytest.mark.parametrize(
    "where",
    [
        *("http://calendar.example.org/x", "https://127.0.0.1/x", "https://[::1]/x"),
        *("file:///etc/passwd", "https://a:b@calendar.example.org/", "gopher://a.example.org/"),
        *("https://calendar.example.org:22/", "https://169.254.169.254/latest/meta-data/"),
        "https://[",
    ],
)
async def test_it_may_not_lead_astray(calendars: CalendarServer, where: str) -> None:
    calendars.pages[OWN] = to(where)
    with pytest.raises(LeadsAstrayError):
        await get(calendars)
    assert len(calendars.asked) == 1


async def test_a_name_that_leads_inside_is_refused_wherever_it_comes_up(
    calendars: CalendarServer,
) -> None:
    calendars.names[OTHER_HOST] = ("10.0.0.7",)
    calendars.pages[OWN] = to(calendars.address("/", OTHER_HOST))
    for host in (HOST, OTHER_HOST):
        with pytest.raises(NotPublicError):
            await get(calendars, OWN, host)
    assert len(calendars.asked) == 1


@pytest.mark.parametrize(
    "inside",
    [
        "10.0.0.7",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "fe80::1",
        "fe80::1%eth0",
    ],
)
async def test_one_answer_that_leads_inside_spoils_all(
    calendars: CalendarServer, inside: str
) -> None:
    calendars.pages[OWN] = Page(EMPTY)
    for answers in (("127.0.0.1", inside), (inside, "127.0.0.1"), (inside,)):
        calendars.names[HOST] = answers
        with pytest.raises(NotPublicError):
            await get(calendars)
    assert calendars.asked == []


async def test_the_name_is_asked_once_and_the_answer_kept(calendars: CalendarServer) -> None:
    """A name server that answers otherwise the second time leads nobody inside."""
    calendars.pages[OWN] = Page(EMPTY)
    answers = iter([("127.0.0.1",), ("10.0.0.7",)])

    async def look_up(_: str) -> tuple[str, ...]:
        return next(answers)

    usual = calendars.outside()
    outside = Outside(look_up, usual.admits, usual.trust, usual.port)
    assert await fetch(calendar_address(calendars.address(OWN)), outside) == Fetched(EMPTY)
    assert next(answers) == ("10.0.0.7",)


async def test_as_delivered_nothing_here_is_reached() -> None:
    """No setting loosens what the program itself passes: real names, real networks, port 443."""
    delivered = Outside()
    assert (delivered.admits, delivered.port) == (is_public, 443)
    assert delivered.trust.verify_mode is ssl.CERT_REQUIRED
    assert delivered.trust.check_hostname
    assert set(await delivered.look_up("localhost")) <= {"127.0.0.1", "::1"}


async def test_an_unknown_name_and_a_silent_address_are_told_apart(
    calendars: CalendarServer,
) -> None:
    calendars.names[HOST] = ()
    with pytest.raises(UnknownHostError):
        await get(calendars)
    calendars.names.clear()
    calendars.port = 9
    with pytest.raises(NoConnectionError):
        await get(calendars)


async def test_a_certificate_must_speak_of_the_name(calendars: CalendarServer) -> None:
    calendars.pages[OWN] = Page(EMPTY)
    with pytest.raises(NotTrustedError):
        await get(calendars, OWN, WITHOUT_PROOF)
    stranger = calendars.outside(trust=ssl.create_default_context())
    with pytest.raises(NotTrustedError):
        await fetch(calendar_address(calendars.address(OWN)), stranger)
    assert calendars.asked == []


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (401, PasswordNeededError),
        (403, PasswordNeededError),
        (404, NotThereError),
        (410, NotThereError),
        (429, ServerTroubleError),
        (500, ServerTroubleError),
        (206, ServerTroubleError),
        (304, ServerTroubleError),
    ],
)
async def test_refusals_have_their_own_words(
    calendars: CalendarServer, status: int, refusal: type[UnreadableCalendarError]
) -> None:
    calendars.pages[OWN] = Page(b"" if status == 304 else EMPTY, status)
    with pytest.raises(refusal):
        await get(calendars)


# ---- too much, too slow ---------------------------------------------------------


async def test_five_megabytes_are_read_and_no_octet_more(calendars: CalendarServer) -> None:
    calendars.pages[OWN] = Page(b"x" * 5_000_000)
    found = await get(calendars)
    assert found is not None
    assert len(found.octets) == 5_000_000
    calendars.pages[OWN] = Page(b"x" * 5_000_001)
    with pytest.raises(LargeCalendarError):
        await get(calendars)


async def test_a_body_without_end_ends(calendars: CalendarServer) -> None:
    sent = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not writer.transport.is_closing():
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            sent += 65536
            await writer.drain()
            await asyncio.sleep(0)  # draining what is not full waits for nothing

    calendars.pages[OWN] = Page(say=endless)
    with pytest.raises(LargeCalendarError):
        await get(calendars)
    assert sent < 20_000_000


async def test_headers_without_end_end(calendars: CalendarServer) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while not writer.transport.is_closing():
            writer.write(b"X: " + b"y" * 1000 + b"\r\n")
            await writer.drain()
            await asyncio.sleep(0)

    calendars.pages[OWN] = Page(say=endless)
    with pytest.raises(ServerTroubleError):
        await get(calendars)


async def test_early_answers_without_end_end(calendars: CalendarServer) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        for _ in range(1000):
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        await writer.drain()

    calendars.pages[OWN] = Page(say=endless)
    with pytest.raises(ServerTroubleError):
        await get(calendars)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
async def test_a_server_that_drips_is_left(calendars: CalendarServer, head: bytes) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.transport.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    calendars.pages[OWN] = Page(say=drip)
    with pytest.raises(SlowCalendarError):
        await fetch(calendar_address(calendars.address(OWN)), calendars.outside(seconds=0.5))


async def test_a_name_server_that_does_not_answer_is_left(calendars: CalendarServer) -> None:
    async def silent(_: str) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    usual = calendars.outside(seconds=0.2)
    outside = Outside(silent, usual.admits, usual.trust, usual.port, usual.seconds)
    with pytest.raises(SlowCalendarError):
        await fetch(calendar_address(calendars.address(OWN)), outside)


async def test_packed_bodies_are_not_unpacked(calendars: CalendarServer) -> None:
    bomb = gzip.compress(b"x" * 50_000_000)
    calendars.pages[OWN] = Page(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(ServerTroubleError, match="packed"):
        await get(calendars)


@pytest.mark.parametrize(
    "said",
    [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"],
)
async def test_an_answer_that_is_none_or_breaks_off_is_trouble(
    calendars: CalendarServer, said: bytes
) -> None:
    async def broken(writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await writer.drain()

    calendars.pages[OWN] = Page(say=broken)
    with pytest.raises(ServerTroubleError):
        await get(calendars)
