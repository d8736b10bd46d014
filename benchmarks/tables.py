"""Tables that people read, and the same figures as JSON with the machine they came from."""

import datetime as dt
import json
import os
import platform
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

RESULTS: Final = Path(__file__).parent / "results"
"""Where figures are kept; what lies there is what docs/benchmarks.md shows."""

MEGA: Final = 1_000_000

NOTHING: Final = "\N{EN DASH}"
"""Stands where there is no figure."""


@dataclass(frozen=True, slots=True)
class Table:
    """A heading for every column, and the rows under them, as words."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """For a terminal."""
        widths = [max(map(len, column)) for column in zip(self.headings, *self.rows, strict=True)]
        lines = [self.headings, tuple("-" * width for width in widths), *self.rows]
        return "\n".join(_line(line, widths) for line in lines)

    def markdown(self) -> str:
        """For a document: the first column to the left, figures to the right."""
        rule = ("---", *("---:" for _ in self.headings[1:]))
        return "\n".join(f"| {' | '.join(line)} |" for line in (self.headings, rule, *self.rows))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.ljust(width) if not number else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join((first, *others)).rstrip()


def machine() -> dict[str, object]:
    """What the figures were taken on, and how busy it was."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
        "load": busy(),
        "time": dt.datetime.now(dt.UTC).isoformat(timespec="minutes"),
        "command": shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]]),
    }


def busy() -> float:
    """How many processes wanted a processor in the last minute."""
    return round(os.getloadavg()[0], 1)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def write(path: Path, began: dict[str, object], rows: Sequence[Any]) -> None:
    """Keep the rows (frozen dataclasses) with the machine at the beginning and its load now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    machine_then = {**began, "load_after": machine()["load"]}
    document = {"machine": machine_then, "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def number(value: float | None, digits: int = 0) -> str:
    """A figure as people read it; a dash when there is none."""
    return NOTHING if value is None else f"{value:,.{digits}f}"


def seconds(value: float | None) -> str:
    """Seconds with as many places as tell something."""
    if value is None:
        return NOTHING
    for limit, digits in ((0.1, 3), (10, 2), (100, 1)):
        if value < limit:
            return f"{value:.{digits}f}"
    return f"{value:.0f}"


def share(value: float | None) -> str:
    """A share as a percentage with two places."""
    return NOTHING if value is None else f"{value:.2%}"


def megabytes(value: int) -> str:
    """Bytes as whole megabytes."""
    return f"{value / MEGA:,.0f}" if value else NOTHING
