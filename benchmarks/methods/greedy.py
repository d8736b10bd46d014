"""Greedy best fit: the hardest seat first, each with the person who has the fewest other uses.

This is what a good scheduling script does. A seat is hard when few people could
take it and when it is worth much; a pair of adviser and interpreter is taken
when nobody who speaks the language is free.
"""

from collections.abc import Iterable

from benchmarks.attempts import Attempt, Effort
from benchmarks.places import Diary, Place, Places, understood
from solver.problem import Need, Problem, Session


def attempt(problem: Problem, effort: Effort) -> Attempt:
    """Fill one seat after the other; nothing is ever taken back. The effort is not needed."""
    del effort
    return Attempt(tuple(_Greedy(problem).diary.assignments))


class _Greedy:
    def __init__(self, problem: Problem) -> None:
        self._places = Places(problem)
        self.diary = Diary(self._places)
        self._uses = {person: len(held) for person, held in self._places.of_person.items()}
        self._honour_pins()
        for need in sorted(self._places.seats, key=self._hardness):
            self._fill(need)
        for session in problem.sessions:
            self._take_in(session)

    def _hardness(self, need: Need) -> tuple[int, int]:
        """What is worth most first, then what fewest could fill."""
        advisers = self._places.advisers(need)
        speaking = sum(understood(need, place.person) for place in advisers)
        paired = min(len(advisers), len(self._places.interpreters(need)))
        return (-need.weight, max(speaking, paired))

    def _honour_pins(self) -> None:
        wanted = {(pin.volunteer, pin.session) for pin in self._places.problem.pins if pin.must}
        for person, session in sorted(wanted):
            mine = [p for p in self._places.of_person[person] if p.session.id == session]
            for place in mine:
                if self._pinned(place):
                    break

    def _pinned(self, place: Place) -> bool:
        """Put a pinned person into the first seat that has them; False when it has not."""
        if not self.diary.is_free(place):
            return False
        taken = [item.need for item in self.diary.assignments]
        needs = self._places.needs_of(place.session.id)
        if place.role == "adviser":
            able = [
                need
                for need in needs
                if need.matter in place.person.matters
                and understood(need, place.person)
                and taken.count(need.id) < need.seats
            ]
            if not able or place.student or not self.diary.has_station(place.session):
                return False
            best = max(able, key=lambda need: need.weight)
            self._places.seats.remove(best)
            self.diary.take(place, best)
        elif place.role == "interpreter":
            spoken = [n.language for n in needs if n.language in place.person.interprets]
            self.diary.take(place, language=spoken[0])
        elif place.role == "intake" and self._full(place.session):
            return False
        else:
            self.diary.take(place)
        return True

    def _full(self, session: Session) -> bool:
        return self.diary.count(session, "intake") >= session.intake

    def _best(self, places: Iterable[Place], apart_from: str = "") -> Place | None:
        free = [p for p in places if p.person.id != apart_from and self.diary.is_free(p)]
        return min(free, key=lambda place: self._uses[place.person.id], default=None)

    def _fill(self, need: Need) -> None:
        session = self._places.sessions[need.session]
        if not self.diary.has_station(session):
            return
        advisers = [place for place in self._places.advisers(need) if self._allowed(place)]
        speaker = self._best(place for place in advisers if understood(need, place.person))
        if speaker is not None:
            self._seat(speaker, need)
            return
        helper = self._best(self._places.interpreters(need))
        if helper is None:
            return
        adviser = self._best(advisers, apart_from=helper.person.id)
        if adviser is not None:
            self.diary.take(helper, language=need.language)
            self._seat(adviser, need)

    def _allowed(self, place: Place) -> bool:
        return not place.student or self.diary.is_watched(place.session) or self._boss(place)

    def _boss(self, place: Place) -> bool:
        """Whether somebody could come to supervise a student here."""
        able = self._places.of_session[place.session.id, "supervisor"]
        return any(self.diary.is_free(p) for p in able if p.person.id != place.person.id)

    def _seat(self, place: Place, need: Need) -> None:
        if place.student and not self.diary.is_watched(place.session):
            able = self._places.of_session[place.session.id, "supervisor"]
            boss = self._best(able, apart_from=place.person.id)
            if boss is None:
                return
            self.diary.take(boss)
        self.diary.take(place, need)

    def _take_in(self, session: Session) -> None:
        able = self._places.of_session[session.id, "intake"]
        while not self._full(session):
            place = self._best(able)
            if place is None:
                return
            self.diary.take(place)
