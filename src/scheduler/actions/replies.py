"""Accept and decline. Declining opens the seat; nothing is decided by opening a page."""

from __future__ import annotations

from datetime import date, datetime

from scheduler.actions.invites import Addresses, Occasion, queue_invite
from scheduler.errors import ConflictError, NotFoundError
from scheduler.mail.links import Purpose, verify
from scheduler.model.held_shifts import HeldShift
from scheduler.model.letters import LetterKind
from scheduler.model.rosters import Reply
from scheduler.model.week import PinnedSeat, day_of, monday_of
from scheduler.store import audit, drafts, rosters
from scheduler.store.db import transaction
from scheduler.store.held_shifts import held_shift
from scheduler.store.rosters import AssignmentRecord
from scheduler.store.week import load_week


class ChangedSinceError(ConflictError):
    """This shift was changed after that letter; the newest letter has the right buttons."""


class AlreadyBegunError(ConflictError):
    """This shift has begun; please call the office."""


class NotYoursAnyMoreError(ConflictError):
    """This shift is not yours any more; another person may have it by now."""


async def look_at_link(token: str, now: datetime, secret: bytes) -> HeldShift:
    """The shift that the link of a letter is about; looking changes nothing."""
    answerable = verify(secret, token, now, purpose=Purpose.ANSWER)
    shift = await held_shift(answerable.uid)
    if shift.released_at is None and shift.sequence != answerable.sequence:
        raise ChangedSinceError
    return shift


async def look_at(uid: str, volunteer: int) -> HeldShift:
    """One of a person's own shifts; another's is as good as unknown."""
    shift = await held_shift(uid)
    if shift.volunteer != volunteer:
        raise NotFoundError
    return shift


async def answer_link(token: str, reply: Reply, now: datetime, addresses: Addresses) -> HeldShift:
    """Answer by the button of a letter."""
    shift = await look_at_link(token, now, addresses.secret)
    return await _answer(shift, reply, now, addresses, "link")


async def answer(
    uid: str, volunteer: int, reply: Reply, now: datetime, addresses: Addresses
) -> HeldShift:
    """Answer by the page "My shifts"; only one's own."""
    return await _answer(await look_at(uid, volunteer), reply, now, addresses, "page")


async def answer_by_mail(
    shift: HeldShift, reply: Reply, now: datetime, addresses: Addresses
) -> HeldShift:
    """Answer from a calendar, after the mail was found to be the person's own."""
    return await _answer(shift, reply, now, addresses, "mail")


async def _answer(
    shift: HeldShift, reply: Reply, now: datetime, addresses: Addresses, door: str
) -> HeldShift:
    monday = monday_of(day_of(shift.starts))
    async with transaction():
        await rosters.lock_week(monday)
        record = await rosters.load_assignment(shift.uid, lock=True)
        if record.released_at is not None:
            return await _already_free(record, reply)
        if record.sequence != shift.sequence:
            raise ChangedSinceError
        if record.starts <= now:
            raise AlreadyBegunError
        if reply is Reply.DECLINED:
            await _vacate(record, monday, now, addresses)
        else:
            await rosters.note_reply(record, reply, now)
        await audit.record(
            f"volunteer {shift.volunteer}", f"reply-{reply.value}", shift.uid, door=door
        )
        return await held_shift(shift.uid)


async def _already_free(record: AssignmentRecord, reply: Reply) -> HeldShift:
    if reply is Reply.DECLINED:
        return await held_shift(record.uid)  # declining twice is declining once
    raise NotYoursAnyMoreError


async def _vacate(
    record: AssignmentRecord, monday: date, now: datetime, addresses: Addresses
) -> None:
    """Free the person, keep later runs from putting them back, and clear their calendar."""
    placement = record.placement
    released = await rosters.release_assignment(record, now, Reply.DECLINED)
    await drafts.drop_from_open_draft(placement)
    await drafts.put_pin(
        PinnedSeat(
            placement.session,
            placement.shift,
            placement.volunteer,
            must=False,
            reason="declined",
        )
    )
    await queue_invite(
        await load_week(monday), released, LetterKind.CANCEL, Occasion(now, addresses), record
    )
