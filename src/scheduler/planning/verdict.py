"""The judge's word about a plan, in sentences with people's names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.model.rosters import Placement
from scheduler.model.week import Week
from scheduler.planning.problem import assignments, shift_numbers, volunteer_number, week_problem
from scheduler.planning.spoken import spoken
from solver import check as solver_check
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that the plan breaks: the rule, and a sentence a coordinator can act on."""

    rule: str
    sentence: str
    session: int | None = None
    shift: int | None = None
    volunteer: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the plan is worth and what it breaks."""

    coverage: int
    weakest_office: float
    breaches: tuple[Breach, ...]


def judge(week: Week, seats: Iterable[Placement], problem: Problem | None = None) -> Judgement:
    """Judge a plan, however it came about, by all hard rules."""
    stated = problem or week_problem(week)
    verdict = solver_check.check(stated, assignments(seats))
    return Judgement(
        coverage=verdict.objective.coverage,
        weakest_office=verdict.objective.weakest_office,
        breaches=tuple(_breach(week, b) for b in verdict.breaches),
    )


def _breach(week: Week, breach: solver_check.Breach) -> Breach:
    session, shift = (None, None)
    if breach.session:
        session, shift = shift_numbers(breach.session)
    volunteer = volunteer_number(breach.volunteer) if breach.volunteer else None
    return Breach(breach.rule, spoken(week, breach.sentence), session, shift, volunteer)
