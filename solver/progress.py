"""What a running solve tells its caller, and how the caller stops it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from solver.plan import Further, Stage, gap_between

PULSE: Final = 0.9
"""Seconds after which progress is told even when nothing changed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve is.

    The `stage` at work, its best `value`, its `bound`, their `gap`, and the
    `seconds` since the solve began.
    """

    stage: Stage | Further
    value: float
    bound: float
    gap: float
    seconds: float


OnProgress = Callable[[Progress], bool | None]
"""Told of progress; returning False stops the solve, anything else lets it go on."""

ShouldStop = Callable[[], bool]
"""Asked about ten times a second; True stops the solve."""


class Telling:
    """Passes progress on: at the first plan, at each change, and about once a second."""

    def __init__(self, on_progress: OnProgress | None, should_stop: ShouldStop | None) -> None:
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._began = time.monotonic()
        self._told_at = -PULSE
        self._told: tuple[Stage | Further, float, float] | None = None
        self.stopped = False

    @property
    def seconds(self) -> float:
        """Seconds since the solve began."""
        return time.monotonic() - self._began

    def asked_to_stop(self) -> bool:
        """Whether the caller wants the best so far, now."""
        if not self.stopped and self._should_stop is not None:
            self.stopped = self._should_stop()
        return self.stopped

    def tell(self, stage: Stage | Further, value: float, bound: float) -> None:
        """Pass on the state of a stage when it is news, or when it has been quiet too long."""
        seconds, news = self.seconds, (stage, value, bound)
        if self._on_progress is None or (news == self._told and seconds - self._told_at < PULSE):
            return
        self._told, self._told_at = news, seconds
        progress = Progress(stage, value, bound, gap_between(value, bound), seconds)
        if self._on_progress(progress) is False:
            self.stopped = True
