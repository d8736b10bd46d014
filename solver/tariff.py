"""All prices of a problem as one vector, what each pair earns at them, and what is left over.

For every price there is a row of the model that ties people of a session together:
seats of a need, stations, intake, students beside supervisors, interpreters for a
language. The value of a pair is the same as in `solver.prices`, for all pairs at once.
"""

from collections import defaultdict
from typing import Final

import numpy as np

from solver.choices import Laid
from solver.entities import Need, Volunteer
from solver.pairs import ADVISER, INTAKE, INTERPRETER, SUPERVISOR
from solver.prices import Prices, skills_of
from solver.stretches import Stretches
from solver.vectors import Flags, Real, Whole

NONE: Final = -1

USELESS: Final = (-1.0, NONE, NONE)
"""What somebody can do where nothing is asked of them: never worth it."""


class Tariff:
    """Where each price stands in the vector, and the sums that need them all."""

    def __init__(self, laid: Laid) -> None:
        self._problem, self._pairs = laid.problem, laid.pairs
        sessions, needs = laid.problem.sessions, laid.problem.needs
        self._number = {session.id: n for n, session in enumerate(sessions)}
        asked = [need for need in needs if need.seats]
        spoken = {(n.session, n.language): 0 for n in asked if n.language is not None}
        self._tongues = {key: number for number, key in enumerate(spoken)}
        self._students = np.flatnonzero(laid.pairs.student)
        lengths = (len(needs), *[len(sessions)] * 3, len(self._tongues), len(self._students))
        self._at = np.cumsum([0, *lengths])
        self.limits = np.zeros(self._at[-1])
        self.limits[: self._at[1]] = [need.seats for need in needs]
        self._part(self.limits, 1)[:] = [session.stations for session in sessions]
        self._part(self.limits, 2)[:] = [session.intake for session in sessions]
        self._intake = np.array([session.intake_weight for session in sessions], dtype=np.float64)
        self._ratio = laid.problem.settings.students_per_supervisor
        self._lay_out(asked)

    def _part(self, vector: Real, number: int) -> Real:
        """Prices of one kind: seats, stations, intake, watching, tongues, beside."""
        return vector[self._at[number] : self._at[number + 1]]

    def _lay_out(self, asked: list[Need]) -> None:
        """Group the pairs that earn the same, each group with what it can do in its session."""
        people, pairs = self._problem.volunteers, self._pairs
        needs = defaultdict[int, list[tuple[int, Need]]](list)
        where = {need.id: number for number, need in enumerate(self._problem.needs)}
        for need in asked:
            needs[self._number[need.session]].append((where[need.id], need))
        groups: dict[tuple[object, ...], int] = {}
        entries: list[tuple[int, float, int, int]] = []
        members: list[int] = []
        columns = zip(
            *(item.tolist() for item in (pairs.volunteer, pairs.session, pairs.role)), strict=True
        )
        for volunteer, session, role in columns:
            person = people[volunteer]
            key = (session, role, skills_of(person, role))
            if key not in groups:
                groups[key] = len(groups)
                doing = self._doing(person, session, role, needs[session]) or [USELESS]
                entries += [(groups[key], *one) for one in doing]
            members.append(groups[key])
        self._group = np.array(members, dtype=np.int64)
        self._session = np.array([key[0] for key in groups], dtype=np.int64)
        self._role = np.array([key[1] for key in groups], dtype=np.int64)
        table = np.array(entries, dtype=np.float64).reshape(-1, 4).T
        self._owner, self._seat, self._tongue = (table[n].astype(np.int64) for n in (0, 2, 3))
        self._weight = table[1]
        self._groups = Stretches(self._owner)

    def _doing(
        self, person: Volunteer, session: int, role: int, needs: list[tuple[int, Need]]
    ) -> list[tuple[float, int, int]]:
        """Everything somebody can do in the role: its weight, its seat, and its language."""
        name = self._problem.sessions[session].id
        if role == ADVISER:
            return [
                (float(need.weight), number, self._foreign(need, person.advises_in))
                for number, need in needs
                if need.matter in person.matters
            ]
        if role == INTERPRETER:
            known = [(name, language) for language in sorted(*skills_of(person, role))]
            return [(0.0, NONE, self._tongues[key]) for key in known if key in self._tongues]
        return [(0.0, NONE, NONE)]

    def _foreign(self, need: Need, spoken: frozenset[str]) -> int:
        if need.language is None or need.language in spoken:
            return NONE
        return self._tongues[need.session, need.language]

    def vector(self, prices: Prices) -> Real:
        """The prices as a vector; those that are missing cost their whole weight, or nothing."""
        sessions, people = self._problem.sessions, self._problem.volunteers
        vector = np.zeros(self._at[-1])
        needs = [prices.needs.get(need.id, need.weight) for need in self._problem.needs]
        vector[: self._at[1]] = needs
        self._part(vector, 1)[:] = [prices.stations.get(s.id, 0.0) for s in sessions]
        self._part(vector, 2)[:] = [prices.intake.get(s.id, s.intake_weight) for s in sessions]
        self._part(vector, 3)[:] = [prices.watching.get(s.id, 0.0) for s in sessions]
        self._part(vector, 4)[:] = [prices.tongues.get(key, 0.0) for key in self._tongues]
        named = (
            (sessions[session].id, people[volunteer].id) for session, volunteer in self._beside()
        )
        self._part(vector, 5)[:] = [prices.beside.get(key, 0.0) for key in named]
        return vector

    def _beside(self) -> list[tuple[int, int]]:
        columns = (self._pairs.session[self._students], self._pairs.volunteer[self._students])
        return list(zip(*(column.tolist() for column in columns), strict=True))

    def prices(self, vector: Real) -> Prices:
        """The vector as prices."""
        sessions, people = self._problem.sessions, self._problem.volunteers
        seats, stations, intake, watching, tongues, beside = (
            self._part(vector, number).tolist() for number in range(6)
        )
        names = [session.id for session in sessions]
        pairs = [(names[session], people[volunteer].id) for session, volunteer in self._beside()]
        return Prices(
            needs=dict(zip([need.id for need in self._problem.needs], seats, strict=True)),
            stations=dict(zip(names, stations, strict=True)),
            intake=dict(zip(names, intake, strict=True)),
            watching=dict(zip(names, watching, strict=True)),
            tongues=dict(zip(self._tongues, tongues, strict=True)),
            beside=dict(zip(pairs, beside, strict=True)),
        )

    def values(self, vector: Real) -> tuple[Real, Whole]:
        """What each pair earns, and for each group the best of what it can do."""
        seats, stations, intake, watching, tongues, beside = (
            self._part(vector, number) for number in range(6)
        )
        entries = self._weight - np.append(seats, 0.0)[self._seat]
        interpreting = self._role[self._owner] == INTERPRETER
        spoken = np.append(tongues, 0.0)[self._tongue]
        entries += np.where(interpreting, spoken, -spoken)
        best = self._groups.most(entries)
        doing = self._groups.first_best(entries, best)
        session, role = self._session, self._role
        students = self._pairs.session[self._students]
        near = np.bincount(students, weights=beside, minlength=len(intake)) if self._ratio else 0.0
        worth = np.select(
            [role == ADVISER, role == INTERPRETER, role == INTAKE],
            [best - stations[session], best, (self._intake - intake)[session]],
            (self._ratio * watching + near)[session],
        )
        values = worth[self._group]
        values[self._students] -= watching[students] + beside
        return values, doing

    def left_over(self, taken: Whole, doing: Whole) -> Real:
        """What is left of each limit when those pairs are taken, each doing its best.

        Negative where more is taken than there is: there the price is too low.
        """
        left = self.limits.copy()
        seats, stations, intake, watching, tongues, beside = (
            self._part(left, number) for number in range(6)
        )
        group = self._group[taken]
        session, role, entry = self._session[group], self._role[group], doing[group]
        advising, interpreting = role == ADVISER, role == INTERPRETER
        np.subtract.at(seats, self._seat[entry[advising]], 1)
        np.subtract.at(stations, session[advising], 1)
        np.subtract.at(intake, session[role == INTAKE], 1)
        foreign = self._tongue[entry]
        np.subtract.at(tongues, foreign[advising & (foreign >= 0)], 1)
        np.add.at(tongues, foreign[interpreting & (foreign >= 0)], 1)
        watched = np.bincount(session[role == SUPERVISOR], minlength=len(stations))
        student: Flags = self._pairs.student[taken]
        watching += self._ratio * watched
        np.subtract.at(watching, session[student], 1)
        if self._ratio:
            beside += watched[self._pairs.session[self._students]]
        places = np.searchsorted(self._students, taken[student])
        np.subtract.at(beside, places, 1)
        return left
