"""A seat: one place for one person, and how full the session around it is."""

from collections import Counter
from dataclasses import dataclass

from solver.case import Case, Seating
from solver.entities import Assignment, Role, Volunteer
from solver.hearing import Waiting, heard, voices, waiting
from solver.rules.supervision import is_student


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in a session: `need` is set for advisers, `language` for interpreters.

    An interpreter's seat without a `bridge` is for everybody who interprets the
    language, whatever they interpret it into.
    """

    session: str
    role: Role
    need: str | None = None
    language: str | None = None
    bridge: str | None = None


class Room:
    """What a session still has room for, beside the assignments it holds.

    `bridges` are the languages that somebody there interprets something into alone.
    """

    def __init__(self, case: Case, session: str) -> None:
        self.session = case.sessions[session]
        self.seatings: list[Seating] = case.by_session.get(session, [])
        self._ratio = case.problem.settings.students_per_supervisor
        roles = [item.assignment.role for item in self.seatings]
        self.stations = self.session.stations - roles.count("adviser")
        self.intake = self.session.intake - roles.count("intake")
        students = sum(is_student(item) for item in self.seatings)
        self.students = self._ratio * roles.count("supervisor") - students
        self._voices = voices(self.seatings)
        self.bridges = frozenset(bridge for _, bridge in self._voices if bridge)
        self._waiting = waiting(self.seatings)
        self._understood: dict[tuple[str, frozenset[str]], bool] = {}

    def seats(self, case: Case, need: str) -> int:
        """Seats of the need that nobody sits in."""
        taken = sum(item.need is not None and item.need.id == need for item in self.seatings)
        return case.needs[need].seats - taken

    def understands(self, language: str, hear: frozenset[str]) -> bool:
        """Whether one more adviser would be understood in a language they do not speak.

        They advise in what they `hear`; no seat loses its interpreters to them.
        """
        key = (language, hear & self.bridges)
        if key not in self._understood:
            more = heard([*self._waiting, Waiting(*key)], self._voices)
            self._understood[key] = sum(more) > sum(heard(self._waiting, self._voices))
        return self._understood[key]

    def bridge_for(self, person: Volunteer, language: str) -> str | None:
        """What the person would interpret the language into; None for whatever is spoken.

        Of several bridge languages one that somebody there can use.
        """
        bridges = [bridge for relayed, bridge in person.relays if relayed == language]
        if language in person.interprets or not bridges:
            return None
        before = sum(heard(self._waiting, self._voices))

        def use(bridge: str) -> tuple[bool, bool, str]:
            more = self._voices + Counter([(language, bridge)])
            advised = any(bridge in s.hear for s in self._waiting if s.language == language)
            return sum(heard(self._waiting, more)) == before, not advised, bridge

        return min(bridges, key=use)


def assignment_to(seat: Seat, person: Volunteer, room: Room) -> Assignment:
    """The assignment of a volunteer to the seat."""
    bridge = seat.bridge
    if seat.role == "interpreter" and seat.language is not None and bridge is None:
        bridge = room.bridge_for(person, seat.language)
    return Assignment(person.id, seat.session, seat.role, seat.need, seat.language, bridge)
