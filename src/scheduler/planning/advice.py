"""Whom to recruit and whom to hold: the solver's advice about a week, in our words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduler.model.advice import Advice, Loss, RareLanguage, Recruit
from scheduler.model.languages import ENGLISH, language_code, language_name
from scheduler.model.matters import Forum, Matter
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.model.week import Week, week_span
from scheduler.planning.effort import Effort
from scheduler.planning.problem import (
    assignments,
    office_id,
    volunteer_id,
    volunteer_number,
    week_problem,
)
from solver.check import score
from solver.problem import Problem
from solver.tongues import tongues

if TYPE_CHECKING:
    from solver import advise as solver_advise
    from solver.plan import Plan

EXPIRES_SOON = timedelta(days=60)
"""A credential that ends within this long after the week began is worth a word."""
BASE_SHARE = 0.4
"""What of the time the plan without any change may take, where it is not proven yet."""


def advise_week(
    week: Week, placed: Iterable[Placement], bound: int | None, effort: Effort
) -> Advice:
    """Advice measured against the week's best plan; call it in a thread of its own.

    That is the plan given where it reaches ``bound``, what no plan covers more than; any
    other is solved first.
    """
    from solver import advise as solver_advise  # noqa: PLC0415 - loads the engine: seconds
    from solver.solve import Limits  # noqa: PLC0415

    problem = week_problem(week)
    plan = _best_plan(problem, tuple(placed), bound, effort)
    found = solver_advise.advise(
        problem,
        plan,
        Limits(seconds=max(effort.seconds - plan.seconds, 1.0), workers=effort.workers),
        solver_advise.Asked(
            speaks=frozenset({language_name(ENGLISH)}),
            watched=tuple(volunteer_id(number) for number in expiring(week)),
        ),
        effort.told,
        effort.stop.is_set,
    )
    return Advice(
        coverage=found.coverage,
        exact=plan.coverage_proved,
        complete=found.complete,
        recruits=tuple(_recruit(week, one) for one in found.recruits),
        losses=tuple(_loss(one) for one in found.losses),
    )


def _best_plan(
    problem: Problem, placed: tuple[Placement, ...], bound: int | None, effort: Effort
) -> Plan:
    from solver.plan import Plan, StageReport  # noqa: PLC0415 - with the engine, as above
    from solver.solve import Limits, solve  # noqa: PLC0415

    sitting = assignments(placed)
    value = score(problem, sitting)
    if value.coverage == bound:
        proof = StageReport("coverage", value.coverage, bound, 0.0, proved=True, seconds=0.0)
        return Plan("optimal", sitting, value, value, 0.0, 0.0, (proof,))
    limits = Limits(effort.seconds * BASE_SHARE, effort.workers, stages=1)
    return solve(problem, limits, should_stop=effort.stop.is_set)


def _recruit(week: Week, found: solver_advise.Recruit) -> Recruit:
    newcomer = found.newcomer
    begins, _ = week_span(week.monday)
    return Recruit(
        role=Role(newcomer.role),
        matter=next((m for m in Matter if m.label == newcomer.matter), None),
        language=language_code(newcomer.language) if newcomer.language else None,
        office=next(key for key in week.offices if office_id(week, key) == newcomer.office),
        starts=begins + timedelta(minutes=newcomer.start),
        ends=begins + timedelta(minutes=newcomer.end),
        remote=newcomer.remote,
        minutes=newcomer.volunteer.max_minutes,
        seats=newcomer.seats,
        empty_in_week=newcomer.empty_in_week,
        gain=found.gain,
        proved=found.proved,
    )


def _loss(found: solver_advise.Loss) -> Loss:
    return Loss(volunteer_number(found.volunteer), found.cost, found.proved, found.carries)


def rare_languages(week: Week, placed: Iterable[Placement]) -> tuple[RareLanguage, ...]:
    """Languages that rest on one person or on nobody, the weightiest first; nothing is solved."""
    return tuple(
        RareLanguage(
            language=language_code(one.language) or one.language,
            people=tuple(volunteer_number(name) for name in one.people),
            seats=one.seats,
            filled=one.filled,
            weight=one.weight,
        )
        for one in tongues(week_problem(week), assignments(placed))
    )


def expiring(week: Week) -> dict[int, date]:
    """Whose credential ends in the weeks after this one began, and its last good day."""
    until = week.monday + EXPIRES_SOON
    return {
        number: person.credential.expires
        for number, person in week.volunteers.items()
        if person.credential.expires is not None
        and week.monday <= person.credential.expires < until
    }


def recruit_words(recruit: Recruit) -> str:
    """Whom to look for: "Interpreter for Yiddish", "Attorney or ...: Asylum in Twi"."""
    language = "" if recruit.language is None else language_name(recruit.language)
    match recruit.role:
        case Role.INTERPRETER:
            return f"Interpreter for {language}"
        case Role.SUPERVISOR:
            return "Supervising attorney"
        case Role.INTAKE:
            return "Somebody for intake"
        case Role.STANDBY:
            return "Somebody on standby"
        case Role.ADVISER:
            return _adviser_words(recruit.matter, language)


def _adviser_words(matter: Matter | None, language: str) -> str:
    before_court = matter is not None and matter.forum is Forum.EOIR
    who = "fully accredited" if before_court else "accredited"
    what = " in ".join(part for part in (matter.label if matter else "", language) if part)
    return f"Attorney or {who} representative: {what or 'any matter'}"
