"""A seat: one place for one person, and how full the session around it is."""

from dataclasses import dataclass

from solver.case import Case, Seating
from solver.entities import Assignment, Role
from solver.rules.interpreters import not_understood
from solver.rules.supervision import is_student


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in a session: `need` is set for advisers, `language` for interpreters."""

    session: str
    role: Role
    need: str | None = None
    language: str | None = None


class Room:
    """What a session still has room for, beside the assignments it holds."""

    def __init__(self, case: Case, session: str) -> None:
        self.session = case.sessions[session]
        self.seatings: list[Seating] = case.by_session.get(session, [])
        self._ratio = case.problem.settings.students_per_supervisor
        roles = [item.assignment.role for item in self.seatings]
        self.stations = self.session.stations - roles.count("adviser")
        self.intake = self.session.intake - roles.count("intake")
        students = sum(is_student(item) for item in self.seatings)
        self.students = self._ratio * roles.count("supervisor") - students

    def seats(self, case: Case, need: str) -> int:
        """Seats of the need that nobody sits in."""
        taken = sum(item.need is not None and item.need.id == need for item in self.seatings)
        return case.needs[need].seats - taken

    def interpreters(self, language: str | None) -> int:
        """Interpreters for the language whom no seat depends on yet."""
        present = sum(
            item.assignment.role == "interpreter" and item.assignment.language == language
            for item in self.seatings
        )
        return present - sum(not_understood(item) == language for item in self.seatings)


def assignment_to(seat: Seat, volunteer: str) -> Assignment:
    """The assignment of a volunteer to the seat."""
    return Assignment(volunteer, seat.session, seat.role, seat.need, seat.language)
