"""POSIX TZ strings (RFC 9636 3.3.1) read into the onsets of a VTIMEZONE."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_NAME = r"(<[A-Za-z0-9+-]+>|[A-Za-z]+)"
_TIME = r"[+-]?\d+(?::\d+){0,2}"
_FOOTER = re.compile(rf"{_NAME}({_TIME})(?:{_NAME}({_TIME})?,([^,]+),([^,]+))?")
_RULE = re.compile(rf"M(\d+)\.(\d)\.(\d)(?:/({_TIME}))?")
_CODES = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_LAST_WEEK = 5
_ANY_YEAR = 2027
_FIRST_YEAR = 1970
_HOUR = timedelta(hours=1)
_TWO = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Onset:
    """When one of the two offsets of a zone begins to hold.

    ``first`` is its first onset as wall clocks showed it; ``rrule`` repeats it every year
    and is empty for zones that never change.
    """

    name: str
    daylight: bool
    offset_from: timedelta
    offset_to: timedelta
    first: datetime
    rrule: str = ""


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """The ``week``-th (5 = last) ``weekday`` (0 = Sunday) of a month, ``days`` later."""

    month: int
    week: int
    weekday: int
    days: int

    @property
    def rrule(self) -> str:
        """The rule as RFC 5545 3.3.10 writes it."""
        if not self.days:
            week = -1 if self.week == _LAST_WEEK else self.week
            return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={week}{_CODES[self.weekday]}"
        # "24:00 on the first Saturday" is a Sunday from the 2nd to the 8th.
        return f"FREQ=YEARLY;{self._dates()};BYDAY={_CODES[(self.weekday + self.days) % 7]}"

    def in_year(self, year: int) -> date:
        """The day in that year."""
        start = date(year, self.month, 1)
        ahead = (self.weekday - start.isoweekday()) % 7 + 7 * (self.week - 1)
        if ahead >= monthrange(year, self.month)[1]:
            ahead -= 7
        return start + timedelta(days=ahead + self.days)

    def _dates(self) -> str:
        length = monthrange(_ANY_YEAR, self.month)[1]
        earliest = length - 6 if self.week == _LAST_WEEK else 7 * self.week - 6
        span = range(earliest + self.days, earliest + self.days + 7)
        if span[0] >= 1 and span[-1] <= length:
            return f"BYMONTH={self.month};BYMONTHDAY={','.join(map(str, span))}"
        # The week crosses the end of the month (Cairo); days counted from the end of the
        # year are the same in leap years.
        before = date(_ANY_YEAR, self.month, 1) - date(_ANY_YEAR + 1, 1, 1)
        return f"BYYEARDAY={','.join(str(before.days + day - 1) for day in span)}"


def parse_footer(footer: str) -> tuple[Onset, ...]:
    """The onsets of a zone: one for a fixed offset, otherwise standard and daylight.

    The larger offset is called daylight whatever the string says: Dublin's has its winter
    time as a negative summer time, which calendar programs do not expect.
    """
    found = _FOOTER.fullmatch(footer)
    if not found:
        raise ValueError(f"not a POSIX TZ string: {footer!r}")
    name, west, other, other_west, starts, ends = found.groups()
    usual = -_duration(west)
    if not other:
        start = _midnight(date(_FIRST_YEAR, 1, 1))
        return (
            Onset(
                name.strip("<>"), daylight=False, offset_from=usual, offset_to=usual, first=start
            ),
        )
    shifted = -_duration(other_west) if other_west else usual + _HOUR
    return (
        _onset(name, shifted, usual, ends),
        _onset(other, usual, shifted, starts),
    )


def _onset(name: str, before: timedelta, after: timedelta, rule: str) -> Onset:
    found = _RULE.fullmatch(rule)
    if not found:
        raise ValueError(f"no zone is known to change on {rule!r}")
    month, week, weekday = map(int, found.groups()[:3])
    late = _duration(found[4]) if found[4] else _TWO
    day = YearlyDay(month, week, weekday, late.days)
    return Onset(
        name=name.strip("<>"),
        daylight=after > before,
        offset_from=before,
        offset_to=after,
        first=_midnight(day.in_year(_FIRST_YEAR)) + timedelta(seconds=late.seconds),
        rrule=day.rrule,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _duration(text: str) -> timedelta:
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if text.startswith("-") else length
