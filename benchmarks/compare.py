"""Ours against other ways, on the same problems, for the same wall time, before the same judge."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.attempts import Effort
from benchmarks.measuring import Measured, measured
from benchmarks.methods import METHODS
from benchmarks.problems import demand, present, problem
from benchmarks.tables import (
    NOTHING,
    RESULTS,
    Table,
    machine,
    megabytes,
    number,
    seconds,
    share,
    write,
)
from solver.plan import gap_between


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    known = present("week-240", "week-1000") or ["small:0", "medium:0"]
    parser.add_argument("problems", nargs="*", default=known, help=f"({' '.join(known)})")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    parser.add_argument("--seconds", type=float, default=60.0, help="wall time of each (60)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--patience", type=float, help="seconds after which a method is stopped (3 times as many)"
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep what --out holds of other methods and problems"
    )
    parser.add_argument("--out", type=Path, default=RESULTS / "compare.json")


def run(chosen: argparse.Namespace) -> int:
    """Measure every method on every problem, one after the other."""
    began = machine()
    rows = _kept(chosen)
    effort = Effort(chosen.seconds, chosen.workers, chosen.seed)
    for name in chosen.problems:
        week = problem(name)
        print(f"\n{name}: {len(week.volunteers)} volunteers, demand {demand(week)}", flush=True)
        of_problem = []
        for method in chosen.methods:
            row = measured(name, week, method, effort, chosen.patience)
            of_problem.append(row)
            print(f"  {row.method}: {row.coverage} in {row.seconds:.1f} s {row.note}", flush=True)
            write(chosen.out, began, [*rows, *of_problem])
        rows += of_problem
        print("\n" + table(of_problem).text())
    return 0


def _kept(chosen: argparse.Namespace) -> list[Measured]:
    """Rows of an earlier run that this one does not measure again."""
    if not (chosen.keep and chosen.out.is_file()):
        return []
    earlier = [Measured(**row) for row in json.loads(chosen.out.read_text())["rows"]]
    return [
        row
        for row in earlier
        if row.problem not in chosen.problems or row.method not in chosen.methods
    ]


def table(rows: Sequence[Measured]) -> Table:
    """The rows of one problem; the gap is to the best bound that any method proved."""
    bounds = [row.bound for row in rows if row.bound is not None and row.kept]
    best = min(bounds, default=None)
    return Table(
        (
            "method",
            "coverage",
            "gap to best bound",
            "own bound",
            "weakest office",
            "seconds",
            "processor seconds",
            "memory, MB",
            "load",
            "note",
        ),
        tuple(_cells(row, best) for row in sorted(rows, key=_place)),
    )


def _place(row: Measured) -> int:
    return list(METHODS).index(row.method)


def _cells(row: Measured, best: float | None) -> tuple[str, ...]:
    gap = None if best is None or not row.coverage else gap_between(row.coverage, best)
    return (
        METHODS[row.method],
        number(row.coverage) if row.coverage else "none",
        share(gap),
        number(row.bound),
        share(row.weakest_office) if row.coverage else NOTHING,
        seconds(row.seconds),
        seconds(row.cpu),
        megabytes(row.peak),
        number(row.load, 1),
        row.note,
    )


def side_by_side(rows: Sequence[Measured]) -> Table:
    """One line for each method, one column for each problem: coverage, gap and seconds."""
    problems = list(dict.fromkeys(row.problem for row in rows))
    methods = list(dict.fromkeys(row.method for row in sorted(rows, key=_place)))
    best = {
        problem: min(
            (r.bound for r in rows if r.problem == problem and r.kept and r.bound is not None),
            default=None,
        )
        for problem in problems
    }
    found = {(row.method, row.problem): row for row in rows}
    return Table(
        ("method", *problems),
        tuple(
            (
                METHODS[method],
                *(_brief(found.get((method, problem)), best[problem]) for problem in problems),
            )
            for method in methods
        ),
    )


def _brief(row: Measured | None, best: float | None) -> str:
    if row is None:
        return NOTHING
    if not row.coverage:
        return f"none: {row.note}"
    gap = share(None if best is None else gap_between(row.coverage, best))
    proved = ", proved" if row.note == "proved" else ""
    return f"{number(row.coverage)} ({gap}{proved}), {seconds(row.seconds)} s"
