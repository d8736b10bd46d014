"""The pledge: the minutes a person serves in the week never exceed what they give."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.board import Board
from solver.case import Breach, Case
from solver.nodes import Nodes
from solver.vectors import Flags, Whole

SENTENCE: Final = "Nobody serves longer in the week than they pledged."

FINEST_CUT: Final = 6
"""Rounded rows are tried for up to this many sessions in a week."""


def breaches(case: Case) -> Iterator[Breach]:
    """People whose sessions add up to more than they pledged."""
    for name, seatings in case.by_person.items():
        load = sum(seating.session.end - seating.session.start for seating in seatings)
        pledged = case.people[name].max_minutes
        if load > pledged:
            yield Breach("weekly_minutes", f"{name} serves {load} of {pledged} minutes.", name)


def clashes(nodes: Nodes) -> Flags:
    """Which pairs of one person's nodes are together longer than the pledge."""
    length = nodes.week.length[nodes.session]
    together: Flags = np.add.outer(length, length) > nodes.max_minutes
    return together


def add(board: Board) -> None:
    """The pledge as one row per person, with the rounded rows that tighten it."""
    lengths = board.week.length[board.pairs.session]
    for person, columns in board.people_columns():
        pledge = board.problem.volunteers[person].max_minutes
        minutes = lengths[columns]
        if minutes.sum() <= pledge:
            continue
        board.model.row(columns, minutes, upper=pledge)
        for weights, most in _rounded(minutes, pledge):
            kept = weights > 0
            board.model.row(columns[kept], weights[kept], upper=most)


def _rounded(minutes: Whole, pledge: int) -> Iterator[tuple[Whole, int]]:
    """Chvátal-Gomory rows of the pledge: minutes counted in whole parts of it.

    With k + 1 parts a row says that at most k of them fit; a row that says no
    more than a weaker one before it is left out.
    """
    seen = set[bytes]()
    for most in range(1, FINEST_CUT):
        weights = minutes * (most + 1) // (pledge + 1)
        key = weights.tobytes()
        if weights.sum() > most and key not in seen:
            seen.add(key)
            yield weights, most
