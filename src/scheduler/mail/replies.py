"""Mail that comes in, read: who wrote it, who vouches for that, and what it answers.

Nothing here trusts what a mail says about itself: a From line is a claim until the sender's
domain has signed it (DKIM) or named the server it came from (SPF).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from icalendar import Calendar, Event

from scheduler.calendars.texts import one_line
from scheduler.model.mail_answers import MailAnswer, Said

LARGEST_CALENDAR = 256 * 1024
MOST_CALENDARS = 4
MOST_WORDS = 2000
_CALENDARS = frozenset({"text/calendar", "application/ics"})
_SAID = {
    "ACCEPTED": Said.ACCEPTED,
    "DECLINED": Said.DECLINED,
    "TENTATIVE": Said.TENTATIVE,
    "DELEGATED": Said.DELEGATED,
}
_OURS = re.compile(r"<[0-9a-f]{40}@[^<>@\s]{1,255}>")
_PASSED = re.compile(r"\bdkim=pass\b[^;]*?\bheader\.(?:d|i)=@?([\w.-]+)", re.IGNORECASE)
_MAILED = re.compile(r"\bspf=pass\b[^;]*?\bsmtp\.mailfrom=(?:[^\s;@]*@)?([\w.-]+)", re.IGNORECASE)
_SIGNED = re.compile(r"@([\w.-]+)\s*:\s*pass\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a letter did not arrive (RFC 3464). ``letter`` is its Message-ID."""

    letter: str
    email: str
    for_good: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail to us. ``automatic`` says that a machine wrote it: nobody is answered then."""

    sender: str
    subject: str
    words: str
    automatic: bool
    answers: tuple[MailAnswer, ...] = ()
    bounce: Bounce | None = None


def read_mail(raw: bytes) -> Incoming:
    """What a mail says; parts that cannot be read are left out, never an error."""
    mail = message_from_bytes(raw, policy=policy.default)
    return Incoming(
        sender=_address(mail.get("From", "")),
        subject=_header(mail, "Subject")[:300],
        words=_words(mail),
        automatic=_is_automatic(mail),
        answers=tuple(answer for part in _calendars(mail) for answer in read_calendar(part)),
        bounce=_bounce(mail),
    )


def read_calendar(raw: bytes) -> tuple[MailAnswer, ...]:
    """The answers of a calendar part: REPLY and COUNTER, nothing else."""
    try:
        calendar = Calendar.from_ical(raw[:LARGEST_CALENDAR])
        method = str(calendar.get("METHOD", "")).upper()
        if method not in {"REPLY", "COUNTER"}:
            return ()
        events = [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]
        return tuple(_answer(event, method) for event in events[:1] if event.get("UID"))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        return ()  # a calendar nobody can read is no answer; the mail itself is kept


def vouched(sender: str, domains: frozenset[str]) -> bool:
    """Whether one of the domains that were checked is the sender's, or above or below it."""
    home = sender.rpartition("@")[2].lower().rstrip(".")
    return any(_aligned(home, domain.lower().rstrip(".")) for domain in domains)


def domains_of_sendgrid(dkim: str, spf: str, envelope_from: str) -> frozenset[str]:
    """Whose signature or server SendGrid found right: its fields ``dkim`` and ``SPF``."""
    found = set(_SIGNED.findall(dkim))
    if spf.strip().lower() == "pass" and "@" in envelope_from:
        found.add(envelope_from.rpartition("@")[2].strip("<> "))
    return frozenset(found)


def domains_of_server(raw: bytes, server: str) -> frozenset[str]:
    """The same from the Authentication-Results (RFC 8601) of our own mail server alone."""
    mail = message_from_bytes(raw, policy=policy.compat32)
    for told in mail.get_all("Authentication-Results") or []:
        name, _, results = " ".join(str(told).split()).partition(";")
        if server and name.split(" ")[0].lower() == server.lower():
            return frozenset((*_PASSED.findall(results), *_MAILED.findall(results)))
    return frozenset()


def _aligned(home: str, domain: str) -> bool:
    if "." not in home or "." not in domain:
        return False
    return home == domain or home.endswith(f".{domain}") or domain.endswith(f".{home}")


def _answer(event: Event, method: str) -> MailAnswer:
    attendee = event.get("ATTENDEE")
    person = attendee[0] if isinstance(attendee, list) else attendee
    status = str(getattr(person, "params", {}).get("PARTSTAT", "")).upper()
    said = Said.COUNTER if method == "COUNTER" else _SAID.get(status, Said.NOTHING)
    return MailAnswer(
        uid=str(event["UID"])[:200],
        said=said,
        attendee=_bare(str(person or "")),
        sequence=min(max(int(event.get("SEQUENCE", 0)), 0), 2**31 - 1),
        said_at=_moment(event, "DTSTAMP"),
        starts=_moment(event, "DTSTART") if said is Said.COUNTER else None,
        ends=_moment(event, "DTEND") if said is Said.COUNTER else None,
        comment=_comment(event),
    )


def _comment(event: Event) -> str:
    told = event.get("COMMENT", "")
    first = told[0] if isinstance(told, list) and told else told
    return one_line(str(first or ""))[:MOST_WORDS]


def _moment(event: Event, name: str) -> datetime | None:
    told: datetime | date | None = getattr(event.get(name), "dt", None)
    if not isinstance(told, datetime) or told.tzinfo is None:
        return None
    return told.astimezone(UTC)


def _bare(address: str) -> str:
    return address.strip().removeprefix("mailto:").removeprefix("MAILTO:").strip()[:254]


def _address(told: object) -> str:
    return parseaddr(str(told))[1].strip().lower()[:254]


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return one_line(str(mail.get(name, "")))
    except (ValueError, IndexError, AttributeError):
        return ""  # Python's parser stumbles over some malformed headers


def _calendars(mail: EmailMessage) -> Iterator[bytes]:
    found = 0
    for part in mail.walk():
        named = (part.get_filename() or "").lower().endswith(".ics")
        if part.get_content_type() not in _CALENDARS and not named:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and found < MOST_CALENDARS:
            found += 1
            yield content
            return  # the others are the same calendar as a file


def _words(mail: EmailMessage) -> str:
    try:
        body = mail.get_body(("plain",))
        return str(body.get_content())[:MOST_WORDS].strip() if body else ""
    except (LookupError, ValueError, AttributeError):
        return ""  # an unknown character set: the raw mail is kept all the same


def _is_automatic(mail: EmailMessage) -> bool:
    """RFC 3834 5, and what mail programs did before it."""
    told = _header(mail, "Auto-Submitted").lower()
    kind = _header(mail, "Precedence").lower()
    answering = bool(_header(mail, "X-Autoreply") or _header(mail, "X-Autorespond"))
    return told not in {"", "no"} or kind in {"auto_reply", "bulk", "junk"} or answering


def _bounce(mail: EmailMessage) -> Bounce | None:
    if mail.get_content_type() != "multipart/report":
        return None
    told = "\n".join(_report(mail))
    failed = re.search(r"^Action:\s*failed\b", told, re.IGNORECASE | re.MULTILINE)
    status = re.search(r"^Status:\s*(\d\.\d+\.\d+)", told, re.IGNORECASE | re.MULTILINE)
    person = re.search(r"^Final-Recipient:[^;\n]*;\s*(\S+)", told, re.IGNORECASE | re.MULTILINE)
    letter = _OURS.search(told)
    if not person or not letter:
        return None
    return Bounce(
        letter=letter[0],
        email=person[1].strip("<>").lower()[:254],
        for_good=bool(failed) and (status is None or status[1].startswith("5")),
        reason=f"The mail server answered {status[1]}." if status else "The letter came back.",
    )


def _report(mail: EmailMessage) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() in {"message/delivery-status", "text/rfc822-headers"}:
            yield part.as_string()
        elif part.get_content_type() == "message/rfc822":
            yield f"Message-ID: {part.get_payload(0).get('Message-ID', '')}"  # type: ignore[union-attr]
