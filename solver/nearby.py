"""Re-solving a changed week close to the plan it has: only some days, only a few changes.

What is found keeps every hard rule of the whole changed week, and the judge has
said so; it is a plan, not an estimate. That a better one is further away is
possible, so its coverage is a floor of what the changed week can cover.
"""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from solver.check import check
from solver.entities import Assignment, Need, Problem, Session, Volunteer
from solver.plan import Objective
from solver.progress import ShouldStop
from solver.seat import Seat
from solver.solve import Limits, solve

MINUTES_OF_A_DAY: Final = 1440


@dataclass(frozen=True, slots=True)
class Focus:
    """One empty `seat` that is to be filled before all else.

    Seats that are empty now stay so, except in the sessions of the `block`: what a
    plan gains is then the seat's doing, not that of unrelated finds.
    """

    seat: Seat
    block: frozenset[str]


@dataclass(frozen=True, slots=True)
class Near:
    """A plan of the changed week, and how it differs from the plan before."""

    assignments: tuple[Assignment, ...]
    objective: Objective
    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]

    @property
    def changes(self) -> int:
        """How many assignments are in one plan and not in the other."""
        return len(self.added) + len(self.removed)


class Ground:
    """One plan, and the re-solves of changed weeks that start from it.

    `limits` are for everything that is asked of this ground together.
    """

    def __init__(
        self,
        problem: Problem,
        assignments: Iterable[Assignment],
        limits: Limits,
        should_stop: ShouldStop | None = None,
    ) -> None:
        self.problem = problem
        self.assignments = tuple(assignments)
        self.limits = limits
        verdict = check(problem, self.assignments)
        self.objective = verdict.objective
        self._known = Counter(breach.rule for breach in verdict.breaches)
        self._ends = time.monotonic() + limits.seconds
        self._should_stop = should_stop

    @property
    def left(self) -> float:
        """Seconds that are left."""
        if self._should_stop is not None and self._should_stop():
            return 0.0
        return max(self._ends - time.monotonic(), 0.0)

    def seats_taken(self, seat: Seat, assignments: Iterable[Assignment] | None = None) -> int:
        """How many people sit in seats like this one."""
        plan = self.assignments if assignments is None else assignments
        return sum(
            (item.session, item.role, item.need) == (seat.session, seat.role, seat.need)
            for item in plan
        )

    def near(
        self, changed: Problem, sessions: Iterable[str], changes: int, focus: Focus | None = None
    ) -> Near | None:
        """The best plan of the days of these sessions, everything else held as it is.

        With a `focus`, what fills its seat. None when there is no time left, or when
        nothing that keeps the rules was found.
        """
        if self.left <= 0:
            return None
        people = {person.id for person in changed.volunteers}
        roster = [item for item in self.assignments if item.volunteer in people]
        part = _of_days(changed, roster, _days(changed, sessions))
        limits = replace(self.limits, seconds=max(self.left, 0.1), stages=1, max_changes=changes)
        asked = _focused(part, focus)
        plan = solve(asked, limits, should_stop=self._should_stop)
        here = {session.id for session in part.sessions}
        held = (*(item for item in roster if item.session not in here), *plan.assignments)
        idle = _idle(asked, plan.assignments)
        return self._judged(changed, (*held, *idle)) or self._judged(changed, held)

    def _judged(self, changed: Problem, assignments: tuple[Assignment, ...]) -> Near | None:
        verdict = check(changed, assignments)
        if Counter(breach.rule for breach in verdict.breaches) - self._known:
            return None
        before, after = set(self.assignments), set(assignments)
        return Near(
            assignments,
            verdict.objective,
            added=tuple(item for item in assignments if item not in before),
            removed=tuple(item for item in self.assignments if item not in after),
        )


def _days(problem: Problem, sessions: Iterable[str]) -> frozenset[int]:
    asked = set(sessions)
    return frozenset(s.start // MINUTES_OF_A_DAY for s in problem.sessions if s.id in asked)


def _of_days(problem: Problem, roster: list[Assignment], days: frozenset[int]) -> Problem:
    """The problem of some days: everybody's pledge less what they serve on the others."""
    sessions = {s.id: s for s in problem.sessions if s.start // MINUTES_OF_A_DAY in days}
    elsewhere = _minutes(problem, (item for item in roster if item.session not in sessions))
    people = {
        person.id: _less(person, elsewhere[person.id])
        for person in problem.volunteers
        if _offers_any_of(person, days)
    }
    return replace(
        problem,
        sessions=tuple(sessions.values()),
        needs=tuple(need for need in problem.needs if need.session in sessions),
        volunteers=tuple(people.values()),
        pins=tuple(p for p in problem.pins if p.session in sessions and p.volunteer in people),
        previous=tuple(
            item for item in roster if item.session in sessions and item.volunteer in people
        ),
    )


def _minutes(problem: Problem, items: Iterable[Assignment]) -> Counter[str]:
    length = {session.id: session.end - session.start for session in problem.sessions}
    served = Counter[str]()
    for item in items:
        served[item.volunteer] += length.get(item.session, 0)
    return served


def _less(person: Volunteer, minutes: int) -> Volunteer:
    return replace(person, max_minutes=max(person.max_minutes - minutes, 0)) if minutes else person


def _offers_any_of(person: Volunteer, days: frozenset[int]) -> bool:
    return any(
        window.start // MINUTES_OF_A_DAY <= day <= (window.end - 1) // MINUTES_OF_A_DAY
        for window in person.windows
        for day in days
    )


def _idle(problem: Problem, assignments: Iterable[Assignment]) -> list[Assignment]:
    """Interpreters nobody needs now, whom the search has no seat for: let them stay."""
    asked = {(need.session, need.language) for need in problem.needs if need.seats}
    busy = {item.volunteer for item in assignments}
    return [
        item
        for item in problem.previous
        if item.role == "interpreter"
        and (item.session, item.language) not in asked
        and item.volunteer not in busy
    ]


def _focused(problem: Problem, focus: Focus | None) -> Problem:
    """The problem in which filling the seat outweighs all else, and nothing else is new."""
    if focus is None:
        return problem
    advisers = Counter(item.need for item in problem.previous if item.role == "adviser")
    receiving = Counter(item.session for item in problem.previous if item.role == "intake")
    first = 1 + sum(need.seats * need.weight for need in problem.needs)
    first += sum(item.intake * item.intake_weight for item in problem.sessions)

    def of_need(need: Need) -> Need:
        if need.id == focus.seat.need:
            return replace(need, seats=advisers[need.id] + 1, weight=need.weight + first)
        if need.session in focus.block:
            return need
        return replace(need, seats=min(need.seats, advisers[need.id]))

    def of_session(session: Session) -> Session:
        taken = receiving[session.id]
        if focus.seat.role == "intake" and session.id == focus.seat.session:
            weight = session.intake_weight + first
            return replace(session, intake=taken + 1, intake_weight=weight)
        if session.id in focus.block:
            return session
        return replace(session, intake=min(session.intake, taken))

    return replace(
        problem,
        needs=tuple(of_need(need) for need in problem.needs),
        sessions=tuple(of_session(session) for session in problem.sessions),
    )
