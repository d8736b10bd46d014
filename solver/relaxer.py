"""A program beside this one that solves relaxations, and searches in whole numbers.

The engine cannot be asked to stop, and cannot live in one program with the other one
(their symbols clash). It runs in a program of its own (`python -m solver.relaxer`,
arrays in and arrays out), which can be ended at any moment.
"""

import atexit
import contextlib
import io
import os
import select
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import numpy as np

from solver.model import Model, Sum
from solver.relaxation import Arrays, Relaxed, Way, question, read, relaxed

PATIENCE: Final = 60.0
"""Seconds after which a program ends that nobody asks anything."""

_IDLE: Final[list[tuple[float, subprocess.Popen[bytes]]]] = []
"""Programs that wait, with the time since when."""

LENGTH: Final = 8
"""Bytes that say how long the message after them is."""

LAST: Final = "last"
"""Marks the answer itself; messages before it are news of a search under way."""


class Relaxer:
    """A program beside this one that solves relaxations, one after the other.

    It is there at once, so that it is ready when the first question is; ending a
    question that is still at work ends the program, and the next begins a new one.
    One that has nothing to do any more waits a while for the next relaxer.
    """

    def __init__(self) -> None:
        self._process = _waiting() or _begun()
        self._result: Relaxed | None = None
        self._news: deque[Relaxed] = deque()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _wrong: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self.done(0) and self._process.poll() is None:
            _IDLE.append((time.monotonic(), self._process))
        else:
            self._end()

    def begin(
        self,
        model: Model,
        total: Sum,
        *,
        larger: bool,
        seconds: float,
        way: Way = "inside",
        wanted: int | None = None,
        seed: int = 0,
    ) -> None:
        """Ask for the relaxation of a model, or for a search in whole numbers.

        A search is for what reaches the total that is `wanted`, and for nothing else.
        """
        if self._process.poll() is not None:
            self._process = _begun()
        asked = question(
            model,
            total,
            larger=larger,
            seconds=seconds,
            way=way,
            wanted=wanted,
            seed=seed,
        )
        given = _packed(asked)
        self._result = None
        self._news.clear()
        self._thread = threading.Thread(target=self._ask, args=(given,), daemon=True)
        self._thread.start()

    def _ask(self, given: bytes) -> None:
        asking, answer = self._process.stdin, self._process.stdout
        try:
            if asking is not None and answer is not None:
                _write(asking, given)
                found = _unpacked(_next(answer))
                while LAST not in found:
                    if (news := read(found)) is not None:
                        self._news.append(news)
                    found = _unpacked(_next(answer))
                self._result = read(found)
        except (OSError, EOFError):
            self._result = None  # it was ended, and has nothing to say any more

    def done(self, seconds: float) -> bool:
        """Whether it is done, waiting for up to `seconds`."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def news(self) -> list[Relaxed]:
        """What a search told on its way since last asked: better values, closer bounds."""
        return [self._news.popleft() for _ in range(len(self._news))]

    def answer(self) -> Relaxed | None:
        """What was found; a relaxation that is still at work is ended, with nothing."""
        if not self.done(0):
            self._end()
        return self._result

    def _end(self) -> None:
        self._process.kill()
        if self._thread is not None:
            self._thread.join()
        _closed(self._process)


def _waiting() -> subprocess.Popen[bytes] | None:
    """A program that waits for something to do, if there is one that still does."""
    while True:
        try:
            since, process = _IDLE.pop()
        except IndexError:
            return None
        if time.monotonic() - since < PATIENCE / 2 and process.poll() is None:
            return process
        process.kill()
        _closed(process)


def _closed(process: subprocess.Popen[bytes]) -> None:
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


@atexit.register
def _nothing_waits() -> None:
    while _IDLE:
        _, process = _IDLE.pop()
        process.kill()
        _closed(process)


def prepare() -> None:
    """Begin a program that waits for the first relaxer, which is ready earlier for it."""
    if not _IDLE:
        _IDLE.append((time.monotonic(), _begun()))


def _begun() -> subprocess.Popen[bytes]:
    folder = str(Path(__file__).parent.parent)
    places = os.pathsep.join([folder, *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-m", "solver.relaxer"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": places},
    )


def _write(stream: IO[bytes], content: bytes) -> None:
    stream.write(len(content).to_bytes(LENGTH, "big") + content)
    stream.flush()


def _next(stream: IO[bytes]) -> bytes:
    """The next message of a stream; EOFError when there is none any more."""
    head = stream.read(LENGTH)
    size = int.from_bytes(head, "big")
    content = stream.read(size) if len(head) == LENGTH else b""
    if len(head) < LENGTH or len(content) < size:
        raise EOFError
    return content


def _packed(arrays: Arrays) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def _unpacked(content: bytes) -> Arrays:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


def _serve() -> None:
    """Answer questions until there are no more."""

    def tell(found: Arrays) -> None:
        _write(sys.stdout.buffer, _packed(found))

    with contextlib.suppress(EOFError, BrokenPipeError):
        while select.select([sys.stdin], [], [], PATIENCE)[0]:
            given = _unpacked(_next(sys.stdin.buffer))
            if str(given["way"]) in {"whole", "hunt"}:
                from solver.hunting import hunt  # noqa: PLC0415 - takes time to load

                found = hunt(given, tell)
            else:
                found = relaxed(given)
            tell({**found, LAST: np.array(1)})


if __name__ == "__main__":
    _serve()
