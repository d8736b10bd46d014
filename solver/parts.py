"""One part of a large week: what it is, and how it is solved wherever it runs.

A part is plain data in and plain data out, so that it can be solved in another
process or on another machine with the same result.
"""

import time
from dataclasses import dataclass

import numpy as np

from solver.entities import Assignment, Problem
from solver.exact import Effort, Program
from solver.formulation import formulated
from solver.hull import Hulls
from solver.prices import Prices, prices_of
from solver.relaxation import relax
from solver.rules import coverage
from solver.seating import assignments_of, values_of
from solver.start import first_values

TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Part:
    """A problem of its own, the seats already `taken` in it, and the time it may use."""

    problem: Problem
    taken: tuple[Assignment, ...]
    seconds: float
    seed: int


@dataclass(frozen=True, slots=True)
class PartPlan:
    """The seats taken in the part now, and the prices at which it was relaxed."""

    assignments: tuple[Assignment, ...]
    prices: Prices | None


def solve_part(part: Part) -> PartPlan:
    """Cover as much of the part as its time allows, never less than was taken."""
    began = time.monotonic()
    board = formulated(part.problem)
    for slack in board.slacks.values():
        board.model.count(np.array([slack]), upper=0)
    total = coverage.objective(board)
    values = values_of(board, part.taken) if part.taken else first_values(board)
    model = board.model.copy()
    # The rows must carry the whole price of a place, not share it with a column's bound.
    model.open(board.first_flow, len(board.seat_flows) + len(board.language_groups))
    Hulls(board, model)
    relaxed = relax(model, total, larger=True, seconds=part.seconds * 0.7)
    width = board.model.width
    narrow = board.model.copy()
    if relaxed is not None:
        used = (relaxed.values[:width] > TINY) | (values > 0)
        narrow.close(np.flatnonzero(~used))
    effort = Effort(part.seconds - (time.monotonic() - began), 1, part.seed)
    outcome = Program(narrow).improve(
        total, larger=True, start=values, effort=effort, watch=lambda _values, _bound: True
    )
    if outcome.values is not None and total.value(outcome.values) >= total.value(values):
        values = outcome.values
    prices = None if relaxed is None else prices_of(board, relaxed)
    return PartPlan(assignments_of(board, values), prices)
