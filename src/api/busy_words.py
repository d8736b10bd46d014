"""The times of a person's own calendar as the page of their hours writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from api.wording import clock, day, span
from scheduler.actions.own_calendars import AHEAD, OwnBusy
from scheduler.model.week import day_of

SHOWN = timedelta(days=14)


def busy_days(found: OwnBusy, timezone: str, now: datetime) -> Sequence[tuple[date, list[str]]]:
    """The busy times of the next two weeks by day, on the clocks of the person."""
    zone = ZoneInfo(timezone)
    near = [
        (one.starts.astimezone(zone), one.ends.astimezone(zone))
        for one in found.busy
        if one.starts < now + SHOWN
    ]
    days = groupby(near, key=lambda times: times[0].date())
    return [(on, [busy_time(*times) for times in group]) for on, group in days]


def busy_time(starts: datetime, ends: datetime) -> str:
    """One of them: "9:00-10:00 am", "all day", "from 9:00 pm to Tue 8 Dec, 1:00 am"."""
    if ends.date() == starts.date():
        return span(starts, ends)
    whole = starts.time() == ends.time() == time()
    last = ends.date() - timedelta(days=1)
    if whole and last == starts.date():
        return "all day"
    if whole:
        return f"all day until {day(last)}"
    return f"{clock(starts)} to {day(ends.date())}, {clock(ends)}"


def reads_until(found: OwnBusy) -> date | None:
    """The last day that the newest reading saw."""
    read_at = found.calendar.read_at if found.calendar else None
    return day_of(read_at + AHEAD) if read_at else None
