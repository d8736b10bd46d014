"""Publishing: an open draft becomes the roster, and letters say what changed to whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from scheduler.actions.invites import Addresses, is_at_told_place, queue_invite
from scheduler.errors import ConflictError, DoubleBookingError, NotFoundError, RuleBrokenError
from scheduler.model.letters import LetterKind
from scheduler.model.rosters import Difference, Placement, difference
from scheduler.model.sessions import shifts
from scheduler.model.week import Week, week_span
from scheduler.planning.spoken import shift_name
from scheduler.planning.verdict import Breach, judge
from scheduler.store import audit, drafts, rosters, runs
from scheduler.store.db import transaction
from scheduler.store.drafts import DraftRecord
from scheduler.store.letters import told_in_week
from scheduler.store.rosters import AssignmentRecord, RosterRecord
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

    @property
    def nothing(self) -> bool:
        """Whether nothing would change for anybody."""
        return not self.letters

    @property
    def letters(self) -> int:
        """How many letters would leave."""
        found = self.difference
        return len(found.added) + len(found.changed) + len(found.removed)


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did."""

    roster: RosterRecord
    invited: int
    updated: int
    cancelled: int
    unchanged: int

    @property
    def letters(self) -> int:
        """How many letters were queued."""
        return self.invited + self.updated + self.cancelled


async def preview_publication(monday: date, now: datetime) -> PublishPreview:
    """Work out what publishing the open draft would change."""
    week = await load_week(monday)
    draft = await drafts.open_draft(monday)
    if draft is None:
        raise NotFoundError("There is no draft to publish; run the solver first.")
    return await _preview(week, draft, now)


async def _preview(week: Week, draft: DraftRecord, now: datetime) -> PublishPreview:
    held = await rosters.assignments_of_week(week.monday)
    wanted = tuple(p for p in draft.seats if _starts(week, p) > now)
    kept = tuple(r.placement for r in held.values() if r.starts > now)
    found = difference(kept, wanted)
    moved = _moved(week, found.kept, held, await told_in_week(*week_span(week.monday)))
    return PublishPreview(
        week=week,
        revision=draft.revision,
        difference=replace(
            found,
            changed=found.changed + tuple((p, p) for p in moved),
            kept=tuple(p for p in found.kept if p not in moved),
        ),
        past=len(draft.seats) - len(wanted),
        breaches=judge(week, draft.seats).breaches,
        run_under_way=await runs.active_run(week.monday) is not None,
    )


def _starts(week: Week, placement: Placement) -> datetime:
    # A shift that is no more has no time to compare; the judge refuses it by name.
    last = datetime.max.replace(tzinfo=UTC)
    return _times(week, placement)[0] if _exists(week, placement) else last


def _exists(week: Week, placement: Placement) -> bool:
    session = week.sessions.get(placement.session)
    return session is not None and placement.shift < len(shifts(session))


def _moved(
    week: Week,
    kept: Iterable[Placement],
    held: Mapping[tuple[int, int, int], AssignmentRecord],
    told: Mapping[int, Mapping[str, Any]],
) -> tuple[Placement, ...]:
    """Who keeps a seat, but the shift is at another time or place now: they are written to."""
    return tuple(
        p
        for p in kept
        if _exists(week, p)
        and (
            _times(week, p) != (held[p.who_and_when].starts, held[p.who_and_when].ends)
            or not is_at_told_place(week, p, told.get(held[p.who_and_when].id))
        )
    )


async def publish(
    monday: date,
    actor: str,
    now: datetime,
    addresses: Addresses,
    seen: int | None = None,
) -> Published:
    """Make the open draft the roster. One transaction: all of it, or nothing.

    Refused when the draft changed since ``seen``, or when it breaks a hard rule. Only
    people for whom something changes are written to.
    """
    async with transaction():
        await rosters.lock_week(monday)
        draft = await drafts.open_draft(monday, lock=True)
        if draft is None:
            raise NotFoundError("There is no draft to publish; run the solver first.")
        drafts.require_revision(draft, seen)
        week = await load_week(monday)
        preview = await _preview(week, draft, now)
        if preview.breaches:
            raise RuleBrokenError(
                "The draft breaks a rule: " + " ".join(b.sentence for b in preview.breaches[:3]),
                faults=[(b.rule, b.sentence) for b in preview.breaches],
            )
        if not preview.letters and await rosters.latest_roster(monday):
            raise ConflictError("This draft is what is published already: nothing would change.")
        roster = await rosters.add_roster(monday, draft.id, draft.seats, actor, now)
        await _change_people(week, preview.difference, roster, addresses, now)
        await drafts.mark_published(draft.id)
        published = Published(
            roster,
            invited=len(preview.difference.added),
            updated=len(preview.difference.changed),
            cancelled=len(preview.difference.removed),
            unchanged=len(preview.difference.kept),
        )
        await audit.record(
            actor, "publish", f"week {monday}", version=roster.version, letters=published.letters
        )
    return published


async def _change_people(
    week: Week,
    change: Difference,
    roster: RosterRecord,
    addresses: Addresses,
    now: datetime,
) -> None:
    held = await rosters.assignments_of_week(week.monday)
    # Those who leave go first: a person who moves is free before they are held again.
    for placement in change.removed:
        record = await rosters.release_assignment(held[placement.who_and_when], now)
        await queue_invite(week, record, LetterKind.CANCEL, addresses, now, roster.id)
    for before, after in change.changed:
        was = held[before.who_and_when]
        with _by_name(week, after, held):
            record = await rosters.change_assignment(
                was,
                after,
                _times(week, after),
                now,
                # A yes to another time or place is no yes to this one.
                ask_again=before == after or _times(week, after) != (was.starts, was.ends),
            )
        await queue_invite(week, record, LetterKind.UPDATE, addresses, now, roster.id)
    for placement in change.added:
        with _by_name(week, placement, held):
            record = await rosters.add_assignment(
                placement, f"{uuid.uuid4()}@opendoor", *_times(week, placement), now
            )
        await queue_invite(week, record, LetterKind.INVITE, addresses, now, roster.id)


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
