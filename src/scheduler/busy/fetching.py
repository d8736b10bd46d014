"""A calendar fetched from wherever somebody says it is, without being led anywhere else.

The name is resolved once; every answer must be public, and the connection goes to the
address that was looked at, so that no second answer can lead inside. Redirects are led
through the same gate.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv6Address, ip_address

import h11

from scheduler.busy.addresses import HTTPS_PORT, CalendarAddress, led_on
from scheduler.busy.networks import IPAddress, is_public
from scheduler.busy.refusals import (
    LargeCalendarError,
    LeadsInCirclesError,
    NoConnectionError,
    NotPublicError,
    NotThereError,
    NotTrustedError,
    PasswordNeededError,
    ServerTroubleError,
    SlowCalendarError,
    UnknownHostError,
)

MOST_REDIRECTS = 3
LONGEST_MARK = 300
_ADDRESSES_TRIED = 3
_EARLY_ANSWERS = 5
_HEAD_OCTETS = 64 * 1024
_CHUNK = 64 * 1024
_AGENT = "Open-Door-calendar-reader/1"


async def look_up(host: str) -> tuple[str, ...]:
    """Every address behind a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@cache
def usual_trust() -> ssl.SSLContext:
    """The authorities that the machine trusts."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Outside:
    """How calendars are reached. Only the program can say otherwise, no setting of it can."""

    look_up: Callable[[str], Awaitable[tuple[str, ...]]] = look_up
    admits: Callable[[IPAddress], bool] = is_public
    trust: ssl.SSLContext = field(default_factory=usual_trust, repr=False)
    port: int = HTTPS_PORT
    seconds: float = 10.0
    """For everything: names, redirects, the last octet."""
    most: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came, and the entity tag by which it can be asked for again."""

    octets: bytes = field(repr=False)
    mark: str = ""


async def fetch(address: CalendarAddress, outside: Outside, mark: str = "") -> Fetched | None:
    """What is at the address; None: nothing new since it came with this ``mark``."""
    try:
        async with asyncio.timeout(outside.seconds):
            for _ in range(MOST_REDIRECTS + 1):
                answer = await _ask(address, outside, mark)
                if not isinstance(answer, str):
                    return answer
                address = led_on(address, answer)
    except TimeoutError:
        raise SlowCalendarError from None
    raise LeadsInCirclesError


async def _ask(address: CalendarAddress, outside: Outside, mark: str) -> Fetched | str | None:
    reader, writer = await _connected(address.host, outside)
    try:
        return await _Talk(reader, writer, outside.most).ask(address, mark)
    except (h11.RemoteProtocolError, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise ServerTroubleError from None
    finally:
        writer.transport.abort()  # a server that does not say goodbye is not waited for


# ---- reaching it ----------------------------------------------------------------


async def _connected(
    host: str, outside: Outside
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    for address in await _admitted(host, outside):
        try:
            return await asyncio.open_connection(
                str(address), outside.port, ssl=outside.trust, server_hostname=host
            )
        except (ssl.CertificateError, ssl.SSLError):
            raise NotTrustedError from None
        except OSError:
            continue
    raise NoConnectionError


async def _admitted(host: str, outside: Outside) -> list[IPAddress]:
    """The addresses behind the name, if there is no other among them; IPv4 first."""
    try:
        found = [ip_address(text) for text in await outside.look_up(host)]
    except (OSError, UnicodeError):
        raise UnknownHostError from None
    except ValueError:  # a link-local address may name an interface
        raise NotPublicError from None
    if not found:
        raise UnknownHostError
    if not all(map(outside.admits, found)):
        raise NotPublicError
    found.sort(key=lambda address: isinstance(address, IPv6Address))
    return found[:_ADDRESSES_TRIED]


# ---- what is said ---------------------------------------------------------------


@dataclass(slots=True)
class _Talk:
    """One question and its answer."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    most: int
    http: h11.Connection = field(
        default_factory=lambda: h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_OCTETS)
    )

    async def ask(self, address: CalendarAddress, mark: str) -> Fetched | str | None:
        """The calendar, where to go instead, or None when nothing is new."""
        self.writer.write(self._question(address, mark))
        await self.writer.drain()
        head = await self._head()
        told = {name: value.decode("latin-1") for name, value in head.headers}
        if head.status_code in {301, 302, 303, 307, 308} and b"location" in told:
            return told[b"location"]
        if head.status_code == 304 and mark:  # noqa: PLR2004 - not modified
            return None
        _require_good(head.status_code)
        _require_plain_body(told, self.most)
        return Fetched(await self._body(), _mark(told.get(b"etag", "")))

    def _question(self, address: CalendarAddress, mark: str) -> bytes:
        headers = [
            ("Host", address.host),
            ("User-Agent", _AGENT),
            ("Accept", "text/calendar"),
            ("Accept-Encoding", "identity"),  # nothing that could unfold into more
            ("Connection", "close"),
        ]
        if mark:
            headers.append(("If-None-Match", mark))
        request = h11.Request(method="GET", target=address.target, headers=headers)
        return (self.http.send(request) or b"") + (self.http.send(h11.EndOfMessage()) or b"")

    async def _head(self) -> h11.Response:
        for _ in range(_EARLY_ANSWERS):
            event = await self._next()
            if isinstance(event, h11.Response):
                return event
            if not isinstance(event, h11.InformationalResponse):
                break
        raise ServerTroubleError

    async def _body(self) -> bytes:
        found = bytearray()
        while isinstance(event := await self._next(), h11.Data):
            found += event.data
            if len(found) > self.most:
                raise LargeCalendarError
        return bytes(found)

    async def _next(self) -> object:
        while (event := self.http.next_event()) is h11.NEED_DATA:
            self.http.receive_data(await self.reader.read(_CHUNK))
        return event


def _require_good(status: int) -> None:
    if status in {401, 402, 403, 407}:
        raise PasswordNeededError
    if status in {404, 410}:
        raise NotThereError
    if status != 200:  # noqa: PLR2004 - all else is no calendar
        raise ServerTroubleError


def _require_plain_body(told: dict[bytes, str], most: int) -> None:
    if told.get(b"content-encoding", "identity").strip().lower() != "identity":
        raise ServerTroubleError(
            "The calendar's server sends it packed, although it was asked not to."
        )
    length = told.get(b"content-length", "")
    if length.isdecimal() and int(length[:15]) > most:
        raise LargeCalendarError


def _mark(tag: str) -> str:
    return tag if len(tag) <= LONGEST_MARK and tag.isascii() and tag.isprintable() else ""
