"""Letters out: lease, render once, hand over, mark. Never inside a transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from scheduler.actions.stored_facts import digest_of, hours_of, invite_of, plain_of, reminder_of
from scheduler.errors import OpenDoorError, TransportError
from scheduler.mail.digests import render_digest
from scheduler.mail.hours import render_hours
from scheduler.mail.letters import render_invite, render_plain
from scheduler.mail.reminders import render_reminder
from scheduler.mail.transport import RefusedKeyError, Transport, TransportBusyError
from scheduler.model.letters import Delivery, LetterKind, RenderedLetter, Sender
from scheduler.store import leaving, letters
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


class BehindError(TransportError):
    """An earlier letter about the same shift has not left yet."""


class HeldError(TransportError):
    """This letter waits for further changes to join it."""

    def __init__(self, seconds: float) -> None:
        """``seconds`` are left to wait."""
        super().__init__()
        self.seconds = seconds


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
            return leaving.LEASE.total_seconds()
        case HeldError(seconds=float(seconds)):
            return max(seconds, 1.0)
        case BehindError():
            return min(2.0 ** min(attempts + 1, 6), leaving.LEASE.total_seconds())
    return min(FIRST_WAIT ** min(attempts + 1, 8), LONGEST_WAIT)


_PLAIN = frozenset({LetterKind.SIGN_IN, LetterKind.NOTICE})


def _utc() -> datetime:
    return datetime.now(UTC)


async def send_letter(
    number: int, transport: Transport, sender: Sender, clock: Callable[[], datetime] = _utc
) -> None:
    """Send one letter, unless it is sent, superseded, held, or in another worker's hands.

    The bytes are rendered at the first try and stored before they leave; every later try
    sends the same. Raises TransportError when a later try may succeed.
    """
    record = await leaving.lease_letter(number, clock())
    if record is None:
        await _make_way(number, clock())
        return
    if record.attempts > 1 and await has_left(number):
        # An earlier try was cut short after the mail service had taken the letter.
        await leaving.mark_sent(number, clock(), transport.name)
        return
    rendered = await letters.load_rendered(number)
    if rendered is None:
        try:
            rendered = render(record, sender)
        except Exception as error:  # whatever it is, the next try would meet it again
            log.exception("Letter %s cannot be rendered", number)
            await leaving.mark_unsent(number, _reason(error), for_good=True)
            return
        await letters.store_rendered(number, rendered)
    try:
        await transport.send(rendered, sender, str(number))
    except TransportError as error:
        given_up = _is_final(error, record.attempts)
        state = await leaving.mark_unsent(number, error.detail, for_good=given_up)
        if state is Delivery.QUEUED:
            raise
        log.warning("Letter %s is given up (%s): %s", number, state, error.detail)
        return
    await leaving.mark_sent(number, clock(), transport.name)


async def _make_way(number: int, now: datetime) -> None:
    """A letter may not leave now: settle it, or come back when it may."""
    found = await leaving.obstacle(number, now)
    if found.settled:
        return
    if found.in_hand:
        # Its worker may be dead: come back when the lease has run out.
        raise BeingSentError
    if found.overtaken:
        await leaving.give_way(number)
        return
    if found.held_until:
        raise HeldError((found.held_until - now).total_seconds())
    raise BehindError


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
