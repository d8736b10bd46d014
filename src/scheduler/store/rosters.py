"""Published rosters: versions that never change, and the assignments people are held to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

import asyncpg

from scheduler.errors import DoubleBookingError, NotFoundError
from scheduler.model.rosters import Placement, Reply
from scheduler.model.week import week_span
from scheduler.store.db import Row, row, rows, value
from scheduler.store.week import placement_of


@dataclass(frozen=True, slots=True)
class RosterRecord:
    """One published version."""

    id: int
    monday: date
    version: int
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class AssignmentRecord:
    """A person held to a shift, with the calendar's numbers and the person's reply."""

    id: int
    uid: str
    placement: Placement
    starts: datetime
    ends: datetime
    sequence: int
    reply: Reply
    replied_at: datetime | None
    created_at: datetime
    changed_at: datetime
    released_at: datetime | None


HIGHEST = "greatest(a.sequence, (SELECT max(l.sequence) FROM letter l WHERE l.assignment = a.id))"
"""The highest SEQUENCE ever given to an assignment ``a``: held letters are never deleted.

Where a held change led back to what the person knows the assignment has its old number again,
but a calendar that was fetched in between has seen the higher one.
"""


async def lock_week(monday: date) -> None:
    """One publication, reply or hand edit of a week at a time, until the transaction ends."""
    await value("SELECT pg_advisory_xact_lock(7240, $1)", monday.toordinal())


async def latest_roster(monday: date) -> RosterRecord | None:
    """The version in force."""
    found = await row(
        "SELECT * FROM roster WHERE monday = $1 ORDER BY version DESC LIMIT 1", monday
    )
    if found is None:
        return None
    return RosterRecord(
        found["id"],
        found["monday"],
        found["version"],
        found["published_by"],
        found["published_at"],
    )


async def add_roster(
    monday: date, draft: int | None, seats: Iterable[Placement], actor: str, now: datetime
) -> RosterRecord:
    """The next version of the week."""
    last = await latest_roster(monday)
    version = 1 if last is None else last.version + 1
    number = await value(
        "INSERT INTO roster (monday, version, draft, published_by, published_at, seats) "
        "VALUES ($1, $2, $3, $4, $5, $6::jsonb) RETURNING id",
        monday,
        version,
        draft,
        actor,
        now,
        json.dumps([asdict(p) for p in seats]),
    )
    return RosterRecord(number, monday, version, actor, now)


async def assignments_of_week(monday: date) -> dict[tuple[int, int, int], AssignmentRecord]:
    """Who is held to a shift of the week now, by person and shift."""
    found = await rows(
        "SELECT a.* FROM assignment a JOIN session s ON s.id = a.session "
        "WHERE a.released_at IS NULL AND s.starts >= $1 AND s.starts < $2",
        *week_span(monday),
    )
    return {record.placement.who_and_when: record for record in map(_record, found)}


async def assignments_of_volunteer(volunteer: int, since: datetime) -> tuple[AssignmentRecord, ...]:
    """A person's shifts that end after ``since``, released ones too, in time order."""
    found = await rows(
        "SELECT * FROM assignment WHERE volunteer = $1 AND ends > $2 ORDER BY starts, id",
        volunteer,
        since,
    )
    return tuple(_record(r) for r in found)


async def replies_of_week(monday: date) -> dict[tuple[int, int, int], Reply]:
    """What the people of the week answered, those who left included."""
    found = await rows(
        "SELECT a.volunteer, a.session, a.shift, a.reply FROM assignment a "
        "JOIN session s ON s.id = a.session WHERE s.starts >= $1 AND s.starts < $2 ORDER BY a.id",
        *week_span(monday),
    )
    return {(r["volunteer"], r["session"], r["shift"]): Reply(r["reply"]) for r in found}


async def quietly_released(
    monday: date, *, lock: bool = False
) -> dict[tuple[int, int, int], AssignmentRecord]:
    """Who was released from a shift of the week and has not been told of it.

    The calendar's id of such an assignment is still good. With ``lock`` nobody is told
    before the transaction ends.
    """
    found = await rows(
        "SELECT a.* FROM assignment a JOIN session s ON s.id = a.session "  # noqa: S608
        "JOIN letter l ON l.assignment = a.id AND l.kind = 'cancel' AND l.state = 'queued' "
        "AND l.attempts = 0 WHERE a.released_at IS NOT NULL AND a.reply <> 'declined' "
        "AND s.starts >= $1 AND s.starts < $2 ORDER BY a.id"
        + (" FOR UPDATE OF l SKIP LOCKED" if lock else ""),
        *week_span(monday),
    )
    return {record.placement.who_and_when: record for record in map(_record, found)}


async def given_back(monday: date) -> tuple[AssignmentRecord, ...]:
    """The seats of the week that people gave back, the latest first."""
    found = await rows(
        "SELECT a.* FROM assignment a JOIN session s ON s.id = a.session "
        "WHERE a.released_at IS NOT NULL AND a.reply = 'declined' "
        "AND s.starts >= $1 AND s.starts < $2 ORDER BY a.released_at DESC",
        *week_span(monday),
    )
    return tuple(_record(r) for r in found)


async def load_assignment(uid: str, *, lock: bool = False) -> AssignmentRecord:
    """One assignment by its calendar id."""
    found = await row(
        "SELECT * FROM assignment WHERE uid = $1" + (" FOR UPDATE" if lock else ""),  # noqa: S608
        uid,
    )
    if found is None:
        raise NotFoundError("This shift is not known any more.")
    return _record(found)


async def add_assignment(
    placement: Placement, uid: str, starts: datetime, ends: datetime, now: datetime
) -> AssignmentRecord:
    """Hold a person to a shift; refused when they serve elsewhere at that time."""
    try:
        found = await row(
            "INSERT INTO assignment (uid, session, shift, volunteer, starts, ends, role, need, "
            "language, remote, sequence, reply, created_at, changed_at, bridge) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 'none', $11, $11, $12) "
            "RETURNING *",
            uid,
            placement.session,
            placement.shift,
            placement.volunteer,
            starts,
            ends,
            placement.role.value,
            placement.need,
            placement.language,
            placement.remote,
            now,
            placement.bridge,
        )
    except (asyncpg.ExclusionViolationError, asyncpg.UniqueViolationError) as error:
        raise DoubleBookingError from error
    if found is None:
        raise NotFoundError
    return _record(found)


async def change_assignment(
    record: AssignmentRecord,
    placement: Placement,
    times: tuple[datetime, datetime],
    now: datetime,
    *,
    ask_again: bool = False,
) -> AssignmentRecord:
    """The same person in the same shift, with something else to do or at another time.

    Who had been released is held again. ``ask_again`` forgets what they answered.
    """
    try:
        found = await row(
            "UPDATE assignment a SET role = $2, need = $3, language = $4, remote = $5, "  # noqa: S608
            f"sequence = {HIGHEST} + 1, changed_at = $6, starts = $7, ends = $8, "
            "released_at = NULL, reply = CASE WHEN $9 THEN 'none' ELSE reply END, bridge = $10 "
            "WHERE id = $1 RETURNING *",
            record.id,
            placement.role.value,
            placement.need,
            placement.language,
            placement.remote,
            now,
            *times,
            ask_again,
            placement.bridge,
        )
    except asyncpg.ExclusionViolationError as error:
        raise DoubleBookingError from error
    if found is None:
        raise NotFoundError
    return _record(found)


async def lift_assignments(records: Iterable[AssignmentRecord], now: datetime) -> None:
    """Until each is changed, later in this transaction, it takes up nobody's time.

    The database looks at one row after the other, and two shifts of a person that change
    places have no order in which they never overlap.
    """
    await rows(
        "UPDATE assignment SET released_at = $2 WHERE id = ANY($1)", [r.id for r in records], now
    )


async def release_assignment(
    record: AssignmentRecord, now: datetime, reply: Reply | None = None
) -> AssignmentRecord:
    """Free the person; the row stays for the record and the feed."""
    found = await row(
        f"UPDATE assignment a SET released_at = $2, changed_at = $2, sequence = {HIGHEST} + 1, "  # noqa: S608
        "reply = coalesce($3, reply), replied_at = CASE WHEN $3::text IS NULL THEN replied_at "
        "ELSE $2 END WHERE id = $1 RETURNING *",
        record.id,
        now,
        None if reply is None else reply.value,
    )
    if found is None:
        raise NotFoundError
    return _record(found)


async def stand_as_told(record: AssignmentRecord, sequence: int, reply: Reply) -> None:
    """It is again what its newest letter says: under that letter's number, with its answer."""
    await rows(
        "UPDATE assignment SET sequence = $2, reply = $3 WHERE id = $1",
        record.id,
        sequence,
        reply.value,
    )


async def note_reply(record: AssignmentRecord, reply: Reply, now: datetime) -> None:
    """What the person answered, without freeing them."""
    await rows(
        "UPDATE assignment SET reply = $2, replied_at = $3 WHERE id = $1",
        record.id,
        reply.value,
        now,
    )


def _record(r: Row) -> AssignmentRecord:
    return AssignmentRecord(
        id=r["id"],
        uid=r["uid"],
        placement=placement_of(r),
        starts=r["starts"],
        ends=r["ends"],
        sequence=r["sequence"],
        reply=Reply(r["reply"]),
        replied_at=r["replied_at"],
        created_at=r["created_at"],
        changed_at=r["changed_at"],
        released_at=r["released_at"],
    )
