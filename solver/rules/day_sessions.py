"""At most so many sessions a day, as the person asked; a day is where a session starts."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.board import Board
from solver.case import Breach, Case
from solver.nodes import Nodes
from solver.vectors import Flags

SENTENCE: Final = "Nobody serves more sessions on a day than they asked for."

MINUTES_OF_A_DAY: Final = 1440


def breaches(case: Case) -> Iterator[Breach]:
    """People with more sessions on one day than they take."""
    for name, seatings in case.by_person.items():
        most = case.people[name].max_sessions_per_day
        starts = {seating.session.id: seating.session.start for seating in seatings}
        days = Counter(start // MINUTES_OF_A_DAY for start in starts.values())
        for day, served in days.items():
            if served > most:
                sentence = f"{name} serves {served} sessions on day {day}, and takes {most}."
                yield Breach("day_sessions", sentence, name)


def clashes(nodes: Nodes) -> Flags:
    """Which pairs of one person's nodes share a day on which only one session is taken."""
    if nodes.max_sessions_per_day > 1:
        return np.zeros((len(nodes.session), len(nodes.session)), dtype=np.bool_)
    day = nodes.week.day[nodes.session]
    return np.equal.outer(day, day)


def add(board: Board) -> None:
    """One row per person and day on which the limit can bind."""
    days = board.week.day[board.pairs.session]
    for person, columns in board.people_columns():
        most = board.problem.volunteers[person].max_sessions_per_day
        for day in np.unique(days[columns]):
            taken = columns[days[columns] == day]
            if len(np.unique(board.pairs.session[taken])) > most != 1:
                board.model.row(taken, np.ones(len(taken), dtype=np.int64), upper=most)
