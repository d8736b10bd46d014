"""A process that solves parts, one after the other, beside the worker that began it.

It speaks bytes over a pipe of its own and ends when the other end is gone, so that a killed
worker leaves nothing running.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Final

from scheduler.planning.part_work import performed

DONE: Final = b"+"
FAILED: Final = b"-"


class PartFailedError(Exception):
    """The part has no result here; the message says why."""


class PartProcess:
    """One process. Once its work was given up, it is of no use any more."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def perform(self, writing: bytes) -> bytes:
        """Have a part solved; call it in a thread, it returns when that is done."""
        try:
            self._pipe.send_bytes(writing)
            answer = self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise PartFailedError("Its process ended.") from error
        if not answer.startswith(DONE):
            raise PartFailedError(answer.removeprefix(FAILED).decode())
        return answer.removeprefix(DONE)

    def end(self) -> None:
        """Stop it, whatever it is doing."""
        self._process.kill()


def _serve(pipe: Connection) -> None:
    """What the process does until the other end of its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the worker to hear
    with suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(_answer(pipe.recv_bytes()))


def _answer(writing: bytes) -> bytes:
    try:
        return DONE + performed(writing)
    except Exception as error:  # noqa: BLE001 - whatever it is, the run hears of it
        return FAILED + f"{type(error).__name__}: {error}".encode()
