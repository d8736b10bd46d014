"""Reading a stranger's calendar in a process of its own, which may not take long or grow.

It starts with nothing: no settings, no secrets, no connection. Whatever a calendar makes of
it, what comes back is times, or the name of a refusal.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from dataclasses import dataclass

import msgspec

from scheduler.busy.reading import Reading, Wanted
from scheduler.busy.refusals import KINDS, IntricateCalendarError

SECONDS = 20.0
"""By the clock on the wall, also where a machine has much else to do."""
CPU_SECONDS = 8
MEMORY = 400 * 1024 * 1024
"""Of addresses; half of it is programs."""
_AT_ONCE = asyncio.Semaphore(2)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process says: a reading, or which refusal."""

    reading: Reading | None = None
    refusal: str = ""


async def read_apart(octets: bytes, wanted: Wanted, seconds: float = SECONDS) -> Reading:
    """The busy times of a calendar, or why it was not read."""
    asked = msgspec.json.encode(wanted) + b"\n" + octets
    async with _AT_ONCE:
        said = await _said(asked, seconds)
    try:
        answer = msgspec.json.decode(said, type=Answer)
    except msgspec.DecodeError:
        raise IntricateCalendarError from None  # it ended before it was done
    if answer.reading is None:
        raise KINDS[answer.refusal]
    return answer.reading


async def _said(asked: bytes, seconds: float) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "scheduler.busy"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd="/",
        env={},
    )
    try:
        async with asyncio.timeout(seconds):
            return (await process.communicate(asked))[0]
    except TimeoutError:
        raise IntricateCalendarError from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
