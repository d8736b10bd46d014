"""Who did what: one row for everything that matters, only ever added."""

from __future__ import annotations

import json

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
