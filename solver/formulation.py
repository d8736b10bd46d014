"""The whole model of a problem: every hard rule's rows on one board."""

from collections import defaultdict

import numpy as np

from solver.board import Board, Usable
from solver.cliques import clique_cover
from solver.entities import Problem
from solver.nodes import Nodes
from solver.rules import (
    day_sessions,
    interpreters,
    one_place,
    one_role,
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

WITH_CLASHES = (one_role, one_place, day_sessions, weekly_minutes)
"""Rules that say which two choices of one person exclude each other."""


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
    pairs = board.pairs
    for person, columns in board.people_columns():
        choice = pairs.session[columns] * 2 + pairs.remote[columns]
        distinct, member = np.unique(choice, return_inverse=True)
        lonely = np.ones(len(distinct), dtype=np.bool_)
        for clique in clique_cover(_edges(board, person, distinct)):
            lonely[clique] = False
            board.model.count(columns[np.isin(member, clique)], upper=1)
        for single in np.flatnonzero(lonely).tolist():
            if np.count_nonzero(member == single) > 1:
                board.model.count(columns[member == single], upper=1)
    return board.model.height


def _edges(board: Board, person: int, choices: np.ndarray) -> np.ndarray:
    volunteer = board.problem.volunteers[person]
    nodes = Nodes(
        board.week,
        choices // 2,
        choices % 2 == 1,
        volunteer.max_minutes,
        volunteer.max_sessions_per_day,
    )
    edges = np.zeros((len(choices), len(choices)), dtype=np.bool_)
    for rule in WITH_CLASHES:
        edges |= rule.clashes(nodes)
    return edges
