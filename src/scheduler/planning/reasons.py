"""Why a seat is empty, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.model.week import Week
from scheduler.planning.problem import assignments, need_number, shift_numbers, week_problem
from scheduler.planning.views import Because, seat_key
from solver import explain
from solver.problem import Problem

# A few words for each of the solver's reasons, where a chip has no room for its sentence.
_HINTS = {
    "no_station": "no table free",
    "no_matter": "nobody has the matter",
    "no_adviser": "nobody then and there",
    "no_supervisor": "no supervisor",
    "no_language": "nobody speaks it",
    "language_not_available": "no speaker then",
    "language_used_up": "speakers are busy",
    "bridge_not_available": "no second interpreter",
    "bridge_used_up": "second interpreters busy",
    "hours_used_up": "hours used up",
    "used_elsewhere": "all are busy",
    "in_company": "two could",
    "no_intake": "nobody then and there",
    "no_intake_role": "nobody does intake",
}


def empty_reasons(
    week: Week, placed: Iterable[Placement], problem: Problem | None = None
) -> Mapping[str, Because]:
    """The one reason that says most for every kind of empty seat, by ``SeatView.key``."""
    stated = problem or week_problem(week)
    return {
        _key(empty.seat): _because(empty.reason)
        for empty in explain.empty_seats(stated, assignments(placed))
    }


def _key(seat: explain.Seat) -> str:
    session, shift = shift_numbers(seat.session)
    return seat_key(session, shift, Role(seat.role), need_number(seat.need))


def _because(reason: explain.Reason) -> Because:
    return Because(reason.code, _sentence(reason), _hint(reason))


def _sentence(reason: explain.Reason) -> str:
    people = reason.values.get("people")
    if reason.code == "open":
        who = "One person" if people == 1 else f"Some of {people} people"
        return f"{who} could still take it: choose from the candidates."
    if reason.code == "in_company":
        return f"{reason.text} Place both: choose from the candidates."
    return reason.text


def _hint(reason: explain.Reason) -> str:
    if reason.code == "open":
        return "someone could"
    return _HINTS.get(reason.code, "nobody could")
