"""The weekly hours as two forms, a table for desks and cards for phones, and back again.

A form never holds the whole truth: hours can begin at 18:10, or hold in odd weeks only. So
every form carries the pattern it was drawn from (``shown``), and only what the person
changed is taken over; what a form cannot show stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time

from api.wording import time_of_day
from scheduler.errors import InvalidInputError
from scheduler.model.availability import Level, WeeklySlot, Weeks
from scheduler.model.weekly_pattern import Stretch, spoken, tidy, with_level

Slots = tuple[WeeklySlot, ...]
Row = tuple[time, time, Level | None]

DAYS = (
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
)
PARTS = (
    ("morning", "Morning", 8, 12),
    ("afternoon", "Afternoon", 12, 17),
    ("evening", "Evening", 17, 22),
)
PRESETS = {
    "weekday-evenings": (range(5), time(18), time(21), Level.AVAILABLE),
    "saturday-morning": (range(5, 6), time(9), time(13), Level.AVAILABLE),
    "clear": (range(7), time.min, time.max, None),
}
WORDS = {Level.AVAILABLE: "available", Level.IF_NEEDED: "if_needed", None: "no"}
LEVELS = {word: level for level, word in WORDS.items()}
MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class HoursForm:
    """What both forms show; everything is by day key.

    ``cells`` are the half hours of the table, ``parts`` those of the cards, ``exact`` the
    rows of exact times as strings, ``alternating`` the days that differ between odd and
    even weeks.
    """

    weeks: Weeks
    shown: str
    cells: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, Mapping[str, str]]
    exact: Mapping[str, tuple[Mapping[str, str], ...]]
    alternating: tuple[str, ...]
    faults: Mapping[str, str] = field(default_factory=dict)


# ---- showing ----------------------------------------------------------------


def grid() -> list[dict[str, object]]:
    """The rows of the table, by part of the day."""
    return [
        {"label": label, "times": [_row(at) for at in _half_hours(first, last)]}
        for _, label, first, last in PARTS
    ]


def _row(at: time) -> dict[str, str]:
    return {
        "key": f"{at:%H%M}",
        "label": time_of_day(at),
        "until": time_of_day(half_hour_after(at)),
    }


def _half_hours(first: int, last: int) -> Iterator[time]:
    for hour in range(first, last):
        yield time(hour)
        yield time(hour, 30)


def half_hour_after(at: time) -> time:
    """Where the half hour that begins then ends."""
    return time(at.hour, 30) if at.minute == 0 else time(at.hour + 1)


def part_hours(first: int, last: int) -> str:
    """A part of the day as people say it: "8 am-12 pm"."""
    names = [time_of_day(time(hour)).replace(":00", "") for hour in (first, last)]
    return "\N{EN DASH}".join(names)


def hours_form(pattern: Slots, weeks: Weeks) -> HoursForm:
    """Both forms, drawn from the pattern."""
    tidied = tidy(pattern)
    return HoursForm(
        weeks=weeks,
        shown=pattern_text(tidied),
        cells={key: cells_of(tidied, day, weeks) for day, (key, _) in enumerate(DAYS)},
        parts={key: parts_of(tidied, day, weeks) for day, (key, _) in enumerate(DAYS)},
        exact={
            key: tuple(map(_exact, exact_rows(tidied, day, weeks)))
            for day, (key, _) in enumerate(DAYS)
        },
        alternating=tuple(
            name
            for day, (_, name) in enumerate(DAYS)
            if any(s.weekday == day and s.weeks is not Weeks.EVERY for s in tidied)
        ),
    )


def cells_of(pattern: Slots, day: int, weeks: Weeks) -> dict[str, str]:
    """What the table shows of a day, by half hour."""
    return {
        f"{at:%H%M}": _word(pattern, Stretch(day, at, half_hour_after(at)), weeks)
        for _, _, first, last in PARTS
        for at in _half_hours(first, last)
    }


def parts_of(pattern: Slots, day: int, weeks: Weeks) -> dict[str, str]:
    """What the cards show of a day, by part."""
    return {
        key: _word(pattern, Stretch(day, time(first), time(last)), weeks)
        for key, _, first, last in PARTS
    }


def _word(pattern: Slots, stretch: Stretch, weeks: Weeks) -> str:
    found = spoken(pattern, stretch, weeks)
    return MIXED if found.mixed else WORDS[found.level]


def exact_rows(pattern: Slots, day: int, weeks: Weeks) -> tuple[Row, ...]:
    """The hours of a day that no part says as a whole."""
    left = in_weeks([s for s in pattern if s.weekday == day], weeks)
    for _, _, first, last in PARTS:
        stretch = Stretch(day, time(first), time(last))
        if not spoken(pattern, stretch, weeks).mixed:
            left = with_level(left, stretch, None)
    return tuple((s.starts, s.ends, s.level) for s in left)


def in_weeks(pattern: Iterable[WeeklySlot], weeks: Weeks) -> Slots:
    """What holds in these weeks, written as if it were every week."""
    held = (s for s in pattern if s.weeks in (Weeks.EVERY, weeks))
    return tidy(replace(s, weeks=Weeks.EVERY) for s in held)


def _exact(row: Row) -> dict[str, str]:
    return {"from": f"{row[0]:%H:%M}", "until": f"{row[1]:%H:%M}", "level": WORDS[row[2]]}


# ---- the pattern as text ------------------------------------------------------


def pattern_text(pattern: Iterable[WeeklySlot]) -> str:
    """The pattern in a form or cookie."""
    return json.dumps(
        [
            [s.weekday, f"{s.starts:%H:%M}", f"{s.ends:%H:%M}", s.level.value, s.weeks.value]
            for s in pattern
        ],
        separators=(",", ":"),
    )


def pattern_from(text: str) -> Slots:
    """A pattern that came back from a form or cookie."""
    try:
        return tuple(
            WeeklySlot(
                int(day),
                time.fromisoformat(starts),
                time.fromisoformat(ends),
                Level(level),
                Weeks(weeks),
            )
            for day, starts, ends, level, weeks in json.loads(text)
        )
    except (ValueError, TypeError) as error:
        raise InvalidInputError("This page is damaged; please open it again.") from error
