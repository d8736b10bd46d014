"""Everyone's feasible places: one entry for each person, session and role that can be.

Memory grows with the pairs that are feasible, never with volunteers x sessions.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from solver.entities import ROLES, Problem, Volunteer
from solver.rules import availability, reach, skills
from solver.vectors import Flags, Whole
from solver.week import Week

ADVISER: Final = ROLES.index("adviser")
INTERPRETER: Final = ROLES.index("interpreter")
INTAKE: Final = ROLES.index("intake")
SUPERVISOR: Final = ROLES.index("supervisor")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Arrays with one entry per feasible (person, session, role), ordered by person.

    `volunteer` and `session` are numbers, `role` indexes `ROLES`. `remote` says
    how the person would serve, `student` that they advise as a student, `gladly`
    that preferred hours hold the session, `only_ok` that the office is not
    preferred, `minutes` is the way from home to the office.
    """

    volunteer: Whole
    session: Whole
    role: Whole
    remote: Flags
    student: Flags
    gladly: Flags
    only_ok: Flags
    minutes: Whole

    @property
    def count(self) -> int:
        """How many pairs there are."""
        return len(self.volunteer)

    def where(self, kept: Flags) -> "Pairs":
        """Only the pairs flagged as kept."""
        return Pairs(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


def feasible_pairs(problem: Problem, week: Week) -> Pairs:
    """Every place each volunteer could take, pins that keep people out obeyed."""
    outs = {(pin.volunteer, pin.session) for pin in problem.pins if not pin.must}
    barred: dict[str, list[int]] = {}
    for volunteer, session in outs:
        barred.setdefault(volunteer, []).append(week.session_index[session])
    parts = [
        _of_person(week, number, person, barred.get(person.id, []))
        for number, person in enumerate(problem.volunteers)
    ]
    return _useful(problem, _joined(parts))


def _joined(parts: list[Pairs]) -> Pairs:
    if not parts:
        none = np.empty(0, dtype=np.int64)
        flags = np.empty(0, dtype=np.bool_)
        return Pairs(none, none, none, flags, flags, flags, flags, none)
    names = Pairs.__dataclass_fields__
    return Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _of_person(week: Week, number: int, person: Volunteer, barred: list[int]) -> Pairs:
    sessions, gladly = availability.offered(week, person)
    if barred:
        open_to = ~np.isin(sessions, barred)
        sessions, gladly = sessions[open_to], gladly[open_to]
    there, anyone, interpreting = reach.modes(week, person, sessions)
    advises, interprets, takes_in, supervises = skills.able(week, person)
    by_role = (
        (advises[sessions], anyone),
        (interprets[sessions], interpreting),
        (takes_in[sessions], anyone),
        (np.full(len(sessions), supervises), anyone),
    )
    usable = np.stack([able & (there | remote) for able, remote in by_role], axis=1)
    afar = np.stack([remote for _, remote in by_role], axis=1)
    place, role = np.nonzero(usable)
    session = sessions[place]
    only_ok, minutes = _ways(week, person, session)
    is_student = "adviser" not in person.roles
    return Pairs(
        volunteer=np.full(len(session), number, dtype=np.int64),
        session=session,
        role=role.astype(np.int64),
        remote=afar[place, role],
        student=(role == ADVISER) & is_student,
        gladly=gladly[place],
        only_ok=only_ok,
        minutes=minutes,
    )


def _ways(week: Week, person: Volunteer, sessions: Whole) -> tuple[Flags, Whole]:
    """Whether the office is only ok, and the way there, for each of the sessions."""
    ways = {week.office_index[item.office]: item for item in person.offices}
    offices = week.office[sessions].tolist()
    only_ok = [office in ways and ways[office].level == "ok" for office in offices]
    minutes = [ways[office].minutes if office in ways else 0 for office in offices]
    return np.array(only_ok, dtype=np.bool_), np.array(minutes, dtype=np.int64)


def _useful(problem: Problem, pairs: Pairs) -> Pairs:
    """Leave out supervisors where no student can sit, unless a pin or a roster names them."""
    with_students = np.zeros(len(problem.sessions), dtype=np.bool_)
    with_students[pairs.session[pairs.student]] = True
    named = {(pin.volunteer, pin.session) for pin in problem.pins if pin.must}
    named |= {(item.volunteer, item.session) for item in problem.previous}
    spare = (pairs.role == SUPERVISOR) & ~with_students[pairs.session]
    for index in np.flatnonzero(spare):
        person = problem.volunteers[pairs.volunteer[index]].id
        if (person, problem.sessions[pairs.session[index]].id) in named:
            spare[index] = False
    return pairs.where(~spare)
