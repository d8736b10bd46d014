"""A coordinator's word that every later run honours: this person here, or not here."""

from __future__ import annotations

from datetime import date

from scheduler.errors import InvalidInputError, NotFoundError
from scheduler.model.sessions import shifts
from scheduler.model.week import PinnedSeat
from scheduler.store import audit, drafts
from scheduler.store.db import transaction
from scheduler.store.rosters import lock_week
from scheduler.store.week import load_week

LONGEST_REASON = 300


async def pin(monday: date, pinned: PinnedSeat, actor: str) -> None:
    """Hold a person in a shift, or keep them out of it (which takes a reason)."""
    if not pinned.must and not pinned.reason:
        raise InvalidInputError(
            "Say why this person is kept out: others will wonder.",
            faults=[("reason", "Write a reason of a few words.")],
        )
    async with transaction():
        await _require_known(monday, pinned)
        await drafts.put_pin(pinned)
        await audit.record(
            actor,
            "pin" if pinned.must else "keep-out",
            f"shift {pinned.session}.{pinned.shift}",
            volunteer=pinned.volunteer,
        )


async def unpin(monday: date, pinned: PinnedSeat, actor: str) -> None:
    """Let runs decide again."""
    async with transaction():
        await _require_known(monday, pinned)
        await drafts.remove_pin(pinned.session, pinned.shift, pinned.volunteer)
        await audit.record(
            actor,
            "unpin",
            f"shift {pinned.session}.{pinned.shift}",
            volunteer=pinned.volunteer,
        )


async def _require_known(monday: date, pinned: PinnedSeat) -> None:
    await lock_week(monday)
    week = await load_week(monday)
    session = week.sessions.get(pinned.session)
    if session is None or not 0 <= pinned.shift < len(shifts(session)):
        raise NotFoundError("This shift is not part of the week.")
    if pinned.volunteer not in week.volunteers:
        raise NotFoundError("This volunteer is not on file.")
