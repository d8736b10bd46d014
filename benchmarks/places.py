"""Who could sit where, in plain Python: the ground the simple methods stand on.

Nothing here comes from the solver's model, so that what is compared with it
cannot inherit its mistakes. The judge has the last word on both.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from solver.problem import Assignment, Need, Problem, Role, Session, Volunteer

DAY = 1440


@dataclass(frozen=True, slots=True)
class Place:
    """One person in one session in one role, remote or on site."""

    person: Volunteer
    session: Session
    role: Role
    remote: bool

    @property
    def student(self) -> bool:
        """Whether the person would advise under supervision."""
        return self.role == "adviser" and "adviser" not in self.person.roles


class Places:
    """Every place that could be taken in a week, looked up by session and role."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.sessions = {session.id: session for session in problem.sessions}
        self._at = defaultdict[str, list[Session]](list)
        for session in problem.sessions:
            self._at[session.office].append(session)
        self._asked = defaultdict[str, list[Need]](list)
        for need in problem.needs:
            if need.seats:
                self._asked[need.session].append(need)
        self._kept_out = {(pin.volunteer, pin.session) for pin in problem.pins if not pin.must}
        self.of_session: dict[tuple[str, Role], list[Place]] = defaultdict(list)
        self.of_person: dict[str, list[Place]] = defaultdict(list)
        for person in problem.volunteers:
            for place in self._open_to(person):
                self.of_session[place.session.id, place.role].append(place)
                self.of_person[person.id].append(place)

    @cached_property
    def seats(self) -> list[Need]:
        """Each need once for every seat it asks for."""
        return [need for need in self.problem.needs for _ in range(need.seats)]

    def needs_of(self, session: str) -> list[Need]:
        """The needs of a session that ask for seats."""
        return self._asked[session]

    def advisers(self, need: Need) -> list[Place]:
        """Everyone who could advise in a seat of the need."""
        able = self.of_session[need.session, "adviser"]
        return [place for place in able if need.matter in place.person.matters]

    def interpreters(self, need: Need) -> list[Place]:
        """Everyone who could interpret for a seat of the need."""
        able = self.of_session[need.session, "interpreter"]
        return [place for place in able if need.language in place.person.interprets]

    def _open_to(self, person: Volunteer) -> Iterator[Place]:
        reached = {reach.office for reach in person.offices}
        for office in sorted(reached | person.remote_offices):
            for session in self._at[office]:
                if (person.id, session.id) in self._kept_out or not _offers(person, session):
                    continue
                afar = office in person.remote_offices
                for role in self._roles(person, session):
                    by_role = session.remote_interpreters and role == "interpreter"
                    remote = afar and (session.remote or by_role)
                    if remote or office in reached:
                        yield Place(person, session, role, remote)

    def _roles(self, person: Volunteer, session: Session) -> Iterator[Role]:
        needs = self._asked[session.id]
        if person.roles & {"adviser", "student"} and any(n.matter in person.matters for n in needs):
            yield "adviser"
        if "interpreter" in person.roles and any(n.language in person.interprets for n in needs):
            yield "interpreter"
        if "intake" in person.roles and session.intake:
            yield "intake"
        if "supervisor" in person.roles:
            yield "supervisor"


def _offers(person: Volunteer, session: Session) -> bool:
    return any(w.start <= session.start and session.end <= w.end for w in person.windows)


def understood(need: Need, person: Volunteer) -> bool:
    """Whether the adviser needs no interpreter in a seat of the need."""
    return need.language is None or need.language in person.advises_in


def clash(problem: Problem, one: Place, other: Place) -> bool:
    """Whether one person cannot take both places."""
    if one.session.id == other.session.id:
        return True
    first, second = sorted((one, other), key=lambda place: place.session.start)
    return second.session.start - first.session.end < _pause(problem, first, second)


def _pause(problem: Problem, first: Place, second: Place) -> float:
    """Minutes one person needs between the two; endless when they cannot be combined."""
    if first.remote and second.remote:
        return 0
    if first.remote or second.remote:
        return problem.settings.remote_buffer_minutes
    offices = first.session.office, second.session.office
    if offices[0] == offices[1]:
        return 0
    same_day = first.session.start // DAY == second.session.start // DAY
    return problem.travel.get(offices, math.inf if same_day else 0)


class Diary:
    """What has been taken so far, and whether one more place still fits."""

    def __init__(self, places: Places) -> None:
        self._problem = places.problem
        self._held = defaultdict[str, list[Place]](list)
        self._minutes = defaultdict[str, int](int)
        self._count = defaultdict[tuple[str, str], int](int)
        self._ratio = places.problem.settings.students_per_supervisor
        self.assignments: list[Assignment] = []

    def count(self, session: Session, what: str) -> int:
        """How many sit in the session in a role, or as `student`."""
        return self._count[session.id, what]

    def is_free(self, place: Place) -> bool:
        """Whether the person's own hours allow it beside what they hold."""
        person, session = place.person, place.session
        held = self._held[person.id]
        minutes = self._minutes[person.id] + session.end - session.start
        if minutes > person.max_minutes:
            return False
        day = session.start // DAY
        that_day = sum(item.session.start // DAY == day for item in held)
        if that_day >= person.max_sessions_per_day:
            return False
        return not any(clash(self._problem, item, place) for item in held)

    def has_station(self, session: Session) -> bool:
        """Whether one more adviser has a table."""
        return self._count[session.id, "adviser"] < session.stations

    def is_watched(self, session: Session) -> bool:
        """Whether one more student would be supervised."""
        supervisors = self._count[session.id, "supervisor"]
        return self._count[session.id, "student"] < self._ratio * supervisors

    def take(self, place: Place, need: Need | None = None, language: str | None = None) -> None:
        """Write the place down."""
        person, session = place.person, place.session
        self._held[person.id].append(place)
        self._minutes[person.id] += session.end - session.start
        self._count[session.id, place.role] += 1
        if place.student:
            self._count[session.id, "student"] += 1
        self.assignments.append(
            Assignment(person.id, session.id, place.role, need.id if need else None, language)
        )
