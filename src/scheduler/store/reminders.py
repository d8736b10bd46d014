"""What a reminder has to know of a shift and its person, and who wants none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.errors import NotFoundError
from scheduler.model.rosters import Reply
from scheduler.store.db import row, value


@dataclass(frozen=True, slots=True)
class Remembered:
    """A shift as it stands. ``facts`` are those of the letter about this very state."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    released: bool
    reply: Reply
    email: str
    name: str
    language: str
    timezone: str
    wants_reminders: bool
    reachable: bool
    facts: Mapping[str, Any] | None
    held_until: datetime | None
    """A change of it is held, and may yet be taken back."""


async def remembered(assignment: int) -> Remembered | None:
    """The shift with its person and the newest letter about it."""
    found = await row(
        "SELECT a.*, v.email, v.name, v.language, v.timezone, v.reminders, "
        "EXISTS (SELECT 1 FROM mail_trouble t WHERE t.email = v.email) AS troubled, "
        "(SELECT l.facts FROM letter l WHERE l.assignment = a.id AND l.sequence = a.sequence "
        "AND l.kind IN ('invite', 'update') ORDER BY l.id DESC LIMIT 1) AS facts, "
        "(SELECT max(l.held_until) FROM letter l WHERE l.assignment = a.id "
        "AND l.state = 'queued') AS held_until "
        "FROM assignment a JOIN volunteer v ON v.id = a.volunteer WHERE a.id = $1 FOR UPDATE OF a",
        assignment,
    )
    if found is None:
        return None
    return Remembered(
        uid=found["uid"],
        sequence=found["sequence"],
        starts=found["starts"],
        ends=found["ends"],
        released=found["released_at"] is not None,
        reply=Reply(found["reply"]),
        email=found["email"],
        name=found["name"],
        language=found["language"],
        timezone=found["timezone"],
        wants_reminders=found["reminders"],
        reachable=not found["troubled"],
        facts=None if found["facts"] is None else json.loads(found["facts"]),
        held_until=found["held_until"],
    )


async def set_reminders(uid: str, *, wanted: bool) -> None:
    """Whether the person who holds this shift is reminded."""
    found = await value(
        "UPDATE volunteer SET reminders = $2 WHERE id = "
        "(SELECT volunteer FROM assignment WHERE uid = $1) RETURNING id",
        uid,
        wanted,
    )
    if found is None:
        raise NotFoundError
