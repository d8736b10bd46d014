"""Objective 1, coverage: what the filled seats are worth, and the people at intake."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from solver.board import INTAKE, Board
from solver.case import Case, Seating
from solver.hearing import Waiting, heard, not_understood, voices
from solver.model import Sum

SENTENCE: Final = "As much of what the offices ask for as possible is covered."


def cost(case: Case) -> int:
    """The weight of every covered seat and every intake person asked for."""
    return sum(covered_weight(case, name) for name in case.by_session)


def covered_weight(case: Case, session: str) -> int:
    """The weight covered in one session."""
    return weight_of(case, session, case.by_session[session])


def weight_of(case: Case, session: str, seatings: Sequence[Seating]) -> int:
    """The weight the given seatings would cover in the session.

    A seat counts when its adviser has the matter and understands; where interpreters
    are short, those seats count that weigh most.
    """
    sitting = [item for item in seatings if _advises(item)]
    taken = [item.need for item in sitting if item.need and not not_understood(item)]
    if len(taken) < len(sitting):
        depending = [item for item in sitting if not_understood(item)]
        served = heard([_waiting(item) for item in depending], voices(seatings))
        beside = zip(depending, served, strict=True)
        taken += [item.need for item, well in beside if well and item.need]
    asked = case.sessions[session]
    intake = sum(item.assignment.role == "intake" for item in seatings)
    total = min(intake, asked.intake) * asked.intake_weight
    counts = Counter(need.id for need in taken)
    needs = {need.id: need for need in taken}.values()
    return total + sum(need.weight * min(need.seats, counts[need.id]) for need in needs)


def _advises(item: Seating) -> bool:
    matters = item.person.matters
    return item.assignment.role == "adviser" and bool(item.need and item.need.matter in matters)


def _waiting(item: Seating) -> Waiting:
    weight = item.need.weight if item.need else 0
    return Waiting(not_understood(item), item.person.advises_in, weight)


def objective(board: Board) -> Sum:
    """Coverage as a sum of columns, to be made large."""
    return Sum(_weights(board), 0)


def _weights(board: Board) -> np.ndarray:
    weights = np.zeros(board.model.width, dtype=np.int64)
    for need, columns in board.need_flows():
        weights[columns] = board.problem.needs[need].weight
    for session, columns in board.session_columns(INTAKE):
        weights[columns] = board.problem.sessions[session].intake_weight
    return weights
