"""Volunteers as arrays, a stretch of them at a time, for deciding many places at once."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from solver.entities import Volunteer
from solver.vectors import Flags, Whole
from solver.week import Week

STRETCH: Final = 1000
"""People looked at together: bounds memory, whatever the size of the problem."""

OUT_OF_REACH: Final = -1
"""In `Crowd.minutes`: the person does not travel to the office."""


class Crowd:
    """Some volunteers, numbered from 0 within the crowd; `first` is the first one's own number.

    `window_person`, `window_start`, `window_end` and `window_glad` hold one entry
    per window. `minutes` and `only_ok` (person x office) describe the ways, and
    `afar` (person x office) where they serve remotely.
    """

    def __init__(self, week: Week, people: Sequence[Volunteer], first: int) -> None:
        self.people = people
        self.first = first
        windows = [
            (number, window.start, window.end, window.level == "preferred")
            for number, person in enumerate(people)
            for window in person.windows
        ]
        table = np.array(windows, dtype=np.int64).reshape(-1, 4)
        self.window_person, self.window_start, self.window_end = (
            table[:, 0],
            table[:, 1],
            table[:, 2],
        )
        self.window_glad: Flags = table[:, 3] > 0
        shape = (len(people), len(week.office_index))
        ways = [
            (number, week.office_index[way.office], way.minutes, way.level == "ok")
            for number, person in enumerate(people)
            for way in person.offices
        ]
        table = np.array(ways, dtype=np.int64).reshape(-1, 4)
        self.minutes: Whole = np.full(shape, OUT_OF_REACH, dtype=np.int64)
        self.minutes[table[:, 0], table[:, 1]] = table[:, 2]
        self.only_ok: Flags = np.zeros(shape, dtype=np.bool_)
        self.only_ok[table[:, 0], table[:, 1]] = table[:, 3] > 0
        self.afar: Flags = np.zeros(shape, dtype=np.bool_)
        for number, person in enumerate(people):
            self.afar[number] = week.office_flags(person.remote_offices)


def crowds(week: Week, people: Sequence[Volunteer]) -> Iterator[Crowd]:
    """The people in stretches, in order."""
    for first in range(0, len(people), STRETCH):
        yield Crowd(week, people[first : first + STRETCH], first)
