"""Letters: facts first, bytes once rendered, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from scheduler.errors import NotFoundError
from scheduler.model.letters import Delivery, LetterKind, RenderedLetter
from scheduler.store.db import Row, row, rows, value
from scheduler.store.jobs import SEND, enqueue

LEASE = timedelta(seconds=60)
"""How long a worker may take to hand a letter over before another may try."""


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """A letter as it is listed; ``facts`` is what it says before it is rendered."""

    id: int
    kind: LetterKind
    email: str
    name: str
    subject: str
    state: Delivery
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    transport: str
    failure: str
    method: str
    has_calendar: bool
    facts: Mapping[str, Any]


_LISTED = (
    "id, kind, email, name, subject, state, created_at, sent_at, attempts, transport, failure, "
    "method, calendar IS NOT NULL AND calendar <> '' AS has_calendar, facts"
)


async def queue_letter(
    kind: LetterKind,
    email: str,
    name: str,
    facts: Mapping[str, object],
    now: datetime,
    *,
    assignment: int | None = None,
    sequence: int = 0,
    roster: int | None = None,
) -> int:
    """A letter and the job that sends it; in the transaction of what it tells.

    An unsent letter about the same assignment is superseded: this one says more. A reminder
    says less, and supersedes nothing.
    """
    if assignment is not None and kind is not LetterKind.REMINDER:
        await _supersede(assignment)
    number = await value(
        "INSERT INTO letter (kind, assignment, roster, email, name, sequence, facts, state, "
        "created_at, subject, message_id, text, html, method, attempts, transport, failure) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, 'queued', $8, '', '', '', '', '', 0, '', '') "
        "RETURNING id",
        kind.value,
        assignment,
        roster,
        email,
        name,
        sequence,
        json.dumps(facts, default=str),
        now,
    )
    # One person's letters leave one after the other, in the order they were decided.
    await enqueue(SEND, queue="letters", lock=f"letters-to-{email}", letter=number)
    return int(number)


async def drop_unsent(assignment: int) -> Mapping[str, Any] | None:
    """Supersede unsent letters about the assignment; what its reader was told before.

    None when no letter about it can have reached them: none was ever tried.
    """
    await _supersede(assignment)
    found = await value(
        "SELECT facts FROM letter WHERE assignment = $1 AND attempts > 0 AND kind <> 'reminder' "
        "ORDER BY id DESC LIMIT 1",
        assignment,
    )
    return None if found is None else dict(json.loads(found))


async def _supersede(assignment: int) -> None:
    await rows(
        "UPDATE letter SET state = 'superseded' WHERE assignment = $1 AND state = 'queued'",
        assignment,
    )


async def told_in_week(starts: datetime, ends: datetime) -> dict[int, Mapping[str, Any]]:
    """The facts of the newest letter about every live assignment in that time."""
    found = await rows(
        "SELECT DISTINCT ON (l.assignment) l.assignment, l.facts FROM letter l "
        "JOIN assignment a ON a.id = l.assignment WHERE a.released_at IS NULL "
        "AND a.starts >= $1 AND a.starts < $2 AND l.kind <> 'reminder' "
        "ORDER BY l.assignment, l.id DESC",
        starts,
        ends,
    )
    return {r["assignment"]: json.loads(r["facts"]) for r in found}


async def lease_letter(number: int, now: datetime) -> LetterRecord | None:
    """Take a letter for sending; None when it is sent, superseded, or another's for now."""
    found = await row(
        "UPDATE letter SET state = 'sending', leased_until = $2, attempts = attempts + 1 "  # noqa: S608
        "WHERE id = $1 AND (state = 'queued' OR (state = 'sending' AND leased_until < $3)) "
        f"RETURNING {_LISTED}",
        number,
        now + LEASE,
        now,
    )
    return None if found is None else _record(found)


async def store_rendered(number: int, letter: RenderedLetter) -> None:
    """Keep the bytes: these and no others are sent, now and at any later try."""
    await rows(
        "UPDATE letter SET subject = $2, message_id = $3, text = $4, html = $5, calendar = $6, "
        "method = $7, mime = $8 WHERE id = $1",
        number,
        letter.subject,
        letter.message_id,
        letter.text,
        letter.html,
        letter.calendar,
        letter.method,
        letter.mime,
    )


async def load_rendered(number: int) -> RenderedLetter | None:
    """The stored bytes, if the letter was rendered already."""
    r = await row("SELECT * FROM letter WHERE id = $1", number)
    if r is None:
        raise NotFoundError(f"There is no letter {number}.")
    if not r["mime"]:
        return None
    return RenderedLetter(
        message_id=r["message_id"],
        kind=LetterKind(r["kind"]),
        to_email=r["email"],
        to_name=r["name"],
        subject=r["subject"],
        text=r["text"],
        html=r["html"],
        calendar=r["calendar"] or b"",
        method=r["method"],
        mime=r["mime"],
    )


async def mark_sent(number: int, now: datetime, transport: str) -> None:
    """It was handed over."""
    await rows(
        "UPDATE letter SET state = 'sent', sent_at = $2, transport = $3, failure = '', "
        "leased_until = NULL WHERE id = $1",
        number,
        now,
        transport,
    )


async def mark_unsent(number: int, reason: str, *, for_good: bool) -> None:
    """It was not handed over; a later try may succeed unless it was refused for good."""
    await rows(
        "UPDATE letter SET state = $2, failure = $3, leased_until = NULL WHERE id = $1",
        number,
        "failed" if for_good else "queued",
        reason,
    )


async def requeue_letter(number: int) -> None:
    """Try a failed letter once more."""
    found = await row(
        "UPDATE letter SET state = 'queued', attempts = 0 WHERE id = $1 AND state = 'failed' "
        "RETURNING email",
        number,
    )
    if found is None:
        raise NotFoundError(f"Letter {number} is not one that failed.")
    await enqueue(SEND, queue="letters", lock=f"letters-to-{found['email']}", letter=number)


async def load_letter(number: int) -> LetterRecord:
    """One letter."""
    found = await row(f"SELECT {_LISTED} FROM letter WHERE id = $1", number)  # noqa: S608
    if found is None:
        raise NotFoundError(f"There is no letter {number}.")
    return _record(found)


async def failed_letters() -> tuple[int, ...]:
    """Letters that failed and that no newer letter about the same assignment overtook."""
    found = await rows(
        "SELECT id FROM letter l WHERE state = 'failed' AND NOT EXISTS "
        "(SELECT 1 FROM letter n WHERE n.assignment = l.assignment AND n.id > l.id "
        "AND n.kind <> 'reminder') ORDER BY id"
    )
    return tuple(r["id"] for r in found)


async def list_letters(
    *,
    state: Delivery | None = None,
    kind: LetterKind | None = None,
    search: str = "",
    limit: int = 100,
    offset: int = 0,
) -> tuple[tuple[LetterRecord, ...], int]:
    """Letters newest first, and how many there are in all."""
    where = (
        "WHERE ($1::text IS NULL OR state = $1) "
        "AND ($2 = '' OR email ILIKE '%' || $2 || '%' OR name ILIKE '%' || $2 || '%' "
        "OR subject ILIKE '%' || $2 || '%') AND ($3::text IS NULL OR kind = $3)"
    )
    chosen = (state and state.value, search, kind and kind.value)
    found = await rows(
        f"SELECT {_LISTED} FROM letter {where} ORDER BY id DESC LIMIT $4 OFFSET $5",  # noqa: S608
        *chosen,
        limit,
        offset,
    )
    total = await value(f"SELECT count(*) FROM letter {where}", *chosen)  # noqa: S608
    return tuple(_record(r) for r in found), int(total)


async def letter_counts() -> dict[str, int]:
    """How many letters are in each state."""
    found = await rows("SELECT state, count(*) AS n FROM letter GROUP BY state")
    return {r["state"]: r["n"] for r in found}


async def held_up() -> tuple[tuple[str, int], ...]:
    """Why letters that were tried wait for another try, each reason with how many it holds."""
    found = await rows(
        "SELECT failure, count(*) AS n FROM letter WHERE state = 'queued' AND failure <> '' "
        "GROUP BY failure ORDER BY n DESC, failure"
    )
    return tuple((r["failure"], r["n"]) for r in found)


async def letters_in_sending_order() -> tuple[tuple[int, bytes, str], ...]:
    """Every rendered letter as (id, message, address), in the order they left."""
    found = await rows(
        "SELECT id, mime, email FROM letter WHERE mime IS NOT NULL ORDER BY sent_at NULLS LAST, id"
    )
    return tuple((r["id"], r["mime"], r["email"]) for r in found)


def _record(r: Row) -> LetterRecord:
    return LetterRecord(
        id=r["id"],
        kind=LetterKind(r["kind"]),
        email=r["email"],
        name=r["name"],
        subject=r["subject"],
        state=Delivery(r["state"]),
        created_at=r["created_at"],
        sent_at=r["sent_at"],
        attempts=r["attempts"],
        transport=r["transport"],
        failure=r["failure"],
        method=r["method"],
        has_calendar=r["has_calendar"],
        facts=json.loads(r["facts"]),
    )
