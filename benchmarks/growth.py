"""From 40 volunteers to 30,000: one function, what it reaches and what it takes."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.attempts import Effort
from benchmarks.families import SIZES
from benchmarks.measuring import measured
from benchmarks.problems import demand, problem
from benchmarks.tables import (
    RESULTS,
    Table,
    machine,
    megabytes,
    number,
    seconds,
    share,
    write,
)
from solver.problem import Problem

TIMES: Final = {"tiny": 10, "small": 60, "medium": 60, "large": 120, "huge": 600}
"""Seconds a week of each size is given."""


@dataclass(frozen=True, slots=True)
class Grown:
    """One week: how large it is, what building its model takes, and what the solve reached.

    `places` are feasible (person, session, role) triples; `build` is in seconds,
    `build_peak` and `peak` are in bytes. `columns` is 0 when the whole model was
    not built in time.
    """

    week: str
    volunteers: int
    sessions: int
    seats: int
    demand: int
    places: int
    columns: int
    rows: int
    build: float | None
    build_peak: int
    first: float | None
    coverage: int
    bound: float | None
    gap: float | None
    weakest_office: float
    seconds: float
    cpu: float | None
    peak: int
    kept: bool
    note: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    usual = [size for size in SIZES if size != "huge"]
    parser.add_argument("sizes", nargs="*", default=usual, metavar="SIZE", help=", ".join(SIZES))
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--seconds", type=float, help="wall time of each; depends on the size")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS / "growth.json")


def run(chosen: argparse.Namespace) -> int:
    """Measure one week after the other."""
    began = machine()
    rows: list[Grown] = []
    for size in chosen.sizes:
        for seed in chosen.seeds:
            effort = Effort(chosen.seconds or TIMES[size], chosen.workers, seed)
            rows.append(grown(f"{size}:{seed}", effort))
            last = rows[-1]
            print(f"{last.week}: {last.coverage} of at most {last.bound} {last.note}", flush=True)
            write(chosen.out, began, rows)
    print("\n" + table(rows).text())
    return 0


def grown(name: str, effort: Effort) -> Grown:
    """One week, made, formulated and solved, each in a process of its own."""
    week = problem(name)
    built = measured(name, week, "formulation", effort, patience=effort.seconds)
    solved = measured(name, week, "ours", effort)
    sizes = built.note.split(",") if built.build is not None else ["0", "0", "0"]
    places, columns, height = (int(size) for size in sizes)
    return Grown(
        week=name,
        volunteers=len(week.volunteers),
        sessions=len(week.sessions),
        seats=_seats(week),
        demand=demand(week),
        places=places,
        columns=columns,
        rows=height,
        build=built.build,
        build_peak=built.peak,
        first=solved.first,
        coverage=solved.coverage,
        bound=solved.bound,
        gap=solved.gap,
        weakest_office=solved.weakest_office,
        seconds=solved.seconds,
        cpu=solved.cpu,
        peak=solved.peak,
        kept=solved.kept,
        note=solved.note,
    )


def _seats(week: Problem) -> int:
    return sum(need.seats for need in week.needs)


def table(rows: Sequence[Grown]) -> Table:
    """One line for each week."""
    headings = (
        "week",
        "volunteers",
        "sessions",
        "seats",
        "places",
        "model, s",
        "first plan, s",
        "coverage",
        "bound",
        "gap",
        "weakest office",
        "seconds",
        "processor seconds",
        "memory, MB",
        "note",
    )
    return Table(
        headings,
        tuple(
            (
                row.week,
                number(row.volunteers),
                number(row.sessions),
                number(row.seats),
                number(row.places),
                seconds(row.build),
                seconds(row.first),
                number(row.coverage),
                number(row.bound),
                share(row.gap),
                share(row.weakest_office),
                seconds(row.seconds),
                seconds(row.cpu),
                megabytes(row.peak),
                row.note,
            )
            for row in rows
        ),
    )
