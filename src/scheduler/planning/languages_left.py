"""How many people each language of a need leaves: said before the choice, not after."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.model.languages import ENGLISH
from scheduler.model.matters import Kind, Matter
from scheduler.model.people import Relay, Volunteer
from scheduler.model.sessions import Modality, Session, shifts
from scheduler.model.week import Week
from scheduler.planning.problem import servable


@dataclass(frozen=True, slots=True)
class Left:
    """Who could serve a need: on their own, and who could interpret beside them."""

    alone: int
    """People who may advise in the matter and speak the language."""
    interpreters: int
    """People who interpret it, also into a language that somebody here takes further."""


@dataclass(frozen=True, slots=True)
class Comer:
    """What somebody who could come may do."""

    advises: frozenset[Matter]
    speaks: frozenset[str]
    interprets: frozenset[str]
    relays: tuple[Relay, ...] = ()


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people whose reach and hours fit a session, however many seats it has."""

    people: tuple[Comer, ...]

    def left(self, matter: Matter, language: str | None) -> Left:
        """English and any language are answered by everyone who may advise in the matter."""
        advisers = [p for p in self.people if matter in p.advises]
        if language is None or language == ENGLISH:
            return Left(len(advisers), 0)
        return Left(
            sum(1 for p in advisers if language in p.speaks),
            sum(1 for p in self.people if self._interprets(p, language, advisers)),
        )

    def _interprets(self, person: Comer, language: str, advisers: list[Comer]) -> bool:
        """Whether some adviser understands the language through them, perhaps with one more."""
        if language in person.interprets:
            return bool(advisers)
        bridges = {relay.bridge for relay in person.relays if relay.language == language}
        if any(bridges & adviser.speaks for adviser in advisers):
            return True
        others = (p for p in self.people if p is not person)
        return bool(advisers) and any(bridges & other.interprets for other in others)


def crowd(week: Week, session: Session) -> Crowd:
    """The people of the week who could come to at least one shift of the session."""
    parts = shifts(session)

    def comes(number: int, person: Volunteer) -> bool:
        return _reaches(person, session) and any(
            window.starts <= shift.starts and shift.ends <= window.ends
            for window in servable(person, week.windows.get(number, ()))
            for shift in parts
        )

    return Crowd(
        tuple(
            Comer(p.may_advise_in, p.advises_in, p.interprets, p.relays)
            for number, p in week.volunteers.items()
            if comes(number, p)
        )
    )


def _reaches(person: Volunteer, session: Session) -> bool:
    if session.office in person.offices:
        return True
    from_elsewhere = session.modality is Modality.REMOTE or (
        session.modality is Modality.HYBRID and person.kind is Kind.INTERPRETER
    )
    return person.remote and from_elsewhere
