"""Wall time and processor time together: on a shared machine only both tell the truth."""

import resource
import time
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment; `wall` and `cpu` are the seconds since it.

    Processor time is that of all threads, and of all processes that were started
    and have ended since.
    """

    began: float
    used: float

    @classmethod
    def start(cls) -> Self:
        """Begin to count now."""
        return cls(time.monotonic(), _used())

    @property
    def wall(self) -> float:
        """Seconds on the wall."""
        return time.monotonic() - self.began

    @property
    def cpu(self) -> float:
        """Seconds of processors; with two of them busy, twice those on the wall."""
        return _used() - self.used


def _used() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)
