"""What came in from outside: kept as it came, then read once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.errors import NotFoundError
from scheduler.model.mail_answers import Held, MailAnswer, Outcome, Said, waits
from scheduler.model.rosters import Reply
from scheduler.store.db import Row, row, rows, value
from scheduler.store.jobs import READ, enqueue


class ArrivalKind(StrEnum):
    """What an arrival holds."""

    EVENTS = "events"
    """What SendGrid says became of letters, as JSON."""
    MAIL = "mail"
    """A mail to us."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in, byte for byte."""

    id: int
    kind: ArrivalKind
    content_type: str
    raw: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class NotedAnswer:
    """An answer by mail with what was made of it; ``uid`` is the shift's, "" for none.

    ``waiting`` says that a coordinator has to decide, ``put_away_by`` who did so.
    """

    id: int
    at: datetime
    sender: str
    said: Said
    outcome: Outcome
    uid: str
    volunteer: str
    shift_starts: datetime | None
    starts: datetime | None
    ends: datetime | None
    comment: str
    waiting: bool = False
    put_away_at: datetime | None = None
    put_away_by: str = ""


async def keep(kind: ArrivalKind, content_type: str, raw: bytes, now: datetime) -> int | None:
    """Keep what came in, with the job that reads it; None when it was kept before."""
    number = await value(
        "INSERT INTO arrival (kind, received_at, digest, content_type, raw, state) "
        "VALUES ($1, $2, $3, $4, $5, 'stored') ON CONFLICT (digest) DO NOTHING RETURNING id",
        kind.value,
        now,
        hashlib.sha256(kind.value.encode() + b"\0" + raw).digest(),
        content_type[:200],
        raw,
    )
    if number is not None:
        await enqueue(READ, queue="arrivals", arrival=int(number))
    return None if number is None else int(number)


async def unread(number: int) -> Arrival | None:
    """An arrival that nobody has read yet, locked for whoever reads it now."""
    found = await row("SELECT * FROM arrival WHERE id = $1 AND state = 'stored' FOR UPDATE", number)
    if found is None:
        return None
    return Arrival(
        found["id"],
        ArrivalKind(found["kind"]),
        found["content_type"],
        found["raw"],
        found["received_at"],
    )


async def unread_since(before: datetime) -> int:
    """How much came in by then and could not be read, or was not."""
    return int(
        await value(
            "SELECT count(*) FROM arrival WHERE state = 'unreadable' "
            "OR (state = 'stored' AND received_at < $1)",
            before,
        )
    )


async def mark_read(number: int, now: datetime, *, readable: bool = True) -> None:
    """It was read; what cannot be read is kept for a person to look at."""
    await rows(
        "UPDATE arrival SET state = $2, read_at = $3 WHERE id = $1",
        number,
        "read" if readable else "unreadable",
        now,
    )


async def held_by(uid: str) -> Held | None:
    """What is known of the shift with this calendar id."""
    found = await row(
        "SELECT a.*, v.email, (SELECT max(m.said_at) FROM mail_answer m "
        "WHERE m.assignment = a.id AND m.outcome = 'taken') AS last_said_at "
        "FROM assignment a JOIN volunteer v ON v.id = a.volunteer WHERE a.uid = $1",
        uid,
    )
    if found is None:
        return None
    return Held(
        email=found["email"],
        sequence=found["sequence"],
        starts=found["starts"],
        released=found["released_at"] is not None,
        reply=Reply(found["reply"]),
        last_said_at=found["last_said_at"],
    )


async def note_answer(
    arrival: int, sender: str, answer: MailAnswer | None, outcome: Outcome, now: datetime
) -> None:
    """Write down what was said, what was made of it, and whether somebody has to decide."""
    said = answer.said if answer else Said.WORDS
    await rows(
        "INSERT INTO mail_answer (arrival, assignment, sender, said, outcome, sequence, starts, "
        "ends, comment, said_at, at, waiting, put_away_by) "
        "VALUES ($1, (SELECT id FROM assignment WHERE uid = $2), "
        "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '')",
        arrival,
        answer.uid if answer else None,
        sender,
        said.value,
        outcome.value,
        answer.sequence if answer else 0,
        answer.starts if answer else None,
        answer.ends if answer else None,
        answer.comment if answer else "",
        answer.said_at if answer else None,
        now,
        waits(said, outcome),
    )


async def said_before(sender: str, answer: MailAnswer) -> bool:
    """Whether this very answer has been read already."""
    return bool(
        await value(
            "SELECT 1 FROM mail_answer m JOIN assignment a ON a.id = m.assignment "
            "WHERE a.uid = $1 AND m.sender = $2 AND m.said = $3 AND m.sequence = $4 "
            "AND m.said_at = $5 LIMIT 1",
            answer.uid,
            sender,
            answer.said.value,
            answer.sequence,
            answer.said_at,
        )
    )


_NOTED = (
    "SELECT m.*, a.uid, a.starts AS shift_starts, v.name FROM mail_answer m "
    "LEFT JOIN assignment a ON a.id = m.assignment LEFT JOIN volunteer v ON v.id = a.volunteer "
)


async def answers_by_mail(limit: int = 100) -> tuple[NotedAnswer, ...]:
    """The latest answers by mail, newest first."""
    found = await rows(_NOTED + "ORDER BY m.id DESC LIMIT $1", limit)
    return tuple(_noted(r) for r in found)


async def waiting_answers() -> tuple[NotedAnswer, ...]:
    """Every answer that a coordinator has to decide on, the one that waits longest first."""
    return tuple(_noted(r) for r in await rows(_NOTED + "WHERE m.waiting ORDER BY m.id"))


async def noted_answer(number: int) -> NotedAnswer:
    """One answer by mail."""
    found = await row(_NOTED + "WHERE m.id = $1", number)
    if found is None:
        raise NotFoundError("There is no such answer.")
    return _noted(found)


async def put_away(number: int, actor: str, now: datetime) -> bool:
    """Somebody has decided; False when nothing waited there."""
    found = await value(
        "UPDATE mail_answer SET waiting = false, put_away_at = $2, put_away_by = $3 "
        "WHERE id = $1 AND waiting RETURNING id",
        number,
        now,
        actor,
    )
    return found is not None


async def bring_back(number: int) -> bool:
    """It waits again; False when nobody had put it away."""
    found = await value(
        "UPDATE mail_answer SET waiting = true, put_away_at = NULL, put_away_by = '' "
        "WHERE id = $1 AND put_away_at IS NOT NULL RETURNING id",
        number,
    )
    return found is not None


async def raw_arrival(number: int) -> bytes:
    """What came in, byte for byte."""
    found = await value("SELECT raw FROM arrival WHERE id = $1", number)
    if found is None:
        raise NotFoundError(f"Nothing came in under the number {number}.")
    return bytes(found)


def _noted(r: Row) -> NotedAnswer:
    return NotedAnswer(
        id=r["id"],
        at=r["at"],
        sender=r["sender"],
        said=Said(r["said"]),
        outcome=Outcome(r["outcome"]),
        uid=r["uid"] or "",
        volunteer=r["name"] or "",
        shift_starts=r["shift_starts"],
        starts=r["starts"],
        ends=r["ends"],
        comment=r["comment"],
        waiting=r["waiting"],
        put_away_at=r["put_away_at"],
        put_away_by=r["put_away_by"],
    )
