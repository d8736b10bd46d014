"""One place at a time: no overlap, time to travel, a pause between remote and on-site work."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.case import Breach, Case, Seating
from solver.nodes import Nodes
from solver.vectors import Flags, Whole
from solver.week import Week

SENTENCE: Final = "Nobody is in two places at once, and everybody has time to get there."

DAY: Final = 1440

FOREVER: Final = 2**40


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
    one, afar = nodes.session[:, None], nodes.remote[:, None]
    return exclusive(nodes.week, (one, afar), (nodes.session, nodes.remote))


def exclusive(week: Week, one: tuple[Whole, Flags], other: tuple[Whole, Flags]) -> Flags:
    """Whether one person cannot serve both; sessions and modes are broadcast together."""
    (first, first_afar), (second, second_afar) = one, other
    pause = np.maximum(week.start[first], week.start[second]) - np.minimum(
        week.end[first], week.end[second]
    )
    travel = week.travel[week.office[first], week.office[second]]
    same_day = week.day[first] == week.day[second]
    travel = np.where(travel < 0, np.where(same_day, FOREVER, 0), travel)
    home = np.where(first_afar & second_afar, 0, travel)
    needed = np.where(first_afar ^ second_afar, week.remote_buffer, home)
    too_short: Flags = pause < needed
    return too_short
