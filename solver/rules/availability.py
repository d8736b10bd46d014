"""Availability covers the whole session: one window holds it from start to end.

Windows are never joined: two that meet in the middle of a session are two offers,
and whoever means one long offer says so with one window.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.case import Breach, Case
from solver.entities import Volunteer, Window
from solver.vectors import Flags, Whole
from solver.week import Week

SENTENCE: Final = "A person serves only within the hours they offer."


def breaches(case: Case) -> Iterator[Breach]:
    """Assignments outside the hours the person offers."""
    for seating in case.seatings:
        session = seating.session
        if not covered(seating.person.windows, session.start, session.end):
            sentence = f"{seating.person.id} does not offer the hours of session {session.id}."
            yield Breach("availability", sentence, seating.person.id, session.id)


def covered(windows: tuple[Window, ...], start: int, end: int) -> bool:
    """Whether one of the windows holds every minute from `start` to `end`."""
    return any(window.start <= start and end <= window.end for window in windows)


def offered(week: Week, person: Volunteer) -> tuple[Whole, Flags]:
    """The sessions that lie within one of the person's windows, and which of them gladly.

    Returns session numbers, and for each whether a preferred window holds it.
    """
    everything = _within(week, person.windows)
    gladly = _within(week, tuple(w for w in person.windows if w.level == "preferred"))
    return everything, np.isin(everything, gladly)


def _within(week: Week, windows: tuple[Window, ...]) -> Whole:
    """The sessions that one of the windows holds, each once."""
    starts = np.array([window.start for window in windows], dtype=np.int64)
    first = np.searchsorted(week.sorted_start, starts, side="left")
    parts = [np.empty(0, dtype=np.int64)]
    for low, window in zip(first, windows, strict=True):
        high = np.searchsorted(week.sorted_start, window.end, side="left")
        picked = week.by_start[low:high]
        parts.append(picked[week.end[picked] <= window.end])
    return np.unique(np.concatenate(parts))
