"""Everyone's feasible places: one entry for each person, session and role that can be.

Memory grows with the pairs that are feasible, never with volunteers x sessions.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np

from solver.crowd import Crowd, crowds
from solver.entities import ROLES, Problem
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


def feasible_pairs(problem: Problem, week: Week, sessions: Flags | None = None) -> Pairs:
    """Every place each volunteer could take, pins that keep people out obeyed.

    `sessions` flags the sessions to look at, all of them when it is None.
    """
    parts = [
        _of_crowd(week, crowd, _kept_out(problem, week), sessions)
        for crowd in crowds(week, problem.volunteers)
    ]
    return _useful(problem, week, _joined(parts))


def _kept_out(problem: Problem, week: Week) -> Whole:
    """People and sessions that pins keep apart, each as one number."""
    outs = [pin for pin in problem.pins if not pin.must]
    wanted = {pin.volunteer for pin in outs}
    people = {p.id: n for n, p in enumerate(problem.volunteers) if p.id in wanted}
    apart = [
        people[pin.volunteer] * len(problem.sessions) + week.session_index[pin.session]
        for pin in outs
    ]
    return np.array(apart, dtype=np.int64)


def _joined(parts: list[Pairs]) -> Pairs:
    if not parts:
        none = np.empty(0, dtype=np.int64)
        flags = np.empty(0, dtype=np.bool_)
        return Pairs(none, none, none, flags, flags, flags, flags, none)
    names = Pairs.__dataclass_fields__
    return Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _of_crowd(week: Week, crowd: Crowd, apart: Whole, sessions: Flags | None) -> Pairs:
    person, session, glad = availability.offered(week, crowd)
    if sessions is not None:
        looked_at = sessions[session]
        person, session, glad = person[looked_at], session[looked_at], glad[looked_at]
    there, anyone, interpreting = reach.modes(week, crowd, person, session)
    near = there | interpreting
    person, session, glad = person[near], session[near], glad[near]
    keys, glad = _once((crowd.first + person) * len(week.start) + session, glad)
    free = ~np.isin(keys, apart)
    keys, glad = keys[free], glad[free]
    person, session = keys // len(week.start) - crowd.first, keys % len(week.start)
    there, anyone, interpreting = reach.modes(week, crowd, person, session)
    afar = np.stack([anyone, interpreting, anyone, anyone], axis=1)
    usable = skills.able(week, crowd, person, session) & (there[:, None] | afar)
    return _laid_out(week, crowd, (person, session, glad), usable, afar)


def _once(keys: Whole, glad: Flags) -> tuple[Whole, Flags]:
    """Each key once, in order; glad when any of its entries is."""
    order = np.argsort(keys * 2 + ~glad, kind="stable")
    found, first = np.unique(keys[order], return_index=True)
    return found, glad[order][first]


def _laid_out(
    week: Week, crowd: Crowd, offers: tuple[Whole, Whole, Flags], usable: Flags, afar: Flags
) -> Pairs:
    """One entry for each offer (person, session, gladly) and role that is usable."""
    place, role = np.nonzero(usable)
    person, session, glad = offers[0][place], offers[1][place], offers[2][place]
    office = week.office[session]
    is_student = np.array(["adviser" not in p.roles for p in crowd.people], dtype=np.bool_)
    return Pairs(
        volunteer=person + crowd.first,
        session=session,
        role=role.astype(np.int64),
        remote=afar[place, role],
        student=(role == ADVISER) & is_student[person],
        gladly=glad,
        only_ok=crowd.only_ok[person, office],
        minutes=np.maximum(crowd.minutes[person, office], 0),
    )


def within_limits(problem: Problem, week: Week, pairs: Pairs) -> Pairs:
    """Only the pairs whose session alone is no more than the person gives."""
    pledge = np.array([person.max_minutes for person in problem.volunteers], dtype=np.int64)
    most = np.array([person.max_sessions_per_day for person in problem.volunteers], dtype=np.int64)
    person = pairs.volunteer
    return pairs.where((week.length[pairs.session] <= pledge[person]) & (most[person] > 0))


def _useful(problem: Problem, week: Week, pairs: Pairs) -> Pairs:
    """Leave out those who could only help whom nobody can be, unless a pin or a roster names them.

    These are supervisors where no student can sit, and interpreters of a bridge
    language where nobody relays into it.
    """
    with_students = np.zeros(len(problem.sessions), dtype=np.bool_)
    with_students[pairs.session[pairs.student]] = True
    named = {(pin.volunteer, pin.session) for pin in problem.pins if pin.must}
    named |= {(item.volunteer, item.session) for item in problem.previous}
    spare = (pairs.role == SUPERVISOR) & ~with_students[pairs.session]
    if week.relayed:
        spare |= _beside_nobody(problem, week, pairs)
    for index in np.flatnonzero(spare):
        person = problem.volunteers[pairs.volunteer[index]].id
        if (person, problem.sessions[pairs.session[index]].id) in named:
            spare[index] = False
    return pairs.where(~spare)


def _beside_nobody(problem: Problem, week: Week, pairs: Pairs) -> Flags:
    """Interpreters of none of the languages asked for, nor of any that these are relayed into."""
    people = problem.volunteers
    relayed = frozenset[str]().union(*week.relayed.values())
    useless: Flags = (pairs.role == INTERPRETER) & week.language_flags(relayed)[pairs.session]
    columns = np.flatnonzero(useless).tolist()
    bridges = defaultdict[int, set[str]](set)
    for column in columns:
        session = int(pairs.session[column])
        for language, bridge in people[pairs.volunteer[column]].relays:
            if week.language_flags(frozenset({language}))[session]:
                bridges[session].add(bridge)
                useless[column] = False
    for column in columns:
        session, spoken = int(pairs.session[column]), people[pairs.volunteer[column]].interprets
        if spoken & bridges[session] or week.language_flags(spoken)[session]:
            useless[column] = False
    return useless
