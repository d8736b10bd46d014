"""Beyond the six, freshness: hours that nobody confirmed of late are called on last.

Among plans that are equally good in all six objectives, the one with the fewest
assignments of people whose hours are uncertain.
"""

from typing import Final

import numpy as np

from solver.board import Board
from solver.case import Case
from solver.entities import Problem
from solver.model import Sum

SENTENCE: Final = "People whose hours are uncertain are called on last."


def concerns(problem: Problem) -> bool:
    """Whether anybody's hours are uncertain."""
    return any(person.uncertain for person in problem.volunteers)


def cost(case: Case) -> int:
    """How many assignments rest on hours that are uncertain."""
    return sum(seating.person.uncertain for seating in case.seatings)


def objective(board: Board) -> Sum:
    """One for each pair of a person whose hours are uncertain, to be made small."""
    people = board.problem.volunteers
    uncertain = np.array([person.uncertain for person in people], dtype=np.int64)
    return Sum(uncertain[board.pairs.volunteer], 0)
