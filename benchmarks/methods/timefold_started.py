"""Timefold from a greedy start: its best chance, since its own construction is weak here."""

from benchmarks.attempts import Attempt, Effort
from benchmarks.methods import greedy, timefold
from solver.problem import Problem


def attempt(problem: Problem, effort: Effort) -> Attempt:
    """Greedy first, then Timefold's search."""
    return timefold.attempt(problem, effort, greedy.attempt(problem, effort).assignments)
