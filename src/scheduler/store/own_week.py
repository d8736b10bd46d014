"""Coming weeks as one volunteer meets them: what is asked for, and what is still open.

Nobody is read who is not held to a shift, so that a page about one person costs the same
however many people are on file.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.errors import NotFoundError
from scheduler.model.availability import windows
from scheduler.model.busy import without
from scheduler.model.sessions import Session
from scheduler.model.week import SERVICE_ZONE, Week, monday_of, week_span
from scheduler.store.availability import load_availability
from scheduler.store.db import rows
from scheduler.store.directory import load_offices, load_sessions, load_travel
from scheduler.store.own_calendars import busy_of
from scheduler.store.week import load_pins, load_published, people_of, volunteer_by_id

WEEKS_AHEAD = 4


async def coming_sessions(now: datetime) -> tuple[Session, ...]:
    """What the coming weeks ask for, less what has begun."""
    first = monday_of(now.astimezone(ZoneInfo(SERVICE_ZONE)).date())
    last = week_span(first + timedelta(weeks=WEEKS_AHEAD))[0]
    return tuple((await load_sessions((now, last))).values())


async def taken_seats(now: datetime) -> dict[tuple[int, int, str, int | None], int]:
    """How many people are held in each shift to come: (session, shift, role, need)."""
    found = await rows(
        "SELECT session, shift, role, need, count(*) AS n FROM assignment "
        "WHERE released_at IS NULL AND starts > $1 GROUP BY session, shift, role, need",
        now,
    )
    return {(r["session"], r["shift"], r["role"], r["need"]): r["n"] for r in found}


async def published_mondays(since: date) -> tuple[date, ...]:
    """Weeks with a roster, from one Monday on."""
    found = await rows(
        "SELECT DISTINCT monday FROM roster WHERE monday >= $1 ORDER BY monday", since
    )
    return tuple(r["monday"] for r in found)


async def load_own_week(monday: date, volunteer: int) -> Week:
    """The week with the people who are held to its shifts, and this one."""
    person = await volunteer_by_id(volunteer)
    if person is None:
        raise NotFoundError
    published = await load_published(monday)
    hours = await load_availability(volunteer, monday)
    busy = await busy_of(volunteer, week_span(monday)[0])
    own = without(windows(hours.weekly, hours.dates, monday, person.timezone), busy)
    people = await people_of({p.volunteer for p in published}) | {volunteer: person}
    return Week(
        monday=monday,
        offices=await load_offices(),
        travel=tuple((await load_travel()).values()),
        sessions=await load_sessions(week_span(monday)),
        volunteers=people,
        windows={number: own if number == volunteer else () for number in people},
        pins=tuple(p for p in await load_pins(monday) if p.volunteer in people),
        published=published,
        busy={volunteer: busy},
    )
