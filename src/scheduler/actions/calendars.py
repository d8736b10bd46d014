"""The calendars that people subscribe to, and one shift as a file."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.actions.viewing import view_office_roster
from scheduler.errors import NotFoundError
from scheduler.model.held_shifts import HeldShift
from scheduler.model.week import SERVICE_ZONE, monday_of
from scheduler.rosters.feeds import FeedEvent, person_feed, roster_feed
from scheduler.store import access
from scheduler.store.held_shifts import shifts_of
from scheduler.store.own_week import published_mondays

CANCELLED_STAYS = timedelta(days=30)
PAST_STAYS = timedelta(days=92)
"""How far back a calendar remembers what was served."""
OFFICE_WEEKS_BACK = 2


async def feed(token: str, base_url: str, now: datetime) -> bytes:
    """The calendar behind an address; an unknown or withdrawn one is nothing at all."""
    owner = await access.feed_owner(token)
    if owner is None:
        raise NotFoundError
    office, volunteer = owner
    if office is not None:
        return await _office_feed(office, base_url, now)
    return await _own_feed(volunteer or 0, base_url, now)


async def _own_feed(volunteer: int, base_url: str, now: datetime) -> bytes:
    held = await shifts_of(volunteer, now - PAST_STAYS)
    lately = now - CANCELLED_STAYS
    shown = [s for s in held if s.released_at is None or s.released_at > lately]
    return person_feed(calendar_event(shift, base_url) for shift in shown)


async def _office_feed(office: str, base_url: str, now: datetime) -> bytes:
    first = monday_of(now.astimezone(ZoneInfo(SERVICE_ZONE)).date())
    mondays = await published_mondays(first - timedelta(weeks=OFFICE_WEEKS_BACK))
    shown = [await view_office_roster(monday, office) for monday in mondays]
    return roster_feed(shown, f"{base_url}/rosters")


def shift_file(shift: HeldShift, base_url: str) -> bytes:
    """One shift for a calendar that was not invited by mail."""
    return person_feed([calendar_event(shift, base_url)])


def calendar_event(shift: HeldShift, base_url: str) -> FeedEvent:
    """The event, with the letter's own UID; nothing in it an onlooker should not read."""
    where = f"{shift.office_name}, remote" if shift.remote else shift.office_name
    return FeedEvent(
        uid=shift.uid,
        sequence=shift.sequence,
        stamp=shift.changed_at,
        starts=shift.starts,
        ends=shift.ends,
        timezone=shift.timezone,
        summary=f"{shift.role_name}, {shift.office_name}",
        location=shift.conference or ", ".join(filter(None, (where, shift.address))),
        description="\n".join(filter(None, (shift.conference, *shift.bring))),
        url=f"{base_url}/shifts",
        cancelled=shift.released_at is not None,
    )
