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
    if serves_remotely(seating):
        return 0
    office = seating.session.office
    return next((2 * way.minutes for way in seating.person.offices if way.office == office), 0)


def serves_remotely(seating: Seating) -> bool:
    """Whether the person stays at home for it: always where they may and the session lets them."""
    session = seating.session
    remote = session.remote or (
        session.remote_interpreters and seating.assignment.role == "interpreter"
    )
    return remote and session.office in seating.person.remote_offices


def objective(board: Board) -> Sum:
    """Minutes there and back of every pair, to be made small."""
    pairs = board.pairs
    return Sum(2 * pairs.minutes * ~pairs.remote, 0)
