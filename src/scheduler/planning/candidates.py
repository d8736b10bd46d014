"""Who could take a seat: everybody ranked, each with reasons a coordinator can act on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from scheduler.model.busy import is_busy
from scheduler.model.languages import language_name
from scheduler.model.people import Volunteer
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.model.week import Week
from scheduler.planning.candidate_words import Speaks, Word, word
from scheduler.planning.help_at_hand import HelpAtHand, help_at_hand
from scheduler.planning.problem import (
    assignments,
    need_id,
    seat_role,
    shift_id,
    standbys,
    volunteer_number,
)
from scheduler.planning.spoken import shift_name
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


@dataclass(frozen=True, slots=True)
class Search:
    """Looking for somebody for a seat of a plan; ``leaving`` makes room and is no candidate."""

    week: Week
    placed: tuple[Placement, ...]
    seat: WantedSeat
    problem: Problem
    leaving: int | None = None

    @property
    def plan(self) -> tuple[Assignment, ...]:
        """Who sits where once the person who leaves has left this shift."""
        gone = (self.leaving, self.seat.session, self.seat.shift)
        return assignments(p for p in self.placed if p.who_and_when != gone)

    @property
    def ready(self) -> frozenset[str]:
        """Who is on standby for this shift, by the solver's names."""
        here = shift_id(self.seat.session, self.seat.shift)
        return frozenset(s.volunteer for s in standbys(self.placed) if s.session == here)


def ranked(search: Search) -> tuple[CandidateView, ...]:
    """Everybody for the seat, best first; nothing is solved, everybody else stays put."""
    plan, wanted = search.plan, solver_seat(search.week, search.seat)
    at_hand = help_at_hand(search.problem, plan, wanted)
    found = [
        candidate
        for candidate in rank.candidates(search.problem, plan, wanted)
        if volunteer_number(candidate.volunteer) != search.leaving
    ]
    # They kept this very time free, in case somebody could not come.
    found.sort(key=lambda one: not one.possible or one.volunteer not in search.ready)
    views = [_view(search, candidate, place, at_hand) for place, candidate in enumerate(found)]
    return tuple(sorted(views, key=_order))


def _order(view: CandidateView) -> tuple[int, bool, int]:
    """By grade; of those in conflict first whoever could be freed or asked for other hours."""
    if view.grade is not Grade.CONFLICT:
        return _PLACES[view.grade], False, 0
    far = any(reason.code == "reach" for reason in view.reasons)
    return _PLACES[view.grade], far, len(view.reasons)


_PLACES = {grade: place for place, grade in enumerate(Grade)}


def funnel(search: Search) -> tuple[FunnelStep, ...]:
    """How many people are left after each question, from everybody to who could come now."""
    seat = solver_seat(search.week, search.seat)
    return tuple(
        _step(search, step) for step in explain.funnel(search.problem, search.plan, seat).steps
    )


def _step(search: Search, step: explain.Step) -> FunnelStep:
    people = [n for n in map(volunteer_number, step.volunteers) if n != search.leaving]
    names = [search.week.volunteers[n].name for n in people] if len(people) <= NAMES_SHOWN else []
    return FunnelStep(step.label, len(people), tuple(names))


def solver_seat(week: Week, seat: WantedSeat) -> SolverSeat:
    """The seat by the solver's names."""
    need = None if seat.need is None else need_id(seat.need, seat.shift)
    code = seat.language if seat.need is None else week.need(seat.need)[1].language
    language = None if code is None else language_name(code)
    return SolverSeat(shift_id(seat.session, seat.shift), seat_role(seat.role), need, language)


def _view(
    search: Search, candidate: rank.Candidate, place: int, at_hand: HelpAtHand
) -> CandidateView:
    number = volunteer_number(candidate.volunteer)
    person = search.week.volunteers[number]
    codes = {reason.code for reason in candidate.reasons}
    grade = _grade(candidate, place, codes, at_hand.brings(person))
    several = at_hand.interpreters_for(person) > 1
    return CandidateView(
        volunteer=number,
        name=person.name,
        about=_about(person),
        grade=grade,
        reasons=(
            *_standing_by(search, number),
            *(
                _beside(reason, several=several)
                if grade is Grade.WITH_HELP
                else _word(search, number, reason)
                for reason in candidate.reasons
            ),
        ),
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


def _beside(reason: rank.Reason, *, several: bool) -> Word:
    said = _SEVERAL_BESIDE if several and reason.code == "language" else _BESIDE[reason.code]
    return Word(Speaks.AGAINST, reason.code, said.format(**reason.values))


def _word(search: Search, number: int, reason: rank.Reason) -> Word:
    said = word(search.week, search.week.volunteers[number], reason)
    if reason.code == "weekly_minutes" and (shifts := _shifts_of(search, number)):
        return replace(said, text=f"{said.text} ({shifts})")
    if reason.code == "availability" and _is_busy(search, number):
        return replace(said, code="busy", text="Busy in their own calendar")
    return said


def _is_busy(search: Search, number: int) -> bool:
    shift = search.week.shift(search.seat.session, search.seat.shift)
    return is_busy(search.week.busy.get(number, ()), shift.starts, shift.ends)


def _standing_by(search: Search, number: int) -> Iterator[Word]:
    """That they are on standby for this shift, or for another that they would have to leave."""
    here = (search.seat.session, search.seat.shift)
    for place in search.placed:
        if place.volunteer != number or place.role is not Role.STANDBY:
            continue
        if (place.session, place.shift) == here:
            yield Word(Speaks.FOR, "on_standby", "Is on standby for this shift")
        else:
            there = shift_name(search.week, place.session, place.shift)
            yield Word(Speaks.AGAINST, "on_standby_elsewhere", f"Is on standby for {there}")


def _shifts_of(search: Search, number: int) -> str:
    """Where else the person serves: whoever wants them here has to free them there."""
    held = [p for p in search.placed if p.volunteer == number and p.role is not Role.STANDBY]
    return "; ".join(shift_name(search.week, p.session, p.shift) for p in held)


_BESIDE = {
    "language": "Does not speak {language}: an interpreter would sit with them",
    "supervision": "Law student: a supervisor would have to be in the shift",
}
_SEVERAL_BESIDE = (
    "Does not speak {language}: two interpreters would sit with them, one after another"
)


def _about(person: Volunteer) -> str:
    where = person.credential.state
    return f"{person.kind.label}, {where}" if where else person.kind.label
