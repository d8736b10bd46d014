"""Interpreters: one for each seat whose adviser does not speak its language, or a relay.

A relay is somebody who interprets the language into a bridge language only. The
adviser of the seat hears that, or one more interpreter takes it further.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.board import Board
from solver.case import Breach, Case
from solver.hearing import heard, voices, waiting
from solver.relays import Relays
from solver.vectors import NO_COLUMNS, Whole

SENTENCE: Final = (
    "Every seat is understood: by its adviser, or through an interpreter or a relay for it alone."
)


def breaches(case: Case) -> Iterator[Breach]:
    """Sessions with fewer interpreters for a language than seats that depend on one."""
    for name, seatings in case.by_session.items():
        seats = waiting(seatings)
        if not seats:
            continue
        served = heard(seats, voices(seatings))
        understood = Counter(
            seat.language for seat, well in zip(seats, served, strict=True) if well
        )
        for language, count in Counter(seat.language for seat in seats).items():
            if understood[language] < count:
                sentence = (
                    f"Session {name} has {count} seats in {language} whose advisers do not "
                    f"speak it, and {understood[language]} interpreters."
                )
                yield Breach("interpreters", sentence, session=name, language=language)


def add(board: Board) -> None:
    """One row per session and language: seats that depend on interpreters, and interpreters.

    Rows about relays come after these, so that each language's row keeps its place.
    """
    served, further = dict(board.language_flows()), _further(board.relays)
    for key, waiting_there in board.dependent_flows():
        _balance(board, waiting_there, served.get(key, NO_COLUMNS), further.pop(key, {}))
    for key, relayed in further.items():
        _balance(board, NO_COLUMNS, served[key], relayed)
    _add_relays(board)


def _balance(board: Board, seats: Whole, present: Whole, relayed: dict[int, int]) -> None:
    """Seats in a language, less those relayed from it and with those relayed into it."""
    columns = np.concatenate([seats, present, np.array([*relayed], dtype=np.int64)])
    weights = np.ones(len(columns), dtype=np.int64)
    weights[len(seats) :] = -1
    weights[len(seats) + len(present) :] = [*relayed.values()]
    board.model.row(columns, weights, upper=0)


def _further(relays: Relays) -> dict[tuple[int, str], dict[int, int]]:
    """What relays change in the row of each session and language."""
    changes = defaultdict[tuple[int, str], dict[int, int]](dict)
    for way in relays.present:
        session, language, bridge = way
        changes[session, language] |= dict.fromkeys(relays.used(way), -1)
        if way in relays.bridged:
            changes[session, bridge][relays.bridged[way]] = 1
    return changes


def _add_relays(board: Board) -> None:
    """No more are used than there are, than seats need them, and than seats hear them."""
    relays = board.relays
    used = defaultdict[tuple[int, str], list[int]](list)
    hearing = defaultdict[int, list[int]](list)
    for way, flows in relays.present.items():
        columns = relays.used(way)
        _no_more(board, columns, [flow.column for flow in flows])
        used[way[:2]] += columns
        for flow, column in relays.hearing[way]:
            hearing[flow.column].append(column)
    for key, seats in board.dependent_flows():
        if key in used:
            _no_more(board, used[key], seats.tolist())
    for flow_column, columns in hearing.items():
        _no_more(board, columns, [flow_column])


def _no_more(board: Board, columns: list[int], than: list[int]) -> None:
    weights = np.ones(len(columns) + len(than), dtype=np.int64)
    weights[len(columns) :] = -1
    board.model.row(np.array([*columns, *than]), weights, upper=0)
