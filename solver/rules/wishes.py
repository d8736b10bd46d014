"""Objective 4, wishes: preferred hours and preferred offices before the others."""

from typing import Final

from solver.board import Board
from solver.case import Case, Seating
from solver.model import Sum

SENTENCE: Final = "People serve in the hours and at the offices they prefer."

IF_NEEDED: Final = 2
"""Points for an assignment in hours that are offered only if needed."""

ONLY_OK: Final = 1
"""Points for an on-site assignment at an office that is only ok."""


def cost(case: Case) -> int:
    """Points for every assignment that goes against a wish."""
    return sum(points(seating) for seating in case.seatings)


def points(seating: Seating) -> int:
    """Points for one assignment."""
    person, session = seating.person, seating.session
    total = 0 if gladly(seating) else IF_NEEDED
    remote = session.remote or (
        session.remote_interpreters and seating.assignment.role == "interpreter"
    )
    if remote and session.office in person.remote_offices:
        return total
    only_ok = any(r.office == session.office and r.level == "ok" for r in person.offices)
    return total + (ONLY_OK if only_ok else 0)


def gladly(seating: Seating) -> bool:
    """Whether the person prefers these hours."""
    start, end = seating.session.start, seating.session.end
    return any(
        window.level == "preferred" and window.start <= start and end <= window.end
        for window in seating.person.windows
    )


def objective(board: Board) -> Sum:
    """Points of every pair, to be made small."""
    pairs = board.pairs
    return Sum(IF_NEEDED * ~pairs.gladly + ONLY_OK * (pairs.only_ok & ~pairs.remote), 0)
