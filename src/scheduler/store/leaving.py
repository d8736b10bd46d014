"""Letters on their way out: one worker at a time, in the order of their shift, once each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.errors import NotFoundError
from scheduler.model.letters import Delivery, LetterKind
from scheduler.store.db import row, rows, value
from scheduler.store.letters import LISTED, NEWER, LetterRecord, enqueue_sending, letter_record

LEASE = timedelta(seconds=60)
"""How long a worker may take to hand a letter over before another may try."""

_BEHIND = (
    "EXISTS (SELECT 1 FROM letter e WHERE e.assignment = l.assignment AND e.id < l.id "
    "AND e.state IN ('queued', 'sending'))"
)
"""An earlier letter about the same shift has not left; other letters wait for nobody."""


async def lease_letter(number: int, now: datetime) -> LetterRecord | None:
    """Take a letter for sending; None when it may not leave now: ``obstacle`` says why."""
    found = await row(
        "UPDATE letter AS l SET state = 'sending', leased_until = $2, attempts = attempts + 1 "  # noqa: S608
        "WHERE id = $1 AND ((state = 'queued' AND coalesce(held_until <= $3, true)) "
        f"OR (state = 'sending' AND leased_until < $3)) AND NOT {NEWER} AND NOT {_BEHIND} "
        f"RETURNING {LISTED}",
        number,
        now + LEASE,
        now,
    )
    return None if found is None else letter_record(found)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a letter may not leave now: the first that holds."""

    settled: bool
    """It has left, failed, or was taken back."""
    held_until: datetime | None
    """Further changes may join it."""
    overtaken: bool
    """A newer letter about the same shift says more."""
    in_hand: bool
    """Another worker is sending it."""


async def obstacle(number: int, now: datetime) -> Obstacle:
    """Why ``lease_letter`` gave nothing. With no obstacle an earlier letter is on its way."""
    found = await row(
        f"SELECT state, held_until, leased_until, {NEWER} AS newer FROM letter l WHERE id = $1",  # noqa: S608
        number,
    )
    if found is None:
        raise NotFoundError(f"There is no letter {number}.")
    state, held = Delivery(found["state"]), found["held_until"]
    return Obstacle(
        settled=state not in {Delivery.QUEUED, Delivery.SENDING},
        held_until=held if state is Delivery.QUEUED and held and held > now else None,
        overtaken=found["newer"],
        in_hand=state is Delivery.SENDING and found["leased_until"] >= now,
    )


async def give_way(number: int) -> None:
    """A newer letter says more: this one need not leave any more."""
    await rows(
        "UPDATE letter SET state = 'superseded', leased_until = NULL "
        "WHERE id = $1 AND state IN ('queued', 'sending')",
        number,
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


async def mark_unsent(number: int, reason: str, *, for_good: bool) -> Delivery:
    """It was not handed over. A later try may succeed, unless it was refused for good.

    There is none when a newer letter about the same shift has been written meanwhile.
    """
    state = await value(
        "UPDATE letter AS l SET failure = $3, leased_until = NULL, state = CASE "  # noqa: S608
        f"WHEN $2 THEN 'failed' WHEN {NEWER} THEN 'superseded' ELSE 'queued' END "
        "WHERE id = $1 RETURNING state",
        number,
        for_good,
        reason,
    )
    return Delivery(state)


async def requeue_letter(number: int) -> None:
    """Try a failed letter once more."""
    found = await row(
        "UPDATE letter SET state = 'queued', attempts = 0, held_until = NULL "
        "WHERE id = $1 AND state = 'failed' RETURNING kind",
        number,
    )
    if found is None:
        raise NotFoundError(f"Letter {number} is not one that failed.")
    await enqueue_sending(number, LetterKind(found["kind"]))


async def let_go(number: int | None = None) -> int:
    """Have a letter that is held, or (None) all of them, leave at once; gives how many."""
    found = await rows(
        "UPDATE letter SET held_until = NULL WHERE state = 'queued' AND held_until IS NOT NULL "
        "AND ($1::int IS NULL OR id = $1) RETURNING id, kind",
        number,
    )
    for r in found:
        await enqueue_sending(r["id"], LetterKind(r["kind"]))
    return len(found)


async def held_letters(now: datetime) -> tuple[int, datetime | None]:
    """How many letters wait for further changes to join them, and until when the first does."""
    found = await row(
        "SELECT count(*) AS n, min(held_until) AS first FROM letter "
        "WHERE state = 'queued' AND held_until > $1",
        now,
    )
    return (found["n"], found["first"]) if found else (0, None)
