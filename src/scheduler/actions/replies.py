"""Accept and decline. Declining opens the seat; nothing is decided by opening a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.actions.invites import Addresses, queue_invite
from scheduler.errors import ConflictError, NotAllowedError, NotFoundError
from scheduler.mail.links import Purpose, verify
from scheduler.model.letters import LetterKind
from scheduler.model.rosters import Reply
from scheduler.model.week import SERVICE_ZONE, PinnedSeat, Week, monday_of
from scheduler.store import audit, drafts, rosters
from scheduler.store.db import transaction
from scheduler.store.rosters import AssignmentRecord
from scheduler.store.week import load_week


class ChangedSinceError(ConflictError):
    """This shift was changed after that letter; the newest letter has the right buttons."""


class AlreadyBegunError(ConflictError):
    """This shift has begun; please call the office."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An assignment with the week it is in, to be shown before anything is decided."""

    record: AssignmentRecord
    week: Week


async def look_at_link(token: str, now: datetime, secret: bytes) -> Shown:
    """What the link of a letter is about; looking changes nothing."""
    return await _shown(await _linked(token, now, secret))


async def _linked(token: str, now: datetime, secret: bytes) -> AssignmentRecord:
    answerable = verify(secret, token, now, purpose=Purpose.ANSWER)
    record = await rosters.load_assignment(answerable.uid)
    if record.released_at is None and record.sequence != answerable.sequence:
        raise ChangedSinceError
    return record


async def look_at(uid: str, volunteer: int) -> Shown:
    """One of a person's own shifts."""
    record = await rosters.load_assignment(uid)
    if record.placement.volunteer != volunteer:
        raise NotFoundError
    return await _shown(record)


async def _shown(record: AssignmentRecord) -> Shown:
    return Shown(record, await load_week(_monday(record)))


def _monday(record: AssignmentRecord) -> date:
    return monday_of(record.starts.astimezone(ZoneInfo(SERVICE_ZONE)).date())


async def answer_link(
    token: str, reply: Reply, now: datetime, addresses: Addresses
) -> AssignmentRecord:
    """Answer by the button of a letter."""
    record = await _linked(token, now, addresses.secret)
    return await _answer(record.uid, reply, now, addresses, "link")


async def answer(
    uid: str, volunteer: int, reply: Reply, now: datetime, addresses: Addresses
) -> AssignmentRecord:
    """Answer by the page "My shifts"; only one's own."""
    if (await rosters.load_assignment(uid)).placement.volunteer != volunteer:
        raise NotAllowedError
    return await _answer(uid, reply, now, addresses, "page")


async def _answer(
    uid: str, reply: Reply, now: datetime, addresses: Addresses, door: str
) -> AssignmentRecord:
    monday = _monday(await rosters.load_assignment(uid))
    async with transaction():
        await rosters.lock_week(monday)
        record = await rosters.load_assignment(uid, lock=True)
        if record.released_at is not None:
            return _already_free(record, reply)
        if record.starts <= now:
            raise AlreadyBegunError
        if reply is Reply.DECLINED:
            await _vacate(record, monday, now, addresses)
        else:
            await rosters.note_reply(record, reply, now)
        await audit.record(
            f"volunteer {record.placement.volunteer}", f"reply-{reply.value}", uid, door=door
        )
        return await rosters.load_assignment(uid)


def _already_free(record: AssignmentRecord, reply: Reply) -> AssignmentRecord:
    if reply is Reply.DECLINED:
        return record  # declining twice is declining once
    raise ConflictError("This shift is not yours any more; another person may have it by now.")


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
    await queue_invite(await load_week(monday), released, LetterKind.CANCEL, addresses, now)
