"""Places people on standby once a plan stands, where sessions ask for it.

Nobody is moved for it: whoever is free, able and under their pledge beside the plan
may be held ready. As many as possible are; among as many, those who confirmed their
hours, gave them gladly and live near. Who was held ready before stays so.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from solver.case import Case
from solver.entities import Assignment, Problem, Standby
from solver.exact import Effort, Program
from solver.model import Model, Sum
from solver.pairs import ADVISER, INTERPRETER, SUPERVISOR, Pairs, feasible_pairs, within_limits
from solver.rules import standby
from solver.spare import Spare
from solver.vectors import Flags, Whole
from solver.week import Week

MOST_PLACES: Final = 5_000
"""Places up to which the best choice is searched for; beyond, the scarcest sessions go first."""

NEWLY: Final = 4_000
UNCERTAIN: Final = 2_000
IF_NEEDED: Final = 500
FARTHEST: Final = 400
"""What speaks against somebody: that another is held ready already, then uncertain hours, then
hours given if needed, then the way."""


def placed(
    problem: Problem, assignments: Sequence[Assignment], effort: Effort
) -> tuple[Standby, ...]:
    """Who stands by for what, in the order of sessions."""
    asking = np.array([session.standby > 0 for session in problem.sessions], dtype=np.bool_)
    if not asking.any():
        return ()
    bench = _Bench(problem, assignments, asking)
    chosen = bench.chosen(effort)
    return tuple(
        Standby(problem.volunteers[person].id, problem.sessions[session].id)
        for session, person in sorted((bench.session[n], bench.person[n]) for n in chosen)
    )


class _Bench:
    """Every place on standby there is: `person` and `session` are numbers, one entry per place."""

    def __init__(self, problem: Problem, assignments: Sequence[Assignment], asking: Flags) -> None:
        self._problem = problem
        self._week = Week(problem)
        self._case = Case(problem, assignments)
        pairs = self._able(asking)
        keys = pairs.volunteer * len(problem.sessions) + pairs.session
        against = self._against(pairs)
        order = np.lexsort((against, keys))
        found, first = np.unique(keys[order], return_index=True)
        self.person = found // len(problem.sessions)
        self.session = found % len(problem.sessions)
        self._cost = against[order][first]
        self._left = self._minutes_left()[self.person]

    def _able(self, asking: Flags) -> Pairs:
        """The pairs of people who could step in beside what they serve."""
        week = self._week
        pairs = within_limits(self._problem, week, feasible_pairs(self._problem, week, asking))
        spare = Spare(self._case, week)
        pairs = pairs.where(spare.has_hours(pairs))
        pairs = pairs.where(spare.is_free(pairs))
        return pairs.where(self._of_use(pairs))

    def _of_use(self, pairs: Pairs) -> Flags:
        """Which of the pairs fit the crew of their session."""
        size = len(self._problem.sessions)
        heard: list[set[str | None]] = [{None} for _ in range(size)]
        relays: list[set[tuple[str, str]]] = [set() for _ in range(size)]
        watched, taught = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
        for item in self._case.seatings:
            number, given = self._week.session_index[item.session.id], item.assignment
            if given.bridge is None:
                heard[number].add(given.language)
            elif given.language is not None:
                relays[number].add((given.language, given.bridge))
            watched[number] |= given.role == "supervisor"
            taught[number] |= given.role == "adviser" and "adviser" not in item.person.roles
        useful = ~pairs.student | watched[pairs.session]
        useful &= (pairs.role != SUPERVISOR) | taught[pairs.session]
        for place in np.flatnonzero(useful & (pairs.role == ADVISER)).tolist():
            person = self._problem.volunteers[pairs.volunteer[place]]
            number = int(pairs.session[place])
            hears = heard[number] | person.advises_in
            hears |= {language for language, bridge in relays[number] if bridge in hears}
            useful[place] = any(
                need.seats and need.matter in person.matters and need.language in hears
                for need in map(self._problem.needs.__getitem__, self._week.needs_of[number])
            )
        if self._week.relayed:
            useful &= self._interprets(pairs, relays)
        return useful

    def _interprets(self, pairs: Pairs, relays: list[set[tuple[str, str]]]) -> Flags:
        """Which pairs, if of interpreters, are of a language asked for or take a relay further."""
        useful = np.ones(pairs.count, dtype=np.bool_)
        for place in np.flatnonzero(pairs.role == INTERPRETER).tolist():
            person = self._problem.volunteers[pairs.volunteer[place]]
            session = int(pairs.session[place])
            spoken = person.interprets.union(language for language, _ in person.relays)
            beside = {
                bridge
                for language, bridge in relays[session]
                if self._week.language_flags(frozenset({language}))[session]
            }
            useful[place] = self._week.language_flags(spoken)[session] or not beside.isdisjoint(
                person.interprets
            )
        return useful

    def _against(self, pairs: Pairs) -> Whole:
        """What speaks against each pair, in points."""
        people = self._problem.volunteers
        uncertain = np.array([person.uncertain for person in people], dtype=np.int64)
        way = np.where(pairs.remote, 0, np.minimum(pairs.minutes, FARTHEST))
        points: Whole = UNCERTAIN * uncertain[pairs.volunteer] + IF_NEEDED * ~pairs.gladly + way
        return points + NEWLY * ~self._held_before(pairs)

    def _held_before(self, pairs: Pairs) -> Flags:
        """Which of the pairs were held ready in the previous roster."""
        sessions = self._problem.sessions
        people = {person.id: number for number, person in enumerate(self._problem.volunteers)}
        keys = [
            people[item.volunteer] * len(sessions) + self._week.session_index[item.session]
            for item in self._problem.previous_standby
        ]
        return np.isin(pairs.volunteer * len(sessions) + pairs.session, keys)

    def _minutes_left(self) -> Whole:
        left = [
            person.max_minutes
            - sum(
                item.session.end - item.session.start
                for item in self._case.by_person.get(person.id, ())
            )
            for person in self._problem.volunteers
        ]
        return np.array(left, dtype=np.int64)

    def chosen(self, effort: Effort) -> list[int]:
        """The places to take, by number."""
        greedy = self._scarcest_first()
        if not len(self.person) or len(self.person) > MOST_PLACES:
            return np.flatnonzero(greedy).tolist()
        model = Model()
        model.columns(len(self.person), 0, 1)
        standby.add(model, self._problem, self._week, (self.person, self.session, self._left))
        dear = int(self._cost.max()) + 1
        most = sum(session.standby for session in self._problem.sessions) + 1
        total = Sum(dear * most - self._cost, 0)
        outcome = Program(model).improve(
            total, larger=True, start=greedy, effort=effort, watch=lambda _values, _bound: True
        )
        values = greedy if outcome.values is None else outcome.values
        return np.flatnonzero(values).tolist()

    def _scarcest_first(self) -> Whole:
        """Places taken one by one, the sessions with the fewest first, the best people first."""
        taken = np.zeros(len(self.person), dtype=np.int64)
        room = np.array([session.standby for session in self._problem.sessions], dtype=np.int64)
        few = np.bincount(self.session, minlength=len(room))
        left = dict(zip(self.person.tolist(), self._left.tolist(), strict=True))
        held: dict[int, list[int]] = {person: [] for person in left}
        for place in np.lexsort((self._cost, few[self.session])).tolist():
            person, session = int(self.person[place]), int(self.session[place])
            length = int(self._week.length[session])
            fits = room[session] and length <= left[person]
            if fits and not any(self._meet(session, other) for other in held[person]):
                taken[place] = 1
                room[session] -= 1
                left[person] -= length
                held[person].append(session)
        return taken

    def _meet(self, one: int, other: int) -> bool:
        """Whether nobody stands by for both: they are on one day, or overlap."""
        week = self._week
        if week.day[one] == week.day[other]:
            return True
        return bool(week.start[one] < week.end[other] and week.start[other] < week.end[one])
