"""What the judge looks at: a problem and a set of assignments, looked up by id.

Only lookups live here. Whatever a rule means is written in the rule's own file,
once for the judge and once for the model, so that neither can hide the other's
mistake.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from solver.entities import Assignment, Need, Problem, Session, Standby, Volunteer


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that is broken: the rule's name, a sentence, and where.

    `volunteer`, `session`, `need` and `language` are ids, None where the breach
    is not about one.
    """

    rule: str
    sentence: str
    volunteer: str | None = None
    session: str | None = None
    need: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Seating:
    """An assignment with the person, session and need its ids name."""

    assignment: Assignment
    person: Volunteer
    session: Session
    need: Need | None


class Case:
    """A problem with assignments made about it; ids that name nothing are set apart.

    `seatings` holds every assignment whose ids are known, `strangers` the
    others. `by_person` and `by_session` group the seatings. `standby` are those who
    are held ready beside them.
    """

    def __init__(
        self,
        problem: Problem,
        assignments: Iterable[Assignment],
        standby: Iterable[Standby] = (),
    ) -> None:
        self.problem = problem
        self.standby = tuple(standby)
        self.assignments = tuple(assignments)
        self.people = {person.id: person for person in problem.volunteers}
        self.sessions = {session.id: session for session in problem.sessions}
        self.needs = {need.id: need for need in problem.needs}
        self.seatings: list[Seating] = []
        self.strangers: list[Assignment] = []
        self.by_person = defaultdict[str, list[Seating]](list)
        self.by_session = defaultdict[str, list[Seating]](list)
        for assignment in self.assignments:
            self._seat(assignment)

    def _seat(self, assignment: Assignment) -> None:
        person = self.people.get(assignment.volunteer)
        session = self.sessions.get(assignment.session)
        need = self.needs.get(assignment.need) if assignment.need is not None else None
        if person is None or session is None or (need is None and assignment.need is not None):
            self.strangers.append(assignment)
            return
        seating = Seating(assignment, person, session, need)
        self.seatings.append(seating)
        self.by_person[person.id].append(seating)
        self.by_session[session.id].append(seating)
