"""Standby: people held ready who could really step in, should somebody fall ill.

Who stands by is listed beside the assignments, never among them. They hold no seat
and count in no objective; their hours are kept free as if they served.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from solver.case import Breach, Case, Seating
from solver.entities import Assignment, Need, Problem, Role, Session, Volunteer
from solver.model import Model
from solver.rules.availability import covered
from solver.rules.one_place import clash
from solver.rules.travel import serves_remotely
from solver.vectors import Whole
from solver.week import Week

SENTENCE: Final = "Whoever stands by for a session could serve in it, and stands by once a day."

DAY: Final = 1440


def breaches(case: Case) -> Iterator[Breach]:
    """People who stand by where they are not asked for, or could not step in."""
    if not case.standby:
        return
    bench = _Bench(case)
    yield from bench.strangers()
    yield from bench.too_many()
    yield from bench.useless()
    for name, sessions in bench.by_person.items():
        yield from _too_often(case, name, sessions)


_HINDRANCES: Final = {
    "serves": "serves in session {} already.",
    "availability": "does not offer the hours of session {}.",
    "pinned_out": "is kept out of session {}.",
    "no_use": "has nothing to do in session {}.",
    "reach": "cannot be there for session {}.",
}


def obstacles(case: Case, session: str) -> Mapping[str, str]:
    """Why each person could not stand by for the session beside the plan, by its code.

    Empty for those who could, and for those who do.
    """
    bench, asked = _Bench(case), case.sessions[session]
    ready = {item.volunteer for item in case.standby if item.session == session}
    return {
        name: "" if name in ready else bench.why_not(person, asked)
        for name, person in case.people.items()
    }


class _Bench:
    """Everybody who stands by, beside the case that the judge looks at."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._outs = {(p.volunteer, p.session) for p in case.problem.pins if not p.must}
        self._needs = defaultdict[str, list[Need]](list)
        for need in case.problem.needs:
            if need.seats:
                self._needs[need.session].append(need)
        self.by_person = defaultdict[str, list[Session]](list)
        for item in case.standby:
            if item.volunteer in case.people and item.session in case.sessions:
                self.by_person[item.volunteer].append(case.sessions[item.session])

    def strangers(self) -> Iterator[Breach]:
        """Ids that name nothing."""
        for item in self._case.standby:
            if item.volunteer not in self._case.people:
                yield Breach("standby", f"Volunteer {item.volunteer} does not exist.")
            if item.session not in self._case.sessions:
                yield Breach("standby", f"Session {item.session} does not exist.")

    def too_many(self) -> Iterator[Breach]:
        """Sessions for which more people stand by than they ask for."""
        counts = Counter(session.id for held in self.by_person.values() for session in held)
        for name, count in counts.items():
            most = self._case.sessions[name].standby
            if count > most:
                sentence = f"Session {name} has {count} on standby and asks for {most}."
                yield Breach("standby", sentence, session=name)

    def useless(self) -> Iterator[Breach]:
        """People who could not step in."""
        for name, sessions in self.by_person.items():
            for session in sessions:
                if why := self._hindered(self._case.people[name], session):
                    sentence = f"{name} {_HINDRANCES[why].format(session.id)}"
                    yield Breach("standby", sentence, name, session.id)

    def _hindered(self, person: Volunteer, session: Session) -> str:
        """Why the person could not step in, by its code; empty if they could."""
        held = self._case.by_person.get(person.id, ())
        if any(seating.session.id == session.id for seating in held):
            return "serves"
        if not covered(person.windows, session.start, session.end):
            return "availability"
        if (person.id, session.id) in self._outs:
            return "pinned_out"
        seatings = [
            Seating(Assignment(person.id, session.id, role), person, session, None)
            for role in self._roles(person, session)
        ]
        if not seatings:
            return "no_use"
        if not any(_can_be_there(self._case, seating) for seating in seatings):
            return "reach"
        return ""

    def why_not(self, person: Volunteer, session: Session) -> str:
        """Why the person could not stand by for the session, too, by its code; empty if not."""
        wanted = [*self.by_person.get(person.id, ()), session]
        too_often = next(_too_often(self._case, person.id, wanted), None)
        return self._hindered(person, session) or ("too_often" if too_often else "")

    def _roles(self, person: Volunteer, session: Session) -> Iterator[Role]:
        """The roles in which the person would be of use beside those who serve there."""
        crew, needs = self._case.by_session.get(session.id, ()), self._needs[session.id]
        heard, relayed = _heard(crew)
        watched = any(seating.assignment.role == "supervisor" for seating in crew)
        if "adviser" in person.roles or ("student" in person.roles and watched):
            spoken = heard | person.advises_in
            spoken |= {language for language, bridge in relayed if bridge in spoken}
            if any(n.matter in person.matters and n.language in spoken for n in needs):
                yield "adviser"
        if "interpreter" in person.roles:
            asked = {need.language for need in needs}
            useful = person.interprets | {language for language, _ in person.relays}
            beside = {bridge for language, bridge in relayed if language in asked}
            if asked & useful or beside & person.interprets:
                yield "interpreter"
        if "intake" in person.roles and session.intake:
            yield "intake"
        if "supervisor" in person.roles and any(map(_is_student, crew)):
            yield "supervisor"


def _heard(crew: Iterable[Seating]) -> tuple[set[str | None], set[tuple[str | None, str]]]:
    """What a crew interprets directly, None among it, and what it relays into what."""
    given = [item.assignment for item in crew if item.assignment.role == "interpreter"]
    direct = {item.language for item in given if item.bridge is None}
    return direct | {None}, {(item.language, item.bridge) for item in given if item.bridge}


def _is_student(seating: Seating) -> bool:
    return seating.assignment.role == "adviser" and "adviser" not in seating.person.roles


def _can_be_there(case: Case, seating: Seating) -> bool:
    """Whether the person reaches the session in this role, beside what they serve anyway."""
    ways = {way.office for way in seating.person.offices}
    if not serves_remotely(seating) and seating.session.office not in ways:
        return False
    held = case.by_person.get(seating.person.id, ())
    return not any(clash(case, other, seating) for other in held)


def _too_often(case: Case, name: str, sessions: list[Session]) -> Iterator[Breach]:
    """What is wrong with all the sessions that one person stands by for, taken together."""
    person, held = case.people[name], case.by_person.get(name, ())
    load = sum(item.session.end - item.session.start for item in held)
    load += sum(session.end - session.start for session in sessions)
    if load > person.max_minutes:
        sentence = f"{name} would serve {load} of {person.max_minutes} minutes."
        yield Breach("standby", sentence, name)
    served = Counter(item.session.start // DAY for item in held)
    for day, count in Counter(session.start // DAY for session in sessions).items():
        if count > 1:
            yield Breach("standby", f"{name} is on standby {count} times on one day.", name)
        if served[day] >= person.max_sessions_per_day:
            sentence = f"{name} is on standby on a day with as many shifts as they take."
            yield Breach("standby", sentence, name)
    for number, one in enumerate(sessions):
        for other in sessions[:number]:
            if one.start < other.end and other.start < one.end:
                sentence = f"{name} is on standby for {one.id} and {other.id} at once."
                yield Breach("standby", sentence, name, one.id)


def add(model: Model, problem: Problem, week: Week, places: tuple[Whole, Whole, Whole]) -> None:
    """Rows over one column per place: who could stand by for which session, and their minutes left.

    `places` are the person's number, the session's, and the minutes the person has
    left beside what they serve.
    """
    person, session, left = places
    for number in np.unique(session).tolist():
        asked = problem.sessions[number].standby
        model.count(np.flatnonzero(session == number), upper=asked)
    for number in np.unique(person).tolist():
        mine = np.flatnonzero(person == number)
        own, days = session[mine], week.day[session[mine]]
        for day in np.unique(days).tolist():
            model.count(mine[days == day], upper=1)
        if week.length[own].sum() > left[mine[0]]:
            model.row(mine, week.length[own], upper=int(left[mine[0]]))
        apart = np.not_equal.outer(days, days)
        meet = np.less.outer(week.start[own], week.end[own])
        for one, other in zip(*np.nonzero(np.triu(apart & meet & meet.T)), strict=True):
            model.count(mine[[one, other]], upper=1)
