"""Dates that differ from the usual week: as a form, as a list, and as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from api.forms import Form
from api.hours_form import LEVELS, WORDS
from scheduler.actions.availability import days_between
from scheduler.errors import InvalidInputError
from scheduler.model.availability import DateSlots, Level

ROWS = (1, 2)
"""How many stretches of one date the form offers."""
_FIELDS = (
    "day",
    "last_day",
    "what",
    *(f"{name}{n}" for n in ROWS for name in ("from", "to", "level")),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Dates in a row that say the same."""

    first: date
    last: date
    slots: tuple[tuple[time, time, Level], ...]


def grouped(dates: Iterable[DateSlots]) -> tuple[Period, ...]:
    """Dates as a short list: days away in a row are one entry."""
    periods: list[Period] = []
    for entry in sorted(dates, key=lambda d: d.day):
        before = periods[-1] if periods else None
        if before and before.slots == entry.slots and before.last + timedelta(days=1) == entry.day:
            periods[-1] = Period(before.first, entry.day, entry.slots)
        else:
            periods.append(Period(entry.day, entry.day, entry.slots))
    return tuple(periods)


def typed_dates(form: Form | None) -> Mapping[str, str]:
    """What the form for a new date shows: nothing yet, or what was typed."""
    start = dict.fromkeys(_FIELDS, "") | {"what": "away"}
    return start if form is None else {name: form.text(name) for name in _FIELDS}


def entries_from(form: Form) -> tuple[DateSlots, ...]:
    """The dates a form speaks of."""
    first = form.day("day")
    last = form.day("last_day") if form.text("last_day") else first
    slots = tuple(_slots(form))
    if form.text("what") == "hours" and not slots:
        raise _fault("from1", "Write from when to when, or choose Away.")
    if form.text("what") != "hours" and slots:
        raise _fault("what", "You wrote times: choose Other hours, or clear them.")
    if len(slots) > 1 and slots[1][0] < slots[0][1] and slots[0][0] < slots[1][1]:
        raise _fault("from2", "Let the second begin when the first ends, or later.")
    try:
        days = days_between(first, last)
    except InvalidInputError as error:
        raise _fault("last_day", error.detail) from error
    return tuple(DateSlots(day, slots) for day in days)


def _slots(form: Form) -> Iterable[tuple[time, time, Level]]:
    for n in ROWS:
        if not form.text(f"from{n}") and not form.text(f"to{n}"):
            continue
        starts, ends = form.moment(f"from{n}"), form.moment(f"to{n}")
        if ends <= starts:
            raise _fault(f"to{n}", "Choose an end after the start.")
        level = LEVELS.get(form.text(f"level{n}"))
        if level is None:
            raise _fault(f"level{n}", "Choose available or if needed.")
        yield starts, ends, level


def _fault(where: str, sentence: str) -> InvalidInputError:
    return InvalidInputError(sentence, faults=[(where, sentence)])


@dataclass(frozen=True, slots=True)
class DateEntry:
    """One date as text; no slots means away."""

    day: str
    slots: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, entry: DateSlots) -> DateEntry:
        """The date as text."""
        return cls(
            entry.day.isoformat(),
            tuple((f"{a:%H:%M}", f"{b:%H:%M}", WORDS[level]) for a, b, level in entry.slots),
        )

    def slots_of(self) -> DateSlots:
        """The date again."""
        try:
            slots = tuple(
                (time.fromisoformat(a), time.fromisoformat(b), LEVELS[word] or Level.AVAILABLE)
                for a, b, word in self.slots
            )
            return DateSlots(date.fromisoformat(self.day), slots)
        except (KeyError, ValueError, TypeError) as error:
            raise InvalidInputError("This date cannot be read.") from error
