"""A first plan in a moment: seats filled one by one, the scarcest and heaviest first.

Nobody is moved again, so the plan is far from the best; it is there at once, and
every search after it begins from it. Where there is a previous roster, a plan that
begins with as much of it as still holds is tried as well: as good a plan that is close
to what people know keeps the later stages short, and the people where they are.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from solver.board import INTAKE, SUPERVISOR, Board
from solver.choices import Choices, choices_of
from solver.flows import Flow
from solver.rules import coverage
from solver.vectors import Whole


def first_values(board: Board) -> Whole:
    """Column values of a plan that keeps every hard rule, except that nobody is pinned in."""
    afresh = _Filling(board).run()
    if not board.problem.previous:
        return afresh
    total = coverage.objective(board)
    onward = _Filling(board, keep=True).run()
    return onward if total.value(onward) >= total.value(afresh) else afresh


class _Person:
    """What one person has taken so far."""

    __slots__ = ("choices", "excluded", "left", "served")

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.excluded = 0
        self.left = choices.pledge
        self.served: dict[int, int] = defaultdict(int)

    def is_free(self, choice: int) -> bool:
        choices = self.choices
        return (
            not self.excluded >> choice & 1
            and choices.length[choice] <= self.left
            and self.served[choices.day[choice]] < choices.most_a_day
        )

    def take(self, choice: int) -> None:
        self.excluded |= self.choices.clashing[choice]
        self.left -= self.choices.length[choice]
        self.served[self.choices.day[choice]] += 1


@dataclass(frozen=True, slots=True)
class _Helpers:
    """Who interprets for a seat, each with their flow, and the column of what is relayed."""

    seats: tuple[tuple[int, Flow], ...]
    passing: int | None


class _Filling:
    def __init__(self, board: Board, *, keep: bool = False) -> None:
        self._board = board
        self._kept = frozenset(board.kept_columns().tolist()) if keep else frozenset[int]()
        self._filled: dict[int, int] = defaultdict(int)
        self._values = np.zeros(board.model.width, dtype=np.int64)
        self._owner = board.pairs.volunteer.tolist()
        self._choice = [0] * board.pairs.count
        self._people: dict[int, _Person] = {}
        for person, columns in board.people_columns():
            choices = choices_of(board, person, columns)
            self._people[person] = _Person(choices)
            for column, choice in zip(columns.tolist(), choices.member.tolist(), strict=True):
                self._choice[column] = choice
        sessions = board.problem.sessions
        self._stations = [session.stations for session in sessions]
        self._watched = [0] * len(sessions)
        self._students: list[bool] = board.pairs.student.tolist()
        self._supervisors = dict(board.session_columns(SUPERVISOR))
        self._seat_flows: dict[int, list[Flow]] = defaultdict(list)
        for flow in board.seat_flows:
            self._seat_flows[flow.need].append(flow)
        self._tongues: dict[tuple[int, str], list[Flow]] = defaultdict(list)
        for flow in board.language_groups:
            if not flow.bridge:
                self._tongues[flow.session, flow.language].append(flow)
        self._bridges: dict[tuple[int, str], list[str]] = defaultdict(list)
        for session, language, bridge in board.relays.present:
            self._bridges[session, language].append(bridge)

    def run(self) -> Whole:
        """Seat whom the previous roster seated, then fill by weight and scarcity, then intake."""
        self._seat_as_before()
        needs = self._board.problem.needs
        reach = {
            need: sum(len(flow.members) for flow in flows)
            for need, flows in self._seat_flows.items()
        }
        for need in sorted(reach, key=lambda number: (-needs[number].weight, reach[number])):
            for _ in range(needs[need].seats - self._filled[need]):
                if not self._fill(need):
                    break
        for session, columns in self._board.session_columns(INTAKE):
            asked = self._board.problem.sessions[session].intake
            for _ in range(asked - int(self._values[columns].sum())):
                self._seat_alone(columns)
        return self._values

    def _seat_as_before(self) -> None:
        """Take up the previous roster's seats again, as far as people still can."""
        for need, flows in self._seat_flows.items():
            for flow in flows:
                room = self._filled[need] < self._board.problem.needs[need].seats
                if flow.column not in self._kept or not room or self._stations[flow.session] <= 0:
                    continue
                if self._seat(flow):
                    self._filled[need] += 1
                    self._stations[flow.session] -= 1
        for session, columns in self._board.session_columns(INTAKE):
            kept = np.array([c for c in columns.tolist() if c in self._kept], dtype=np.int64)
            for _ in range(min(len(kept), self._board.problem.sessions[session].intake)):
                self._seat_alone(kept)

    def _fill(self, need: int) -> bool:
        """Put one adviser into the need, with an interpreter where one is needed."""
        flows = self._seat_flows[need]
        session = flows[0].session
        if self._stations[session] <= 0:
            return False
        for understood in (True, False):
            for flow in flows:
                if flow.understood is understood and self._seat(flow):
                    self._stations[session] -= 1
                    return True
        return False

    def _seat(self, flow: Flow) -> bool:
        """Seat the least sought free member of the flow, and whom they depend on."""
        for column in self._free(flow.members):
            helpers = self._helpers(flow, self._owner[column])
            if helpers is None:
                return False
            busy = {self._owner[column], *(self._owner[helper[0]] for helper in helpers.seats)}
            if self._students[column] and not self._watch(flow.session, busy):
                continue
            self._take(column)
            self._values[flow.column] += 1
            for helper, tongue in helpers.seats:
                self._take(helper)
                self._values[tongue.column] += 1
            if helpers.passing is not None:
                self._values[helpers.passing] += 1
            return True
        return False

    def _helpers(self, flow: Flow, adviser: int) -> _Helpers | None:
        """Who makes a seat of the flow understood; None when nobody is free for it."""
        if flow.understood:
            return _Helpers((), None)
        key = (flow.session, flow.language)
        direct = self._helper(self._tongues[key], {adviser})
        ways = [] if direct is None else [_Helpers((direct,), None)]
        relayed = (self._relayed(flow, bridge, adviser) for bridge in self._bridges[key])
        ways += [way for way in relayed if way is not None]
        return min(ways, key=self._is_new, default=None)

    def _is_new(self, helpers: _Helpers) -> bool:
        return any(tongue.column not in self._kept for _, tongue in helpers.seats)

    def _relayed(self, flow: Flow, bridge: str, adviser: int) -> _Helpers | None:
        """A relay into the bridge language, and who takes it further where that is needed."""
        relays, way = self._board.relays, (flow.session, flow.language, bridge)
        first = self._helper(relays.present[way], {adviser})
        if first is None:
            return None
        for hearing, column in relays.hearing[way]:
            if hearing is flow:
                return _Helpers((first,), column)
        busy = {adviser, self._owner[first[0]]}
        second = self._helper(self._tongues[flow.session, bridge], busy)
        return None if second is None else _Helpers((first, second), relays.bridged[way])

    def _helper(self, tongues: list[Flow], busy: set[int]) -> tuple[int, Flow] | None:
        for tongue in sorted(tongues, key=lambda one: one.column not in self._kept):
            for column in self._free(tongue.members):
                if self._owner[column] not in busy:
                    return column, tongue
        return None

    def _watch(self, session: int, busy: set[int]) -> bool:
        """Make sure one more student is watched over, calling a supervisor when needed."""
        if self._watched[session] <= 0:
            columns = self._supervisors.get(session, np.empty(0, dtype=np.int64))
            others = [c for c in self._free(columns) if self._owner[c] not in busy]
            ratio = self._board.problem.settings.students_per_supervisor
            if not others or not ratio:
                return False
            self._take(others[0])
            self._watched[session] += ratio
        self._watched[session] -= 1
        return True

    def _seat_alone(self, columns: Whole) -> None:
        for column in self._free(columns)[:1]:
            self._take(column)

    def _free(self, columns: Whole) -> list[int]:
        """The columns whose people are free: as before, then those with the fewest choices."""
        free = [
            column
            for column in columns.tolist()
            if self._people[self._owner[column]].is_free(self._choice[column])
        ]
        return sorted(
            free,
            key=lambda column: (
                column not in self._kept,
                self._people[self._owner[column]].choices.count,
            ),
        )

    def _take(self, column: int) -> None:
        self._values[column] = 1
        self._people[self._owner[column]].take(self._choice[column])
