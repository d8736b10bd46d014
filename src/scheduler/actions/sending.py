"""Letters out: lease, render once, hand over, mark. Never inside a transaction."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from scheduler.actions.stored_facts import digest_of, hours_of, invite_of, plain_of, reminder_of
from scheduler.errors import OpenDoorError, TransportError
from scheduler.mail.digests import render_digest
from scheduler.mail.hours import render_hours
from scheduler.mail.letters import render_invite, render_plain
from scheduler.mail.reminders import render_reminder
from scheduler.mail.transport import RefusedKeyError, Transport, TransportBusyError
from scheduler.model.letters import Delivery, LetterKind, RenderedLetter, Sender
from scheduler.store import letters
from scheduler.store.events import has_left
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
    if record.attempts > 1 and await has_left(number):
        # An earlier try was cut short after the mail service had taken the letter.
        await letters.mark_sent(number, datetime.now(UTC), transport.name)
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
        return render_plain(plain_of(record.facts), sender)
    if record.kind is LetterKind.REMINDER:
        return render_reminder(reminder_of(record.facts), sender)
    if record.kind is LetterKind.DIGEST:
        return render_digest(digest_of(record.facts), sender)
    if record.kind is LetterKind.HOURS:
        return render_hours(hours_of(record.facts), sender)
    return render_invite(invite_of(record.facts), sender)
