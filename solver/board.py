"""The board: the columns of the model and what they stand for.

One column per feasible pair, then one per flow. Seats of a need are
interchangeable, so are people with the same skills in a session: a flow says
how many of one such group sit in one need, or interpret one language. People of
the previous roster form groups of their own, so that it can be told whether
they kept their seat.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from solver.entities import Assignment, Problem
from solver.flows import Flow, adviser_flows, interpreter_flows
from solver.model import Model
from solver.pairs import (
    ADVISER,
    INTAKE,
    INTERPRETER,
    SUPERVISOR,
    Pairs,
    feasible_pairs,
    within_limits,
)
from solver.relays import Relays
from solver.vectors import Flags, Whole
from solver.week import Week

if TYPE_CHECKING:
    from solver.choices import Choices

__all__ = ["ADVISER", "INTAKE", "INTERPRETER", "SUPERVISOR", "Board"]

K = TypeVar("K")

Usable = Callable[[Pairs], Flags]
"""Says of pairs which of them may have a column."""

Key = tuple[int, str]
"""A session number and a language."""


class Board:
    """A problem laid out as columns; the rules add the rows to `model`.

    `pairs` are the first columns of the model, `spans` the rows of each rule by its
    name, `slacks` the columns that give up a pin. Columns are plain numbers
    throughout, grouped by the methods below. `own_rows` are the rows that speak of one
    person alone and follow from the weeks they can serve, by person. `relays` are the
    columns of two interpreters in a row, `choices` what each person chooses between.
    """

    def __init__(
        self, problem: Problem, week: Week | None = None, usable: Usable | None = None
    ) -> None:
        self.problem = problem
        self.week = week or Week(problem)
        everywhere = feasible_pairs(problem, self.week)
        if usable is not None:
            everywhere = everywhere.where(usable(everywhere))
        self.pairs: Pairs = within_limits(problem, self.week, everywhere)
        self.model = Model()
        self.model.columns(self.pairs.count, 0, 1)
        self._sessions = [self._by_session(role) for role in range(4)]
        before = frozenset(problem.previous)
        self.seat_flows = adviser_flows(problem, self.week, self.pairs, before)
        self.language_groups = interpreter_flows(problem, self.week, self.pairs, before)
        self._number_flows()
        self.relays = Relays(self.model, self.seat_flows, self.language_groups)
        self.slacks: dict[int, int] = {}
        self.spans: dict[str, range] = {}
        self.choices: dict[int, Choices] = {}
        self.own_rows: dict[int, list[int]] = {}

    @property
    def flows(self) -> list[Flow]:
        """Of advisers, then of interpreters."""
        return [*self.seat_flows, *self.language_groups]

    def _number_flows(self) -> None:
        """Give every flow its column: whole, and no larger than its group."""
        flows = self.flows
        upper = np.array([flow.most for flow in flows], dtype=np.int64)
        self.first_flow = self.model.columns_between(np.zeros_like(upper), upper)
        for number, flow in enumerate(flows):
            flow.column = self.first_flow + number
        members = [flow.members for flow in flows]
        self._members: Whole = np.concatenate([np.empty(0, dtype=np.int64), *members])
        self._flow_of: Whole = self.first_flow + np.repeat(
            np.arange(len(flows)), [len(group) for group in members]
        )

    def _by_session(self, role: int) -> list[tuple[int, Whole]]:
        columns = np.flatnonzero(self.pairs.role == role)
        sessions = self.pairs.session[columns]
        order = np.argsort(sessions, kind="stable")
        found, starts = np.unique(sessions[order], return_index=True)
        return (
            list(zip(found.tolist(), np.split(columns[order], starts[1:]), strict=True))
            if len(found)
            else []
        )

    def people_columns(self) -> Iterator[tuple[int, Whole]]:
        """Each person's number with the columns of their pairs."""
        people = self.pairs.volunteer
        found, starts = np.unique(people, return_index=True)
        ends = np.append(starts[1:], len(people))
        for person, start, end in zip(found.tolist(), starts, ends, strict=False):
            yield person, np.arange(start, end)

    def session_columns(self, role: int) -> list[tuple[int, Whole]]:
        """Each session's number with the columns of its pairs in the role."""
        return self._sessions[role]

    def need_flows(self) -> list[tuple[int, Whole]]:
        """Each need's number with the flows that fill it."""
        return _grouped((flow.need, flow.column) for flow in self.seat_flows)

    def student_flows(self) -> list[tuple[tuple[int, int], Whole]]:
        """Each session and need with the flows of law students that fill it."""
        return _grouped(
            ((flow.session, flow.need), flow.column) for flow in self.seat_flows if flow.student
        )

    def with_seats(self, columns: Flags) -> Flags:
        """The columns, with every flow of a group that has one of the pairs among them."""
        seated = columns.copy()
        seated[self._flow_of[columns[self._members]]] = True
        return seated

    def dependent_flows(self) -> list[tuple[Key, Whole]]:
        """Each session and language with the flows of advisers who do not speak it."""
        return _grouped(
            ((flow.session, flow.language), flow.column)
            for flow in self.seat_flows
            if not flow.understood
        )

    def language_flows(self) -> list[tuple[Key, Whole]]:
        """Each session and language with the flows of those who interpret it directly."""
        return _grouped(
            ((flow.session, flow.language), flow.column)
            for flow in self.language_groups
            if not flow.bridge
        )

    def tie_flows(self) -> None:
        """Everyone who serves in a group sits in exactly one of its flows."""
        for flows in (self.seat_flows, self.language_groups):
            groups: dict[int, list[Flow]] = defaultdict(list)
            for flow in flows:
                groups[id(flow.members)].append(flow)
            for group in groups.values():
                members = group[0].members
                out = np.array([flow.column for flow in group], dtype=np.int64)
                weights = np.ones(len(members) + len(out), dtype=np.int64)
                weights[len(members) :] = -1
                self.model.row(np.concatenate([members, out]), weights, lower=0, upper=0)

    def pinned_columns(self) -> Iterator[tuple[int, Whole]]:
        """Each pin that puts a person in, by number, with the columns that keep it."""
        people = {person.id: number for number, person in enumerate(self.problem.volunteers)}
        for number, pin in enumerate(self.problem.pins):
            if pin.must:
                session = self.week.session_index[pin.session]
                mine = self.pairs.volunteer == people[pin.volunteer]
                yield number, np.flatnonzero(mine & (self.pairs.session == session))

    def with_slack(self, pin: int, columns: Whole) -> Whole:
        """The columns and one more that, when taken, gives up the pin."""
        self.slacks[pin] = self.model.columns(1, 0, 1)
        return np.append(columns, self.slacks[pin])

    def kept_columns(self) -> Whole:
        """The columns that stand for an assignment of the previous roster, taken again."""
        flows = [flow.column for flow in self.flows if flow.kept]
        before = set(self.problem.previous)
        roles = {INTAKE: "intake", SUPERVISOR: "supervisor"}
        plain = [
            column
            for role in roles
            for _, columns in self.session_columns(role)
            for column in columns.tolist()
            if before and self.assignment(column, None, None) in before
        ]
        return np.array(flows + plain, dtype=np.int64)

    def assignment(
        self, pair: int, need: str | None, language: str | None, bridge: str | None = None
    ) -> Assignment:
        """The assignment a pair's column stands for, in the given need or language."""
        role = ("adviser", "interpreter", "intake", "supervisor")[self.pairs.role[pair]]
        return Assignment(
            self.problem.volunteers[self.pairs.volunteer[pair]].id,
            self.problem.sessions[self.pairs.session[pair]].id,
            role,  # type: ignore[arg-type]
            need,
            language,
            bridge,
        )


def _grouped(items: Iterable[tuple[K, int]]) -> list[tuple[K, Whole]]:
    groups: dict[K, list[int]] = defaultdict(list)
    for key, column in items:
        groups[key].append(column)
    return [(key, np.array(columns, dtype=np.int64)) for key, columns in groups.items()]
