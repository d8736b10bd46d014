"""How much memory a process and everything it started hold together (Linux)."""

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
KILO = 1024


def held_by(session: int) -> int:
    """Bytes held by all processes of the session; shared pages count once. 0 elsewhere."""
    return sum(_share(process) for process in _processes(session))


def _processes(session: int) -> Iterator[Path]:
    if not PROC.is_dir():
        return
    for entry in PROC.iterdir():
        if entry.name.isdecimal() and _session(int(entry.name)) == session:
            yield entry


def _session(process: int) -> int:
    try:
        return os.getsid(process)
    except OSError:
        return -1


def _share(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * KILO for line in lines if line.startswith("Pss:")), 0)
