"""What comes in by mail: kept first, read afterwards, and never answered twice."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from scheduler.actions import events, replies
from scheduler.actions.invites import Addresses
from scheduler.actions.notices import tell_coordinators
from scheduler.errors import ConflictError, NotFoundError
from scheduler.mail.replies import (
    Incoming,
    domains_of_sendgrid,
    domains_of_server,
    read_mail,
    vouched,
)
from scheduler.model.letters import Sender
from scheduler.model.mail_answers import MailAnswer, Outcome, Said, reply_of, waits, weigh
from scheduler.store import audit, inbound
from scheduler.store.db import transaction
from scheduler.store.held_shifts import held_shift
from scheduler.store.inbound import Arrival, ArrivalKind, NotedAnswer

OWN_SERVER = "authserv-id"
"""Parameter of a kept mail's type: the mail server of ours whose verdict on it counts."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A mail with the domains that were found to stand behind it."""

    raw: bytes
    domains: frozenset[str]


async def keep_arrival(kind: ArrivalKind, content_type: str, raw: bytes, now: datetime) -> None:
    """Keep what came in and have it read; the same thing again changes nothing."""
    async with transaction():
        await inbound.keep(kind, content_type, raw, now)


async def read_arrival(number: int, now: datetime, addresses: Addresses, sender: Sender) -> None:
    """Read what was kept and do what it asks for, in one transaction.

    What cannot be read stays as it came, marked, and coordinators hear of it.
    """
    try:
        async with transaction():
            arrival = await inbound.unread(number)
            if arrival is None:
                return
            await _read(arrival, now, addresses, sender)
            await inbound.mark_read(number, now)
    except (ValueError, LookupError, TypeError, AttributeError):
        log.exception("Arrival %s cannot be read", number)
        async with transaction():
            await inbound.mark_read(number, now, readable=False)


async def _read(arrival: Arrival, now: datetime, addresses: Addresses, sender: Sender) -> None:
    if arrival.kind is ArrivalKind.EVENTS:
        for event in events.read_events(arrival.raw):
            await events.take_event(event, arrival.id, addresses.base_url, now)
        return
    delivered = unwrap(arrival.content_type, arrival.raw)
    mail = read_mail(delivered.raw)
    if mail.bounce and await events.take_bounce(mail.bounce, arrival.id, addresses.base_url, now):
        return
    if mail.sender in {sender.email.lower(), sender.answers.lower()}:
        return  # our own letter, sent on to us
    verified = vouched(mail.sender, delivered.domains)
    for answer in mail.answers:
        await _take_answer(arrival.id, mail, answer, now, addresses, verified=verified)
    if not mail.answers:
        await _take_words(arrival.id, mail, addresses, now)


def unwrap(content_type: str, raw: bytes) -> Delivered:
    """The mail in an Inbound Parse form, or the mail itself with our own server's verdict."""
    kind = Message(policy=policy.compat32)
    kind["Content-Type"] = content_type
    if kind.get_content_type() != "multipart/form-data":
        server = kind.get_param(OWN_SERVER)
        return Delivered(raw, domains_of_server(raw, str(server or "")))
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    form = message_from_bytes(head + raw, policy=policy.compat32)
    fields = {str(part.get_param("name", "", "content-disposition")): part for part in form.walk()}
    domains = domains_of_sendgrid(
        _field(fields, "dkim"), _field(fields, "SPF"), _envelope_from(_field(fields, "envelope"))
    )
    whole = fields.get("email")
    mail = _octets(whole) if whole is not None else _put_together(fields)
    return Delivered(mail, domains)


def _field(fields: dict[str, Message], name: str) -> str:
    part = fields.get(name)
    return "" if part is None else _octets(part).decode("utf-8", "replace").strip()


def _octets(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _envelope_from(told: str) -> str:
    try:
        found = json.loads(told)
    except ValueError:
        return ""
    return str(found.get("from", "")) if isinstance(found, dict) else ""


def _put_together(fields: dict[str, Message]) -> bytes:
    """A mail from its parsed fields, where SendGrid was not asked for the raw one."""
    mail = EmailMessage()
    for line in ("From", "Subject"):
        mail[line] = " ".join(_field(fields, line.lower()).split())
    mail.set_content(_field(fields, "text"))
    for part in fields.values():
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            mail.add_attachment(_octets(part), maintype="application", subtype="ics")
    return mail.as_bytes()


async def _take_answer(
    arrival: int,
    mail: Incoming,
    answer: MailAnswer,
    now: datetime,
    addresses: Addresses,
    *,
    verified: bool,
) -> None:
    held = await inbound.held_by(answer.uid)
    if await inbound.said_before(mail.sender, answer):
        outcome = Outcome.REPEATED
    elif mail.automatic and answer.said is Said.NOTHING:
        outcome = Outcome.IGNORED
    else:
        outcome = weigh(answer, mail.sender, held, now, verified=verified)
    if outcome is Outcome.TAKEN:
        outcome = await _carry_out(answer, now, addresses)
    await inbound.note_answer(arrival, mail.sender, answer, outcome, now)
    await _tell(mail, answer, outcome, addresses, now)


async def _carry_out(answer: MailAnswer, now: datetime, addresses: Addresses) -> Outcome:
    """Accept or decline as the buttons of the letter do."""
    try:
        shift = await held_shift(answer.uid)
        if shift.sequence != answer.sequence:
            return Outcome.STALE
        await replies.answer_by_mail(shift, reply_of(answer.said), now, addresses)
    except replies.ChangedSinceError:
        return Outcome.STALE
    except (ConflictError, NotFoundError):
        return Outcome.TOO_LATE
    return Outcome.TAKEN


_SAID = {
    Said.ACCEPTED: "says yes",
    Said.DECLINED: "says no",
    Said.TENTATIVE: "is not sure yet",
    Said.COUNTER: "proposes another time",
    Said.DELEGATED: "wants somebody else to come instead",
}
_BECAUSE = {
    Outcome.SHOWN: "Nothing was changed: the shift stays as it is until you decide.",
    Outcome.STALE: (
        "The answer is about an earlier version of the shift, so it does not count for the "
        "present one. They have a newer letter to answer."
    ),
    Outcome.UNVERIFIED: (
        "The sender's mail service does not vouch for this answer, so it was not counted: "
        "anybody could have written it. Please ask them."
    ),
    Outcome.TOO_LATE: "It came after the shift had begun or had been given back.",
}


async def _tell(
    mail: Incoming, answer: MailAnswer, outcome: Outcome, addresses: Addresses, now: datetime
) -> None:
    """Coordinators hear of what a person wants and the service did not do by itself."""
    if not waits(answer.said, outcome):
        return
    shift = await held_shift(answer.uid)
    when = f"{shift.starts:%A %d %B %Y, %H:%M} to {shift.ends:%H:%M}"
    lines = [
        f"{shift.first_name} ({mail.sender}) {_SAID[answer.said]}: {shift.office_name}, {when}.",
        _BECAUSE[outcome],
    ]
    if answer.starts:
        proposed = answer.starts.astimezone(shift.starts.tzinfo)
        lines.append(f"Proposed: {proposed:%A %d %B %Y, %H:%M}.")
    if answer.comment:
        lines.append(f"They write: {answer.comment}")
    await tell_coordinators(
        f"{shift.first_name} {_SAID[answer.said]}",
        tuple(lines),
        f"{addresses.base_url}/letters/answers",
        now,
    )


async def put_away(number: int, actor: str, now: datetime) -> NotedAnswer:
    """Somebody has decided what an answer by mail leads to: it waits for nobody any more.

    Doing so twice is no mistake.
    """
    async with transaction():
        if await inbound.put_away(number, actor, now):
            await audit.record(actor, "answer-put-away", f"answer {number}")
        return await inbound.noted_answer(number)


async def bring_back(number: int, actor: str) -> NotedAnswer:
    """An answer that was put away waits again."""
    async with transaction():
        if await inbound.bring_back(number):
            await audit.record(actor, "answer-brought-back", f"answer {number}")
        return await inbound.noted_answer(number)


async def _take_words(arrival: int, mail: Incoming, addresses: Addresses, now: datetime) -> None:
    """A mail in plain words goes on to people; what a machine wrote is only noted."""
    outcome = Outcome.IGNORED if mail.automatic or not mail.sender else Outcome.SHOWN
    await inbound.note_answer(arrival, mail.sender, None, outcome, now)
    if outcome is Outcome.IGNORED:
        return
    subject = mail.subject or "none"
    await tell_coordinators(
        f"A mail from {mail.sender}",
        (
            f"{mail.sender} wrote to the address that calendars answer to. Subject: {subject}",
            *(line for line in mail.words.splitlines() if line.strip()),
        ),
        f"{addresses.base_url}/letters/answers",
        now,
    )
