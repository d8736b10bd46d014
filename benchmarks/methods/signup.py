"""First come, first served: people open the list in turn and take what suits them.

This is what a shared sheet or a sign-up site does, at its best. People come in a
random order, each takes as many sessions as the pledge allows, preferred hours
and short ways first, and in a session the heaviest seat in which they are
understood. Interpreters take sessions that ask for their language. A reminder
brings everybody back once, for what became possible since. Nobody plans ahead
and nobody is moved. Interpreters for whom no adviser came stay on the list.
"""

import random
from collections import Counter

from benchmarks.attempts import Attempt, Effort
from benchmarks.places import Diary, Place, Places, understood
from solver.problem import Assignment, Need, Problem

GLAD = {"preferred": 0, "if_needed": 1}

VISITS = 2
"""How often everybody looks at the list."""


def attempt(problem: Problem, effort: Effort) -> Attempt:
    """Let everybody sign up once, in an order drawn from the seed."""
    return Attempt(_SignUp(problem, random.Random(effort.seed)).signed())  # noqa: S311 - an order of arrival, no secret


class _SignUp:
    def __init__(self, problem: Problem, chance: random.Random) -> None:
        self._places = Places(problem)
        self._diary = Diary(self._places)
        self._taken = Counter[str]()
        self._waiting = Counter[tuple[str, str | None]]()
        people = list(problem.volunteers)
        chance.shuffle(people)
        pinned = {(pin.volunteer, pin.session) for pin in problem.pins if pin.must}
        named = {person for person, _ in pinned}
        people.sort(key=lambda person: person.id not in named)
        for _ in range(VISITS):
            for person in people:
                mine = self._places.of_person[person.id]
                mine.sort(key=lambda p: ((p.person.id, p.session.id) not in pinned, *_suits(p)))
                for place in mine:
                    self._sign(place)

    def _sign(self, place: Place) -> None:
        """Take the place when it is open and its person is free."""
        if not self._diary.is_free(place):
            return
        session = place.session
        if place.role == "adviser":
            self._advise(place)
        elif place.role == "interpreter":
            self._interpret(place)
        elif place.role == "intake":
            if self._diary.count(session, "intake") < session.intake:
                self._diary.take(place)
        elif not self._diary.count(session, "supervisor") and self._expects_students(place):
            self._diary.take(place)

    def _expects_students(self, place: Place) -> bool:
        able = self._places.of_session[place.session.id, "adviser"]
        return any(other.student for other in able)

    def _open(self, place: Place) -> list[Need]:
        needs = self._places.needs_of(place.session.id)
        return [need for need in needs if self._taken[need.id] < need.seats]

    def _advise(self, place: Place) -> None:
        """Take the heaviest open seat in which the person is understood."""
        if not self._diary.has_station(place.session):
            return
        if place.student and not self._diary.is_watched(place.session):
            return
        able = [need for need in self._open(place) if self._serves(place, need)]
        if not able:
            return
        best = max(able, key=lambda need: need.weight)
        self._taken[best.id] += 1
        if not understood(best, place.person):
            self._waiting[best.session, best.language] -= 1
        self._diary.take(place, best)

    def _serves(self, place: Place, need: Need) -> bool:
        if need.matter not in place.person.matters:
            return False
        return understood(need, place.person) or self._waiting[need.session, need.language] > 0

    def _interpret(self, place: Place) -> None:
        """Offer the language that most open seats still lack."""
        wanted = Counter[str]()
        for need in self._open(place):
            if need.language is not None and need.language in place.person.interprets:
                wanted[need.language] += need.seats - self._taken[need.id]
        for language in wanted:
            wanted[language] -= self._waiting[place.session.id, language]
        language, seats = max(wanted.items(), key=lambda item: item[1], default=("", 0))
        if seats > 0:
            self._waiting[place.session.id, language] += 1
            self._diary.take(place, language=language)

    def signed(self) -> tuple[Assignment, ...]:
        """The lists as they stand at the end."""
        return tuple(self._diary.assignments)


def _suits(place: Place) -> tuple[int, int]:
    """How well a person likes a place: the hours first, then the way."""
    session, person = place.session, place.person
    glad = min(
        GLAD[window.level]
        for window in person.windows
        if window.start <= session.start and session.end <= window.end
    )
    way = next((r.minutes for r in person.offices if r.office == session.office), 0)
    return glad, 0 if place.remote else way
