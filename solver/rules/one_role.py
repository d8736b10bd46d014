"""One role per person and session: nobody sits in two seats at once."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.case import Breach, Case
from solver.nodes import Nodes
from solver.vectors import Flags

SENTENCE: Final = "Nobody holds two roles in one session."


def breaches(case: Case) -> Iterator[Breach]:
    """People who are assigned more than once in the same session."""
    held = Counter((seating.person.id, seating.session.id) for seating in case.seatings)
    for (person, session), times in held.items():
        if times > 1:
            sentence = f"{person} is assigned {times} times in session {session}."
            yield Breach("one_role", sentence, person, session)


def clashes(nodes: Nodes) -> Flags:
    """Which pairs of one person's (session, mode) nodes are the same session."""
    return np.equal.outer(nodes.session, nodes.session)
