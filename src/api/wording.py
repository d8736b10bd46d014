"""Times, days and figures as pages write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name

from scheduler.model.languages import language_name
from scheduler.model.rosters import Placement
from scheduler.model.week import SERVICE_ZONE, Week, monday_of
from scheduler.planning.spoken import shift_name, work_name


def day(value: date) -> str:
    """A day without its year: "Mon 7 Dec"."""
    return f"{value:%a} {value.day} {value:%b}"


def long_day(value: date) -> str:
    """A day in full: "Monday 7 December 2026"."""
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def clock(value: datetime) -> str:
    """A time of day: "2:00 pm"."""
    return f"{value.hour % 12 or 12}:{value:%M} {'am' if value.hour < 12 else 'pm'}"  # noqa: PLR2004


def time_of_day(value: time) -> str:
    """A time of any day: "2:00 pm"."""
    return clock(datetime.combine(date.min, value))


def span(starts: datetime, ends: datetime) -> str:
    """From when to when: "2:00-4:00 pm"."""
    first = clock(starts)
    if (starts.hour < 12) == (ends.hour < 12):  # noqa: PLR2004 - noon
        first = first.rsplit(" ", 1)[0]
    return f"{first}\N{EN DASH}{clock(ends)}"


def moment(value: datetime) -> str:
    """A moment in the service's zone: "Mon 7 Dec, 2:05 pm"."""
    local = value.astimezone(ZoneInfo(SERVICE_ZONE))
    return f"{day(local)}, {clock(local)}"


def zone(value: datetime) -> str:
    """The zone of a time in words: "Eastern Standard Time"."""
    return str(get_timezone_name(value, "long", locale="en_US"))


def days_ago(days: int) -> str:
    """How long ago a day was: "today", "yesterday", "12 days ago"."""
    return {0: "today", 1: "yesterday"}.get(days) or f"{days} days ago"


def ago(value: datetime, now: datetime) -> str:
    """How long ago a moment was: "just now", "2 hours ago", "3 days ago"."""
    passed = now - value
    for one, word in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour")):
        if passed >= one:
            return f"{plural(passed // one, word)} ago"
    minutes = passed // timedelta(minutes=1)
    return f"{plural(minutes, 'minute')} ago" if minutes > 1 else "just now"


def week_name(monday: date) -> str:
    """A week by its first day: "Week of 7 December 2026"."""
    return f"Week of {monday.day} {monday:%B} {monday.year}"


def week_of(value: date) -> str:
    """The Monday of a day's week, for addresses."""
    return monday_of(value).isoformat()


def percent(value: float) -> str:
    """A share as people read it: "83 %"."""
    return f"{value * 100:.0f}\N{NO-BREAK SPACE}%"


def tenths(value: float) -> str:
    """A share where a tenth of a percent matters: "82.0 %"."""
    return f"{value * 100:.1f}\N{NO-BREAK SPACE}%"


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its word: "1 seat", "3 seats"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def shift_of(place: tuple[int, int], week: Week) -> str:
    """A shift by its session and number: "Mon 7 Dec 2:00 pm, Bronx"."""
    return shift_name(week, *place)


def work_of(placement: Placement, week: Week) -> str:
    """What a person does there: "Adviser, Asylum in Spanish"."""
    return work_name(week, placement)


FILTERS: Mapping[str, Callable[..., str]] = {
    "day": day,
    "long_day": long_day,
    "clock": clock,
    "span": span,
    "time_of_day": time_of_day,
    "zone": zone,
    "days_ago": days_ago,
    "ago": ago,
    "moment": moment,
    "week_name": week_name,
    "week_of": week_of,
    "percent": percent,
    "tenths": tenths,
    "plural": plural,
    "language": language_name,
    "shift_of": shift_of,
    "work_of": work_of,
}
