"""Who did what: one row for everything that matters, only ever added."""

from __future__ import annotations

import json
from datetime import datetime

from scheduler.store.db import rows


async def record(actor: str, action: str, subject: str = "", **detail: object) -> None:
    """Note that someone did something; in the transaction of what was done."""
    await rows(
        "INSERT INTO audit_entry (at, actor, action, subject, detail) "
        "VALUES (now(), $1, $2, $3, $4::jsonb)",
        actor,
        action,
        subject,
        json.dumps(detail),
    )


async def subjects_of(actor: str, action: str, since: datetime) -> frozenset[str]:
    """What somebody did one kind of thing to, lately."""
    found = await rows(
        "SELECT DISTINCT subject FROM audit_entry WHERE actor = $1 AND action = $2 AND at > $3",
        actor,
        action,
        since,
    )
    return frozenset(r["subject"] for r in found)
