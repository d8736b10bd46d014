"""Open Door's own solver, asked for coverage alone."""

from benchmarks.attempts import Attempt, Effort
from solver.problem import Problem
from solver.progress import Progress
from solver.solve import Limits, solve


def attempt(problem: Problem, effort: Effort) -> Attempt:
    """Solve the coverage stage, and note when the first plan was there."""
    first: list[float] = []

    def watch(progress: Progress) -> None:
        if not first and progress.value > 0:
            first.append(progress.seconds)

    limits = Limits(effort.seconds, effort.workers, effort.seed, stages=1)
    plan = solve(problem, limits, watch)
    return Attempt(
        plan.assignments,
        bound=plan.bound.coverage,
        first=first[0] if first else None,
        note="proved" if plan.coverage_proved else "",
    )
