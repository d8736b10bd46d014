"""The judge: says in plain Python whether a set of assignments keeps every hard rule.

It never loads the optimiser and shares no decision with the model, so that a
mistake in one cannot hide in the other. Every plan, and every edit by hand,
passes through `check` before it is published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType

from solver.case import Breach, Case
from solver.entities import Assignment, Problem, Standby
from solver.plan import Further, Objective, Plan
from solver.rules import (
    availability,
    coverage,
    day_sessions,
    experience,
    fair_load,
    freshness,
    interpreters,
    known,
    one_place,
    one_role,
    pins,
    reach,
    seats,
    skills,
    standby,
    stations,
    steadiness,
    supervision,
    travel,
    weakest_office,
    weekly_minutes,
    wishes,
)

__all__ = ["HARD_RULES", "Breach", "Verdict", "check", "score"]

HARD_RULES = (
    known,
    one_role,
    one_place,
    availability,
    reach,
    weekly_minutes,
    day_sessions,
    stations,
    seats,
    skills,
    supervision,
    interpreters,
    pins,
    standby,
)
"""The modules of the hard rules, each with its `SENTENCE` and its `breaches`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's word: whether every hard rule is kept, what is broken, and the value.

    `further` has the value of each objective beyond the six that the problem asks for.
    """

    ok: bool
    breaches: tuple[Breach, ...]
    objective: Objective
    further: Mapping[Further, int] = field(default_factory=dict)


def check(
    problem: Problem, plan: Plan | Iterable[Assignment], standby: Iterable[Standby] = ()
) -> Verdict:
    """Judge a plan, or any assignments with who stands by, against rules and objectives.

    Takes anything, edits by hand included: ids that name nothing are breaches of
    the rule `known`, and count for nothing in the objective.
    """
    if isinstance(plan, Plan):
        case = Case(problem, plan.assignments, plan.standby)
    else:
        case = Case(problem, plan, standby)
    breaches = tuple(breach for rule in HARD_RULES for breach in rule.breaches(case))
    return Verdict(not breaches, breaches, _value(case), _beyond(case))


def score(problem: Problem, assignments: Iterable[Assignment]) -> Objective:
    """The value of the assignments in all six objectives, without judging the hard rules."""
    return _value(Case(problem, assignments))


def beyond(problem: Problem, assignments: Iterable[Assignment]) -> Mapping[Further, int]:
    """The value of the assignments in each objective beyond the six that the problem asks for."""
    return _beyond(Case(problem, assignments))


def office_shares(
    problem: Problem, assignments: Iterable[Assignment]
) -> tuple[tuple[str, float], ...]:
    """The covered share of each office that asks for anything, the smallest first."""
    shares = weakest_office.shares(Case(problem, assignments))
    found = ((office, float(share)) for office, share in shares.items())
    return tuple(sorted(found, key=lambda item: (item[1], item[0])))


def _beyond(case: Case) -> Mapping[Further, int]:
    rules: dict[Further, ModuleType] = {"freshness": freshness, "experience": experience}
    return {stage: rule.cost(case) for stage, rule in rules.items() if rule.concerns(case.problem)}


def _value(case: Case) -> Objective:
    return Objective(
        coverage=coverage.cost(case),
        weakest_office=weakest_office.cost(case),
        changes=steadiness.cost(case),
        wishes=wishes.cost(case),
        fair_load=fair_load.cost(case),
        travel=travel.cost(case),
    )
