"""One part of a large week: what it is, and how it is solved wherever it runs.

A part is plain data in and plain data out, so that it can be solved in another
process or on another machine with the same result.
"""

import math
import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from solver.board import Board, Usable
from solver.entities import ROLES, Assignment, Problem
from solver.exact import Effort, Program
from solver.formulation import formulated
from solver.hull import Hulls
from solver.model import Sum
from solver.pairs import Pairs
from solver.relaxation import relax
from solver.rules import coverage
from solver.seating import assignments_of, values_of
from solver.start import first_values
from solver.vectors import Flags

TINY: Final = 1e-6

SCALE: Final = 100
TRIFLE: Final = 30
"""Weights are multiplied, so that trifles below a third of the smallest one can be added."""

LEAST_SEARCH: Final = 0.5
"""Seconds of search that a part gets in any case."""

RELAXING_SHARE: Final = 0.7
"""Share of the part's time that its relaxation may take."""


@dataclass(frozen=True, slots=True)
class Part:
    """A problem of its own, the seats already `taken` in it, and the time it may use.

    Of everybody's places only the `useful` ones count (volunteer and session), if that
    is given, and those taken. Nobody new sits in the `settled` sessions; who is there
    may leave. `search` limits the seconds after the relaxation.
    """

    problem: Problem
    taken: tuple[Assignment, ...]
    seconds: float
    seed: int
    useful: frozenset[tuple[str, str]] | None = None
    settled: frozenset[str] = frozenset()
    search: float = math.inf


@dataclass(frozen=True, slots=True)
class PartPlan:
    """The seats taken in the part now."""

    assignments: tuple[Assignment, ...]


def solve_part(part: Part) -> PartPlan:
    """Cover as much of the part as its time allows."""
    ends = time.monotonic() + part.seconds
    board = formulated(part.problem, _usable(part))
    for slack in board.slacks.values():
        board.model.count(np.array([slack]), upper=0)
    total = _total(board, part.seed)
    values = values_of(board, part.taken) if part.taken else None
    model = board.model.copy()
    Hulls(board, model, lean=True)
    relaxed = relax(model, total, larger=True, seconds=part.seconds * RELAXING_SHARE)
    narrow = board.model.copy()
    if relaxed is not None:
        kept = relaxed.values[: board.model.width] > TINY
        narrow.close(np.flatnonzero(~(kept if values is None else kept | (values > 0))))
    left = ends - time.monotonic()
    effort = Effort(max(min(left, part.search), LEAST_SEARCH), 1, part.seed)
    outcome = Program(narrow).improve(
        total, larger=True, start=values, effort=effort, watch=lambda _values, _bound: True
    )
    found = outcome.values
    if found is None:
        found = first_values(board) if values is None else values
    return PartPlan(assignments_of(board, found))


def _usable(part: Part) -> Usable | None:
    """Says which pairs may be used beside those that are taken."""
    if part.useful is None and not part.settled:
        return None
    people, sessions = part.problem.volunteers, part.problem.sessions
    held = {(item.volunteer, item.session, item.role) for item in part.taken}

    def usable(pairs: Pairs) -> Flags:
        columns = (pairs.volunteer.tolist(), pairs.session.tolist(), pairs.role.tolist())
        named = ((people[v].id, sessions[s].id, ROLES[r]) for v, s, r in zip(*columns, strict=True))
        return np.array([key in held or _is_open(part, *key[:2]) for key in named], dtype=np.bool_)

    return usable


def _is_open(part: Part, volunteer: str, session: str) -> bool:
    if session in part.settled:
        return False
    return part.useful is None or (volunteer, session) in part.useful


def _total(board: Board, seed: int) -> Sum:
    """Coverage, and a trifle less for each pair to tell equals apart.

    Without the trifle a relaxation has so many solutions equally good that hardly any
    of its values are whole.
    """
    weights = SCALE * coverage.objective(board).padded(board.model.width)
    trifles = np.random.default_rng(seed).integers(0, TRIFLE, board.pairs.count)
    weights[: board.pairs.count] -= trifles
    return Sum(weights, 0)
