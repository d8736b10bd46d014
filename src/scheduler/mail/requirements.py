"""What letters need of an installation: what stops its start, and what a doctor should say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.calendars.texts import safe_address
from scheduler.errors import InstallationError, InvalidInputError
from scheduler.mail.signatures import require_key
from scheduler.settings import Settings

_NOBODYS = ("example", "example.org", "example.com", "example.net", "invalid", "test", "localhost")
"""Domains that are nobody's (RFC 2606): no mail service sends in their name."""
_SENDGRID_KEY = "SG."


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that does not stop the start, and what to do when it is not ``good``."""

    what: str
    good: bool
    mend: str = ""


def require_mail(settings: Settings) -> None:
    """Refuse to start with mail that cannot work; the sentence names the fix."""
    _require_address("MAIL_FROM", settings.mail_from)
    if settings.mail_answers:
        _require_address("MAIL_ANSWERS", settings.mail_answers)
    if settings.sendgrid_webhook_key:
        require_key(settings.sendgrid_webhook_key)
    elif settings.sendgrid_api_key:
        raise InstallationError(
            "SENDGRID_WEBHOOK_KEY is missing: without it nobody hears that a letter came back. In "
            "SendGrid, under Settings, Mail Settings, Event Webhooks, make one for "
            f"{settings.base_url}/webhooks/sendgrid/events, turn Signature Verification on, and "
            "copy the Verification Key."
        )


def _require_address(name: str, address: str) -> None:
    try:
        safe_address(address)
    except InvalidInputError:
        raise InstallationError(
            f"{name} is {address!r}: it must be one bare address like schedule@example.org, "
            "without a name or brackets."
        ) from None


def remarks(settings: Settings) -> Iterator[Remark]:
    """What a doctor says about settings with which the start is possible."""
    yield from _sending(settings)
    yield from _answers(settings)


def _sending(settings: Settings) -> Iterator[Remark]:
    if settings.local:
        return
    domain = _domain(settings.mail_from)
    yield Remark(
        f"Letters come from {settings.mail_from}",
        not _is_below(domain, *_NOBODYS),
        f"The domain {domain} is nobody's, so mail services refuse it. Set MAIL_FROM to an "
        "address of a domain that you have authenticated with your mail service.",
    )
    if settings.sendgrid_api_key:
        yield Remark(
            "The key of SendGrid looks like one",
            settings.sendgrid_api_key.startswith(_SENDGRID_KEY),
            f"SENDGRID_API_KEY does not begin with {_SENDGRID_KEY!r}. Make a key with the "
            "permission Mail Send under Settings, API Keys, and copy all of it.",
        )
    if settings.sendgrid_api_key and settings.smtp_url:
        yield Remark(
            "One way for letters to leave",
            good=False,
            mend="SENDGRID_API_KEY and SMTP_URL are both set; SendGrid is used. Remove one.",
        )


def _answers(settings: Settings) -> Iterator[Remark]:
    if not settings.mail_answers:
        yield Remark("Calendars cannot answer: MAIL_ANSWERS is not set", good=True)
        return
    answers, sender = _domain(settings.mail_answers), _domain(settings.mail_from)
    yield Remark(
        f"Calendars answer to {settings.mail_answers}",
        _is_below(answers, sender) or _is_below(sender, answers),
        f"Some calendars ignore an organizer from another domain than the letter's. Set "
        f"MAIL_ANSWERS to an address at {sender}, or below it, like answers@in.{sender}.",
    )
    if settings.sendgrid_api_key:
        yield Remark(
            f"Mail to {answers} comes in where its MX record is mx.sendgrid.net and Inbound Parse "
            "posts to the address that `opendoor inbound --address` shows",
            good=True,
        )


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _is_below(domain: str, *others: str) -> bool:
    """Whether it is one of the others, or below one."""
    return any(domain == other or domain.endswith(f".{other}") for other in others)
