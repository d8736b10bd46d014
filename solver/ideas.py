"""Changes of a week that might fill one seat, each as the problem it would be.

An idea is worth trying when one thing alone stands between somebody and the seat.
Nothing is solved here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

from solver.case import Case, Seating
from solver.entities import Assignment, Pin, Problem, Session, Volunteer
from solver.obstacles import Obstacles, Reason
from solver.rules import coverage
from solver.seat import Room, Seat

Kind = Literal[
    "rearrange", "more_minutes", "remote_interpreters", "remote", "earlier", "later", "pull"
]
"""What is changed: nothing but the plan, a pledge, how or when a session is held, a person."""

HOUR: Final = 60
HALF_AN_HOUR: Final = 30
MINUTES_OF_A_DAY: Final = 1440
MOVES: Final[tuple[tuple[Kind, int], ...]] = (("earlier", -HOUR), ("later", HOUR))
MOST_PEOPLE: Final = 3
"""People tried for each kind of idea that is about a person."""

GIVEN_AWAY: Final = frozenset({"elsewhere", "in_session", "weekly_minutes", "day_sessions"})
"""Obstacles that can vanish when somebody gives up another seat."""


NOTHING: Final = frozenset[str]()

Values = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Idea:
    """A changed `problem`, in words, and the `sessions` whose days are solved again."""

    kind: Kind
    text: str
    values: Values
    problem: Problem
    sessions: tuple[str, ...]


def ideas(
    problem: Problem, assignments: tuple[Assignment, ...], seat: Seat, block: frozenset[str]
) -> tuple[Idea, ...]:
    """Everything worth trying, the least trouble first.

    `block` are the sessions that open and move together, the seat's own among them.
    """
    return tuple(_Thinking(Case(problem, assignments), seat, block).all())


class _Thinking:
    """What is looked up again and again while thinking about one seat."""

    def __init__(self, case: Case, seat: Seat, block: frozenset[str]) -> None:
        self._case = case
        self._problem = case.problem
        self._session = case.sessions[seat.session]
        self._block = block
        self._stations = Room(case, seat.session).stations
        self._ways = tuple(_ways_in(case, seat))

    def all(self) -> Iterator[Idea]:
        text = "Rearrange the day; nobody is asked for more."
        yield self._idea("rearrange", text, {}, self._problem)
        if self._ways[0].role == "adviser" and self._stations <= 0:
            return  # whoever came would have no station
        yield from self._more_minutes()
        yield from self._opened()
        yield from self._moved()
        yield from self._pulled()

    def _idea(
        self,
        kind: Kind,
        text: str,
        values: Values,
        changed: Problem,
        other: str | None = None,
    ) -> Idea:
        sessions = (self._session.id,) if other is None else (self._session.id, other)
        return Idea(kind, text, values, changed, sessions)

    def _kept_by(self, codes: frozenset[str]) -> Iterator[tuple[Volunteer, Seat, list[Reason]]]:
        """People whom nothing but the given obstacles keeps from a seat that would help."""
        for way in self._ways:
            obstacles = Obstacles(self._case, way)
            for person in self._problem.volunteers:
                against = list(obstacles.of(person))
                if against and {reason.code for reason in against} <= codes:
                    yield person, way, against

    # ---- one more hour ----

    def _more_minutes(self) -> Iterator[Idea]:
        """Ask somebody for what their pledge is short of, in whole half hours."""
        short = sorted(
            (
                (_short_of(reasons), person.past_minutes, person.id, way)
                for person, way, reasons in self._kept_by(frozenset({"weekly_minutes"}))
            ),
            key=lambda item: item[:3],
        )
        first_way = {name: (minutes, way) for minutes, _, name, way in reversed(short)}
        people = dict.fromkeys(name for _, _, name, _ in short)
        for name in list(people)[:MOST_PEOPLE]:
            minutes, way = first_way[name]
            text = f"Ask {name} for {minutes} minutes more this week, as {way.role}."
            values: Values = {"volunteer": name, "minutes": minutes, "role": way.role}
            yield self._idea("more_minutes", text, values, self._with_minutes(name, minutes))

    def _with_minutes(self, name: str, minutes: int) -> Problem:
        return replace(
            self._problem,
            volunteers=tuple(
                replace(p, max_minutes=p.max_minutes + minutes) if p.id == name else p
                for p in self._problem.volunteers
            ),
        )

    # ---- how and when the session is held ----

    def _opened(self) -> Iterator[Idea]:
        """Let interpreters, or everybody, serve the session from afar."""
        session = self._session.id
        if self._session.remote:
            return
        if not self._session.remote_interpreters and any(
            w.role == "interpreter" for w in self._ways
        ):
            text = f"Let interpreters serve session {session} remotely."
            changed = self._with_sessions(lambda item: replace(item, remote_interpreters=True))
            yield self._idea("remote_interpreters", text, {"session": session}, changed)
        text = f"Let everybody serve session {session} remotely."
        changed = self._with_sessions(lambda item: replace(item, remote=True))
        yield self._idea("remote", text, {"session": session}, changed)

    def _moved(self) -> Iterator[Idea]:
        """Hold the session an hour earlier or later, where its day and office allow it."""
        session = self._session.id
        for kind, minutes in MOVES:
            if self._may_move(minutes):
                text = f"Hold session {session} {HOUR} minutes {kind}."
                changed = self._with_sessions(partial(_shifted, minutes=minutes))
                values: Values = {"session": session, "minutes": minutes}
                yield self._idea(kind, text, values, changed)

    def _may_move(self, minutes: int) -> bool:
        moving = [s for s in self._problem.sessions if s.id in self._block]
        staying = [
            s
            for s in self._problem.sessions
            if s.office == self._session.office and s.id not in self._block
        ]
        for before in moving:
            after = _shifted(before, minutes)
            day = before.start // MINUTES_OF_A_DAY
            if (
                not day * MINUTES_OF_A_DAY
                <= after.start
                < after.end
                <= (day + 1) * MINUTES_OF_A_DAY
            ):
                return False
            if any(_overlap(after, other) and not _overlap(before, other) for other in staying):
                return False
        return True

    def _with_sessions(self, change: Callable[[Session], Session]) -> Problem:
        return replace(
            self._problem,
            sessions=tuple(
                change(item) if item.id in self._block else item for item in self._problem.sessions
            ),
        )

    # ---- somebody from another seat ----

    def _pulled(self) -> Iterator[Idea]:
        """Take somebody from the seat whose loss weighs least."""
        people: set[str] = set()
        for cost, name, held, way in self._givers():
            if len(people) == MOST_PEOPLE:
                return
            if name not in people and self._frees(held, way):
                people.add(name)
                yield self._pull(cost, held.assignment, way)

    def _pull(self, cost: int, other: Assignment, way: Seat) -> Idea:
        name = other.volunteer
        text = f"Pull {name} from session {other.session} to be {way.role} here."
        values: Values = {
            "volunteer": name,
            "from": other.session,
            "from_role": other.role,
            "role": way.role,
            "costs": cost,
        }
        if other.need is not None:
            values["from_need"] = other.need
        if other.language is not None:
            values["from_language"] = other.language
        if other.bridge is not None:
            values["from_bridge"] = other.bridge
        pinned = Pin(name, self._session.id, must=True)
        changed = replace(self._problem, pins=(*self._pins_but(name, other), pinned))
        return self._idea("pull", text, values, changed, other.session)

    def _pins_but(self, name: str, held: Assignment) -> tuple[Pin, ...]:
        places = {held.session, self._session.id}
        return tuple(
            p for p in self._problem.pins if p.volunteer != name or p.session not in places
        )

    def _givers(self) -> list[tuple[int, str, Seating, Seat]]:
        """Seats of people who might come, and what it costs at once to take them away."""
        pinned = {(p.volunteer, p.session) for p in self._problem.pins if p.must}
        found = [
            (self._lost(held), person.id, held, way)
            for person, way, _ in self._kept_by(GIVEN_AWAY)
            for held in self._case.by_person[person.id]
            if (person.id, held.session.id) not in pinned
        ]
        return sorted(found, key=lambda item: (item[0], item[1], item[2].session.start))

    def _lost(self, held: Seating) -> int:
        session = held.session.id
        others = [item for item in self._case.by_session[session] if item is not held]
        whole = coverage.covered_weight(self._case, session)
        return whole - coverage.weight_of(self._case, session, others)

    def _frees(self, held: Seating, way: Seat) -> bool:
        """Whether the person could take the seat once they gave up this one."""
        others = (item for item in self._case.assignments if item != held.assignment)
        return not any(Obstacles(Case(self._problem, others), way).of(held.person))


def _ways_in(case: Case, seat: Seat) -> Iterator[Seat]:
    """The seat, and those beside it that would help: an interpreter, a supervisor."""
    yield seat
    if seat.need is None:
        return
    language = case.needs[seat.need].language
    room = Room(case, seat.session)
    if language is not None and not room.understands(language, NOTHING):
        yield Seat(seat.session, "interpreter", language=language)
        for bridge in sorted(room.bridges):
            if room.understands(language, frozenset({bridge})):  # a relay nobody takes further
                yield Seat(seat.session, "interpreter", language=bridge)
    if room.students <= 0:
        yield Seat(seat.session, "supervisor")


def _case_without(case: Case, held: Seating) -> Case:
    return Case(case.problem, (item for item in case.assignments if item != held.assignment))


def _short_of(reasons: list[Reason]) -> int:
    """Minutes that are missing, rounded up to what one asks a person for."""
    values = reasons[0].values
    missing = int(values["needed"]) - int(values["left"])
    return -(-missing // HALF_AN_HOUR) * HALF_AN_HOUR


def _shifted(session: Session, minutes: int) -> Session:
    return replace(session, start=session.start + minutes, end=session.end + minutes)


def _overlap(one: Session, other: Session) -> bool:
    return one.start < other.end and other.start < one.end
