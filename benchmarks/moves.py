"""Moves against coverage: what each change of a published roster buys."""

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.problems import present, problem
from benchmarks.tables import RESULTS, Table, machine, number, seconds, write
from solver.check import check
from solver.frontier import BUDGETS, frontier
from solver.problem import Problem
from solver.solve import Limits, solve


@dataclass(frozen=True, slots=True)
class Moved:
    """The best plan within a number of moves; None moves is a free re-solve.

    `changes` counts the differences from the roster, those the week itself
    forces included.
    """

    week: str
    moves: int | None
    coverage: int
    bound: int
    proved: bool
    changes: int
    seconds: float
    kept: bool


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    known = present("week-240-replan") or ["small:0"]
    parser.add_argument("problems", nargs="*", default=known, help=f"({' '.join(known)})")
    parser.add_argument("--budgets", type=int, nargs="+", default=list(BUDGETS))
    parser.add_argument(
        "--gone", type=int, default=4, help="people who fall out of a week without a roster (4)"
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="for all budgets (60)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=RESULTS / "moves.json")


def run(chosen: argparse.Namespace) -> int:
    """Measure the frontier of every problem."""
    began = machine()
    rows: list[Moved] = []
    for name in chosen.problems:
        week = problem(name)
        if not week.previous:
            week = _disturbed(week, chosen)
        rows += moved(name, week, chosen)
        write(chosen.out, began, rows)
    print(table(rows).text())
    return 0


def _disturbed(week: Problem, chosen: argparse.Namespace) -> Problem:
    """The week as it is planned, with a few people who serve in it fallen out."""
    roster = solve(week, Limits(chosen.seconds, chosen.workers, chosen.seed, stages=1)).assignments
    serving = sorted({item.volunteer for item in roster} - {pin.volunteer for pin in week.pins})
    chance = random.Random(chosen.seed)  # noqa: S311 - who falls out is no secret
    gone = set(chance.sample(serving, min(chosen.gone, len(serving))))
    people = tuple(
        replace(person, windows=()) if person.id in gone else person for person in week.volunteers
    )
    return replace(week, volunteers=people, previous=roster)


def moved(name: str, week: Problem, chosen: argparse.Namespace) -> list[Moved]:
    """A row for each budget, and one for a re-solve that may change everything."""
    limits = Limits(chosen.seconds, chosen.workers, chosen.seed)
    times = [time.monotonic()]
    points = frontier(
        week,
        week.previous,
        chosen.budgets,
        limits,
        on_point=lambda _done, _of: times.append(time.monotonic()),
    )
    rows = [
        Moved(
            name,
            point.moves,
            point.coverage,
            point.bound,
            point.proved,
            point.changes,
            times[number + 1] - times[number],
            check(week, point.plan).ok,
        )
        for number, point in enumerate(points)
    ]
    free = solve(week, replace(limits, stages=1))
    rows.append(
        Moved(
            name,
            None,
            free.objective.coverage,
            free.bound.coverage,
            free.coverage_proved,
            free.objective.changes,
            free.seconds,
            check(week, free).ok,
        )
    )
    return rows


def table(rows: Sequence[Moved]) -> Table:
    """One line for each budget."""
    return Table(
        ("moves allowed", "week", "coverage", "bound", "proved", "differences", "seconds"),
        tuple(
            (
                "any" if row.moves is None else number(row.moves),
                row.week,
                number(row.coverage),
                number(row.bound),
                "yes" if row.proved else "no",
                number(row.changes),
                seconds(row.seconds),
            )
            for row in rows
        ),
    )
