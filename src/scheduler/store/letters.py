"""Letters: facts first, bytes once rendered, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.errors import NotFoundError
from scheduler.model.letters import Delivery, LetterKind, RenderedLetter
from scheduler.store.db import Row, row, rows, value
from scheduler.store.jobs import SEND, enqueue

URGENT = 10
"""The priority of what somebody waits for at a page."""


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
    held_until: datetime | None = None

    @property
    def is_held(self) -> bool:
        """Whether further changes may still join it; once its time has come it leaves."""
        return self.state is Delivery.QUEUED and self.held_until is not None


NEWER = (
    "EXISTS (SELECT 1 FROM letter n WHERE n.assignment = l.assignment AND n.id > l.id "
    "AND n.kind <> 'reminder' AND n.state <> 'superseded')"
)
"""A later letter about the same shift says more than this one."""

LISTED = (
    "id, kind, email, name, subject, state, created_at, sent_at, attempts, transport, failure, "
    "method, calendar IS NOT NULL AND calendar <> '' AS has_calendar, facts, held_until"
)


@dataclass(frozen=True, slots=True)
class About:
    """What a letter is about: an assignment at a SEQUENCE, and the roster that decided it.

    Until ``held_until`` further changes may take its place.
    """

    assignment: int | None = None
    sequence: int = 0
    roster: int | None = None
    held_until: datetime | None = None


NOTHING = About()
"""A letter that is no part of a shift's story."""


async def queue_letter(
    kind: LetterKind,
    email: str,
    name: str,
    facts: Mapping[str, object],
    now: datetime,
    about: About = NOTHING,
) -> int:
    """A letter and the job that sends it; in the transaction of what it tells."""
    number = await value(
        "INSERT INTO letter (kind, assignment, roster, email, name, sequence, facts, state, "
        "created_at, subject, message_id, text, html, method, attempts, transport, failure, "
        "held_until) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, 'queued', $8, '', '', '', '', '', "
        "0, '', '', $9) RETURNING id",
        kind.value,
        about.assignment,
        about.roster,
        email,
        name,
        about.sequence,
        json.dumps(facts, default=str),
        now,
        about.held_until,
    )
    await enqueue_sending(number, kind, about.held_until)
    return int(number)


async def enqueue_sending(number: int, kind: LetterKind, at: datetime | None = None) -> None:
    """The job that sends a letter, now or ``at`` that time."""
    # Somebody sits before a page and waits for a sign-in link.
    urgent = kind is LetterKind.SIGN_IN
    await enqueue(SEND, queue="letters", at=at, priority=URGENT if urgent else 0, letter=number)


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


async def load_letter(number: int) -> LetterRecord:
    """One letter."""
    found = await row(f"SELECT {LISTED} FROM letter WHERE id = $1", number)  # noqa: S608
    if found is None:
        raise NotFoundError(f"There is no letter {number}.")
    return letter_record(found)


async def failed_letters() -> tuple[int, ...]:
    """Letters that failed and that no newer letter about the same assignment overtook."""
    found = await rows(
        f"SELECT id FROM letter l WHERE state = 'failed' AND NOT {NEWER} ORDER BY id"  # noqa: S608
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
        f"SELECT {LISTED} FROM letter {where} ORDER BY id DESC LIMIT $4 OFFSET $5",  # noqa: S608
        *chosen,
        limit,
        offset,
    )
    total = await value(f"SELECT count(*) FROM letter {where}", *chosen)  # noqa: S608
    return tuple(letter_record(r) for r in found), int(total)


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


def letter_record(r: Row) -> LetterRecord:
    """A letter from the columns of ``LISTED``."""
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
        held_until=r["held_until"],
    )
