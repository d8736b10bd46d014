"""Letters through any mail server, byte for byte as they are stored."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from scheduler.errors import InstallationError, RefusedLetterError, TransportError
from scheduler.mail.transport import TIMEOUT, RefusedKeyError
from scheduler.model.letters import RenderedLetter, Sender

_LOCAL = {"localhost", "127.0.0.1", "::1"}
_PORTS = {"smtp": 587, "smtps": 465}
_FOR_GOOD = 500


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how to knock."""

    hostname: str
    port: int
    username: str | None
    password: str | None = field(repr=False)
    use_tls: bool
    start_tls: bool | None
    """True: only with STARTTLS; None: when it is offered; False: TLS from the start."""


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """``url`` is ``smtp://user:password@host:587`` or ``smtps://…:465``.

    STARTTLS is used wherever it is offered. A password never crosses a network without
    it: then a server that does not offer it is not spoken to. ``tls`` is for servers with
    a certificate of their own authority.
    """

    name: ClassVar[str] = "smtp"

    url: str = field(repr=False)
    timeout: float = TIMEOUT
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        server(self.url)  # a wrong address must stop the start, not the first letter

    async def send(self, letter: RenderedLetter, sender: Sender, letter_id: str) -> str:
        """Hand the stored bytes over; returns the Message-ID, which bounces quote.

        ``letter_id`` is not sent: SMTP has no place for it that readers would not see.
        """
        del letter_id
        try:
            await self._hand_over(letter, sender)
        except SMTPAuthenticationError as error:
            raise RefusedKeyError(f"The mail server answered {error.code}.") from None
        except SMTPRecipientsRefused as refusal:
            raise _error(refusal.recipients[0].code) from None
        except SMTPResponseException as refusal:
            raise _error(refusal.code) from None  # its text may quote the address
        except (SMTPNotSupported, ssl.SSLCertVerificationError) as error:
            raise TransportError(f"The mail server is not safe to use: {error}") from error
        except (SMTPException, OSError) as error:
            kind = type(error).__name__
            raise TransportError(f"The mail server could not be reached ({kind}).") from error
        return letter.message_id

    async def _hand_over(self, letter: RenderedLetter, sender: Sender) -> None:
        to = server(self.url)
        await aiosmtplib.send(
            letter.mime,
            sender=sender.email,
            recipients=[letter.to_email],
            hostname=to.hostname,
            port=to.port,
            username=to.username,
            password=to.password,
            use_tls=to.use_tls,
            start_tls=to.start_tls,
            tls_context=self.tls,
            timeout=self.timeout,
        )


def server(url: str) -> Server:
    """What the URL says, or InstallationError; user and password may be percent-encoded."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InstallationError("The SMTP address must look like smtp://user:password@host:587.")
    tls_first = parts.scheme == "smtps"
    must = bool(parts.username) and parts.hostname not in _LOCAL
    return Server(
        hostname=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=tls_first,
        start_tls=False if tls_first else must or None,
    )


def _error(code: int) -> TransportError:
    """4yz may pass, 5yz never (RFC 5321 4.2.1)."""
    told = f"The mail server answered {code}."
    return RefusedLetterError(told) if code >= _FOR_GOOD else TransportError(told)
