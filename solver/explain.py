"""Why a seat is empty: one reason in words for each, and the funnel behind one of them.

Nothing is solved here. The reasons of all empty seats of a week are found
together, from arrays; the funnel of one seat is found person by person.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from solver.case import Case
from solver.entities import Assignment, Problem, Volunteer
from solver.obstacles import Obstacles, Reason
from solver.seat import Seat
from solver.vacancies import EmptySeat, empty_seats

__all__ = ["EmptySeat", "Funnel", "Reason", "Seat", "Step", "empty_seats", "funnel"]


@dataclass(frozen=True, slots=True)
class Step:
    """One narrowing of the funnel: a stable `code`, a `label`, and who is left."""

    code: str
    label: str
    volunteers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Everybody, narrowed step by step to those who could take the seat now."""

    seat: Seat
    steps: tuple[Step, ...]


def funnel(problem: Problem, assignments: Iterable[Assignment], seat: Seat) -> Funnel:
    """Who is left for a seat after each question, in the order a coordinator asks them.

    Raises KeyError when the seat's session or need is not in the problem.
    """
    obstacles = Obstacles(Case(problem, assignments), seat)
    left = list(problem.volunteers)
    steps = [_step("all", "All volunteers", left)]
    for code, label, against in _questions(obstacles):
        left = [person for person in left if not any(against(person))]
        steps.append(_step(code, label, left))
    return Funnel(seat, tuple(steps))


Against = Callable[[Volunteer], Iterator[Reason]]


def _questions(obstacles: Obstacles) -> tuple[tuple[str, str, Against], ...]:
    return (
        (
            "language",
            "Understand the language, or work through a free interpreter",
            obstacles.of_language,
        ),
        ("authority", "Have the matter and may do the work", obstacles.of_authority),
        ("reach", "Reach the office, or may serve remotely", obstacles.of_reach),
        ("available", "Offer these hours", obstacles.of_hours),
        ("hours_left", "Have hours of their pledge left", obstacles.of_pledge),
        ("free", "Are not used elsewhere at that time", obstacles.of_other_work),
    )


def _step(code: str, label: str, people: list[Volunteer]) -> Step:
    return Step(code, label, tuple(person.id for person in people))
