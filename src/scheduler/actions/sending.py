"""Letters out: lease, render once, hand over, mark. Never inside a transaction."""

from __future__ import annotations

from datetime import UTC, datetime

from scheduler.errors import OpenDoorError, TransportError
from scheduler.mail.letters import render_invite, render_plain
from scheduler.mail.transport import Transport
from scheduler.model.letters import (
    Change,
    Delivery,
    Invite,
    LetterKind,
    Method,
    PlainLetter,
    RenderedLetter,
    Sender,
)
from scheduler.store import letters
from scheduler.store.letters import LetterRecord

MOST_ATTEMPTS = 8


class BeingSentError(TransportError):
    """Another worker is sending this letter."""


_PLAIN = frozenset({LetterKind.SIGN_IN, LetterKind.NOTICE})


async def send_letter(number: int, transport: Transport, sender: Sender) -> None:
    """Send one letter, unless it is sent, superseded, or being sent by another worker.

    The bytes are rendered at the first try and stored before they leave; every later try
    sends the same. Raises TransportError when a later try may succeed.
    """
    record = await letters.lease_letter(number, datetime.now(UTC))
    if record is None:
        if (await letters.load_letter(number)).state is Delivery.SENDING:
            # Its worker may be dead: come back when the lease has run out.
            raise BeingSentError
        return
    rendered = await letters.load_rendered(number)
    if rendered is None:
        try:
            rendered = render(record, sender)
        except OpenDoorError as error:
            await letters.mark_unsent(number, error.detail, for_good=True)
            return
        await letters.store_rendered(number, rendered)
    try:
        await transport.send(rendered, sender, str(number))
    except TransportError as error:
        given_up = not error.retry or record.attempts >= MOST_ATTEMPTS
        await letters.mark_unsent(number, error.detail, for_good=given_up)
        if not given_up:
            raise
        return
    await letters.mark_sent(number, datetime.now(UTC), transport.name)


def render(record: LetterRecord, sender: Sender) -> RenderedLetter:
    """The letter's bytes from its facts."""
    if record.kind in _PLAIN:
        return render_plain(plain_from(record), sender)
    return render_invite(invite_from(record), sender)


def plain_from(record: LetterRecord) -> PlainLetter:
    """The plain letter that was queued."""
    facts = dict(record.facts)
    facts["paragraphs"] = tuple(facts["paragraphs"])
    if facts.get("stamp"):
        facts["stamp"] = datetime.fromisoformat(facts["stamp"])
    return PlainLetter(**{**facts, "kind": LetterKind(facts["kind"])})


def invite_from(record: LetterRecord) -> Invite:
    """The invite that was queued."""
    facts = dict(record.facts)
    for name in ("stamp", "created", "starts", "ends"):
        facts[name] = datetime.fromisoformat(facts[name])
    for name in ("detail", "bring"):
        facts[name] = tuple(facts[name])
    facts["changed"] = tuple(Change(c) for c in facts["changed"])
    facts["kind"] = LetterKind(facts["kind"])
    facts["method"] = Method(facts["method"])
    return Invite(**facts)
