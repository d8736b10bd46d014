"""Availability covers the whole session: one window holds it from start to end.

Windows are never joined: two that meet in the middle of a session are two offers,
and whoever means one long offer says so with one window.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.case import Breach, Case
from solver.crowd import Crowd
from solver.entities import Window
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


def offered(week: Week, crowd: Crowd) -> tuple[Whole, Whole, Flags]:
    """The sessions each person offers, once for every window that holds one.

    Returns the person's number in the crowd, the session's, and whether the
    window is a preferred one.
    """
    first = np.searchsorted(week.sorted_start, crowd.window_start, side="left")
    last = np.searchsorted(week.sorted_start, crowd.window_end, side="left")
    counts = np.maximum(last - first, 0)
    window = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(window)) - np.repeat(np.cumsum(counts) - counts, counts)
    session = week.by_start[place + first[window]]
    held = week.end[session] <= crowd.window_end[window]
    window = window[held]
    return crowd.window_person[window], session[held], crowd.window_glad[window]
