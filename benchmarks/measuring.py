"""Runs a method in a process of its own, watches its memory, and has the plan judged."""

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.attempts import Effort
from benchmarks.memory import held_by
from benchmarks.tables import busy
from solver.check import check
from solver.plan import gap_between, parse_plan
from solver.problem import Problem, problem_document

LOOK: Final = 0.2
"""Seconds between looks at the memory."""

GRACE: Final = 20.0
"""Seconds on top of a method's patience for starting and writing the plan."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One row: what a method reached on a problem, as the judge sees it.

    `bound` is the method's own, `gap` the distance to it; None when it has none.
    `kept` says that every hard rule is kept. `cpu` is the time of all
    processors together, `peak` is in bytes, `load` is
    how many processes wanted a processor when it ended, this one among them.
    """

    problem: str
    method: str
    coverage: int
    weakest_office: float
    bound: float | None
    gap: float | None
    seconds: float
    cpu: float | None
    first: float | None
    build: float | None
    peak: int
    kept: bool
    note: str
    load: float


def measured(
    name: str, problem: Problem, method: str, effort: Effort, patience: float | None = None
) -> Measured:
    """Give the method its effort; after `patience` seconds (3 times as many) it is stopped."""
    longest = patience or effort.seconds * 3
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "problem.json"), Path(folder, "out.json")
        source.write_text(json.dumps(problem_document(problem)))
        command = [sys.executable, "-m", "benchmarks.child", method, str(source), str(out)]
        command += [str(effort.seconds), str(effort.workers), str(effort.seed)]
        peak, spent, failure = _watched(command, longest + GRACE)
        if failure or not out.is_file():
            return _nothing(name, method, spent, peak, failure or "no plan")
        found = json.loads(out.read_text())
    if "missing" in found:
        return _nothing(name, method, 0.0, 0, str(found["missing"]))
    return _judged(name, problem, method, found, peak)


def _watched(command: list[str], longest: float) -> tuple[int, float, str]:
    """The peak of memory, the seconds, and what went wrong, if anything."""
    began = time.monotonic()
    peak = 0
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, start_new_session=True, stderr=said)
        failure = ""
        while child.poll() is None:
            peak = max(peak, held_by(child.pid))
            if time.monotonic() - began > longest:
                failure = f"no plan after {longest - GRACE:.0f} s"
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
                break
            time.sleep(LOOK)
        if not failure and child.returncode:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
            failure = f"stopped ({child.returncode}): {lines[-1][:200] if lines else 'no word'}"
    return peak, time.monotonic() - began, failure


def _nothing(name: str, method: str, spent: float, peak: int, note: str) -> Measured:
    return Measured(
        name,
        method,
        0,
        0.0,
        None,
        None,
        spent,
        None,
        None,
        None,
        peak,
        kept=False,
        note=note,
        load=busy(),
    )


def _judged(name: str, problem: Problem, method: str, found: dict[str, Any], peak: int) -> Measured:
    document = {"format": "clinic-plan/1", "assignments": found["assignments"]}
    verdict = check(problem, parse_plan(document, problem))
    bound = found["bound"]
    known = bound is not None and math.isfinite(bound)
    note = found["note"]
    if not verdict.ok:
        note = f"{len(verdict.breaches)} hard rules broken; {note}".strip("; ")
    return Measured(
        problem=name,
        method=method,
        coverage=verdict.objective.coverage,
        weakest_office=verdict.objective.weakest_office,
        bound=bound if known else None,
        gap=gap_between(verdict.objective.coverage, bound) if known else None,
        seconds=found["seconds"],
        cpu=found["cpu"],
        first=found["first"],
        build=found["build"],
        peak=max(peak, found["peak"]),
        kept=verdict.ok,
        note=note,
        load=busy(),
    )
