"""Who could take a seat: everybody ranked, each with reasons a coordinator can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from scheduler.model.languages import language_name
from scheduler.model.people import Volunteer
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.model.week import Week
from scheduler.planning.candidate_words import Speaks, Word, word
from scheduler.planning.problem import (
    assignments,
    need_id,
    shift_id,
    volunteer_number,
    week_problem,
)
from scheduler.planning.views import WantedSeat
from solver import explain, rank
from solver.problem import Assignment, Problem
from solver.seat import Seat as SolverSeat

BEST = 3
"""How many of the possible are called the best."""


class Grade(StrEnum):
    """How well a person fits a seat."""

    BEST = "best"
    POSSIBLE = "possible"
    WITH_HELP = "with_help"
    """Only an interpreter (or a student's supervisor) beside them is missing."""
    CONFLICT = "conflict"
    """Hours, pledge, reach or another shift stand against it."""
    NOT_QUALIFIED = "not_qualified"
    """Law or language stand against it; nobody can override that."""


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A person for a seat. ``gain`` is what the covered demand would rise by."""

    volunteer: int
    name: str
    about: str
    grade: Grade
    reasons: tuple[Word, ...]
    gain: int = 0
    needs_beside: Role | None = None
    """Who else the seat needs when this person takes it: an interpreter, a supervisor."""


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One question, and who is left after it."""

    label: str
    count: int
    names: tuple[str, ...]


_LAW = frozenset({"role", "matter", "language", "supervision"})
_HELP = {"language": Role.INTERPRETER, "supervision": Role.SUPERVISOR}
NAMES_SHOWN = 12


def ranked(
    week: Week, placed: Iterable[Placement], seat: WantedSeat, problem: Problem | None = None
) -> tuple[CandidateView, ...]:
    """Everybody for the seat, best first; nothing is solved, everybody else stays put."""
    stated = problem or week_problem(week)
    plan = assignments(placed)
    wanted = _solver_seat(week, seat)
    at_hand = _help_at_hand(stated, plan, wanted)
    found = rank.candidates(stated, plan, wanted)
    views = [_view(week, candidate, place, at_hand) for place, candidate in enumerate(found)]
    order = list(Grade)
    return tuple(sorted(views, key=lambda view: order.index(view.grade)))


def funnel(
    week: Week, placed: Iterable[Placement], seat: WantedSeat, problem: Problem | None = None
) -> tuple[FunnelStep, ...]:
    """How many people are left after each question, from everybody to who could come now."""
    steps = explain.funnel(
        problem or week_problem(week), assignments(placed), _solver_seat(week, seat)
    ).steps
    return tuple(
        FunnelStep(step.label, len(step.volunteers), _names(week, step.volunteers))
        for step in steps
    )


def _names(week: Week, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        week.volunteers[volunteer_number(name)].name
        for name in (ids if len(ids) <= NAMES_SHOWN else ())
    )


def _solver_seat(week: Week, seat: WantedSeat) -> SolverSeat:
    need = None if seat.need is None else need_id(seat.need, seat.shift)
    code = seat.language if seat.need is None else week.need(seat.need)[1].language
    language = None if code is None else language_name(code)
    return SolverSeat(shift_id(seat.session, seat.shift), seat.role.value, need, language)


def _help_at_hand(
    problem: Problem, plan: tuple[Assignment, ...], seat: SolverSeat
) -> frozenset[str]:
    """Which of the missing skills somebody else in the shift could bring."""
    if seat.role != "adviser":
        return frozenset()
    beside = {"supervision": SolverSeat(seat.session, "supervisor")}
    if seat.language is not None:
        beside["language"] = SolverSeat(seat.session, "interpreter", None, seat.language)
    return frozenset(
        code
        for code, other in beside.items()
        if any(one.possible for one in rank.candidates(problem, plan, other))
    )


def _view(
    week: Week, candidate: rank.Candidate, place: int, at_hand: frozenset[str]
) -> CandidateView:
    number = volunteer_number(candidate.volunteer)
    person = week.volunteers[number]
    codes = {reason.code for reason in candidate.reasons}
    grade = _grade(candidate, place, codes, at_hand)
    return CandidateView(
        volunteer=number,
        name=person.name,
        about=_about(person),
        grade=grade,
        reasons=tuple(_word(week, person, reason, grade) for reason in candidate.reasons),
        gain=candidate.effect.coverage,
        needs_beside=_HELP[next(iter(codes))] if grade is Grade.WITH_HELP else None,
    )


def _grade(
    candidate: rank.Candidate, place: int, codes: set[str], at_hand: frozenset[str]
) -> Grade:
    if candidate.possible:
        return Grade.BEST if place < BEST else Grade.POSSIBLE
    if len(codes) == 1 and codes <= at_hand:
        return Grade.WITH_HELP
    return Grade.NOT_QUALIFIED if codes & _LAW else Grade.CONFLICT


def _word(week: Week, person: Volunteer, reason: rank.Reason, grade: Grade) -> Word:
    if grade is Grade.WITH_HELP:
        return Word(Speaks.AGAINST, reason.code, _BESIDE[reason.code].format(**reason.values))
    return word(week, person, reason)


_BESIDE = {
    "language": "Does not speak {language}: an interpreter would sit with them",
    "supervision": "Law student: a supervisor would have to be in the shift",
}


def _about(person: Volunteer) -> str:
    where = person.credential.state
    return f"{person.kind.label}, {where}" if where else person.kind.label
