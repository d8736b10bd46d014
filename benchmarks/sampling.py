"""Where time goes, without slowing it down: a look at every thread many times a second."""

import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final, Self

STEP: Final = 0.01
"""Seconds between looks; what runs for longer than a few of them is seen."""

WAITING: Final = ("threading.py", "queue.py", "connection.py", "selectors.py", "_base.py")
"""Files of the standard library in which a thread only waits for another."""

ELSEWHERE: Final = "waiting for other processes"


class Sampler:
    """Counts, while it is entered, the seconds in each function of one package.

    `seconds` maps `(file, function)` to seconds: the innermost function of the
    package that a thread is in. Threads that only wait count when all of them do.
    """

    def __init__(self, package: Path) -> None:
        self._package = str(package)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.seconds = defaultdict[tuple[str, str], float](float)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        own = threading.get_ident()
        before = time.monotonic()
        while not self._done.wait(STEP):
            now = time.monotonic()
            frames = [frame for name, frame in sys._current_frames().items() if name != own]  # noqa: SLF001 - the one way to see other threads
            places = set(self._working(frames)) or {("", ELSEWHERE)}
            for place in places:
                self.seconds[place] += (now - before) / len(places)
            before = now

    def _working(self, frames: list[FrameType]) -> Iterator[tuple[str, str]]:
        for innermost in frames:
            frame: FrameType | None = innermost
            if innermost.f_code.co_filename.endswith(WAITING):
                continue
            while frame is not None:
                code = frame.f_code
                if code.co_filename.startswith(self._package):
                    yield str(Path(code.co_filename).relative_to(self._package)), code.co_qualname
                    break
                frame = frame.f_back
