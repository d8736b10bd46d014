"""The whole model of a problem: every hard rule's rows on one board."""

from collections import defaultdict

import numpy as np

from solver.board import Board, Usable
from solver.choices import choices_of
from solver.cliques import clique_cover
from solver.entities import Problem
from solver.rules import (
    day_sessions,
    interpreters,
    pins,
    seats,
    stations,
    supervision,
    weekly_minutes,
)

WITH_ROWS = (weekly_minutes, day_sessions, stations, seats, supervision, interpreters, pins)
"""Rules with rows of their own; those that filter pairs spoke when the board was laid out."""

OF_ONE = ("weekly_minutes", "day_sessions")
"""Rules whose rows speak of one person each."""


def formulated(problem: Problem, usable: Usable | None = None) -> Board:
    """The board of a problem with the rows of every hard rule."""
    board = Board(problem, usable=usable)
    board.tie_flows()
    alone = [*range(board.model.height, add_clashes(board))]
    for rule in WITH_ROWS:
        first = board.model.height
        rule.add(board)
        board.spans[rule.__name__.rsplit(".", 1)[-1]] = range(first, board.model.height)
    for name in OF_ONE:
        alone += board.spans[name]
    board.own_rows = _by_person(board, alone)
    return board


def _by_person(board: Board, rows: list[int]) -> dict[int, list[int]]:
    """Rows that speak of one person each, by the person."""
    found = defaultdict[int, list[int]](list)
    matrix = board.model.rows().matrix
    for row in rows:
        found[int(board.pairs.volunteer[matrix.indices[matrix.indptr[row]]])].append(row)
    return found


def add_clashes(board: Board) -> int:
    """Rows that let one person take at most one of choices that exclude each other.

    Returns how many rows there are then.
    """
    for person, columns in board.people_columns():
        choices = board.choices[person] = choices_of(board, person, columns)
        member = choices.member
        lonely = np.ones(choices.count, dtype=np.bool_)
        others = [bits & ~(1 << choice) for choice, bits in enumerate(choices.clashing)]
        for clique in clique_cover(others):
            within = np.zeros(choices.count, dtype=np.bool_)
            within[clique] = True
            lonely &= ~within
            board.model.count(columns[within[member]], upper=1)
        for single in np.flatnonzero(lonely).tolist():
            if np.count_nonzero(member == single) > 1:
                board.model.count(columns[member == single], upper=1)
    return board.model.height
