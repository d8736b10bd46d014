"""The process in which a calendar is read: one question on its input, one answer, the end."""

from __future__ import annotations

import contextlib
import resource
import sys

import msgspec

from scheduler.busy.apart import CPU_SECONDS, MEMORY, Answer
from scheduler.busy.reading import Wanted, read_calendar
from scheduler.busy.refusals import (
    DamagedCalendarError,
    IntricateCalendarError,
    UnreadableCalendarError,
)


def main() -> None:
    """Read within bounds."""
    for what, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY)):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of addresses
            resource.setrlimit(what, (most, most))
    asked, _, octets = sys.stdin.buffer.read().partition(b"\n")
    answer = _answer(octets, msgspec.json.decode(asked, type=Wanted))
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def _answer(octets: bytes, wanted: Wanted) -> Answer:
    try:
        return Answer(read_calendar(octets, wanted))
    except UnreadableCalendarError as error:
        return Answer(refusal=type(error).__name__)
    except MemoryError:
        return Answer(refusal=IntricateCalendarError.__name__)
    except Exception:  # noqa: BLE001 - whatever a stranger's calendar makes of its reader
        return Answer(refusal=DamagedCalendarError.__name__)


if __name__ == "__main__":
    main()
