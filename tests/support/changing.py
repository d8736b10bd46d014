"""A published week that is changed, published again and delivered, at times of one's own."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime

from scheduler.actions.sending import BehindError, HeldError, send_letter
from scheduler.mail.outbox import OutboxTransport
from scheduler.model.letters import Delivery, Sender
from scheduler.model.rosters import Placement
from scheduler.store import drafts, rosters
from scheduler.store.db import rows, transaction, value
from scheduler.store.letters import load_letter
from tests.support.worlds import ACTOR

SENDER = Sender("schedule@opendoor.example.org")


async def seats_held(monday: date) -> tuple[Placement, ...]:
    """Who sits where as published."""
    return tuple(r.placement for r in (await rosters.assignments_of_week(monday)).values())


async def draft_of(monday: date, seats: Collection[Placement], at: datetime) -> None:
    """Make these seats the open draft."""
    async with transaction():
        await drafts.put_draft(monday, seats, ACTOR, at, None)


async def move_session(placement: Placement, minutes: int) -> None:
    """The office has the session later, or earlier."""
    await rows(
        "UPDATE session SET starts = starts + $2 * interval '1 minute', "
        "ends = ends + $2 * interval '1 minute' WHERE id = $1",
        placement.session,
        minutes,
    )


async def deliver(at: datetime) -> list[int]:
    """Do what a worker does with every letter that waits at that time; gives those that left."""
    left = []
    for r in await rows("SELECT id FROM letter WHERE state = 'queued' ORDER BY id"):
        with suppress(HeldError, BehindError):
            await send_letter(r["id"], OutboxTransport(), SENDER, lambda: at)
            if (await load_letter(r["id"])).state is Delivery.SENT:
                left.append(int(r["id"]))
    return left


async def gist_of(letters: Collection[int]) -> list[tuple[str, str, int]]:
    """To whom, of which kind, at which SEQUENCE."""
    found = await rows(
        "SELECT email, kind, sequence FROM letter WHERE id = ANY($1) ORDER BY id", list(letters)
    )
    return [(r["email"], r["kind"], r["sequence"]) for r in found]


async def letters_about(assignment: int) -> int:
    """How many letters about an assignment have left."""
    return int(
        await value(
            "SELECT count(*) FROM letter WHERE assignment = $1 AND state = 'sent'", assignment
        )
    )
