"""Seats: no more people in a need than its seats, none in intake beyond what is asked for."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from solver.board import INTAKE, Board
from solver.case import Breach, Case

SENTENCE: Final = "No more people sit in a need, or at intake, than were asked for."


def breaches(case: Case) -> Iterator[Breach]:
    """Needs with more advisers than seats, and sessions with too many at intake."""
    sitting = Counter(item.need.id for item in case.seatings if item.need is not None)
    for name, taken in sitting.items():
        need = case.needs[name]
        if taken > need.seats:
            sentence = f"Need {name} has {taken} people and {need.seats} seats."
            yield Breach("seats", sentence, session=need.session, need=name)
    for name, seatings in case.by_session.items():
        taken = sum(seating.assignment.role == "intake" for seating in seatings)
        asked = case.sessions[name].intake
        if taken > asked:
            sentence = f"Session {name} has {taken} people at intake and asks for {asked}."
            yield Breach("seats", sentence, session=name)


def add(board: Board) -> None:
    """One row per need over the advisers who flow into it, one per session over intake."""
    for need, columns in board.need_flows():
        board.model.count(columns, upper=board.problem.needs[need].seats)
    for session, columns in board.session_columns(INTAKE):
        board.model.count(columns, upper=board.problem.sessions[session].intake)
