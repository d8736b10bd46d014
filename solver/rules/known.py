"""Every assignment names people, sessions and needs that exist, in a role that exists.

The model cannot break this rule, so it has no part in it; edits by hand can.
"""

from collections.abc import Iterator
from typing import Final

from solver.case import Breach, Case
from solver.entities import ROLES

SENTENCE: Final = "An assignment names people, sessions and needs that exist."


def breaches(case: Case) -> Iterator[Breach]:
    """Assignments whose ids name nothing, or whose role does not exist."""
    for stranger in case.strangers:
        unknown = _unknown(case, stranger.volunteer, stranger.session)
        sentence = f"{unknown or f'need {stranger.need}'} does not exist."
        yield Breach("known", sentence, stranger.volunteer, stranger.session, stranger.need)
    for seating in case.seatings:
        given = seating.assignment
        if given.role not in ROLES:
            yield Breach("known", f"{given.role} is not a role.", given.volunteer, given.session)


def _unknown(case: Case, volunteer: str, session: str) -> str:
    if volunteer not in case.people:
        return f"Volunteer {volunteer}"
    return "" if session in case.sessions else f"Session {session}"
