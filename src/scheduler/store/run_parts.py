"""Parts of large runs on their way to the workers and back."""

from __future__ import annotations

from scheduler.store.db import Row, rows, value
from scheduler.store.jobs import PARTS, SOLVE_PART, enqueue


async def add_part(run: int, work: bytes) -> int:
    """Put a part in line for any worker; inside a transaction. Gives its number."""
    number = int(
        await value("INSERT INTO run_part (run, work) VALUES ($1, $2) RETURNING id", run, work)
    )
    await enqueue(SOLVE_PART, queue=PARTS, part=number)
    return number


async def load_work(part: int) -> bytes | None:
    """What is to be done; None when nobody waits for it any more."""
    found: bytes | None = await value(
        "SELECT work FROM run_part WHERE id = $1 AND result IS NULL", part
    )
    return found


async def is_waited_for(part: int) -> bool:
    """Whether the run still wants it."""
    return await value("SELECT 1 FROM run_part WHERE id = $1 AND result IS NULL", part) is not None


async def keep_result(part: int, result: bytes) -> None:
    """It is done."""
    await rows("UPDATE run_part SET result = $2 WHERE id = $1", part, result)


async def keep_failure(part: int, reason: str) -> None:
    """It has no result, and ``reason`` says why."""
    await rows("UPDATE run_part SET result = '', failure = $2 WHERE id = $1", part, reason)


async def take_results(run: int) -> list[Row]:
    """Fetch what is done, for good: ``id``, ``result``, ``failure``."""
    return await rows(
        "DELETE FROM run_part WHERE run = $1 AND result IS NOT NULL RETURNING id, result, failure",
        run,
    )


async def someone_is_at_parts() -> bool:
    """Whether any worker is solving parts of any run."""
    return bool(
        await value(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs "
            "WHERE queue_name = $1 AND status = 'doing')",
            PARTS,
        )
    )


async def take_back(run: int) -> None:
    """Take all its parts out of the line; what is being solved is given up within a second."""
    await rows(
        "WITH gone AS (DELETE FROM run_part WHERE run = $1 RETURNING id) "
        "DELETE FROM procrastinate_jobs WHERE queue_name = $2 AND status = 'todo' "
        "AND (args->>'part')::int IN (SELECT id FROM gone)",
        run,
        PARTS,
    )
