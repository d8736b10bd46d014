"""A draft changed by hand: put in, take out, undo, discard. The judge answers at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role, shifts
from scheduler.model.week import Week
from scheduler.planning.beside import bridge_in
from scheduler.planning.problem import serves_remotely
from scheduler.planning.verdict import Breach, Judgement, judge
from scheduler.planning.views import WantedSeat
from scheduler.store import audit, drafts
from scheduler.store.db import transaction
from scheduler.store.drafts import DraftRecord
from scheduler.store.rosters import lock_week
from scheduler.store.week import load_week

NO_DRAFT = 0
"""The revision of a week without an open draft, as an editor sees it."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: the rules that it newly breaks, and the coverage before and after."""

    breaks: tuple[Breach, ...]
    coverage_before: int
    coverage_after: int
    revision: int


async def put_in(
    monday: date,
    seat: WantedSeat,
    volunteer: int,
    actor: str,
    now: datetime,
    *,
    seen: int | None = None,
    instead: int | None = None,
) -> Edited:
    """Put a person into a seat. If they sat elsewhere in that shift, they move.

    The draft may break a rule while it is worked on; it cannot be published until it does
    not. ``seen`` is the revision the editor looked at, ``instead`` the person who makes room.
    """
    async with transaction():
        week, draft = await _locked(monday, actor, now, seen)
        placement = placement_in(week, seat, volunteer, draft.seats)
        leaving = {placement.who_and_when, (instead, seat.session, seat.shift)}
        out = tuple(p for p in draft.seats if p.who_and_when in leaving)
        return await _change(week, draft, out, (placement,), actor, now)


async def take_out(
    monday: date,
    session: int,
    shift: int,
    volunteer: int,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Edited:
    """Take a person out of a shift."""
    async with transaction():
        week, draft = await _locked(monday, actor, now, seen)
        out = tuple(p for p in draft.seats if p.who_and_when == (volunteer, session, shift))
        if not out:
            raise NotFoundError("This person does not sit in that shift.")
        return await _change(week, draft, out, (), actor, now)


async def exchange(
    monday: date,
    out: tuple[Placement, ...],
    into: tuple[Placement, ...],
    actor: str,
    now: datetime,
    *,
    seen: int | None = None,
) -> Edited:
    """Several people at once, as one change that Undo takes back whole."""
    async with transaction():
        week, draft = await _locked(monday, actor, now, seen)
        arriving = {p.who_and_when for p in into}
        leaving = {p.who_and_when for p in out} | arriving
        gone = tuple(p for p in draft.seats if p.who_and_when in leaving)
        return await _change(week, draft, gone, into, actor, now)


async def undo(monday: date, actor: str, seen: int | None = None) -> bool:
    """Take the last change by hand back; gives whether there was one."""
    async with transaction():
        await lock_week(monday)
        draft = await drafts.open_draft(monday, lock=True)
        if draft is None:
            return False
        drafts.require_revision(draft, seen)
        undone = await drafts.undo_edit(draft)
        await audit.record(actor, "undo", f"draft {draft.id}")
        return undone


async def discard(monday: date, actor: str, seen: int | None = None) -> None:
    """Go back to what is published: the open draft is put away with all its edits."""
    async with transaction():
        await lock_week(monday)
        draft = await drafts.open_draft(monday, lock=True)
        if draft is None:
            raise ConflictError("There is no draft any more: it was published or put away.")
        drafts.require_revision(draft, seen)
        await drafts.discard_draft(draft)
        await audit.record(actor, "discard-draft", f"draft {draft.id}")


async def take_plan(monday: date, draft: int, actor: str, now: datetime, run: int) -> None:
    """Make an earlier run's plan the open draft again."""
    async with transaction():
        await lock_week(monday)
        seats = await drafts.seats_of_draft(draft)
        await drafts.put_draft(monday, seats, actor, now, run)
        await audit.record(actor, "take-plan", f"run {run}")


async def _locked(
    monday: date, actor: str, now: datetime, seen: int | None
) -> tuple[Week, DraftRecord]:
    """The week with its open draft, held until the edit is done.

    A published week without an open draft gets one that starts from what is published.
    """
    await lock_week(monday)
    week = await load_week(monday)
    if not week.sessions:
        raise NotFoundError(f"No session is on file in the week of {monday}.")
    draft = await drafts.open_draft(monday, lock=True)
    if draft is not None:
        drafts.require_revision(draft, seen)
        return week, draft
    if seen not in {None, NO_DRAFT}:
        raise ConflictError(
            "The draft you worked on was published or put away in the meantime; "
            "the week is shown as it is now."
        )
    await drafts.put_draft(monday, week.published, actor, now, None)
    draft = await drafts.open_draft(monday, lock=True)
    if draft is None:
        raise NotFoundError
    return week, draft


def placement_in(
    week: Week, seat: WantedSeat, volunteer: int, placed: Iterable[Placement]
) -> Placement:
    """The person in the seat; refused where the seat or the person is not of this week.

    Into which language an interpreter of a relay interprets depends on who is there.
    """
    session = week.sessions.get(seat.session)
    if session is None or not 0 <= seat.shift < len(shifts(session)):
        raise NotFoundError("This shift is not part of the week.")
    person = week.volunteers.get(volunteer)
    if person is None:
        raise NotFoundError("This volunteer is not on file.")
    if seat.role is Role.ADVISER and all(n.id != seat.need for n in session.needs):
        raise InvalidInputError("An adviser's seat belongs to a need of the session; choose one.")
    if seat.role is Role.INTERPRETER and not seat.language:
        raise InvalidInputError("An interpreter's seat belongs to a language; choose one.")
    return Placement(
        session=seat.session,
        shift=seat.shift,
        volunteer=volunteer,
        role=seat.role,
        need=seat.need if seat.role is Role.ADVISER else None,
        language=seat.language if seat.role is Role.INTERPRETER else None,
        remote=serves_remotely(person, session, seat.role),
        bridge=bridge_in(week, seat, volunteer, placed),
    )


async def _change(
    week: Week,
    draft: DraftRecord,
    out: tuple[Placement, ...],
    into: tuple[Placement, ...],
    actor: str,
    now: datetime,
) -> Edited:
    before = judge(week, draft.seats)
    kept = tuple(p for p in draft.seats if p not in out)
    after = judge(week, kept + into)
    freed = tuple(p for p in kept if _is_needed_elsewhere(p, into, after))
    if freed:
        kept, out = tuple(p for p in kept if p not in freed), out + freed
        after = judge(week, kept + into)
    await drafts.change_draft(draft, out, into, actor, now)
    known = {b.sentence for b in before.breaches}
    return Edited(
        breaks=tuple(b for b in after.breaches if b.sentence not in known),
        coverage_before=before.coverage,
        coverage_after=after.coverage,
        revision=draft.revision + 1,
    )


def _is_needed_elsewhere(place: Placement, into: tuple[Placement, ...], now: Judgement) -> bool:
    """Whether somebody who takes a seat cannot be on standby here beside it any more."""
    if place.role is not Role.STANDBY:
        return False
    seated = {p.volunteer for p in into if p.role is not Role.STANDBY}
    here = {(None, None), (place.session, place.shift)}
    return place.volunteer in seated and any(
        b.rule == "standby" and b.volunteer == place.volunteer and (b.session, b.shift) in here
        for b in now.breaches
    )
