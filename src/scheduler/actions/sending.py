"""Letters out: lease, render once, hand over, mark. Never inside a transaction."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from scheduler.errors import OpenDoorError, TransportError
from scheduler.mail.letters import render_invite, render_plain
from scheduler.mail.transport import RefusedKeyError, Transport, TransportBusyError
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

MOST_ATTEMPTS = 100
"""With the waits below, a mail service may be away for a day."""
FIRST_WAIT = 4.0
LONGEST_WAIT = 900.0
KEY_WAIT = 300.0
"""Seconds until a refused key is tried again: someone has to put the right one in place."""

log = logging.getLogger(__name__)


class BeingSentError(TransportError):
    """Another worker is sending this letter."""


def wait_before_next(error: BaseException, attempts: int) -> float:
    """Seconds to wait after a try that failed; ``attempts`` counts the tries before it.

    What the mail service asks for is honoured. Otherwise the waits grow from seconds to a
    quarter of an hour.
    """
    match error:
        case TransportBusyError(retry_after=float(seconds)):
            return min(max(seconds, 1.0), 3600.0)
        case RefusedKeyError():
            return KEY_WAIT
        case BeingSentError():
            return letters.LEASE.total_seconds()
    return min(FIRST_WAIT ** min(attempts + 1, 8), LONGEST_WAIT)


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
        except Exception as error:  # whatever it is, the next try would meet it again
            log.exception("Letter %s cannot be rendered", number)
            await letters.mark_unsent(number, _reason(error), for_good=True)
            return
        await letters.store_rendered(number, rendered)
    try:
        await transport.send(rendered, sender, str(number))
    except TransportError as error:
        given_up = _is_final(error, record.attempts)
        await letters.mark_unsent(number, error.detail, for_good=given_up)
        if not given_up:
            raise
        log.warning("Letter %s is given up: %s", number, error.detail)
        return
    await letters.mark_sent(number, datetime.now(UTC), transport.name)


def _is_final(error: TransportError, attempts: int) -> bool:
    # A refused key is no fault of the letter: it waits until the key is mended.
    if isinstance(error, RefusedKeyError):
        return False
    return not error.retry or attempts >= MOST_ATTEMPTS


def _reason(error: Exception) -> str:
    if isinstance(error, OpenDoorError):
        return error.detail
    return f"This letter could not be written ({type(error).__name__})."


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
