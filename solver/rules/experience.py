"""Beyond the six, experience: nobody's first sessions are among newcomers alone.

A session's crew are those who advise in it and those who supervise them. Sessions
in which somebody advises and the whole crew are newcomers are counted.
"""

from typing import Final

import numpy as np

from solver.board import ADVISER, SUPERVISOR, Board
from solver.case import Case
from solver.entities import Problem
from solver.model import Sum
from solver.vectors import Whole

SENTENCE: Final = "As few sessions as possible are left to newcomers alone."


def concerns(problem: Problem) -> bool:
    """Whether anybody is a newcomer."""
    return any(person.newcomer for person in problem.volunteers)


def cost(case: Case) -> int:
    """How many sessions are left to newcomers alone."""
    total = 0
    for seatings in case.by_session.values():
        crew = [item for item in seatings if item.assignment.role in ("adviser", "supervisor")]
        advised = any(item.assignment.role == "adviser" for item in crew)
        total += advised and all(item.person.newcomer for item in crew)
    return total


class Crews:
    """The model's side: a column for each session that newcomers could be left alone in."""

    def __init__(self, board: Board) -> None:
        people = board.problem.volunteers
        new = np.array([person.newcomer for person in people], dtype=np.bool_)
        fresh = new[board.pairs.volunteer]
        watching = dict(board.session_columns(SUPERVISOR))
        first = board.model.width
        self._sessions: list[tuple[int, Whole, Whole]] = []
        for session, advisers in board.session_columns(ADVISER):
            newcomers = advisers[fresh[advisers]]
            if not len(newcomers):
                continue
            crew = np.append(advisers, watching.get(session, np.empty(0, dtype=np.int64)))
            steady = crew[~fresh[crew]]
            alone = board.model.columns(1, 0, 1)
            self._add_rows(board, alone, newcomers, steady)
            self._sessions.append((alone, newcomers, steady))
        weights = np.zeros(board.model.width, dtype=np.int64)
        weights[first:] = 1
        self.total = Sum(weights, 0)

    @staticmethod
    def _add_rows(board: Board, alone: int, newcomers: Whole, steady: Whole) -> None:
        """Where a newcomer advises, somebody else is there or the session counts."""
        helped = np.append(steady, alone)
        for newcomer in newcomers.tolist():
            columns = np.append(helped, newcomer)
            weights = np.append(np.ones(len(helped), dtype=np.int64), -1)
            board.model.row(columns, weights, lower=0)

    def settle(self, values: Whole) -> Whole:
        """The values with just those sessions counted that newcomers are alone in."""
        settled = np.pad(values, (0, max(0, len(self.total.weights) - len(values))))
        for alone, newcomers, steady in self._sessions:
            settled[alone] = settled[newcomers].any() and not settled[steady].any()
        return settled
