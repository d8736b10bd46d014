"""What each person carries: the covered weight that would go if they just left their seats."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from solver.case import Case, Seating
from solver.entities import Assignment, Problem
from solver.rules import coverage
from solver.rules.supervision import is_student


def carried(problem: Problem, assignments: Iterable[Assignment]) -> dict[str, int]:
    """The weight that goes through each person's seats, before anybody makes up for it."""
    case = Case(problem, assignments)
    weights = Counter[str]()
    for name, seatings in case.by_session.items():
        whole = coverage.weight_of(case, name, seatings)
        for item in seatings:
            weights[item.person.id] += whole - _left(case, name, seatings, item)
    return dict(weights)


def _left(case: Case, name: str, seatings: list[Seating], gone: Seating) -> int:
    """What the session still covers without one person."""
    others = [item for item in seatings if item is not gone]
    if gone.assignment.role == "supervisor":
        others = _still_supervised(case, others)
    return coverage.weight_of(case, name, others)


def _still_supervised(case: Case, seatings: list[Seating]) -> list[Seating]:
    """Without the students for whom no supervisor is left, the lightest seats first."""
    supervisors = sum(item.assignment.role == "supervisor" for item in seatings)
    students = sorted(
        (item for item in seatings if is_student(item)),
        key=lambda item: -(item.need.weight if item.need else 0),
    )
    kept = students[: case.problem.settings.students_per_supervisor * supervisors]
    return [item for item in seatings if not is_student(item) or item in kept]


def without(problem: Problem, volunteer: str) -> Problem:
    """The problem if the person were not there."""
    return replace(
        problem,
        volunteers=tuple(person for person in problem.volunteers if person.id != volunteer),
        pins=tuple(pin for pin in problem.pins if pin.volunteer != volunteer),
        previous=tuple(item for item in problem.previous if item.volunteer != volunteer),
    )
