"""The problem as JSON: what `solver.problem` reads, written back.

Members that are optional are left out where they say nothing, so that a week that
asks for nothing beyond the plain format is written in the plain format.
"""

from typing import Final

from solver.entities import Assignment, Problem, Volunteer

FORMAT: Final = "clinic-problem/1"

OPTIONAL: Final = frozenset(
    {"bridge", "newcomer", "next_weakest", "relays", "standby", "uncertain"}
)
"""Members that say nothing when they are false, 0, empty or null."""


def problem_document(problem: Problem) -> dict[str, object]:
    """The problem as a `clinic-problem/1` document, ready for JSON."""
    return {
        "format": FORMAT,
        "settings": _fields(problem.settings),
        "offices": [_fields(office) for office in problem.offices],
        "travel": [
            [one, other, minutes]
            for (one, other), minutes in problem.travel.items()
            if one <= other
        ],
        "sessions": [_fields(session) for session in problem.sessions],
        "needs": [_fields(need) for need in problem.needs],
        "volunteers": [_volunteer_document(person) for person in problem.volunteers],
        "pins": [_fields(pin) for pin in problem.pins],
        "previous": [assignment_document(item) for item in problem.previous],
        **_previous_standby(problem),
    }


def _previous_standby(problem: Problem) -> dict[str, object]:
    listed = [_fields(item) for item in problem.previous_standby]
    return {"previous_standby": listed} if listed else {}


def assignment_document(assignment: Assignment) -> dict[str, object]:
    """One assignment as plans and previous rosters list it."""
    return _fields(assignment)


def _fields(item: object) -> dict[str, object]:
    members = {name: getattr(item, name) for name in type(item).__dataclass_fields__}  # type: ignore[attr-defined]
    return {name: value for name, value in members.items() if value or name not in OPTIONAL}


def _volunteer_document(person: Volunteer) -> dict[str, object]:
    document = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in _fields(person).items()
    }
    document["windows"] = [[window.start, window.end, window.level] for window in person.windows]
    if person.relays:
        document["relays"] = [list(relay) for relay in sorted(person.relays)]
    document["offices"] = [[reach.office, reach.minutes, reach.level] for reach in person.offices]
    return document
