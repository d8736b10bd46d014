"""Who could sit beside an adviser: interpreters for a language, a supervisor for a student."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.model.languages import language_name
from scheduler.model.people import Volunteer
from solver import rank
from solver.case import Case
from solver.problem import Assignment, Problem
from solver.seat import Room, Seat


@dataclass(frozen=True, slots=True)
class HelpAtHand:
    """What others could bring to a seat that nobody sits in yet.

    ``interpreter``: somebody is free who interprets its language into English. ``bridges`` are
    the languages into which alone others interpret it, ``further`` those of them that one more
    interpreter would take further.
    """

    supervisor: bool = False
    interpreter: bool = False
    bridges: frozenset[str] = frozenset()
    further: frozenset[str] = frozenset()

    def interpreters_for(self, person: Volunteer) -> int:
        """How many interpreters make this adviser understand; 0 where nobody can."""
        if self.interpreter or self.bridges & set(map(language_name, person.advises_in)):
            return 1
        return 2 if self.further else 0

    def brings(self, person: Volunteer) -> frozenset[str]:
        """Which of the skills that this person lacks somebody else would bring."""
        found = {"language": self.interpreters_for(person), "supervision": self.supervisor}
        return frozenset(code for code, brought in found.items() if brought)


def help_at_hand(problem: Problem, plan: tuple[Assignment, ...], seat: Seat) -> HelpAtHand:
    """Who could sit beside whoever takes an adviser's seat."""
    if seat.role != "adviser":
        return HelpAtHand()
    supervisor = any(_free(problem, plan, Seat(seat.session, "supervisor")))
    if seat.language is None:
        return HelpAtHand(supervisor)
    found = tuple(_free(problem, plan, _interpreter(seat, seat.language)))
    relays = {one.volunteer: one.bridge for one in found if one.bridge is not None}
    room = Room(Case(problem, plan), seat.session)
    return HelpAtHand(
        supervisor,
        len(found) > len(relays),
        frozenset(relays.values()),
        frozenset(
            bridge
            for name, bridge in relays.items()
            if room.understands(bridge, frozenset())
            or any(
                one.volunteer != name and one.bridge is None
                for one in _free(problem, plan, _interpreter(seat, bridge))
            )
        ),
    )


def _interpreter(seat: Seat, language: str) -> Seat:
    return Seat(seat.session, "interpreter", None, language)


def _free(problem: Problem, plan: tuple[Assignment, ...], seat: Seat) -> Iterator[rank.Candidate]:
    return (one for one in rank.candidates(problem, plan, seat) if one.possible)
