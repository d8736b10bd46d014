"""Interpreters: one for each seat whose adviser does not speak its language."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.board import Board
from solver.case import Breach, Case, Seating

SENTENCE: Final = (
    "Every seat is understood: by its adviser, or through an interpreter for it alone."
)


def breaches(case: Case) -> Iterator[Breach]:
    """Sessions with fewer interpreters for a language than seats that depend on one."""
    for name, seatings in case.by_session.items():
        lost = Counter(language for item in seatings if (language := not_understood(item)))
        present = Counter(
            item.assignment.language for item in seatings if item.assignment.role == "interpreter"
        )
        for language, seats in lost.items():
            if present[language] < seats:
                sentence = (
                    f"Session {name} has {seats} seats in {language} whose advisers do not "
                    f"speak it, and {present[language]} interpreters."
                )
                yield Breach("interpreters", sentence, session=name, language=language)


def not_understood(seating: Seating) -> str:
    """The language the adviser in this seat does not speak; empty when all is understood."""
    if seating.assignment.role != "adviser" or seating.need is None:
        return ""
    language = seating.need.language
    if language is None or language in seating.person.advises_in:
        return ""
    return language


def add(board: Board) -> None:
    """One row per session and language: seats that depend on interpreters, and interpreters."""
    served = dict(board.language_flows())
    for key, waiting in board.dependent_flows():
        present = served.get(key, np.empty(0, dtype=np.int64))
        weights = np.ones(len(waiting) + len(present), dtype=np.int64)
        weights[len(waiting) :] = -1
        board.model.row(np.concatenate([waiting, present]), weights, upper=0)
