"""Every empty seat of a week, each with the one reason that says most.

The reasons are asked in a fixed order, from what nobody can help to what a
coordinator can mend by hand; the first that holds is told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.case import Case
from solver.entities import Assignment, Need, Problem, Session
from solver.obstacles import Reason
from solver.pairs import ADVISER, INTAKE, INTERPRETER, Pairs, feasible_pairs
from solver.seat import Room, Seat
from solver.spare import Spare
from solver.vectors import Flags, Whole
from solver.week import Week


@dataclass(frozen=True, slots=True)
class EmptySeat:
    """Seats of one kind that stay empty: `count` of them, each worth `weight`, and why."""

    seat: Seat
    weight: int
    reason: Reason
    count: int


def empty_seats(problem: Problem, assignments: Iterable[Assignment]) -> tuple[EmptySeat, ...]:
    """All empty seats of needs and of intake, the heaviest first, with one reason each."""
    case = Case(problem, assignments)
    empty = _EmptyCounts(case)
    week = Week(problem)
    wanted = np.array([empty.any_in(session) for session in problem.sessions], dtype=np.bool_)
    scene = _Scene(case, week, feasible_pairs(problem, week, wanted))
    found = [
        EmptySeat(Seat(need.session, "adviser", need.id, need.language), need.weight, reason, count)
        for need, count in empty.needs()
        for reason in [scene.of_need(need)]
    ]
    found += [
        EmptySeat(
            Seat(session.id, "intake"), session.intake_weight, scene.of_intake(session), count
        )
        for session, count in empty.intake()
    ]
    return tuple(sorted(found, key=lambda item: -item.weight * item.count))


class _EmptyCounts:
    """How many seats stay empty, need by need and session by session."""

    def __init__(self, case: Case) -> None:
        self._case = case
        taken = Counter(item.need.id for item in case.seatings if item.need is not None)
        self._needs = {
            need.id: need.seats - taken[need.id]
            for need in case.problem.needs
            if need.seats > taken[need.id]
        }
        sitting = Counter(
            item.session.id for item in case.seatings if item.assignment.role == "intake"
        )
        self._intake = {
            session.id: session.intake - sitting[session.id]
            for session in case.problem.sessions
            if session.intake > sitting[session.id]
        }
        self._sessions = {case.needs[need].session for need in self._needs} | set(self._intake)

    def any_in(self, session: Session) -> bool:
        return session.id in self._sessions

    def needs(self) -> Iterator[tuple[Need, int]]:
        for name, count in self._needs.items():
            yield self._case.needs[name], count

    def intake(self) -> Iterator[tuple[Session, int]]:
        for name, count in self._intake.items():
            yield self._case.sessions[name], count


class _Scene:
    """Who could be where, and who still has room for it."""

    def __init__(self, case: Case, week: Week, pairs: Pairs) -> None:
        self._case = case
        self._week = week
        self._pairs = pairs
        spare = Spare(case, week)
        self._hours: Flags = spare.has_hours(pairs)
        self._free: Flags = self._hours & spare.is_free(pairs)
        self._groups = _by_session_and_role(pairs)
        self._knows: dict[str, Flags] = {}
        self._speaks: dict[tuple[str, str], Flags] = {}
        self._rooms: dict[str, Room] = {}

    def _room(self, session: str) -> Room:
        if session not in self._rooms:
            self._rooms[session] = Room(self._case, session)
        return self._rooms[session]

    def of_need(self, need: Need) -> Reason:
        """Why a seat of the need is empty: the first reason that holds."""
        return next(self._of_need(need))

    def _of_need(self, need: Need) -> Iterator[Reason]:
        room = self._room(need.session)
        matter = {"matter": need.matter}
        if room.stations <= 0:
            yield Reason("no_station", "All stations of the session are taken.")
        if not self._has_matter(need.matter).any():
            yield Reason("no_matter", f"No volunteer advises on {need.matter}.", matter)
        able = self._able(need)
        if not len(able):
            text = f"Nobody who advises on {need.matter} offers these hours and reaches the office."
            yield Reason("no_adviser", text, matter)
        if room.students <= 0:
            able = able[~self._pairs.student[able]]
        if not len(able):
            yield Reason("no_supervisor", "Only law students could, and no supervisor has room.")
        if need.language is not None and room.interpreters(need.language) <= 0:
            yield from self._of_language(need, need.language, able)
        yield self._of_hours(able)

    def _able(self, need: Need) -> Whole:
        advisers = self._group(need.session, ADVISER)
        return advisers[self._has_matter(need.matter)[self._pairs.volunteer[advisers]]]

    def _of_language(self, need: Need, language: str, able: Whole) -> Iterator[Reason]:
        """What the language stands in the way of, when no interpreter is there yet."""
        speaking = self._speaks_as("advises_in", language)
        interpreting = self._speaks_as("interprets", language)
        speakers = able[speaking[self._pairs.volunteer[able]]]
        present = self._group(need.session, INTERPRETER)
        helpers = present[interpreting[self._pairs.volunteer[present]]]
        values = {"language": language}
        if not len(speakers) and not len(helpers):
            if not speaking.any() and not interpreting.any():
                yield Reason(
                    "no_language", f"Advisers, but no volunteer speaks {language}.", values
                )
            text = f"Advisers, but nobody who speaks {language} offers these hours here."
            yield Reason("language_not_available", text, values)
        spoken = self._free[speakers].any() or self._free[helpers].any()
        if self._free[able].any() and not spoken:
            text = f"Advisers, but all who speak {language} serve elsewhere or have no hours left."
            yield Reason("language_used_up", text, values)

    def _of_hours(self, able: Whole) -> Reason:
        count = len(np.unique(self._pairs.volunteer[able]))
        values = {"people": count}
        if not self._hours[able].any():
            text = f"All {count} who could take it have given the hours they pledged."
            return Reason("hours_used_up", text, values)
        if not self._free[able].any():
            text = f"All {count} who could take it serve elsewhere or have no hours left."
            return Reason("used_elsewhere", text, values)
        return Reason("open", "Somebody could still take it.", values)

    def of_intake(self, session: Session) -> Reason:
        """Why a place at intake is empty."""
        able = self._group(session.id, INTAKE)
        if len(able):
            return self._of_hours(able)
        if any("intake" in person.roles for person in self._case.problem.volunteers):
            return Reason(
                "no_intake", "Nobody for intake offers these hours and reaches the office."
            )
        return Reason("no_intake_role", "No volunteer does intake.")

    def _group(self, session: str, role: int) -> Whole:
        empty = np.empty(0, dtype=np.int64)
        return self._groups.get((self._week.session_index[session], role), empty)

    def _has_matter(self, matter: str) -> Flags:
        if matter not in self._knows:
            self._knows[matter] = np.array(
                [
                    matter in person.matters and bool(person.roles & {"adviser", "student"})
                    for person in self._case.problem.volunteers
                ],
                dtype=np.bool_,
            )
        return self._knows[matter]

    def _speaks_as(self, skill: str, language: str) -> Flags:
        """Who advises in the language, or interprets it, among all volunteers."""
        if (skill, language) not in self._speaks:
            roles = {"advises_in": {"adviser", "student"}, "interprets": {"interpreter"}}[skill]
            self._speaks[skill, language] = np.array(
                [
                    language in getattr(person, skill) and bool(person.roles & roles)
                    for person in self._case.problem.volunteers
                ],
                dtype=np.bool_,
            )
        return self._speaks[skill, language]


def _by_session_and_role(pairs: Pairs) -> dict[tuple[int, int], Whole]:
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column, (session, role) in enumerate(
        zip(pairs.session.tolist(), pairs.role.tolist(), strict=True)
    ):
        groups[session, role].append(column)
    return {key: np.array(columns, dtype=np.int64) for key, columns in groups.items()}
