"""What the readers of an assignment's letters know, read from the letters themselves."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from scheduler.model.letters import Delivery, LetterKind
from scheduler.model.rosters import Reply
from scheduler.model.telling import Standing, Told
from scheduler.store.db import Row, rows, value

_READ = (
    "SELECT l.assignment, l.id, l.kind, l.sequence, l.facts, l.state, l.attempts, "
    "l.leased_until, l.held_until, l.answered FROM letter l "
)
_COUNTS = "l.kind <> 'reminder' AND (l.attempts > 0 OR l.state <> 'superseded')"
"""Letters that somebody may have read, or will."""
_ON_ITS_WAY = frozenset({Delivery.SENDING, Delivery.SENT})


async def standing_of(assignment: int) -> Standing:
    """How things stand with one assignment."""
    sql = f"{_READ} WHERE l.assignment = $1 AND {_COUNTS} ORDER BY l.id DESC"
    return _standing(await rows(sql, assignment))


async def withdraw_unsent(assignment: int) -> Standing:
    """Take back what nobody has sent yet, and see how things stand.

    A letter that a worker has in hand by then is not taken back: it counts as told.
    """
    taken = await rows(
        "UPDATE letter SET state = 'superseded' WHERE assignment = $1 AND state = 'queued' "
        "AND kind <> 'reminder' RETURNING attempts, held_until",
        assignment,
    )
    untried = [r for r in taken if not r["attempts"]]
    return replace(
        await standing_of(assignment),
        waiting=bool(untried),
        held_until=untried[0]["held_until"] if untried else None,
    )


async def standings_between(starts: datetime, ends: datetime) -> dict[int, Standing]:
    """How things stand with every assignment of that time that has letters."""
    found: dict[int, list[Row]] = defaultdict(list)
    for r in await rows(
        f"{_READ} JOIN assignment a ON a.id = l.assignment "
        f"WHERE a.starts >= $1 AND a.starts < $2 AND {_COUNTS} ORDER BY l.id DESC",
        starts,
        ends,
    ):
        found[r["assignment"]].append(r)
    return {assignment: _standing(letters) for assignment, letters in found.items()}


def _standing(letters: Iterable[Row]) -> Standing:
    """``letters`` are the newest first."""
    newest = waiting = told = None
    for r in letters:
        if newest is None and r["state"] != Delivery.SUPERSEDED:
            newest = r
        if r["attempts"]:
            told = r
            break
        if r["state"] == Delivery.QUEUED:
            waiting = waiting or r
    return Standing(
        told=None if told is None else _told(told),
        waiting=waiting is not None,
        held_until=None if waiting is None else waiting["held_until"],
        newest=None if newest is None else json.loads(newest["facts"]),
    )


def _told(r: Row) -> Told:
    return Told(
        letter=r["id"],
        kind=LetterKind(r["kind"]),
        sequence=r["sequence"],
        facts=json.loads(r["facts"]),
        arrived=r["state"] in _ON_ITS_WAY,
        leaving_until=r["leased_until"] if r["state"] == Delivery.SENDING else None,
        answered=None if r["answered"] is None else Reply(r["answered"]),
    )


async def keep_answer(letter: int, reply: Reply) -> None:
    """Remember what was answered to a letter, when its shift changes."""
    await rows("UPDATE letter SET answered = $2 WHERE id = $1", letter, reply.value)


async def held_for(email: str, now: datetime) -> datetime | None:
    """Until when the letters that wait for this person are held; None when none is."""
    found: datetime | None = await value(
        "SELECT max(held_until) FROM letter "
        "WHERE email = $1 AND state = 'queued' AND held_until > $2",
        email,
        now,
    )
    return found
