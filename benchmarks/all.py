"""Every figure of docs/benchmarks.md, one after the other, on a machine that is quiet.

Before each part it waits until the load is low, for as long as `--patience` says,
and then goes on in any case: the load stands beside every figure. Parts whose
figures are there from the last day are left alone with `--missing`.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from benchmarks.problems import present
from benchmarks.tables import RESULTS, busy

DAY: Final = 86_400
LOOK: Final = 5.0

SMALL, MEDIUM = "small:0", "medium:0"

PARTS: Final = {
    "compare": ["compare", *(present("week-240", "week-1000") or [SMALL, MEDIUM])],
    "compare-large": [
        *["compare", "large:0", "--seconds", "120", "--patience", "180"],
        *["--methods", "ours", "greedy", "signup", "highs"],
    ],
    "growth": ["growth"],
    "growth-seeds": ["growth", "small", "medium", "--seeds", "1", "2", "3"],
    "dropout": ["dropout"],
    "moves": ["moves", *(present("week-240", "week-240-replan") or [SMALL])],
    "profile": ["profile"],
    "feeds": ["feeds"],
    "growth-huge": ["growth", "huge"],
}
"""What is measured, by the name under which the figures are kept."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--quiet", type=float, default=1.0, help="load to wait for (1.0)")
    parser.add_argument("--patience", type=float, default=600.0, help="longest wait (600 s)")
    parser.add_argument("--missing", action="store_true", help="only what is older than a day")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the figures")


def run(chosen: argparse.Namespace) -> int:
    """Measure each part in a process of its own, then write the document."""
    failed = []
    for part in chosen.parts:
        target = chosen.out / f"{part}.json"
        if chosen.missing and target.is_file() and time.time() - target.stat().st_mtime < DAY:
            continue
        _wait(chosen.quiet, chosen.patience)
        print(f"\n== {part} (load {busy()})", flush=True)
        command = [sys.executable, "-m", "benchmarks", *PARTS[part], "--out", str(target)]
        if subprocess.run(command, check=False).returncode:
            failed.append(part)
    document = [sys.executable, "-m", "benchmarks", "document", "--results", str(chosen.out)]
    subprocess.run(document, check=True)
    print(f"failed: {', '.join(failed)}" if failed else "all parts measured")
    return 1 if failed else 0


def _wait(quiet: float, patience: float) -> None:
    """Let the others finish, but not for ever."""
    end = time.monotonic() + patience
    if busy() > quiet:
        print(f"waiting for a load of {quiet}, now {busy()} ...", flush=True)
    while busy() > quiet and time.monotonic() < end:
        time.sleep(LOOK)
