"""Who could be held ready for a shift: everybody, each with what speaks for or against it."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.model.availability import Level
from scheduler.model.people import UNKNOWN_MINUTES
from scheduler.model.sessions import Role
from scheduler.model.week import Week
from scheduler.planning.candidate_words import Speaks, Word
from scheduler.planning.candidates import BEST, CandidateView, Grade, Search
from scheduler.planning.problem import (
    serves_remotely,
    shift_id,
    standbys,
    volunteer_number,
)
from solver.case import Case
from solver.rules import standby as rule

_AGAINST = {
    "serves": "Serves in this shift",
    "availability": "Does not offer these hours",
    "pinned_out": "Is kept out of this shift",
    "no_use": "Could take no seat of this shift",
    "reach": "Does not reach it, or not in time beside what they serve",
    "too_often": "Would give more than they offer that day or week, or is on standby already",
}
_NOT_QUALIFIED = frozenset({"no_use"})


def standby_candidates(search: Search) -> tuple[CandidateView, ...]:
    """Everybody who is not on standby here, best first, in the order of the solver's choice."""
    case = Case(search.problem, search.plan, standbys(search.placed))
    here, ready = shift_id(search.seat.session, search.seat.shift), search.ready
    found = {
        volunteer_number(name): why
        for name, why in rule.obstacles(case, here).items()
        if name not in ready
    }
    late = _uncertain(search)
    free = sorted(
        (number for number, why in found.items() if not why),
        key=lambda number: (number in late, not _gladly(search, number), _way(search, number)),
    )
    hindered = [_impossible(search, number, why) for number, why in found.items() if why]
    return (
        *(_possible(search, one, place, late=one in late) for place, one in enumerate(free)),
        *sorted(hindered, key=lambda view: view.grade is Grade.NOT_QUALIFIED),
    )


def _uncertain(search: Search) -> frozenset[int]:
    """Whose hours are called on last, where that tells people apart."""
    return frozenset(volunteer_number(p.id) for p in search.problem.volunteers if p.uncertain)


def _gladly(search: Search, number: int) -> bool:
    shift = search.week.shift(search.seat.session, search.seat.shift)
    return any(
        window.level is Level.AVAILABLE
        and window.starts <= shift.starts
        and shift.ends <= window.ends
        for window in search.week.windows[number]
    )


def _way(search: Search, number: int) -> int:
    """How far the office is among those the person named; 0 from elsewhere."""
    session, person = search.week.sessions[search.seat.session], search.week.volunteers[number]
    if serves_remotely(person, session, Role.STANDBY):
        return 0
    if session.office not in person.offices:
        return UNKNOWN_MINUTES
    return person.offices.index(session.office) + 1


def _possible(search: Search, number: int, place: int, *, late: bool) -> CandidateView:
    return _view(
        search.week,
        number,
        Grade.BEST if place < BEST else Grade.POSSIBLE,
        tuple(_about(search, number, late=late)),
    )


def _about(search: Search, number: int, *, late: bool) -> Iterator[Word]:
    if _gladly(search, number):
        yield Word(Speaks.FOR, "preferred_hours", "Is available at that time")
    else:
        yield Word(Speaks.AGAINST, "if_needed", "Offers these hours only if needed")
    if _way(search, number) == 0:
        yield Word(Speaks.FOR, "remote", "Would serve from elsewhere")
    if late:
        yield Word(Speaks.AGAINST, "uncertain", "Has not confirmed these hours of late")


def _impossible(search: Search, number: int, why: str) -> CandidateView:
    grade = Grade.NOT_QUALIFIED if why in _NOT_QUALIFIED else Grade.CONFLICT
    return _view(search.week, number, grade, (Word(Speaks.AGAINST, why, _AGAINST[why]),))


def _view(week: Week, number: int, grade: Grade, reasons: tuple[Word, ...]) -> CandidateView:
    person = week.volunteers[number]
    about = ", ".join(filter(None, (person.kind.label, person.credential.state)))
    return CandidateView(number, person.name, about, grade, reasons)
