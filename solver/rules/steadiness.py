"""Objective 3, steadiness: as little as possible differs from the previous roster."""

from typing import Final

import numpy as np

from solver.board import Board
from solver.case import Case
from solver.model import Sum

SENTENCE: Final = "As few assignments as possible differ from the previous roster."


def cost(case: Case) -> int:
    """How many assignments are in one roster and not in the other."""
    return len(set(case.assignments) ^ set(case.problem.previous))


def objective(board: Board) -> Sum:
    """One for each assignment, less two for each that was there before, plus all that was."""
    weights = np.zeros(board.model.width, dtype=np.int64)
    weights[: board.pairs.count] = 1
    weights[board.kept_columns()] -= 2
    return Sum(weights, len(set(board.problem.previous)))
