"""Between column values and assignments: who of a group sits where."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from solver.board import ADVISER, INTERPRETER, Board
from solver.entities import Assignment
from solver.flows import Flow
from solver.vectors import Whole


def assignments_of(board: Board, values: Whole) -> tuple[Assignment, ...]:
    """The assignments that the values of the columns stand for, in the order of columns."""
    taken = values[: board.pairs.count] > 0
    seats: dict[int, Assignment] = {}
    for flows in (board.seat_flows, board.language_groups):
        for group in _groups(flows).values():
            _seat(board, group, values, taken, seats)
    for column in np.flatnonzero(taken).tolist():
        if board.pairs.role[column] not in (ADVISER, INTERPRETER):
            seats[column] = board.assignment(column, None, None)
    return tuple(seats[column] for column in sorted(seats))


def _groups(flows: list[Flow]) -> dict[int, list[Flow]]:
    groups: dict[int, list[Flow]] = defaultdict(list)
    for flow in flows:
        groups[id(flow.members)].append(flow)
    return groups


def _seat(
    board: Board, group: list[Flow], values: Whole, taken: np.ndarray, seats: dict[int, Assignment]
) -> None:
    members = [int(column) for column in group[0].members if taken[column]]
    for flow in group:
        for _ in range(int(values[flow.column])):
            column = members.pop(0)
            if flow.need >= 0:
                seats[column] = board.assignment(column, board.problem.needs[flow.need].id, None)
            else:
                bridge = flow.bridge or None
                seats[column] = board.assignment(column, None, flow.language, bridge)


def values_of(board: Board, assignments: Iterable[Assignment]) -> Whole:
    """Column values for assignments that have columns; the others are left out."""
    values = np.zeros(board.model.width, dtype=np.int64)
    held = {(item.volunteer, item.session, item.role): item for item in assignments}
    if not held:
        return values
    chosen: dict[int, Assignment] = {}
    for column in _columns_of(board, held):
        plain = board.assignment(column, None, None)
        if item := held.get((plain.volunteer, plain.session, plain.role)):
            chosen[column] = item
            values[column] = 1
    flow_of = {
        (column, _place(board, flow)): flow
        for flow in board.flows
        for column in flow.members.tolist()
        if column in chosen
    }
    for column, item in chosen.items():
        place = (item.need, "") if item.need else (item.language or "", item.bridge or "")
        if flow := flow_of.get((column, place)):
            values[flow.column] += 1
    board.relays.settle(values)
    return values


def _columns_of(board: Board, people_and_sessions: Iterable[tuple[str, str, str]]) -> list[int]:
    """The columns of those people in those sessions, in any role."""
    numbers = {person.id: number for number, person in enumerate(board.problem.volunteers)}
    sessions = board.week.session_index
    width = len(sessions)
    wanted = [
        numbers[volunteer] * width + sessions[session]
        for volunteer, session, _ in people_and_sessions
        if volunteer in numbers and session in sessions
    ]
    pairs = board.pairs
    found: list[int] = np.flatnonzero(
        np.isin(pairs.volunteer * width + pairs.session, wanted)
    ).tolist()
    return found


def _place(board: Board, flow: Flow) -> tuple[str, str]:
    """The need that a flow leads into, or the language with its bridge."""
    if flow.need >= 0:
        return board.problem.needs[flow.need].id, ""
    return flow.language, flow.bridge
