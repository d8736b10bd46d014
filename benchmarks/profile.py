"""Where the time goes for 30,000 volunteers, from the week in memory to the judged plan.

A sampler looks at every thread a hundred times a second and names the function
of the solver it is in; the optimiser's own engine shows under the function that
called it. So that it can look into the regions of a large week, they are solved in
threads here, not in processes as usual; the plan is the poorer for it, not the
picture.
"""

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import solver
from benchmarks.problems import problem
from benchmarks.sampling import Sampler
from benchmarks.tables import RESULTS, Table, machine, number, seconds, share, write
from solver.check import check
from solver.explain import empty_seats
from solver.plan import Plan
from solver.problem import Problem, parse_problem, problem_document
from solver.solve import Limits, solve

SHOWN = 25
"""Functions listed; what is left is summed."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds in one function of the solver, and the share of its part."""

    part: str
    file: str
    function: str
    seconds: float
    share: float


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("problem", nargs="?", default="huge:0")
    parser.add_argument("--seconds", type=float, default=170.0, help="for the solve (170)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=RESULTS / "profile.json")


def run(chosen: argparse.Namespace) -> int:
    """Watch one solve, and the work around it."""
    began = machine()
    week = problem(chosen.problem)
    print(f"{chosen.problem}: {len(week.volunteers)} volunteers", flush=True)
    limits = Limits(chosen.seconds, chosen.workers, chosen.seed, stages=1)
    plan, rows = _solved(week, limits)
    rows += _around(week, plan)
    write(chosen.out, began, rows)
    print(f"coverage {plan.objective.coverage} of at most {plan.bound.coverage}\n")
    print(table(rows).text())
    return 0


def _solved(week: Problem, limits: Limits) -> tuple[Plan, list[Spent]]:
    """The plan, and the functions in which its seconds went, most first."""
    with Sampler(Path(solver.__file__).parent) as sampler:
        began = time.monotonic()
        regions = ThreadPoolExecutor(limits.workers)
        plan = solve(week, limits, executor=regions)
        regions.shutdown(wait=False, cancel_futures=True)
        whole = time.monotonic() - began
    most = sorted(sampler.seconds.items(), key=lambda item: -item[1])[:SHOWN]
    rows = [Spent("solve", file, name, spent, spent / whole) for (file, name), spent in most]
    rest = sum(sampler.seconds.values()) - sum(row.seconds for row in rows)
    return plan, [*rows, Spent("solve", "", "everything else", rest, rest / whole)]


def _around(week: Problem, plan: Plan) -> list[Spent]:
    """What is done before and after a solve, each timed once."""
    marks = [time.monotonic()]
    document = problem_document(week)
    marks.append(time.monotonic())
    parse_problem(document)
    marks.append(time.monotonic())
    check(week, plan)
    marks.append(time.monotonic())
    empty_seats(week, plan.assignments)
    marks.append(time.monotonic())
    names = (
        ("problem.py", "problem_document"),
        ("problem.py", "parse_problem"),
        ("check.py", "check"),
        ("vacancies.py", "empty_seats"),
    )
    whole = marks[-1] - marks[0]
    return [
        Spent("around", file, name, end - start, (end - start) / whole)
        for (file, name), start, end in zip(names, marks, marks[1:], strict=False)
    ]


def table(rows: Sequence[Spent]) -> Table:
    """One line for each function."""
    return Table(
        ("function", "file", "part", "seconds", "share of the part"),
        tuple(
            (row.function, row.file, row.part, seconds(row.seconds), share(row.share))
            for row in rows
            if number(row.seconds, 1) != "0.0"
        ),
    )
