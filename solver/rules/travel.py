"""Objective 6, travel: minutes on the way, there and back."""

from typing import Final

from solver.board import Board
from solver.case import Case, Seating
from solver.model import Sum

SENTENCE: Final = "People travel as little as possible."


def cost(case: Case) -> int:
    """Minutes from home and back over all on-site assignments."""
    return sum(minutes(seating) for seating in case.seatings)


def minutes(seating: Seating) -> int:
    """Minutes there and back for one assignment; 0 when it is served remotely."""
    person, session = seating.person, seating.session
    remote = session.remote or (
        session.remote_interpreters and seating.assignment.role == "interpreter"
    )
    if remote and session.office in person.remote_offices:
        return 0
    return next((2 * r.minutes for r in person.offices if r.office == session.office), 0)


def objective(board: Board) -> Sum:
    """Minutes there and back of every pair, to be made small."""
    pairs = board.pairs
    return Sum(2 * pairs.minutes * ~pairs.remote, 0)
