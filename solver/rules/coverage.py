"""Objective 1, coverage: what the filled seats are worth, and the people at intake."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from solver.board import INTAKE, Board
from solver.case import Case, Seating
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

    A seat counts when its adviser has the matter and is understood; where
    interpreters are short, the heaviest seats count first.
    """
    present = Counter(
        item.assignment.language for item in seatings if item.assignment.role == "interpreter"
    )
    sitting = defaultdict[str, list[Seating]](list)
    for item in seatings:
        if (
            item.assignment.role == "adviser"
            and item.need
            and item.need.matter in item.person.matters
        ):
            sitting[item.need.id].append(item)
    asked = case.sessions[session]
    intake = sum(item.assignment.role == "intake" for item in seatings)
    total = min(intake, asked.intake) * asked.intake_weight
    needs = sorted(sitting, key=lambda name: -case.needs[name].weight)
    return total + sum(_seats(case, name, sitting[name], present) for name in needs)


def _seats(case: Case, name: str, advisers: list[Seating], present: Counter[str | None]) -> int:
    need = case.needs[name]
    alone = sum(
        need.language is None or need.language in item.person.advises_in for item in advisers
    )
    paired = min(len(advisers) - alone, present[need.language])
    present[need.language] -= paired
    return need.weight * min(need.seats, alone + paired)


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
