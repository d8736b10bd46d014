"""Publishing: an open draft becomes the roster, and letters say what changed to whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.actions.invites import Addresses, queue_invite
from scheduler.errors import ConflictError, NotFoundError, RuleBrokenError
from scheduler.model.letters import LetterKind
from scheduler.model.rosters import Difference, Placement, difference
from scheduler.model.week import Week
from scheduler.planning.verdict import Breach, judge
from scheduler.store import audit, drafts, rosters
from scheduler.store.db import transaction
from scheduler.store.drafts import DraftRecord
from scheduler.store.rosters import AssignmentRecord, RosterRecord
from scheduler.store.week import load_week


@dataclass(frozen=True, slots=True)
class PublishPreview:
    """What publishing would do: the difference for people, and what stands in the way."""

    monday: date
    revision: int
    difference: Difference
    past: int
    """Shifts that have begun already; they stay as they are and nobody is written to."""
    breaches: tuple[Breach, ...]
    open_run: bool

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
    return _preview(week, draft, now)


def _preview(week: Week, draft: DraftRecord, now: datetime) -> PublishPreview:
    wanted = tuple(p for p in draft.seats if _begins_after(week, p, now))
    held = tuple(p for p in week.published if _begins_after(week, p, now))
    return PublishPreview(
        monday=week.monday,
        revision=draft.revision,
        difference=difference(held, wanted),
        past=len(draft.seats) - len(wanted),
        breaches=judge(week, draft.seats).breaches,
        open_run=False,
    )


def _begins_after(week: Week, placement: Placement, now: datetime) -> bool:
    return week.shift(placement.session, placement.shift).starts > now


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
        preview = _preview(week, draft, now)
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
        record = await rosters.change_assignment(held[before.who_and_when], after, now)
        await queue_invite(week, record, LetterKind.UPDATE, addresses, now, roster.id, before)
    for record in await _hold(week, change.added, now):
        await queue_invite(week, record, LetterKind.INVITE, addresses, now, roster.id)


async def _hold(
    week: Week, placements: Iterable[Placement], now: datetime
) -> list[AssignmentRecord]:
    return [
        await rosters.add_assignment(
            placement,
            f"{uuid.uuid4()}@opendoor",
            *_times(week, placement),
            now,
        )
        for placement in placements
    ]


def _times(week: Week, placement: Placement) -> tuple[datetime, datetime]:
    shift = week.shift(placement.session, placement.shift)
    return shift.starts, shift.ends
