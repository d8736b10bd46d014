"""Publishing: an open draft becomes the roster, and letters say what changed to whom."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from scheduler.actions.invites import (
    Addresses,
    Occasion,
    is_at_told_place,
    queue_first_invite,
    queue_invite,
)
from scheduler.actions.letters_ahead import Holdings, letters_ahead
from scheduler.errors import ConflictError, DoubleBookingError, NotFoundError, RuleBrokenError
from scheduler.model.letters import LetterKind
from scheduler.model.rosters import Difference, Placement, difference
from scheduler.model.sessions import Role, shifts
from scheduler.model.telling import HOLD, Fate
from scheduler.model.week import Week, week_span
from scheduler.planning.spoken import shift_name
from scheduler.planning.verdict import Breach, judge
from scheduler.store import audit, drafts, rosters, runs
from scheduler.store.db import transaction
from scheduler.store.drafts import DraftRecord
from scheduler.store.rosters import AssignmentRecord, RosterRecord
from scheduler.store.standing import standings_between
from scheduler.store.week import load_week


@dataclass(frozen=True, slots=True)
class PublishPreview:
    """What publishing would do: the difference for people, and what stands in the way."""

    week: Week
    revision: int
    difference: Difference
    past: int
    """Shifts that have begun already; they stay as they are and nobody is written to."""
    breaches: tuple[Breach, ...]
    run_under_way: bool
    """A run of this week has not ended; its plan will replace this draft."""
    letters: int
    """How many letters would be written; fewer than changes where people know already."""
    waiting: int
    """How many of them would be held, so that further changes join them."""

    @property
    def nothing(self) -> bool:
        """Whether nothing would change for anybody."""
        return not self.difference.changes


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did."""

    roster: RosterRecord
    invited: int
    updated: int
    cancelled: int
    unchanged: int
    letters: int
    """How many letters were queued."""
    waiting: int
    """How many of them are held, so that further changes join them."""


async def preview_publication(
    monday: date, now: datetime, hold: timedelta = HOLD
) -> PublishPreview:
    """Work out what publishing the open draft would change."""
    week = await load_week(monday)
    draft = await drafts.open_draft(monday)
    if draft is None:
        raise NotFoundError("There is no draft to publish; run the solver first.")
    published = await _published(monday)
    found = _difference(week, draft, published, now)
    breaches = judge(week, draft.seats).breaches
    if breaches:  # nothing will be written; a seat that is no more cannot be written about
        fates = Counter({Fate.LEAVES: found.changes})
    else:
        fates = letters_ahead(week, found, published, now, hold)
    return PublishPreview(
        week=week,
        revision=draft.revision,
        difference=found,
        past=sum(_starts(week, p) <= now for p in draft.seats),
        breaches=breaches,
        run_under_way=await runs.active_run(monday) is not None,
        letters=fates[Fate.LEAVES] + fates[Fate.WAITS],
        waiting=fates[Fate.WAITS],
    )


async def _published(monday: date, *, lock: bool = False) -> Holdings:
    return Holdings(
        held=await rosters.assignments_of_week(monday),
        released=await rosters.quietly_released(monday, lock=lock),
        standings=await standings_between(*week_span(monday)),
    )


def _difference(week: Week, draft: DraftRecord, published: Holdings, now: datetime) -> Difference:
    """Shifts that have begun stay as they are; who is told of a new time or place has changed."""
    wanted = tuple(p for p in draft.seats if _starts(week, p) > now)
    kept = tuple(r.placement for r in published.held.values() if r.starts > now)
    found = difference(kept, wanted)
    moved = _moved(week, found.kept, published)
    return replace(
        found,
        changed=found.changed + tuple((p, p) for p in moved),
        kept=tuple(p for p in found.kept if p not in moved),
    )


def _starts(week: Week, placement: Placement) -> datetime:
    # A shift that is no more has no time to compare; the judge refuses it by name.
    last = datetime.max.replace(tzinfo=UTC)
    return _times(week, placement)[0] if _exists(week, placement) else last


def _exists(week: Week, placement: Placement) -> bool:
    session = week.sessions.get(placement.session)
    return session is not None and placement.shift < len(shifts(session))


def _moved(week: Week, kept: Iterable[Placement], published: Holdings) -> tuple[Placement, ...]:
    """Who keeps a seat, but the shift is at another time or place now: they are written to."""

    def is_moved(placement: Placement) -> bool:
        record = published.held[placement.who_and_when]
        newest = published.standing(record).newest
        return _times(week, placement) != (
            record.starts,
            record.ends,
        ) or not is_at_told_place(week, placement, newest)

    return tuple(p for p in kept if _exists(week, p) and is_moved(p))


async def publish(
    monday: date,
    actor: str,
    now: datetime,
    addresses: Addresses,
    seen: int | None = None,
    hold: timedelta = HOLD,
) -> Published:
    """Make the open draft the roster. One transaction: all of it, or nothing.

    Refused when the draft changed since ``seen``, or when it breaks a hard rule. Only
    people for whom something changes are written to. ``hold`` is how long changes wait for
    others to join them; nothing sends them at once.
    """
    async with transaction():
        await rosters.lock_week(monday)
        draft = await drafts.open_draft(monday, lock=True)
        if draft is None:
            raise NotFoundError("There is no draft to publish; run the solver first.")
        drafts.require_revision(draft, seen)
        week = await load_week(monday)
        _require_lawful(week, draft)
        before = await _published(monday, lock=True)
        found = _difference(week, draft, before, now)
        if not found.changes and await rosters.latest_roster(monday):
            raise ConflictError("This draft is what is published already: nothing would change.")
        roster = await rosters.add_roster(monday, draft.id, draft.seats, actor, now)
        occasion = Occasion(now, addresses, hold, roster.id)
        fates = await _change_people(week, found, before, occasion)
        await drafts.mark_published(draft.id)
        published = Published(
            roster,
            invited=len(found.added),
            updated=len(found.changed),
            cancelled=len(found.removed),
            unchanged=len(found.kept),
            letters=fates[Fate.LEAVES] + fates[Fate.WAITS],
            waiting=fates[Fate.WAITS],
        )
        await audit.record(
            actor, "publish", f"week {monday}", version=roster.version, letters=published.letters
        )
    return published


def _require_lawful(week: Week, draft: DraftRecord) -> None:
    breaches = judge(week, draft.seats).breaches
    if breaches:
        raise RuleBrokenError(
            "The draft breaks a rule: " + " ".join(b.sentence for b in breaches[:3]),
            faults=[(b.rule, b.sentence) for b in breaches],
        )


async def _change_people(
    week: Week, change: Difference, before: Holdings, occasion: Occasion
) -> Counter[Fate]:
    """Hold and release people, and queue their letters; gives what became of the news."""
    fates: Counter[Fate] = Counter()
    # Those who leave go first: a person who moves is free before they are held again.
    for placement in change.removed:
        was = before.held[placement.who_and_when]
        record = await rosters.release_assignment(was, occasion.now)
        fates[await queue_invite(week, record, LetterKind.CANCEL, occasion, was)] += 1
    changed = [(before.held[old.who_and_when], new) for old, new in change.changed]
    # Whose shifts move in time may meet themselves on the way, or change places with themselves.
    await rosters.lift_assignments(
        [was for was, new in changed if _times(week, new) != (was.starts, was.ends)], occasion.now
    )
    for was, new in changed:
        fates[await _change(week, was, new, before, occasion)] += 1
    for placement in change.added:
        released = before.released.get(placement.who_and_when)
        if released is not None:
            fates[await _change(week, released, placement, before, occasion)] += 1
        else:
            fates[await _add(week, placement, before, occasion)] += 1
    return fates


async def _change(
    week: Week, was: AssignmentRecord, new: Placement, before: Holdings, occasion: Occasion
) -> Fate:
    """Another task, time or place; or again the shift whose end they have not heard of."""
    times = _times(week, new)
    # A yes to another time or place, or to being on standby, is no yes to this one.
    moved = was.placement == new and was.released_at is None
    called = (was.placement.role is Role.STANDBY) != (new.role is Role.STANDBY)
    again = moved or called or times != (was.starts, was.ends)
    with _by_name(week, new, before.held):
        record = await rosters.change_assignment(was, new, times, occasion.now, ask_again=again)
    return await queue_invite(week, record, LetterKind.UPDATE, occasion, was)


async def _add(week: Week, placement: Placement, before: Holdings, occasion: Occasion) -> Fate:
    with _by_name(week, placement, before.held):
        record = await rosters.add_assignment(
            placement, f"{uuid.uuid4()}@opendoor", *_times(week, placement), occasion.now
        )
    return await queue_first_invite(week, record, occasion)


@contextmanager
def _by_name(
    week: Week, placement: Placement, held: Mapping[tuple[int, int, int], AssignmentRecord]
) -> Iterator[None]:
    """Have a double booking say who it is and where they serve."""
    try:
        yield
    except DoubleBookingError as error:
        name = week.volunteers[placement.volunteer].name
        here = shift_name(week, placement.session, placement.shift)
        other = _overlapping(week, placement, held)
        there = shift_name(week, *other) if other else "a shift of another week"
        raise DoubleBookingError(
            f"{name} cannot serve {here}: they are held to {there} at that time. "
            "Take them out of one of the two."
        ) from error


def _overlapping(
    week: Week, placement: Placement, held: Mapping[tuple[int, int, int], AssignmentRecord]
) -> tuple[int, int] | None:
    starts, ends = _times(week, placement)
    for record in held.values():
        other = record.placement
        if other.volunteer != placement.volunteer:
            continue
        if other.who_and_when != placement.who_and_when and (
            record.starts < ends and starts < record.ends
        ):
            return other.session, other.shift
    return None


def _times(week: Week, placement: Placement) -> tuple[datetime, datetime]:
    shift = week.shift(placement.session, placement.shift)
    return shift.starts, shift.ends
