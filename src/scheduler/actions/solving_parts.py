"""Solving a part of somebody's large run, in a process beside the worker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from scheduler.planning.part_process import PartFailedError, PartProcess
from scheduler.store import run_parts

LOOK_EVERY = 1.0
"""Seconds between two looks at whether the part is still waited for."""

IDLE_SECONDS = 60.0
"""How long a process without work is kept: starting one takes seconds, keeping one memory."""


log = logging.getLogger(__name__)


class PartProcesses:
    """A worker's processes, begun when they are needed and ended when they no longer are."""

    def __init__(self, at_once: int) -> None:
        self._free: list[tuple[PartProcess, float]] = []
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="part")

    @contextmanager
    def taken(self) -> Iterator[PartProcess]:
        """One of them; whoever leaves it in the middle of its work ends it."""
        process = self._free.pop()[0] if self._free else _begun()
        try:
            yield process
        except BaseException:
            process.end()
            raise
        loop = asyncio.get_running_loop()
        self._free.append((process, loop.time() + IDLE_SECONDS))
        loop.call_at(loop.time() + IDLE_SECONDS, self._end_idle)

    def perform(self, process: PartProcess, work: bytes) -> asyncio.Future[bytes]:
        """Have the process solve a part, in a thread that waits for it."""
        solving = asyncio.get_running_loop().run_in_executor(self._threads, process.perform, work)
        solving.add_done_callback(_heard)
        return solving

    def _end_idle(self) -> None:
        now = asyncio.get_running_loop().time()
        for process, kept_until in self._free:
            if kept_until <= now:
                process.end()
        self._free = [(process, until) for process, until in self._free if until > now]

    def end(self) -> None:
        """End all that are free; the others end with their parts."""
        for process, _ in self._free:
            process.end()
        self._free.clear()
        self._threads.shutdown(wait=False)


def _begun() -> PartProcess:
    log.info("Begin a process for parts of large weeks")
    return PartProcess()


def _heard(solving: asyncio.Future[bytes]) -> None:
    """That a process which was ended has failed is no news."""
    if not solving.cancelled():
        solving.exception()


class _NotWanted(Exception):  # noqa: N818 - no error: the run has ended
    """Nobody waits for the part any more."""


async def carry_out(part: int, processes: PartProcesses) -> None:
    """Solve a part, unless its run has ended. The job may come twice."""
    work = await run_parts.load_work(part)
    if work is None:
        return
    try:
        with processes.taken() as process:
            result = await _solved(part, processes.perform(process, work))
    except _NotWanted:
        return
    except PartFailedError as error:
        await run_parts.keep_failure(part, str(error))
    else:
        await run_parts.keep_result(part, result)


async def _solved(part: int, solving: asyncio.Future[bytes]) -> bytes:
    while True:
        done, _ = await asyncio.wait({solving}, timeout=LOOK_EVERY)
        if done:
            return await solving
        if not await run_parts.is_waited_for(part):
            raise _NotWanted
