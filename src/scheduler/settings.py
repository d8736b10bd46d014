"""How this installation is set up: read once from the environment, then frozen."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from scheduler.errors import InstallationError
from scheduler.model.hours_letters import GOOD_DAYS
from scheduler.model.telling import HOLD


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how many days things are kept that only grow."""

    inbound: int = 30
    """What came in from mail services, as it came."""
    letters: int = 90
    """The words of letters, and what became of them."""
    audit: int = 730
    """Who did what."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``data`` holds everything of a local installation: database, key, fallback outbox."""

    data: Path
    database_url: str | None
    port: int
    base_url: str
    sendgrid_api_key: str | None = field(repr=False)
    smtp_url: str | None = field(repr=False)
    mail_from: str
    secret: bytes = field(repr=False)
    mail_answers: str = ""
    """The address that calendars answer to; mail to it comes in at the doors for mail."""
    sendgrid_webhook_key: str = ""
    """SendGrid's public key: what it signs its calls with."""
    sendgrid_host: str = "https://api.sendgrid.com"
    """Where SendGrid answers; an account in the European Union has another address."""
    letter_hold: timedelta = HOLD
    """How long a change waits for others before its letter leaves; nothing: not at all."""
    digest_hour: int = 7
    """The hour from which digests are sent, where their reader's office is."""
    hours_good_days: int = GOOD_DAYS
    """How long a person's hours count as confirmed; 0: for ever, and nobody is asked."""
    parts_at_once: int = 2
    """How many parts of weeks too large for one model this worker solves at a time."""
    keeping: Keeping = Keeping()

    @property
    def inbound_key(self) -> str:
        """What the address for incoming mail ends with, so that nobody can guess it."""
        return hmac.digest(self.secret, b"open door inbound 1", "sha256").hex()[:40]

    @property
    def local(self) -> bool:
        """Whether letters stay in the outbox and sign-in links may be shown on this machine."""
        return self.sendgrid_api_key is None and self.smtp_url is None


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings; a wrong one names the variable and what it should be."""
    data = Path(environment.get("OPENDOOR_DATA") or ".opendoor").absolute()
    port = _port(environment.get("PORT") or "8000")
    base_url = (environment.get("BASE_URL") or f"http://localhost:{port}").rstrip("/")
    settings = Settings(
        data=data,
        database_url=environment.get("DATABASE_URL") or None,
        port=port,
        base_url=_base_url(base_url),
        sendgrid_api_key=environment.get("SENDGRID_API_KEY") or None,
        smtp_url=environment.get("SMTP_URL") or None,
        mail_from=environment.get("MAIL_FROM") or "schedule@opendoor.example.org",
        secret=_secret(data, environment.get("OPENDOOR_SECRET")),
        mail_answers=environment.get("MAIL_ANSWERS") or "",
        sendgrid_webhook_key=environment.get("SENDGRID_WEBHOOK_KEY") or "",
        sendgrid_host=_base_url(
            environment.get("SENDGRID_HOST") or "https://api.sendgrid.com", "SENDGRID_HOST"
        ),
        letter_hold=timedelta(
            minutes=_number(
                environment,
                "LETTER_HOLD_MINUTES",
                HOLD // timedelta(minutes=1),
                range(LONGEST_HOLD + 1),
            )
        ),
        digest_hour=_number(environment, "DIGEST_HOUR", 7, range(24)),
        hours_good_days=_number(environment, "HOURS_GOOD_DAYS", GOOD_DAYS, range(3651)),
        parts_at_once=_number(environment, "PARTS_AT_ONCE", 2, range(1, 257)),
        keeping=Keeping(
            inbound=_number(environment, "KEEP_INBOUND_DAYS", 30, _DAYS_KEPT),
            letters=_number(environment, "KEEP_LETTERS_DAYS", 90, _DAYS_KEPT),
            audit=_number(environment, "KEEP_AUDIT_DAYS", 730, _DAYS_KEPT),
        ),
    )
    if not settings.local and not environment.get("MAIL_FROM"):
        raise InstallationError("MAIL_FROM is missing: the address that letters come from.")
    return settings


LONGEST_HOLD = 120
"""Minutes; beyond it people would plan their evening by what is no longer so."""
_DAYS_KEPT = range(1, 36501)


def _number(environment: Mapping[str, str], name: str, usual: int, allowed: range) -> int:
    text = environment.get(name) or str(usual)
    if not text.isdecimal() or len(text) > 6 or int(text) not in allowed:  # noqa: PLR2004
        raise InstallationError(
            f"{name} is {text!r}: it must be a number from {allowed[0]} to {allowed[-1]}."
        )
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 2**16:
        raise InstallationError(f"PORT is {text!r}: it must be a number from 1 to 65535.")
    return int(text)


def _base_url(text: str, name: str = "BASE_URL") -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InstallationError(
            f"{name} is {text!r}: it must be an address like https://schedule.example.org."
        )
    if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise InstallationError(f"{name} is {text!r}: outside this machine it must be https.")
    return text


def _secret(data: Path, given: str | None) -> bytes:
    """The key that signs links: given, or made once and kept readable to the owner alone."""
    if given:
        if len(given) < 32:  # noqa: PLR2004 - 128 bits in hex is the least that is safe
            raise InstallationError("OPENDOOR_SECRET is too short: 32 characters or more.")
        return given.encode()
    path = data / "secret.key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        # Web and workers may start at once: whole under its name, or not there, and made by one.
        with NamedTemporaryFile("w", dir=data) as file:  # readable to the owner alone
            file.write(secrets.token_hex(32))
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_bytes()
