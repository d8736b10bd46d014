"""One place at a time: no overlap, time to travel, a pause between remote and on-site work."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.case import Breach, Case, Seating
from solver.nodes import Nodes
from solver.vectors import Flags

SENTENCE: Final = "Nobody is in two places at once, and everybody has time to get there."

DAY: Final = 1440


def breaches(case: Case) -> Iterator[Breach]:
    """Pairs of one person's sessions that overlap or leave too little time between."""
    for person, seatings in case.by_person.items():
        held = sorted(seatings, key=lambda item: (item.session.start, item.session.end))
        for later in range(1, len(held)):
            for earlier in range(later):
                if sentence := clash(case, held[earlier], held[later]):
                    yield Breach(
                        "one_place", f"{person} {sentence}", person, held[later].session.id
                    )


def clash(case: Case, first: Seating, second: Seating) -> str:
    """Why one person cannot serve both, in words that follow their name; empty when they can."""
    one, other = first.session, second.session
    if one.id == other.id:
        return ""
    if other.start < one.end and one.start < other.end:
        return f"would be in sessions {one.id} and {other.id} at once."
    pause = other.start - one.end if other.start >= one.end else one.start - other.end
    needed = _minutes_between(case, first, second)
    if needed is None:
        return (
            f"cannot combine {one.office} and {other.office} on one day "
            f"(sessions {one.id} and {other.id})."
        )
    if pause >= needed:
        return ""
    return f"has {pause} of the {needed} minutes needed between sessions {one.id} and {other.id}."


def _minutes_between(case: Case, first: Seating, second: Seating) -> int | None:
    """The pause one person needs between the two; None when one day cannot hold both."""
    afar = _serves_from_afar(first), _serves_from_afar(second)
    if all(afar):
        return 0
    if any(afar):
        return case.problem.settings.remote_buffer_minutes
    one, other = first.session, second.session
    if one.office == other.office:
        return 0
    minutes = case.problem.travel.get((one.office, other.office))
    if minutes is None and one.start // DAY != other.start // DAY:
        return 0
    return minutes


def _serves_from_afar(seating: Seating) -> bool:
    session = seating.session
    allowed = session.remote or (
        session.remote_interpreters and seating.assignment.role == "interpreter"
    )
    return allowed and session.office in seating.person.remote_offices


def clashes(nodes: Nodes) -> Flags:
    """Which pairs of one person's (session, mode) nodes cannot both be served."""
    week, picked = nodes.week, nodes.session
    start, end, office = week.start[picked], week.end[picked], week.office[picked]
    pause = np.maximum.outer(start, start) - np.minimum.outer(end, end)
    needed = week.travel[office[:, None], office[None, :]]
    far_apart = (needed < 0) & (np.not_equal.outer(week.day[picked], week.day[picked]))
    needed = np.where(needed < 0, np.where(far_apart, 0, np.iinfo(np.int64).max), needed)
    mixed = np.not_equal.outer(nodes.remote, nodes.remote)
    both = np.logical_and.outer(nodes.remote, nodes.remote)
    needed = np.where(mixed, week.remote_buffer, np.where(both, 0, needed))
    return pause < needed
