"""Handing the parts of a large run out to every worker there is, and fetching the results.

The solver asks in its thread; what it asks for is written and read in the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import asynccontextmanager, suppress

from scheduler.planning.parts_elsewhere import PartsElsewhere
from scheduler.store import run_parts
from scheduler.store.db import transaction
from scheduler.store.jobs import workers_alive

LOOK_EVERY = 0.2
"""Seconds between two looks at what is done."""

PATIENCE = 15.0
"""Seconds that parts may wait while no worker is at any: then the run goes on alone."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def parts_of_run(run: int) -> AsyncIterator[Executor | None]:
    """Where the run's parts are solved: by all workers; None where there is one at most.

    Afterwards nothing of the run is in line, however it ended.
    """
    await run_parts.take_back(run)  # left by a worker that died
    if await workers_alive() <= 1:
        yield None
        return
    async with executor_for(run) as executor:
        yield executor


@asynccontextmanager
async def executor_for(run: int, patience: float = PATIENCE) -> AsyncIterator[Executor]:
    """The run's parts go in line for any worker, however many there are."""
    desk = _Desk(run)
    fetching = asyncio.create_task(desk.fetch(patience))
    try:
        yield PartsElsewhere(desk.hand_out)
    finally:
        desk.close()
        fetching.cancel()
        with suppress(asyncio.CancelledError):
            await fetching
        await run_parts.take_back(run)


class _Desk:
    """What one run has handed out and waits for."""

    def __init__(self, run: int) -> None:
        self._run = run
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[int, asyncio.Future[bytes]] = {}
        self._closed = ""

    def hand_out(self, writing: bytes) -> Future[bytes]:
        """Called in the solver's thread."""
        return asyncio.run_coroutine_threadsafe(self._handed_out(writing), self._loop)

    def close(self) -> None:
        """Take nothing more: a solver that was told to stop may still ask for a while."""
        self._closed = "The run is over."

    async def _handed_out(self, writing: bytes) -> bytes:
        if self._closed:
            raise BrokenExecutor(self._closed)
        result: asyncio.Future[bytes] = self._loop.create_future()
        async with transaction():
            number = await run_parts.add_part(self._run, writing)
            self._waiting[number] = result
        try:
            return await result
        finally:
            self._waiting.pop(number, None)

    async def fetch(self, patience: float) -> None:
        """Pass on what comes back, until nothing can be expected any more."""
        try:
            await self._fetch(patience)
            await run_parts.take_back(self._run)
        except Exception as error:  # noqa: BLE001 - with any trouble here the run goes on alone
            self._closed = self._closed or f"{type(error).__name__}: {error}"
        log.warning("Run %s solves its parts alone: %s", self._run, self._closed)
        for result in self._waiting.values():
            if not result.done():
                result.set_exception(BrokenExecutor(self._closed))

    async def _fetch(self, patience: float) -> None:
        seen = self._loop.time()
        while not self._closed:
            await asyncio.sleep(LOOK_EVERY)
            if not self._waiting:
                seen = self._loop.time()
                continue
            for row in await run_parts.take_results(self._run):
                self._pass_on(row["id"], row["result"], row["failure"])
            if await run_parts.someone_is_at_parts():
                seen = self._loop.time()
            elif self._loop.time() - seen > patience:
                self._closed = "No worker takes them."

    def _pass_on(self, number: int, result: bytes, failure: str) -> None:
        if failure:
            self._closed = failure
        waiting = self._waiting.get(number)
        if waiting is not None and not waiting.done() and not failure:
            waiting.set_result(result)
