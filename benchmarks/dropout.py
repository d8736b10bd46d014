"""One person out on Tuesday evening: the re-solve, the candidates, the reasons.

The week is solved once. Then one person after the other falls out, everybody
else's roster may change by at most a few assignments, and the re-solve runs until
that is proved best. Candidates for a seat and reasons for empty seats need no
solve; they are timed on a greedy plan, which leaves most seats empty.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.attempts import Effort
from benchmarks.methods import greedy
from benchmarks.problems import present, problem
from benchmarks.tables import RESULTS, Table, machine, number, seconds, write
from solver.check import check, score
from solver.explain import empty_seats, funnel
from solver.problem import Assignment, Problem
from solver.rank import candidates
from solver.solve import Limits, solve

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Resolved:
    """One person out: what they leave empty, and what few changes bring back.

    `lost` is the weight nobody covers right after, `coverage` what the re-solve
    reaches with `changes` further differences from the roster.
    """

    week: str
    volunteer: str
    left: int
    lost: int
    coverage: int
    bound: int
    proved: bool
    changes: int
    seconds: float
    kept: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """How long answers without a solve take, in seconds.

    `rank` and `rank_longest` are over several empty seats, `reasons` is for all
    `empty` seats of the week together, `one_funnel` for one of them.
    """

    week: str
    volunteers: int
    empty: int
    rank: float
    rank_longest: float
    reasons: float
    one_funnel: float


@dataclass(frozen=True, slots=True)
class Row:
    """Either of the two, as it is kept."""

    resolved: Resolved | None = None
    answered: Answered | None = None


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    known = present("week-240", "week-1000") or ["small:0", "medium:0"]
    parser.add_argument("problems", nargs="*", default=known, help=f"({' '.join(known)})")
    parser.add_argument("--answers", nargs="*", default=[*known, "large:0"], metavar="PROBLEM")
    parser.add_argument("--people", type=int, default=5, help="how many fall out, one by one (5)")
    parser.add_argument("--changes", type=int, default=4, help="differences allowed to others (4)")
    parser.add_argument("--base", type=float, default=60.0, help="seconds for the roster (60)")
    parser.add_argument("--seconds", type=float, default=20.0, help="longest re-solve (20)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=RESULTS / "dropout.json")


def run(chosen: argparse.Namespace) -> int:
    """Measure the answers, then the re-solves."""
    began = machine()
    rows: list[Row] = []
    for name in chosen.answers:
        rows.append(Row(answered=answered(name, problem(name), chosen.seed)))
        write(chosen.out, began, rows)
    print(answers_table([row.answered for row in rows if row.answered]).text() + "\n", flush=True)
    for name in chosen.problems:
        for resolved in resolves(name, problem(name), chosen):
            rows.append(Row(resolved=resolved))
            print(f"{name}: {resolved.volunteer} out, {resolved.seconds:.2f} s", flush=True)
            write(chosen.out, began, rows)
    print("\n" + resolves_table([row.resolved for row in rows if row.resolved]).text())
    return 0


def resolves(name: str, week: Problem, chosen: argparse.Namespace) -> Iterable[Resolved]:
    """Solve the week, then take out people who serve in it."""
    effort = Limits(chosen.base, chosen.workers, chosen.seed, stages=1)
    roster = solve(week, effort).assignments
    serving = sorted({item.volunteer for item in roster})
    pinned = {pin.volunteer for pin in week.pins}
    free = [person for person in serving if person not in pinned]
    chance = random.Random(chosen.seed)  # noqa: S311 - who falls out is no secret
    for person in chance.sample(free, min(chosen.people, len(free))):
        yield _without(name, week, roster, person, chosen)


def _without(
    name: str,
    week: Problem,
    roster: tuple[Assignment, ...],
    person: str,
    chosen: argparse.Namespace,
) -> Resolved:
    people = tuple(replace(one, windows=()) if one.id == person else one for one in week.volunteers)
    after = replace(week, volunteers=people, previous=roster)
    left = [item for item in roster if item.volunteer != person]
    limits = Limits(
        chosen.seconds, chosen.workers, chosen.seed, stages=1, max_changes=chosen.changes
    )
    plan, wall = timed(partial(solve, after, limits))
    return Resolved(
        week=name,
        volunteer=person,
        left=len(roster) - len(left),
        lost=score(week, roster).coverage - score(after, left).coverage,
        coverage=plan.objective.coverage,
        bound=plan.bound.coverage,
        proved=plan.coverage_proved,
        changes=plan.objective.changes - (len(roster) - len(left)),
        seconds=wall,
        kept=check(after, plan).ok,
    )


def answered(name: str, week: Problem, seed: int) -> Answered:
    """Time candidates, reasons and a funnel on a greedy plan."""
    plan = greedy.attempt(week, Effort(1)).assignments
    empty, reasons = timed(lambda: empty_seats(week, plan))
    chance = random.Random(seed)  # noqa: S311 - which seats are asked about is no secret
    asked = chance.sample(empty, min(10, len(empty)))
    ranks = [timed(partial(candidates, week, plan, item.seat))[1] for item in asked]
    one_funnel = timed(lambda: funnel(week, plan, asked[0].seat))[1] if asked else 0.0
    return Answered(
        week=name,
        volunteers=len(week.volunteers),
        empty=sum(item.count for item in empty),
        rank=statistics.median(ranks) if ranks else 0.0,
        rank_longest=max(ranks, default=0.0),
        reasons=reasons,
        one_funnel=one_funnel,
    )


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work returns, and the seconds it took."""
    began = time.monotonic()
    return work(), time.monotonic() - began


def answers_table(rows: Sequence[Answered]) -> Table:
    """Milliseconds for the answers that need no solve."""
    return Table(
        (
            "week",
            "volunteers",
            "empty seats",
            "candidates for one seat, ms",
            "longest, ms",
            "reasons for all, ms",
            "one funnel, ms",
        ),
        tuple(
            (
                row.week,
                number(row.volunteers),
                number(row.empty),
                *(
                    number(1000 * spent, 1)
                    for spent in (row.rank, row.rank_longest, row.reasons, row.one_funnel)
                ),
            )
            for row in rows
        ),
    )


def resolves_table(rows: Sequence[Resolved]) -> Table:
    """One line for each person who fell out."""
    return Table(
        (
            "week",
            "shifts left empty",
            "weight lost",
            "coverage after",
            "bound",
            "proved",
            "changes to others",
            "seconds",
        ),
        tuple(
            (
                row.week,
                number(row.left),
                number(row.lost),
                number(row.coverage),
                number(row.bound),
                "yes" if row.proved else "no",
                number(row.changes),
                seconds(row.seconds),
            )
            for row in rows
        ),
    )
