"""Later work as rows: enqueued in the transaction that made it necessary."""

from __future__ import annotations

import json
import math
from datetime import datetime

from scheduler.store.db import value

SOLVE = "solve"
SOLVE_PART = "solve-part"
SEND = "send-letter"
ADVISE = "advise"
READ = "read-arrival"
REMIND = "remind"
WRITE_ROUND = "write-round"
CLEAR_OUT = "clear-out"
READ_CALENDARS = "read-calendars"

PARTS = "parts"
"""The queue of the parts of large runs. It has a loop of its own in every worker, so that
letters need not wait for them."""

LOOPS = 2
"""How often a worker gives signs of life: once for parts, once for everything else."""


async def enqueue(
    task: str,
    *,
    queue: str,
    lock: str | None = None,
    at: datetime | None = None,
    priority: int = 0,
    **arguments: object,
) -> None:
    """Have a worker do this once the transaction is committed; a rollback leaves no job.

    Jobs with one ``lock`` are done one after the other. ``at`` waits until then. A higher
    ``priority`` overtakes what has not begun.
    """
    await value(
        "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW($1, $2, $6, $3, NULL, $4::jsonb, $5)"
        "::procrastinate_job_to_defer_v1])",
        queue,
        task,
        lock,
        json.dumps(arguments),
        at,
        priority,
    )


async def workers_alive() -> int:
    """How many workers have given a sign of life in the last half minute."""
    loops = int(
        await value(
            "SELECT count(*) FROM procrastinate_workers "
            "WHERE last_heartbeat > now() - interval '30 seconds'"
        )
    )
    return math.ceil(loops / LOOPS)


async def jobs_due() -> int:
    """How many jobs could be done now; those behind one that waits for its time could not.

    Parts of runs do not count: a run does them itself where nobody else does.
    """
    return int(
        await value(
            "SELECT count(*) FROM procrastinate_jobs AS job "
            "WHERE status = 'todo' AND queue_name <> $1 "
            "AND (scheduled_at IS NULL OR scheduled_at <= now()) AND NOT EXISTS "
            "(SELECT 1 FROM procrastinate_jobs AS earlier WHERE earlier.lock = job.lock "
            "AND earlier.id < job.id AND earlier.status = 'todo' "
            "AND earlier.scheduled_at > now())",
            PARTS,
        )
    )


async def jobs_overdue() -> int:
    """How many jobs have been due for more than a minute: nobody takes them.

    Parts of runs may stand in a longer line than that.
    """
    return int(
        await value(
            "SELECT count(*) FROM procrastinate_jobs AS job "
            "WHERE status = 'todo' AND queue_name <> $1 "
            "AND coalesce(scheduled_at, (SELECT max(at) FROM procrastinate_events "
            "WHERE job_id = job.id)) < now() - interval '1 minute'",
            PARTS,
        )
    )
