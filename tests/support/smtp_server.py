"""A local mail server (aiosmtpd) that keeps what it gets.

async with smtp_server() as server:
    transport = SmtpTransport(server.url)
    ...
    (letter,) = server.letters
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Arrived:
    """One letter as the server got it."""

    sender: str
    recipients: tuple[str, ...]
    octets: bytes
    encrypted: bool
    user: str


@dataclass
class MailServer:
    """The running server; ``refuse`` is its next reply to a recipient, "" for none."""

    port: int = 0
    scheme: str = "smtp"
    user: str = ""
    password: str = ""
    refuse: str = ""
    letters: list[Arrived] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where to send to, with user and password when the server wants them."""
        who = f"{self.user}:{self.password}@" if self.user else ""
        return f"{self.scheme}://{who}127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's hook
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take the recipient, or refuse as told."""
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's hook
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the letter."""
        user = session.auth_data if isinstance(session.auth_data, str) else ""
        self.letters.append(
            Arrived(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                octets=envelope.original_content or b"",
                encrypted=session.ssl is not None,
                user=user,
            )
        )
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, told: object
    ) -> AuthResult:
        """Whether user and password are the ones expected."""
        assert isinstance(told, LoginPassword)
        right = told == LoginPassword(self.user.encode(), self.password.encode())
        # handled=False leaves the answer (235 or 535) to aiosmtpd
        return AuthResult(success=right, handled=False, auth_data=told.login.decode())


@asynccontextmanager
async def smtp_server(
    *,
    user: str = "",
    password: str = "",
    starttls: ssl.SSLContext | None = None,
    smtps: ssl.SSLContext | None = None,
) -> AsyncIterator[MailServer]:
    """Run the server on a free local port of this event loop."""
    server = MailServer(user=user, password=password, scheme="smtps" if smtps else "smtp")
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        return SMTP(
            server,
            hostname="localhost",
            tls_context=starttls,
            auth_require_tls=starttls is not None,
            auth_required=bool(user and starttls),
            authenticator=server.authenticate if user else None,
            loop=loop,
        )

    listening = await loop.create_server(protocol, "127.0.0.1", 0, ssl=smtps)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()


def tls_contexts(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate made just now, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    both = folder / "server.pem"
    both.write_bytes(
        certificate.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(both)
    return serving, ssl.create_default_context(cafile=str(both))
