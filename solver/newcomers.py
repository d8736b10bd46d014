"""People worth looking for: who could take what stays empty, as volunteers to try out.

A newcomer is the least that would help: one role, one matter, one language, one
office, one part of one day, and as many hours as people of that role usually give.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median_low
from typing import Final, NamedTuple

from solver.entities import Assignment, Problem, Reach, Role, Session, Volunteer, Window
from solver.explain import EmptySeat, empty_seats

MINUTES_OF_A_DAY: Final = 1440
PARTS: Final = (("morning", 0), ("afternoon", 720), ("evening", 1020))
"""Parts of a day people speak of, and the minute of the day each begins."""

TWO_HOURS: Final = 120
"""What people pledge where nobody of the role is there to judge by."""

ALIKE: Final = 2
"""Newcomers with the same role, matter and language that one list holds."""

_WANTS_LANGUAGE: Final = frozenset(
    {
        "no_language",
        "language_not_available",
        "language_used_up",
        "bridge_not_available",
        "bridge_used_up",
    }
)


class Skill(NamedTuple):
    """What somebody would have to be able to do; "" where nothing is asked."""

    role: Role
    matter: str
    language: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is not there yet.

    They would serve in `sessions` of one `office`, in the `part` of the day between
    `start` and `end`; `remote` says that none of it needs them in the room. `seats`
    are empty there, and `weight` is what they could cover by themselves.
    `empty_in_week` counts the empty seats of their skill in the whole week.
    """

    role: Role
    matter: str
    language: str
    office: str
    part: str
    start: int
    end: int
    remote: bool
    seats: int
    weight: int
    empty_in_week: int
    sessions: tuple[str, ...]
    volunteer: Volunteer

    @property
    def skill(self) -> Skill:
        """What they would be able to do."""
        return Skill(self.role, self.matter, self.language)


def newcomers(
    problem: Problem,
    assignments: Iterable[Assignment],
    most: int,
    speaks: frozenset[str] = frozenset(),
) -> tuple[Newcomer, ...]:
    """The newcomers who could cover most by themselves, heaviest first.

    `speaks` are languages that each of them advises in besides.
    """
    empty = empty_seats(problem, assignments)
    ranked = sorted(
        _Searching(problem, empty, speaks).newcomers(),
        key=lambda one: (-one.weight, -one.empty_in_week, -one.seats, one.start),
    )
    alike = Counter[Skill]()
    chosen = []
    for one in ranked:
        alike[one.skill] += 1
        if alike[one.skill] <= ALIKE:
            chosen.append(one)
    return tuple(chosen[:most])


class _Place(NamedTuple):
    office: str
    day: int
    part: str


class _Searching:
    """Empty seats grouped by who could take them, where and when."""

    def __init__(
        self, problem: Problem, empty: tuple[EmptySeat, ...], speaks: frozenset[str]
    ) -> None:
        self._problem = problem
        self._speaks = speaks
        self._sessions = {session.id: session for session in problem.sessions}
        self._matters = {need.id: need.matter for need in problem.needs}
        self._groups: dict[tuple[Skill, _Place], list[EmptySeat]] = defaultdict(list)
        self._in_week = Counter[Skill]()
        for seat in empty:
            for skill in self._skills(seat):
                self._groups[skill, _place(self._sessions[seat.seat.session])].append(seat)
                self._in_week[skill] += seat.count
        names = {person.id for person in problem.volunteers}
        self._name = "newcomer"
        while self._name in names:
            self._name += "'"

    def _skills(self, empty: EmptySeat) -> Iterator[Skill]:
        """Whoever has one of these skills could end the emptiness."""
        seat, code = empty.seat, empty.reason.code
        if seat.role == "intake":
            yield Skill("intake", "", "")
        elif code == "no_supervisor":
            yield Skill("supervisor", "", "")
        elif code != "no_station" and seat.need is not None:
            yield Skill("adviser", self._matters[seat.need], seat.language or "")
            if code in _WANTS_LANGUAGE:
                yield Skill("interpreter", "", seat.language or "")
            if "bridge" in empty.reason.values:
                yield Skill("interpreter", "", str(empty.reason.values["bridge"]))

    def newcomers(self) -> Iterator[Newcomer]:
        for (skill, place), seats in self._groups.items():
            yield self._newcomer(skill, place, seats)

    def _newcomer(self, skill: Skill, place: _Place, seats: list[EmptySeat]) -> Newcomer:
        sessions = sorted(
            {self._sessions[item.seat.session] for item in seats}, key=lambda s: (s.start, s.id)
        )
        start, end = min(s.start for s in sessions), max(s.end for s in sessions)
        shortest = min(s.end - s.start for s in sessions)
        minutes = max(self._usual(skill.role), shortest)
        worth = {session.id: self._worth(skill, session, seats) for session in sessions}
        return Newcomer(
            role=skill.role,
            matter=skill.matter,
            language=skill.language,
            office=place.office,
            part=place.part,
            start=start,
            end=end,
            remote=all(_may_be_remote(s, skill.role) for s in sessions),
            seats=sum(item.count for item in seats),
            weight=_servable(sessions, worth, minutes),
            empty_in_week=self._in_week[skill],
            sessions=tuple(session.id for session in sessions),
            volunteer=self._volunteer(skill, place.office, (start, end), minutes),
        )

    def _worth(self, skill: Skill, session: Session, seats: list[EmptySeat]) -> int:
        """What one such person covers in a session: one seat, or all their students'."""
        weights = sorted(
            (
                item.weight
                for item in seats
                if item.seat.session == session.id
                for _ in range(item.count)
            ),
            reverse=True,
        )
        several = self._problem.settings.students_per_supervisor
        return sum(weights[: several if skill.role == "supervisor" else 1])

    def _usual(self, role: Role) -> int:
        pledges = [p.max_minutes for p in self._problem.volunteers if role in p.roles]
        return median_low(pledges) if pledges else TWO_HOURS

    def _volunteer(
        self, skill: Skill, office: str, hours: tuple[int, int], minutes: int
    ) -> Volunteer:
        language = frozenset({skill.language}) - {""}
        return Volunteer(
            id=self._name,
            roles=frozenset({skill.role}),
            matters=frozenset({skill.matter}) - {""},
            advises_in=language | self._speaks if skill.role == "adviser" else frozenset(),
            interprets=language if skill.role == "interpreter" else frozenset(),
            windows=(Window(*hours),),
            offices=(Reach(office, 0),),
            remote_offices=frozenset({office}),
            max_minutes=minutes,
            max_sessions_per_day=max(
                (p.max_sessions_per_day for p in self._problem.volunteers), default=1
            ),
        )


def _place(session: Session) -> _Place:
    minute = session.start % MINUTES_OF_A_DAY
    part = next(name for name, begins in reversed(PARTS) if minute >= begins)
    return _Place(session.office, session.start // MINUTES_OF_A_DAY, part)


def _may_be_remote(session: Session, role: Role) -> bool:
    return session.remote or (role == "interpreter" and session.remote_interpreters)


def _servable(sessions: list[Session], worth: dict[str, int], minutes: int) -> int:
    """The worth of sessions one person can serve one after the other, heaviest first."""
    taken: list[Session] = []
    for session in sorted(sessions, key=lambda s: (-worth[s.id], s.start)):
        length = session.end - session.start
        apart = all(s.end <= session.start or session.end <= s.start for s in taken)
        if apart and length <= minutes:
            taken.append(session)
            minutes -= length
    return sum(worth[session.id] for session in taken)
