"""Stations: no more advisers at work in a session than it has places for them."""

from collections.abc import Iterator
from typing import Final

from solver.board import ADVISER, Board
from solver.case import Breach, Case

SENTENCE: Final = "A session has no more advisers than stations."


def breaches(case: Case) -> Iterator[Breach]:
    """Sessions with more advisers than stations."""
    for name, seatings in case.by_session.items():
        advisers = sum(seating.assignment.role == "adviser" for seating in seatings)
        stations = case.sessions[name].stations
        if advisers > stations:
            sentence = f"Session {name} has {advisers} advisers and {stations} stations."
            yield Breach("stations", sentence, session=name)


def add(board: Board) -> None:
    """One row per session over its advisers."""
    for session, columns in board.session_columns(ADVISER):
        board.model.count(columns, upper=board.problem.sessions[session].stations)
