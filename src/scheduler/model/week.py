"""One week as planning sees it: demand, people, wishes, and what is published already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.availability import Window
from scheduler.model.busy import Busy
from scheduler.model.offices import Office, Travel
from scheduler.model.people import Volunteer
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Need, Session, Shift, shifts

SERVICE_ZONE = "America/New_York"
"""The zone in which a week begins on Monday."""


def day_of(moment: datetime) -> date:
    """The day it is in the service's zone at an aware moment."""
    return moment.astimezone(ZoneInfo(SERVICE_ZONE)).date()


def monday_of(day: date) -> date:
    """The Monday of the week the day is in."""
    return day - timedelta(days=day.weekday())


def week_span(monday: date) -> tuple[datetime, datetime]:
    """From Monday to Monday, 00:00 in the service's zone, aware UTC."""
    zone = ZoneInfo(SERVICE_ZONE)
    first = datetime.combine(monday, time(), zone)
    last = datetime.combine(monday + timedelta(days=7), time(), zone)
    return first.astimezone(UTC), last.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class PinnedSeat:
    """A coordinator's wish: this person must, or must not, be in this shift."""

    session: int
    shift: int
    volunteer: int
    must: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """Everything a plan of one week depends on; people and sessions by the store's ids."""

    monday: date
    offices: Mapping[str, Office]
    travel: tuple[Travel, ...]
    sessions: Mapping[int, Session]
    volunteers: Mapping[int, Volunteer]
    windows: Mapping[int, tuple[Window, ...]]
    """The hours people offer, less the times at which they are busy."""
    past_minutes: Mapping[int, int] = field(default_factory=dict)
    """Minutes served in the three weeks before, for a fair share."""
    pins: tuple[PinnedSeat, ...] = ()
    published: tuple[Placement, ...] = ()
    """Who is held to a shift of this week now."""
    busy: Mapping[int, tuple[Busy, ...]] = field(default_factory=dict)
    """What their own calendars say, of those who gave one."""
    unconfirmed: frozenset[int] = frozenset()
    """Whose hours will not count as confirmed any more when the week begins, or never did."""
    served: frozenset[int] = frozenset()
    """Who was held to a shift that ends before the week begins."""

    def shift(self, session: int, index: int) -> Shift:
        """One shift of a session of this week."""
        return shifts(self.sessions[session])[index]

    def need(self, need: int) -> tuple[Session, Need]:
        """A need with its session."""
        for session in self.sessions.values():
            for candidate in session.needs:
                if candidate.id == need:
                    return session, candidate
        raise KeyError(need)
