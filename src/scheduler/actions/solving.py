"""Runs: ask for one, follow it, stop it, and carry it out."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from scheduler.actions.handing_out import parts_of_run
from scheduler.errors import ConflictError, InvalidInputError, OpenDoorError
from scheduler.model.runs import RunProgress, RunState
from scheduler.planning.problem import problem_json
from scheduler.planning.run import RunSettings, Solved, solve_week
from scheduler.store import audit, drafts, runs
from scheduler.store.db import transaction
from scheduler.store.jobs import SOLVE, enqueue
from scheduler.store.rosters import lock_week
from scheduler.store.week import load_week

LONGEST_SECONDS = 3600
TELL_EVERY = 0.5
"""Seconds between two writes of a run's progress."""


async def request_run(monday: date, settings: RunSettings, actor: str, now: datetime) -> int:
    """Have a worker solve the week; one run of a week at a time."""
    if not 1 <= settings.seconds <= LONGEST_SECONDS:
        raise InvalidInputError(
            f"A run may take from 1 to {LONGEST_SECONDS} seconds.",
            faults=[("seconds", f"Give a number from 1 to {LONGEST_SECONDS}.")],
        )
    async with transaction():
        number = await _add_run(monday, settings, actor, now)
        await enqueue(SOLVE, queue="runs", lock=f"solve-{monday}", run=number)
    return number


async def _add_run(monday: date, settings: RunSettings, actor: str, now: datetime) -> int:
    await lock_week(monday)
    if await runs.active_run(monday) is not None:
        raise ConflictError("A run of this week is under way; stop it first, or wait for it.")
    if not (await load_week(monday)).sessions:
        raise InvalidInputError(
            f"The week of {monday} asks for nobody: no session is on file. Import demand first."
        )
    number = await runs.add_run(
        monday,
        actor,
        now,
        seconds=settings.seconds,
        seed=settings.seed,
        max_changes=settings.max_changes,
    )
    await audit.record(actor, "run-requested", f"week {monday}", run=number)
    return number


async def run_now(
    monday: date,
    settings: RunSettings,
    actor: str,
    on_progress: Callable[[RunProgress], None],
) -> int:
    """Solve the week in this very process, for the shell; gives the run's id."""
    async with transaction():
        number = await _add_run(monday, settings, actor, datetime.now(UTC))
    await carry_out(number, on_progress)
    return number


async def stop_run(number: int, actor: str) -> bool:
    """End a run and keep its best plan; gives whether it was still under way."""
    async with transaction():
        stopped = await runs.ask_to_stop(number)
        if stopped:
            await audit.record(actor, "run-stopped", f"run {number}")
    return stopped


@dataclass
class _Watch:
    """What the solving thread and the event loop tell each other."""

    trail: list[RunProgress] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def note(self, progress: RunProgress) -> None:
        """Keep the last word of every stage, and the rises of the stage at work."""
        last = self.trail[-1] if self.trail else None
        if last and (last.stage, last.value) == (progress.stage, progress.value):
            self.trail[-1] = progress
        else:
            self.trail.append(progress)


async def carry_out(number: int, on_progress: Callable[[RunProgress], None] | None = None) -> None:
    """Solve a run that waits, or one whose worker died; its plan becomes the open draft.

    A run that has ended is left alone, so the job may come twice.
    """
    run = await runs.load_run(number)
    if run.state.is_over:
        return
    week = await load_week(run.monday)
    await runs.start_run(number, datetime.now(UTC), problem_json(week))
    settings = RunSettings(run.seconds, seed=run.seed, max_changes=run.max_changes)
    watch = _Watch()

    def heard(progress: RunProgress) -> None:
        watch.note(progress)
        if on_progress:
            on_progress(progress)

    try:
        async with parts_of_run(number) as executor:
            solving = asyncio.create_task(
                asyncio.to_thread(solve_week, week, settings, heard, watch.stop.is_set, executor)
            )
            await _follow(number, solving, watch)
        await _keep(number, run.monday, await solving, watch, run.requested_by)
    except Exception as error:
        await runs.fail_run(number, datetime.now(UTC), _reason(error))
        raise
    finally:
        watch.stop.set()


async def _follow(number: int, solving: asyncio.Task[Solved], watch: _Watch) -> None:
    while True:
        done, _ = await asyncio.wait({solving}, timeout=TELL_EVERY)
        if await runs.note_progress(number, tuple(watch.trail)):
            watch.stop.set()
        if done:
            return


async def _keep(number: int, monday: date, solved: Solved, watch: _Watch, actor: str) -> None:
    now = datetime.now(UTC)
    async with transaction():
        await lock_week(monday)
        if (await runs.load_run(number)).state is not RunState.RUNNING:
            return
        await drafts.put_draft(monday, solved.seats, actor, now, number)
        await runs.finish_run(number, now, tuple(watch.trail), solved.result)


def _reason(error: Exception) -> str:
    if isinstance(error, OpenDoorError):
        return error.detail
    return json.dumps(f"{type(error).__name__}: {error}")
