"""A bound for the whole from prices of its places.

Every row that ties people of a session together gets a price; whatever the
prices, what everybody could earn at best on their own, plus what the places are
worth, is more than any plan covers. Good prices make it a good bound.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from solver.choices import MOST_PRICED, Choices, Laid, choices_of
from solver.entities import Need, Problem, Volunteer
from solver.pairs import ADVISER, INTAKE, INTERPRETER
from solver.vectors import Real


@dataclass(slots=True)
class Prices:
    """What one more place is worth, by id: of a need, a station, intake, supervision.

    A need or an intake without a price costs its whole weight; the bound holds all
    the same. `tongues` prices interpreters by session and language, `beside` a supervisor for
    one student by session and volunteer.
    """

    needs: dict[str, float] = field(default_factory=dict)
    stations: dict[str, float] = field(default_factory=dict)
    intake: dict[str, float] = field(default_factory=dict)
    watching: dict[str, float] = field(default_factory=dict)
    tongues: dict[tuple[str, str], float] = field(default_factory=dict)
    beside: dict[tuple[str, str], float] = field(default_factory=dict)


class Earnings:
    """What everybody earns at some prices, by the pairs of a problem.

    `values` says of each pair what it earns beyond what its place costs.
    """

    def __init__(self, laid: Laid, prices: Prices) -> None:
        self._laid = laid
        worth = _Worth(laid.problem, prices)
        self.values = worth.of_pairs(laid)
        self._places = worth.of_places()
        people = np.arange(len(laid.problem.volunteers) + 1)
        self._starts = np.searchsorted(laid.pairs.volunteer, people).tolist()

    def bound(self) -> float:
        """No plan of the problem covers more than this, whatever the prices."""
        everybody = range(len(self._starts) - 1)
        return self._places + sum(self._best_week(person) for person in everybody)

    def _best_week(self, person: int) -> float:
        """The most one person can earn."""
        columns = np.arange(self._starts[person], self._starts[person + 1])
        columns = columns[self.values[columns] > 0]
        if not len(columns):
            return 0.0
        return _best_week(choices_of(self._laid, person, columns), self.values[columns])


class _Worth:
    def __init__(self, problem: Problem, prices: Prices) -> None:
        self._problem = problem
        self._prices = prices
        self._intake = {session.id: session.intake_weight for session in problem.sessions}
        self._beside: dict[str, float] = defaultdict(float)
        for (session, _), price in prices.beside.items():
            self._beside[session] += price
        self._needs: dict[str, list[Need]] = defaultdict(list)
        for need in problem.needs:
            if need.seats:
                self._needs[need.session].append(need)

    def of_places(self) -> float:
        prices, problem = self._prices, self._problem
        seats = sum(n.seats * prices.needs.get(n.id, n.weight) for n in problem.needs)
        return seats + sum(
            s.stations * prices.stations.get(s.id, 0.0)
            + s.intake * prices.intake.get(s.id, s.intake_weight)
            for s in problem.sessions
        )

    def of_pairs(self, field_: Laid) -> Real:
        """What each pair earns at the prices, beyond what its place costs."""
        pairs, cache = field_.pairs, dict[tuple[object, ...], float]()
        people, sessions = self._problem.volunteers, self._problem.sessions
        values = np.zeros(pairs.count)
        arrays = (pairs.volunteer, pairs.session, pairs.role, pairs.student)
        columns = zip(*(array.tolist() for array in arrays), strict=True)
        for column, (volunteer, session, role, student) in enumerate(columns):
            person, name = people[volunteer], sessions[session].id
            skills = skills_of(person, role)
            key = (session, role, skills)
            if key not in cache:
                cache[key] = self._of_pair(name, role, skills)
            values[column] = cache[key] - (self._of_student(name, person.id) if student else 0.0)
        return values

    def _of_student(self, session: str, volunteer: str) -> float:
        prices = self._prices
        return prices.watching.get(session, 0.0) + prices.beside.get((session, volunteer), 0.0)

    def _of_pair(self, session: str, role: int, skills: tuple[frozenset[str], ...]) -> float:
        prices = self._prices
        if role == ADVISER:
            matters, languages = skills
            seats = (self._seat(n, languages) for n in self._needs[session] if n.matter in matters)
            return max(seats, default=0.0) - prices.stations.get(session, 0.0)
        if role == INTERPRETER:
            earned = (prices.tongues.get((session, language), 0.0) for language in skills[0])
            return max(earned, default=0.0)
        if role == INTAKE:
            return self._intake[session] - prices.intake.get(session, self._intake[session])
        ratio = self._problem.settings.students_per_supervisor
        beside = self._beside.get(session, 0.0) if ratio else 0.0
        return ratio * prices.watching.get(session, 0.0) + beside

    def _seat(self, need: Need, languages: frozenset[str]) -> float:
        value = need.weight - self._prices.needs.get(need.id, need.weight)
        if need.language is None or need.language in languages:
            return value
        return value - self._prices.tongues.get((need.session, need.language), 0.0)


def skills_of(person: Volunteer, role: int) -> tuple[frozenset[str], ...]:
    """What the person's worth in the role depends on."""
    if role == ADVISER:
        return person.matters, person.advises_in
    if role != INTERPRETER:
        return ()
    if not person.relays:
        return (person.interprets,)
    # A relay counts as much as an interpreter: that is never less than it is worth.
    return (person.interprets.union(language for language, _ in person.relays),)


def _best_week(choices: Choices, values: Real) -> float:
    """The most one person can earn with any week they can really serve."""
    worth = np.zeros(choices.count)
    np.maximum.at(worth, choices.member, values)
    sets = choices.day_sets(MOST_PRICED)
    if sets is None:
        return float(worth.sum())
    best = {0: 0.0}
    for one_day in sets.values():
        by_minutes: dict[int, float] = {0: 0.0}
        for one in one_day:
            minutes = sum(choices.length[choice] for choice in one)
            earned = float(sum(worth[choice] for choice in one))
            by_minutes[minutes] = max(by_minutes.get(minutes, 0.0), earned)
        best = _further(best, by_minutes, choices.pledge)
    return max(best.values())


def _further(best: dict[int, float], day: dict[int, float], pledge: int) -> dict[int, float]:
    """The most earned at each total of minutes, one day later."""
    further: dict[int, float] = {}
    for load, earned in best.items():
        for minutes, more in day.items():
            total = load + minutes
            if total <= pledge and further.get(total, -1.0) < earned + more:
                further[total] = earned + more
    return further
