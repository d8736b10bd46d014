"""Answers as mail programs write them, and the forms in which they come in.

Each program's habits are as its users' reports and the RFCs have them: Outlook.com leaves
the ORGANIZER out, Gmail adds its own properties, Apple writes MAILTO in capitals and folds
early, Thunderbird repeats the whole event.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORGANIZER = "answers@in.opendoor.example.org"
BOUNDARY = "xYzZY"


class Program(StrEnum):
    """A mail program."""

    GMAIL = "Gmail"
    OUTLOOK = "Outlook.com"
    APPLE = "Apple"
    THUNDERBIRD = "Thunderbird"


@dataclass(frozen=True)
class Answer:
    """What a person does with an invite in their program."""

    uid: str
    email: str
    partstat: str = "ACCEPTED"
    sequence: int = 0
    method: str = "REPLY"
    program: Program = Program.GMAIL
    said_at: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC)
    starts: datetime = datetime(2026, 12, 7, 19, tzinfo=UTC)
    comment: str = ""
    sender: str = ""
    """Who the From line names, when it is not the person."""


def calendar_of(answer: Answer) -> str:
    """The calendar part as the program writes it."""
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:-//{answer.program}//EN",
        "VERSION:2.0",
        f"METHOD:{answer.method}",
        "BEGIN:VEVENT",
        f"UID:{answer.uid}",
        f"SEQUENCE:{answer.sequence}",
        f"DTSTAMP:{answer.said_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{answer.starts:%Y%m%dT%H%M%SZ}",
        f"DTEND:{answer.starts + timedelta(hours=2):%Y%m%dT%H%M%SZ}",
        _attendee(answer),
        *_habits(answer),
        *([f"COMMENT:{answer.comment}"] if answer.comment else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)


def _attendee(answer: Answer) -> str:
    scheme = "MAILTO" if answer.program is Program.APPLE else "mailto"
    delegate = ';DELEGATED-TO="mailto:friend@example.net"' if answer.partstat == "DELEGATED" else ""
    name = "" if answer.program is Program.OUTLOOK else ";CN=A Person"
    return f"ATTENDEE;PARTSTAT={answer.partstat}{delegate}{name}:{scheme}:{answer.email}"


def _habits(answer: Answer) -> list[str]:
    match answer.program:
        case Program.GMAIL:
            return [f"ORGANIZER:mailto:{ORGANIZER}", "CREATED:19000101T120000Z", "SUMMARY:Shift"]
        case Program.OUTLOOK:
            return ["X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "CLASS:PUBLIC", "SUMMARY;LANGUAGE=en-us:Yes"]
        case Program.APPLE:
            return [f"ORGANIZER:MAILTO:{ORGANIZER.upper()}", "SUMMARY:Sh", " ift", "TRANSP:OPAQUE"]
    return [f"ORGANIZER;RSVP=TRUE:mailto:{ORGANIZER}", "SUMMARY:Shift", "STATUS:CONFIRMED"]


def mail_of(answer: Answer, *, extra: dict[str, str] | None = None) -> bytes:
    """The whole mail with the answer."""
    mail = EmailMessage()
    mail["From"] = f"A Person <{answer.sender or answer.email}>"
    mail["To"] = ORGANIZER
    mail["Subject"] = f"{answer.partstat.title()}: Shift"
    mail["Message-ID"] = f"<{answer.said_at:%H%M%S}.{answer.partstat}@mail.example.org>"
    for name, value in (extra or {}).items():
        mail[name] = value
    mail.set_content("A Person has answered this invitation.")
    mail.add_alternative(
        calendar_of(answer).encode(),
        maintype="text",
        subtype="calendar",
        params={"method": answer.method, "charset": "utf-8"},
    )
    return mail.as_bytes()


def form_of(mail: bytes, *, dkim: str = "", spf: str = "none", sender: str = "") -> bytes:
    """Inbound Parse's form around a raw mail (boundary ``BOUNDARY``)."""
    fields = {
        "to": ORGANIZER.encode(),
        "envelope": json.dumps({"to": [ORGANIZER], "from": sender}).encode(),
        "dkim": dkim.encode(),
        "SPF": spf.encode(),
        "email": mail,
        "charsets": b'{"to":"UTF-8"}',
    }
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + value
        + b"\r\n"
        for name, value in fields.items()
    ]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


FORM_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def signed_by(email: str) -> str:
    """SendGrid's ``dkim`` field for a mail that its domain signed."""
    return f"{{@{email.rpartition('@')[2]} : pass}}"


class Signer:
    """SendGrid's key pair, for tests."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    @property
    def public_key(self) -> str:
        """As SendGrid's settings show it."""
        der = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def headers(self, body: bytes, timestamp: str = "1790000000") -> dict[str, str]:
        """The two headers over this body."""
        told = self._key.sign(timestamp.encode() + body, ec.ECDSA(SHA256()))
        return {
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(told).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        }
