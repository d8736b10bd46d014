"""Whose hours are called on last, and who should not be among newcomers alone.

What is true of everybody, or of hardly anybody known, tells no two plans apart: it would
only take its share of the time. Then nothing is passed to the solver.
"""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.model.matters import Kind
from scheduler.model.week import Week

_CREW = frozenset(Kind) - {Kind.INTERPRETER, Kind.INTAKE}
"""Who advises or supervises: these are the people a newcomer learns from."""


@dataclass(frozen=True, slots=True)
class Care:
    """The people of a week whom a plan treats with care, by the store's ids."""

    uncertain: frozenset[int]
    """Their hours were not confirmed of late, while somebody else's were."""
    newcomers: frozenset[int]
    """They have never served, in a service where most have."""


def care_for(week: Week) -> Care:
    """Worked out among those who offer hours in the week."""
    offering = {number for number, windows in week.windows.items() if windows}
    uncertain = offering & week.unconfirmed
    crew = {number for number in offering if week.volunteers[number].kind in _CREW}
    newcomers = crew - week.served
    return Care(
        uncertain=frozenset() if uncertain == offering else frozenset(uncertain),
        newcomers=frozenset(newcomers if 2 * len(newcomers) <= len(crew) else ()),
    )
