"""Letters through SendGrid's v3 mail/send, with its own SDK."""

from __future__ import annotations

import asyncio
import base64
import logging
from dataclasses import dataclass, field
from email import message_from_bytes
from http import HTTPStatus
from http.client import HTTPException
from typing import ClassVar

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import (
    Attachment,
    ClickTracking,
    Content,
    CustomArg,
    Email,
    Header,
    Mail,
    OpenTracking,
    To,
    TrackingSettings,
)

from scheduler.errors import RefusedLetterError, TransportError
from scheduler.mail.messages import ATTACHMENT_NAME
from scheduler.mail.transport import TIMEOUT, RefusedKeyError, TransportBusyError
from scheduler.mail.unsubscribe import LIST_UNSUBSCRIBE, ONE_CLICK
from scheduler.model.letters import RenderedLetter, Sender

HOST = "https://api.sendgrid.com"
LETTER_ID = "letter_id"
"""The one custom argument: delivery events come back with it."""

# At debug level the SDK logs the whole letter and the key.
logging.getLogger("python_http_client").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class SendGridTransport:
    """``host`` is where the service answers, ``timeout`` the seconds one letter may take."""

    name: ClassVar[str] = "sendgrid"

    api_key: str = field(repr=False)
    host: str = HOST
    timeout: float = TIMEOUT

    async def send(self, letter: RenderedLetter, sender: Sender, letter_id: str) -> str:
        """Hand the letter over; returns SendGrid's X-Message-Id.

        The SDK blocks and has no timeout of its own, so it runs beside the event loop with
        one for each step and one for the whole.
        """
        body = mail_body(letter, sender, letter_id)
        try:
            async with asyncio.timeout(self.timeout):
                return await asyncio.to_thread(self._post, body)
        except HTTPError as refusal:
            raise _error(refusal) from None  # the cause holds the letter's text
        except (OSError, HTTPException) as error:
            kind = type(error).__name__
            raise TransportError(f"SendGrid could not be reached ({kind}).") from error

    def _post(self, body: Mail) -> str:
        api = SendGridAPIClient(self.api_key, host=self.host)
        api.client.timeout = self.timeout
        answer = api.send(body)
        if answer.status_code != HTTPStatus.ACCEPTED:
            raise TransportError(f"SendGrid answered {answer.status_code} instead of 202.")
        return str(answer.headers.get("X-Message-Id", ""))


def mail_body(letter: RenderedLetter, sender: Sender, letter_id: str) -> Mail:
    """The letter as v3 mail/send wants it; nothing personal in what SendGrid indexes."""
    mail = Mail(
        from_email=Email(sender.email, sender.name),
        to_emails=To(letter.to_email, letter.to_name or None),
        subject=letter.subject,
    )
    # Plain, HTML, calendar: a part of another type before these two is refused.
    mail.add_content(Content("text/plain", letter.text))
    mail.add_content(Content("text/html", letter.html))
    if letter.calendar:
        _add_calendar(mail, letter)
    mail.add_header(Header("Message-ID", letter.message_id))
    mail.add_header(Header("Auto-Submitted", "auto-generated"))
    for name in (LIST_UNSUBSCRIBE, ONE_CLICK):
        told = message_from_bytes(letter.mime)[name] if letter.mime else None
        if told:
            mail.add_header(Header(name, str(told).strip()))
    mail.add_custom_arg(CustomArg(LETTER_ID, letter_id))
    # Rewritten links would send answers through somebody else's server.
    mail.tracking_settings = TrackingSettings(
        click_tracking=ClickTracking(enable=False, enable_text=False),
        open_tracking=OpenTracking(enable=False),
    )
    return mail


def _add_calendar(mail: Mail, letter: RenderedLetter) -> None:
    """The inline part names its method and nothing else: a charset is answered with 400."""
    kind = f"text/calendar; method={letter.method}"
    mail.add_content(Content(kind, letter.calendar.decode()))
    mail.add_attachment(
        Attachment(
            base64.b64encode(letter.calendar).decode("ascii"),
            ATTACHMENT_NAME,
            "application/ics",
            "attachment",
        )
    )


def _error(refusal: HTTPError) -> TransportError:
    """What the answer means for the letter; its text stays out, it may quote addresses."""
    status = int(refusal.status_code)
    told = f"SendGrid answered {status}."
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TransportBusyError(told, retry_after=_seconds(refusal))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return TransportError(told)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return RefusedKeyError(f"{told} The key is wrong or may not send.")
    return RefusedLetterError(told)


def _seconds(refusal: HTTPError) -> float | None:
    """Retry-After, as SendGrid writes it: whole seconds."""
    told = (refusal.headers.get("Retry-After") or "").strip()
    return float(told) if told.isdecimal() else None
