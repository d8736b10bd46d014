"""Solving the stored problem of a run again, to see whether the same comes out."""

from __future__ import annotations

import asyncio

from scheduler.errors import NotFoundError
from scheduler.planning.replay import Replayed, replay
from scheduler.planning.run import RunSettings
from scheduler.store import questions, runs

ONE_WORKER = 1


async def replay_run(number: int) -> Replayed:
    """Solve what the run solved, with its settings and seed, on one worker; nothing is kept."""
    run = await runs.load_run(number)
    if run.result is None:
        raise NotFoundError(f"Run {number} left no plan to compare with.")
    settings = RunSettings(
        seconds=run.seconds, workers=ONE_WORKER, seed=run.seed, max_changes=run.max_changes
    )
    return await asyncio.to_thread(
        replay,
        await questions.snapshot_of(number),
        settings,
        run.result.stages,
        run.result.mark,
    )
