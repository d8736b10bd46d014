"""Candidates for one seat, best first, each with what they would change and every reason.

Nothing is solved: everybody else stays where they are. Whoever the solver could
put into the seat beside the same assignments is shown as possible.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from solver.case import Case, Seating
from solver.entities import Assignment, Problem, Volunteer
from solver.obstacles import Obstacles, Reason
from solver.plan import Objective
from solver.rules import coverage, fair_load, travel, weakest_office, wishes
from solver.seat import Room, Seat

__all__ = ["Candidate", "Reason", "Seat", "candidates"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person for a seat: whether they can take it, and why or why not.

    `effect` is what each objective would change by; all zero for those who
    cannot. `reasons` speak against the impossible, and about the possible. `bridge` is
    what they would interpret the seat's language into, where that is one language only.
    """

    volunteer: str
    possible: bool
    effect: Objective
    reasons: tuple[Reason, ...]
    bridge: str | None = None


NO_EFFECT = Objective(0, 0.0, 0, 0, 0, 0)


def candidates(
    problem: Problem, assignments: Iterable[Assignment], seat: Seat
) -> tuple[Candidate, ...]:
    """Everybody for one seat: the possible by their effect, then the others by reasons.

    Raises KeyError when the seat's session or need is not in the problem.
    """
    case = Case(problem, assignments)
    obstacles = Obstacles(case, seat)
    effects = _Effects(case, seat)
    ranked = [_candidate(person, obstacles, effects) for person in problem.volunteers]
    unconfirmed = {person.id for person in problem.volunteers if person.uncertain}

    def order(one: Candidate) -> tuple[object, ...]:
        if one.possible:
            return (0, one.volunteer in unconfirmed, one.effect.ranking(), one.volunteer)
        return (1, len(one.reasons), one.volunteer)

    return tuple(sorted(ranked, key=order))


def _candidate(person: Volunteer, obstacles: Obstacles, effects: "_Effects") -> Candidate:
    against = tuple(obstacles.of(person))
    if against:
        return Candidate(person.id, possible=False, effect=NO_EFFECT, reasons=against)
    seating = obstacles.seating(person)
    return Candidate(
        person.id,
        possible=True,
        effect=effects.of(seating),
        reasons=tuple(effects.about(seating)),
        bridge=seating.assignment.bridge,
    )


class _Effects:
    """What one more person in the seat would change, and what to know about them."""

    def __init__(self, case: Case, seat: Seat) -> None:
        self._case = case
        self._session = case.sessions[seat.session]
        self._before = frozenset(case.problem.previous)
        self._covered = coverage.covered_weight(case, seat.session)
        self._bridges = Room(case, seat.session).bridges
        self._gains: dict[tuple[object, ...], int] = {}

    @cached_property
    def _shares(self) -> dict[str, Fraction]:
        return weakest_office.shares(self._case)  # only asked for where somebody could sit there

    @cached_property
    def _demand(self) -> int:
        return weakest_office.demand(self._case)[self._session.office]

    def of(self, seating: Seating) -> Objective:
        """The change of every objective."""
        person = seating.person
        gain = self._gain(seating)
        held = self._case.by_person.get(person.id, ())
        load = sum(item.session.end - item.session.start for item in held)
        length = self._session.end - self._session.start
        strained = [
            fair_load.strain(minutes, person.max_minutes, person.past_minutes)
            for minutes in (load, load + length)
        ]
        return Objective(
            coverage=gain,
            weakest_office=self._lifted(gain),
            changes=-1 if seating.assignment in self._before else 1,
            wishes=wishes.points(seating),
            fair_load=strained[1] - strained[0],
            travel=travel.minutes(seating),
        )

    def _gain(self, seating: Seating) -> int:
        """Weight gained; the same for all who speak, hear and interpret the same there."""
        spoken = seating.person.advises_in
        speaks = seating.need is not None and seating.need.language in spoken
        key = (speaks, spoken & self._bridges, seating.assignment.bridge)
        if key not in self._gains:
            session = self._session.id
            seatings = [*self._case.by_session.get(session, ()), seating]
            after = coverage.weight_of(self._case, session, seatings)
            self._gains[key] = after - self._covered
        return self._gains[key]

    def _lifted(self, gain: int) -> float:
        """What the gain does for the weakest office."""
        if not gain or not self._demand:
            return 0.0
        lifted = dict(self._shares)
        lifted[self._session.office] += Fraction(gain, self._demand)
        return float(min(lifted.values()) - min(self._shares.values()))

    def about(self, seating: Seating) -> Iterator[Reason]:
        """What a coordinator would want to know about someone who can take the seat."""
        person, session = seating.person, seating.session
        name = person.id
        if seating.assignment in self._before:
            yield Reason("was_here", f"{name} had this seat in the previous roster.")
        if seating.need is not None and seating.need.language is not None:
            language = seating.need.language
            if language in person.advises_in:
                yield Reason("speaks", f"{name} advises in {language}.", {"language": language})
            else:
                text = f"{name} works through a free interpreter for {language}."
                yield Reason("through_interpreter", text, {"language": language})
        glad = wishes.gladly(seating)
        yield Reason("preferred_hours" if glad else "if_needed", _HOURS[glad].format(name))
        yield from _way(seating)
        held = self._case.by_person.get(name, ())
        load = sum(item.session.end - item.session.start for item in held)
        after, pledged = load + session.end - session.start, person.max_minutes
        text = f"{name} would serve {after} of {pledged} minutes."
        yield Reason("load", text, {"minutes": after, "pledged": pledged})
        if person.uncertain:
            yield Reason("uncertain", f"{name} has not confirmed these hours of late.")


_HOURS = {True: "{} gladly gives these hours.", False: "{} gives these hours if needed."}


def _way(seating: Seating) -> Iterator[Reason]:
    name, office = seating.person.id, seating.session.office
    if travel.serves_remotely(seating):
        yield Reason("remote", f"{name} serves remotely.")
        return
    way = next(way for way in seating.person.offices if way.office == office)
    liking = "likes to come to" if way.level == "preferred" else "can come to"
    text = f"{name} {liking} {office}, {way.minutes} minutes away."
    yield Reason("on_site", text, {"office": office, "minutes": way.minutes, "level": way.level})
