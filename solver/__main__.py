"""The command line: `python -m solver solve` and `python -m solver check`.

Exit codes: 0 when done (and, for check, when every hard rule is kept), 1 when a
hard rule is broken, 2 when the input cannot be used; then one line per fault
names its place in the JSON, and nothing is written. Of more than 10,000 faults
the rest are counted in a last line.
"""

import argparse
import gc
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final, TextIO

from solver.check import check
from solver.plan import LARGER_IS_BETTER, parse_plan, plan_document
from solver.problem import Problem, ProblemFaults, parse_problem
from solver.progress import Progress

BROKEN: Final = 1
UNUSABLE: Final = 2

LARGEST_FILE: Final = 300_000_000
"""Bytes read at most, so that memory stays bounded whatever is pointed at."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        return _solve(chosen) if chosen.command == "solve" else _check(chosen)
    except ProblemFaults as wrong:
        sys.stderr.writelines(f"{line}\n" for line in wrong.faults)
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m solver", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    solve = commands.add_parser("solve", help="find the best plan for a problem")
    solve.add_argument("problem", type=Path)
    solve.add_argument("--out", type=Path, required=True, help="where the plan is written")
    solve.add_argument("--seconds", type=_positive, default=60.0, help="wall time (60)")
    solve.add_argument("--workers", type=_count, default=2, help="threads that search (2)")
    solve.add_argument("--seed", type=int, default=0)
    solve.add_argument("--stages", type=_count, default=6, help="objectives to optimise (6)")
    solve.add_argument("--max-changes", type=int, help="differences from the previous roster")
    judge = commands.add_parser("check", help="judge a plan against its problem")
    judge.add_argument("problem", type=Path)
    judge.add_argument("plan", type=Path)
    return parser


def _positive(given: str) -> float:
    value = float(given)
    if not 0 < value < 10**7:
        raise argparse.ArgumentTypeError("a number of seconds above 0 is expected")
    return value


def _count(given: str) -> int:
    value = int(given)
    if value < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 is expected")
    return value


def _solve(chosen: argparse.Namespace) -> int:
    problem = _problem(chosen.problem)
    if not chosen.out.parent.is_dir():
        raise ProblemFaults((f"--out: folder {chosen.out.parent} does not exist",))
    # The optimiser takes long to load: not before the input is known to be good.
    from solver.solve import Limits, solve  # noqa: PLC0415

    limits = Limits(chosen.seconds, chosen.workers, chosen.seed, chosen.stages, chosen.max_changes)
    plan = solve(problem, limits, lambda progress: _show(progress, sys.stderr))
    _write(chosen.out, json.dumps(plan_document(plan), ensure_ascii=False, allow_nan=False))
    for report in (*plan.stages, *plan.further):
        proof = "proved" if report.proved else f"gap {report.gap:.2%}"
        sys.stdout.write(
            f"{report.stage}: {report.value:g} of at most {report.bound:g}, {proof}\n"
            if report.stage in LARGER_IS_BETTER
            else f"{report.stage}: {report.value:g}, at least {report.bound:g}, {proof}\n"
        )
    sys.stdout.write(f"{plan.status} in {plan.seconds:.1f} s\n")
    return 0


def _check(chosen: argparse.Namespace) -> int:
    problem = _problem(chosen.problem)
    verdict = check(problem, parse_plan(_document(chosen.plan), problem))
    sys.stdout.write(json.dumps(asdict(verdict), ensure_ascii=False, indent=2) + "\n")
    return 0 if verdict.ok else BROKEN


def _show(progress: Progress, stream: TextIO) -> None:
    stream.write(
        f"{progress.seconds:8.1f} s  {progress.stage:<14}  {progress.value:<10.6g}  "
        f"bound {progress.bound:<10.6g}  gap {progress.gap:.2%}\n"
    )
    stream.flush()


def _problem(path: Path) -> Problem:
    with _tree_growing():
        document = _document(path)
        if isinstance(document, dict):
            document = {
                key: _ReadOnce(value) if isinstance(value, list) else value
                for key, value in document.items()
            }
        return parse_problem(document)


@contextmanager
def _tree_growing() -> Iterator[None]:
    """While millions of objects come in and none goes, looking for rubbish is half the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _ReadOnce(list[object]):
    """A list that lets go of each item once it was read: a large file is not held twice."""

    def __iter__(self) -> Iterator[object]:
        for number in range(len(self)):
            item, self[number] = self[number], None
            yield item


def _document(path: Path) -> object:
    """The JSON in a file; whatever cannot be read is a fault of the file."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ProblemFaults((f"{path}: larger than {LARGEST_FILE} bytes",))
        text = content.decode("utf-8-sig")
        del content
        return json.loads(text)
    except OSError as wrong:
        raise ProblemFaults((f"{path}: {wrong.strerror}",)) from wrong
    except RecursionError as wrong:
        raise ProblemFaults((f"{path}: nested too deeply",)) from wrong
    except ValueError as wrong:
        raise ProblemFaults((f"{path}: not JSON: {wrong}",)) from wrong


def _write(path: Path, text: str) -> None:
    """Write the whole file or nothing: a reader never finds half a plan."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


if __name__ == "__main__":
    sys.exit(main())
