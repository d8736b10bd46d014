"""Pins: what the coordinator fixed by hand stays fixed."""

from collections.abc import Iterator
from typing import Final

from solver.board import Board
from solver.case import Breach, Case

SENTENCE: Final = "A person pinned to a session serves in it; a person kept out does not."


def breaches(case: Case) -> Iterator[Breach]:
    """Pins that the assignments do not keep."""
    held = {(seating.person.id, seating.session.id) for seating in case.seatings}
    for pin in case.problem.pins:
        inside = (pin.volunteer, pin.session) in held
        if inside == pin.must:
            continue
        wish = "is pinned to" if pin.must else "is kept out of"
        sentence = f"{pin.volunteer} {wish} session {pin.session}."
        yield Breach("pins", sentence, pin.volunteer, pin.session)


def add(board: Board) -> None:
    """One row per pinned person and session, to be filled unless the board allows for less.

    Pairs that are kept out have no column, so nothing needs to be said of them.
    """
    for number, columns in board.pinned_columns():
        board.model.count(board.with_slack(number, columns), lower=1)
