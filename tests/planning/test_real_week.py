"""A whole week: the shared one where it is at hand, our own example elsewhere."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scheduler.actions import importing
from scheduler.example.week import example_week as example_sheets
from scheduler.model.week import Week
from scheduler.planning.problem import week_problem
from scheduler.planning.run import RunSettings, demand, seat_count, solve_week
from scheduler.store.week import load_week
from solver.problem import Problem, parse_problem
from tests.support.worlds import ACTOR

SHARED = Path(os.environ.get("OPENDOOR_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
HERE = (SHARED / "week").is_dir()
MONDAY = date(2026, 12, 7)


@dataclass(frozen=True)
class Expected:
    """What reading the week right comes to."""

    demand: int
    seats: int
    shifts: int
    optimum: int


EXPECTED = Expected(3112, 450, 104, 2460) if HERE else Expected(1450, 208, 74, 1188)


def sheets() -> Mapping[str, bytes]:
    if HERE:
        return {path.name: path.read_bytes() for path in sorted((SHARED / "week").glob("*.csv"))}
    return example_sheets(MONDAY)


@pytest.fixture
async def week(database: str) -> Week:
    assert database
    await importing.apply_import(sheets(), ACTOR, datetime(2026, 11, 22, tzinfo=UTC).date())
    return await load_week(MONDAY)


def reference(week: Week) -> Problem:
    """The week as others wrote it down; where theirs is not at hand, as it was read."""
    file = SHARED / "problems" / "week-offices.json"
    return parse_problem(json.loads(file.read_text())) if HERE else week_problem(week)


async def test_the_week_reads_as_it_is_meant(week: Week) -> None:
    problem = week_problem(week)
    assert demand(week) == EXPECTED.demand
    assert seat_count(week) == EXPECTED.seats
    assert len(problem.sessions) == EXPECTED.shifts


def counts(problem: Problem, week: Week) -> dict[str, object]:
    """What two ways of writing a week down must share, whatever they call things."""
    # Ours go by the names people read, theirs by the short ones.
    keys = {office.name: office.key for office in week.offices.values()}
    return {
        "sessions": sorted(
            (keys.get(s.office, s.office), s.start, s.end, s.stations) for s in problem.sessions
        ),
        "needs": sorted((n.matter, n.seats, n.weight) for n in problem.needs),
        "intake": sum(s.intake * s.intake_weight for s in problem.sessions),
        "minutes": sorted(v.max_minutes for v in problem.volunteers),
        "windows": sum(w.end - w.start for v in problem.volunteers for w in v.windows),
        "reach": sum(len(v.offices) for v in problem.volunteers),
        "advises": sum(len(v.advises_in) for v in problem.volunteers),
        "interprets": sum(len(v.interprets) for v in problem.volunteers),
    }


async def test_it_is_the_problem_that_others_wrote_down(week: Week) -> None:
    assert counts(week_problem(week), week) == counts(reference(week), week)


async def test_coverage_reaches_the_proven_optimum(week: Week) -> None:
    solved = solve_week(week, RunSettings(seconds=20), lambda _: None, lambda: False)
    assert solved.result.coverage == EXPECTED.optimum
    assert solved.result.proven
