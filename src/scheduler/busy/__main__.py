"""The process in which a calendar is read: one question on its input, one answer, the end."""

from __future__ import annotations

import contextlib
import resource
import sys

import msgspec

from scheduler.busy.apart import CPU_SECONDS, MEMORY, Answer
from scheduler.busy.reading import Wanted, read_calendar
from scheduler.busy.refusals import UnreadableCalendarError


def main() -> None:
    """Read within bounds."""
    for what, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY)):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of addresses
            resource.setrlimit(what, (most, most))
    asked, _, octets = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer = Answer(read_calendar(octets, msgspec.json.decode(asked, type=Wanted)))
    except UnreadableCalendarError as error:
        answer = Answer(refusal=type(error).__name__)
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
