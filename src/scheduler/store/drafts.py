"""Drafts: the one open plan of a week, its edits, and the wishes that runs honour."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from scheduler.errors import ConflictError
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.model.week import PinnedSeat
from scheduler.store.db import execute_many, row, rows, value
from scheduler.store.week import placement_of


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft with its seats. ``edits`` counts what can be undone."""

    id: int
    monday: date
    run: int | None
    created_at: datetime
    created_by: str
    revision: int
    seats: tuple[Placement, ...]
    edits: int


async def open_draft(monday: date, *, lock: bool = False) -> DraftRecord | None:
    """The week's open draft; with ``lock`` nobody else changes it until we are done."""
    found = await row(
        "SELECT * FROM draft WHERE monday = $1 AND state = 'open'"  # noqa: S608 - fixed text
        + (" FOR UPDATE" if lock else ""),
        monday,
    )
    if found is None:
        return None
    edits = await value("SELECT count(*) FROM draft_edit WHERE draft = $1", found["id"])
    return DraftRecord(
        id=found["id"],
        monday=found["monday"],
        run=found["run"],
        created_at=found["created_at"],
        created_by=found["created_by"],
        revision=found["revision"],
        seats=await seats_of_draft(found["id"]),
        edits=edits,
    )


async def seats_of_draft(draft: int) -> tuple[Placement, ...]:
    """Who sits where in a draft, whether it is still open or not."""
    found = await rows("SELECT * FROM draft_seat WHERE draft = $1 ORDER BY id", draft)
    return tuple(sorted(placement_of(r) for r in found))


async def put_draft(
    monday: date, seats: Iterable[Placement], actor: str, now: datetime, run: int | None
) -> int:
    """Make this the week's open draft; the one before is kept as replaced."""
    await rows("UPDATE draft SET state = 'replaced' WHERE monday = $1 AND state = 'open'", monday)
    draft = await value(
        "INSERT INTO draft (monday, run, created_at, created_by, state, revision) "
        # The number goes on from the draft before: an edit that was begun on that one is refused.
        "SELECT $1::date, $2::int, $3::timestamptz, $4::text, 'open', "
        "coalesce(max(revision), 0) + 1 FROM draft "
        "WHERE monday = $1 RETURNING id",
        monday,
        run,
        now,
        actor,
    )
    await _add_seats(draft, seats)
    return int(draft)


async def _add_seats(draft: int, seats: Iterable[Placement]) -> None:
    await execute_many(
        "INSERT INTO draft_seat (draft, session, shift, volunteer, role, need, language, remote, "
        "bridge) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            (
                *(draft, p.session, p.shift, p.volunteer),
                *(p.role.value, p.need, p.language, p.remote, p.bridge),
            )
            for p in seats
        ],
    )


async def change_draft(
    draft: DraftRecord,
    removed: Iterable[Placement],
    added: Iterable[Placement],
    actor: str,
    now: datetime,
) -> None:
    """Apply one edit and remember it for Undo; inside a transaction with the draft locked."""
    out, into = tuple(removed), tuple(added)
    await _swap(draft.id, out, into)
    await rows(
        "INSERT INTO draft_edit (draft, at, actor, removed, added) "
        "VALUES ($1, $2, $3, $4::jsonb, $5::jsonb)",
        draft.id,
        now,
        actor,
        json.dumps([asdict(p) for p in out]),
        json.dumps([asdict(p) for p in into]),
    )


async def undo_edit(draft: DraftRecord) -> bool:
    """Take the last edit back; gives whether there was one."""
    last = await row("SELECT * FROM draft_edit WHERE draft = $1 ORDER BY id DESC LIMIT 1", draft.id)
    if last is None:
        return False
    await _swap(draft.id, _placements(last["added"]), _placements(last["removed"]))
    await rows("DELETE FROM draft_edit WHERE id = $1", last["id"])
    return True


def _placements(stored: str) -> tuple[Placement, ...]:
    return tuple(Placement(**{**p, "role": Role(p["role"])}) for p in json.loads(stored))


async def _swap(draft: int, out: Iterable[Placement], into: Iterable[Placement]) -> None:
    await execute_many(
        "DELETE FROM draft_seat WHERE draft = $1 AND session = $2 AND shift = $3 "
        "AND volunteer = $4",
        [(draft, p.session, p.shift, p.volunteer) for p in out],
    )
    await _add_seats(draft, into)
    await rows("UPDATE draft SET revision = revision + 1 WHERE id = $1", draft)


def require_revision(draft: DraftRecord, seen: int | None) -> None:
    """Refuse an edit made on an older state than the stored one."""
    if seen is not None and seen != draft.revision:
        raise ConflictError(
            "Someone changed this draft in the meantime; it is shown as it is now. "
            "Repeat your change if you still want it."
        )


async def drop_from_open_draft(placement: Placement) -> None:
    """A person has left a shift: the open draft must not bring them back."""
    await rows(
        "WITH gone AS (DELETE FROM draft_seat s USING draft d WHERE d.id = s.draft "
        "AND d.state = 'open' AND s.session = $1 AND s.shift = $2 AND s.volunteer = $3 "
        "RETURNING d.id) UPDATE draft SET revision = revision + 1 "
        "WHERE id IN (SELECT id FROM gone)",
        placement.session,
        placement.shift,
        placement.volunteer,
    )


async def mark_published(draft: int) -> None:
    """The draft is a roster now."""
    await rows("UPDATE draft SET state = 'published' WHERE id = $1", draft)


async def discard_draft(draft: DraftRecord) -> None:
    """Put the open draft away; what is published stays as it is."""
    await rows("UPDATE draft SET state = 'replaced' WHERE id = $1", draft.id)


async def put_pin(pin: PinnedSeat) -> None:
    """Remember a wish; a later one about the same person and shift replaces it."""
    await rows(
        "INSERT INTO pin (session, shift, volunteer, must, reason) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (session, shift, volunteer) DO UPDATE SET must = excluded.must, "
        "reason = excluded.reason",
        pin.session,
        pin.shift,
        pin.volunteer,
        pin.must,
        pin.reason,
    )


async def remove_pin(session: int, shift: int, volunteer: int) -> None:
    """Forget a wish."""
    await rows(
        "DELETE FROM pin WHERE session = $1 AND shift = $2 AND volunteer = $3",
        session,
        shift,
        volunteer,
    )
