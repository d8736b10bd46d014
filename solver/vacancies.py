"""Every empty seat of a week, each with the one reason that says most.

The reasons are asked in a fixed order, from what nobody can help to what a
coordinator can mend by hand; the first that holds is told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.case import Case
from solver.entities import Assignment, Need, Problem, Session
from solver.obstacles import Reason
from solver.pairs import ADVISER, INTAKE, feasible_pairs
from solver.scene import Scene
from solver.seat import Seat
from solver.unspoken import Unspoken
from solver.vectors import Whole
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
    reasons = _Reasons(Scene(case, week, feasible_pairs(problem, week, wanted)))
    found = [
        EmptySeat(Seat(need.session, "adviser", need.id, need.language), need.weight, reason, count)
        for need, count in empty.needs()
        for reason in [reasons.of_need(need)]
    ]
    found += [
        EmptySeat(
            Seat(session.id, "intake"), session.intake_weight, reasons.of_intake(session), count
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


class _Reasons:
    """The reason of each empty seat, asked of the scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def of_need(self, need: Need) -> Reason:
        """Why a seat of the need is empty: the first reason that holds."""
        return next(self._of_need(need))

    def _of_need(self, need: Need) -> Iterator[Reason]:
        room = self._scene.room(need.session)
        matter = {"matter": need.matter}
        if room.stations <= 0:
            yield Reason("no_station", "All stations of the session are taken.")
        if not self._scene.has_matter(need.matter).any():
            yield Reason("no_matter", f"No volunteer advises on {need.matter}.", matter)
        able = self._able(need)
        if not len(able):
            text = f"Nobody who advises on {need.matter} offers these hours and reaches the office."
            yield Reason("no_adviser", text, matter)
        if room.students <= 0:
            able = able[~self._scene.pairs.student[able]]
        if not len(able):
            yield Reason("no_supervisor", "Only law students could, and no supervisor has room.")
        if need.language is not None:
            unspoken = Unspoken(self._scene, need.session, need.language, able)
            if not unspoken.is_understood():
                yield from unspoken.reasons()
                yield self._of_language(need.language, able, unspoken.speaking())
        yield self._of_hours(able)

    def _of_language(self, language: str, able: Whole, speaking: Whole) -> Reason:
        """Why nobody sits there in a language that only some of the able speak themselves."""
        free = self._scene.free
        if len(speaking) and (free[speaking].any() or not free[able].any()):
            return self._of_hours(speaking)
        if free[able].any():
            text = f"An adviser is free, and so is who understands {language} beside them."
            return Reason("in_company", text, {"language": language})
        return self._of_hours(able, f", with an interpreter of {language},")

    def _able(self, need: Need) -> Whole:
        advisers = self._scene.group(need.session, ADVISER)
        return advisers[self._scene.has_matter(need.matter)[self._scene.pairs.volunteer[advisers]]]

    def _of_hours(self, able: Whole, company: str = "") -> Reason:
        """What those who could take it, perhaps only in `company`, have given their hours to."""
        count = len(np.unique(self._scene.pairs.volunteer[able]))
        values = {"people": count}
        one = count == 1
        who = f"{'The one person' if one else f'All {count}'} who could take it{company}"
        if not self._scene.hours[able].any():
            text = f"{who} {'has' if one else 'have'} given the hours they pledged."
            return Reason("hours_used_up", text, values)
        if not self._scene.free[able].any():
            doing = "serves elsewhere or has" if one else "serve elsewhere or have"
            return Reason("used_elsewhere", f"{who} {doing} no hours left.", values)
        return Reason("open", "Somebody could still take it.", values)

    def of_intake(self, session: Session) -> Reason:
        """Why a place at intake is empty."""
        able = self._scene.group(session.id, INTAKE)
        if len(able):
            return self._of_hours(able)
        if any("intake" in person.roles for person in self._scene.case.problem.volunteers):
            return Reason(
                "no_intake", "Nobody for intake offers these hours and reaches the office."
            )
        return Reason("no_intake_role", "No volunteer does intake.")
