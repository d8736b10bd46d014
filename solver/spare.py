"""Who still has room beside the assignments they hold: many pairs decided at once."""

import numpy as np

from solver.case import Case, Seating
from solver.pairs import Pairs
from solver.rules import one_place
from solver.vectors import Flags, Whole
from solver.week import Week


class Spare:
    """What each volunteer carries under a set of assignments."""

    def __init__(self, case: Case, week: Week) -> None:
        people = case.problem.volunteers
        self._week = week
        self._most = np.array([person.max_minutes for person in people], dtype=np.int64)
        self._most_a_day = np.array([p.max_sessions_per_day for p in people], dtype=np.int64)
        numbers = {person.id: number for number, person in enumerate(people)}
        held = [
            (numbers[i.person.id], week.session_index[i.session.id], _from_afar(i))
            for i in case.seatings
        ]
        table = np.array(sorted(held), dtype=np.int64).reshape(-1, 3)
        self._person, self._session = table[:, 0], table[:, 1]
        self._afar: Flags = table[:, 2] > 0
        weights = week.length[self._session]
        self._load = np.bincount(self._person, weights=weights, minlength=len(people))
        self._days = int(week.day.max(initial=0)) + 1
        self._served = np.bincount(
            self._person * self._days + week.day[self._session], minlength=len(people) * self._days
        )

    def has_hours(self, pairs: Pairs) -> Flags:
        """Which pairs the person's pledge and daily limit still leave room for."""
        person, session = pairs.volunteer, pairs.session
        load = self._load[person] + self._week.length[session]
        served = self._served[person * self._days + self._week.day[session]]
        spare: Flags = (load <= self._most[person]) & (served < self._most_a_day[person])
        return spare

    def is_free(self, pairs: Pairs) -> Flags:
        """Which pairs clash with nothing the person already does."""
        free = np.ones(pairs.count, dtype=np.bool_)
        first = np.searchsorted(self._person, pairs.volunteer, side="left")
        held = np.searchsorted(self._person, pairs.volunteer, side="right") - first
        for turn in range(int(held.max(initial=0))):
            busy = np.flatnonzero(held > turn)
            item = first[busy] + turn
            wished: tuple[Whole, Flags] = (pairs.session[busy], pairs.remote[busy])
            taken: tuple[Whole, Flags] = (self._session[item], self._afar[item])
            same = wished[0] == taken[0]
            free[busy] &= ~(same | one_place.exclusive(self._week, wished, taken))
        return free


def _from_afar(item: Seating) -> bool:
    session = item.session
    remote = session.remote or (
        session.remote_interpreters and item.assignment.role == "interpreter"
    )
    return remote and session.office in item.person.remote_offices
