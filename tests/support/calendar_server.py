"""A local https server that calendars are fetched from, with a certificate made just now.

async with calendar_server(folder) as server:
    server.pages["/own.ics"] = Page(calendar("..."))
    await fetch(calendar_address(server.address("/own.ics")), server.outside())
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scheduler.busy.fetching import Outside
from scheduler.busy.networks import IPAddress, is_public

HOST = "calendar.example.org"
OTHER_HOST = "other.example.org"
WITHOUT_PROOF = "imposter.example.org"
"""A name that the server's certificate does not speak of."""
HERE = ip_address("127.0.0.1")
Say = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Page:
    """What an address answers; ``say`` writes the answer by itself."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    say: Say | None = None


@dataclass
class CalendarServer:
    """The running server, and what it was asked: target and headers."""

    trust: ssl.SSLContext
    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Addresses behind names; every other name leads here."""

    def address(self, target: str, host: str = HOST) -> str:
        """Where a page is, as people paste it."""
        return f"https://{host}{target}"

    def outside(self, seconds: float = 10.0, trust: ssl.SSLContext | None = None) -> Outside:
        """The way to this server; every other address must be public as ever."""

        async def look_up(host: str) -> tuple[str, ...]:
            return self.names.get(host, (str(HERE),))

        def admits(address: IPAddress) -> bool:
            return address == HERE or is_public(address)

        return Outside(look_up, admits, trust or self.trust, self.port, seconds)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One question, one answer."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            target = head[0].split(" ")[1]
            told = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            self.asked.append((target, told))
            page = self.pages.get(target, Page(status=404))
            if page.say is None:
                await _write(writer, page, told)
            else:
                await page.say(writer)
        writer.close()


async def _write(writer: asyncio.StreamWriter, page: Page, told: Mapping[str, str]) -> None:
    mark = page.headers.get("ETag")
    status, body = page.status, page.body
    if mark is not None and told.get("if-none-match", "") == mark.lower():
        status, body = 304, b""
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in page.headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    await writer.drain()


@asynccontextmanager
async def calendar_server(folder: Path) -> AsyncIterator[CalendarServer]:
    """Run the server on a free local port of this event loop."""
    serving, trust = _contexts(folder)
    server = CalendarServer(trust)
    listening = await asyncio.start_server(server.answer, str(HERE), 0, ssl=serving)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


def _contexts(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """An authority of our own, a server's context that it vouches for, a client's that asks it."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
    authority = (
        _certificate(named, named, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    names = [x509.DNSName(name) for name in (HOST, OTHER_HOST)]
    server = (
        _certificate(x509.Name([]), named, key.public_key())
        .add_extension(x509.SubjectAlternativeName(names), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    both, root = folder / "server.pem", folder / "authority.pem"
    both.write_bytes(
        server.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    root.write_bytes(authority.public_bytes(pem))
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(both)
    return serving, ssl.create_default_context(cafile=str(root))


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
    )


# ---- calendars ------------------------------------------------------------------


def calendar(*entries: str, zones: str = "") -> bytes:
    """A calendar of entries, each given as the lines between BEGIN:VEVENT and its end."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Else//EN"]
    lines += zones.strip().split("\n") if zones else []
    for entry in entries:
        lines += ["BEGIN:VEVENT", *entry.strip().split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def utc_entry(uid: str, starts: datetime, ends: datetime, *more: str) -> str:
    """One entry at a time in UTC."""
    times = [f"DTSTART:{starts.astimezone(UTC):%Y%m%dT%H%M%SZ}"]
    times += [f"DTEND:{ends.astimezone(UTC):%Y%m%dT%H%M%SZ}"]
    return "\n".join([f"UID:{uid}", "SUMMARY:Dentist, Dr. Nobody", *times, *more])
