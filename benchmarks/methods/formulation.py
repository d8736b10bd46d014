"""Our model, built and not solved: what building costs in time and memory."""

import time

from benchmarks.attempts import Attempt, Effort
from solver.formulation import formulated
from solver.problem import Problem


def attempt(problem: Problem, effort: Effort) -> Attempt:
    """Lay the board out with the rows of every rule."""
    del effort
    began = time.monotonic()
    board = formulated(problem)
    build = time.monotonic() - began
    sizes = f"{board.pairs.count},{board.model.width},{board.model.height}"
    return Attempt((), build=build, note=sizes)
