"""Reminders: sent only while they are still true, and only to who wants them."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from scheduler.actions.invites import Addresses
from scheduler.actions.reminding import enqueue_reminder
from scheduler.actions.stored_facts import invite_of
from scheduler.mail.links import Purpose, sign
from scheduler.model.letters import Invite, LetterKind, Reminder
from scheduler.model.reminders import Ahead
from scheduler.model.rosters import Reply
from scheduler.store import reminders
from scheduler.store.db import transaction
from scheduler.store.letters import About, queue_letter
from scheduler.store.reminders import Remembered

LATEST = {
    Ahead.WEEK: timedelta(days=3),
    Ahead.DAYS: timedelta(hours=6),
    Ahead.HOURS: timedelta(minutes=15),
}
"""How close to the shift a reminder that was held up still makes sense."""
LINK_LASTS = timedelta(days=60)


async def remind(
    assignment: int, sequence: int, ahead: str, now: datetime, addresses: Addresses
) -> bool:
    """Queue one reminder; False when there is nothing to remind of any more."""
    async with transaction():
        shift = await reminders.remembered(assignment)
        if shift is not None and shift.held_until is not None and shift.held_until > now:
            # By then the letter has left, or the change was taken back.
            await enqueue_reminder(assignment, sequence, Ahead(ahead), shift.held_until)
            return False
        if shift is None or not is_due(shift, sequence, Ahead(ahead), now):
            return False
        reminder = Reminder(
            _as_now(shift), shift.reply is Reply.ACCEPTED, _stop_url(shift, addresses)
        )
        await queue_letter(
            LetterKind.REMINDER,
            shift.email,
            shift.name,
            asdict(reminder),
            now,
            About(assignment, sequence),
        )
    return True


def is_due(shift: Remembered, sequence: int, ahead: Ahead, now: datetime) -> bool:
    """Whether the person holds this state of the shift, and wants and needs to be reminded."""
    if shift.released or shift.sequence != sequence or shift.facts is None:
        return False
    if shift.reply is Reply.DECLINED or not shift.wants_reminders or not shift.reachable:
        return False
    if ahead is Ahead.WEEK and shift.reply is not Reply.NONE:
        return False
    return shift.starts - now >= LATEST[ahead]


def _as_now(shift: Remembered) -> Invite:
    """The shift as its letter told it, to the person as they are now."""
    told = invite_of(shift.facts or {})
    return replace(
        told,
        kind=LetterKind.REMINDER,
        name=shift.name,
        language=shift.language,
        # At home their own clock counts, in a room the clock on its wall.
        timezone=shift.timezone if told.remote else told.timezone,
        changed=(),
    )


def _stop_url(shift: Remembered, addresses: Addresses) -> str:
    expires = shift.ends + LINK_LASTS
    token = sign(addresses.secret, Purpose.NO_REMINDERS, shift.uid, 0, expires)
    return f"{addresses.base_url}/reminders/{token}"
