"""Shifts around every change of the clocks, and what a reader makes of their times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from scheduler.mail.invites import calendar_part
from scheduler.model.letters import Invite, Sender
from scheduler.rosters.feeds import FeedEvent, person_feed
from tests.support.readers import read_by

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
LASTS = timedelta(hours=2)
MISREAD = {"ics": frozenset({"Europe/Dublin"})}
"""Zones a reader gets wrong by itself: ics moves the hour after Dublin's autumn change."""
STATES_AND_TERRITORIES = frozenset({"US", "PR", "VI", "GU", "MP", "AS"})
FOREIGN = (
    "Africa/Cairo",
    "America/Havana",
    "America/Mexico_City",
    "America/Nuuk",
    "America/Santiago",
    "America/Toronto",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Chatham",
)
EVERY = tuple(sorted({n * HOUR / 4 for n in range(-16, 17)} | {n * HOUR * 6 for n in range(-8, 9)}))
"""Every quarter of an hour for four hours, every six hours for two days."""
SOME = tuple(n * HOUR / 4 for n in (-96, -4, -2, 0, 1, 2, 4, 96))
"""Those that a test has time for."""
AT_ONCE = 12
"""Feeds that one process of a reader gets: the slowest takes seconds for each."""
FEW = tuple(n * HOUR / 4 for n in (-96, -2, 0, 4))
Distances = tuple[timedelta, ...]


@dataclass(frozen=True)
class Sweep:
    """What one reader made of the shifts of some zones."""

    shifts: int
    moved: tuple[str, ...]
    """The shifts that it shows at another time."""


def american_zones() -> tuple[str, ...]:
    """The zones of the states and territories, as the time zone database lists them."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return tuple(sorted(row[2] for row in rows if row[0] in STATES_AND_TERRITORIES))


@cache
def changes(tzid: str) -> tuple[datetime, ...]:
    """The hours from 2026 to 2030 in which the zone's offset changes."""
    zone = ZoneInfo(tzid)
    hours = [FIRST + n * HOUR for n in range((LAST - FIRST) // HOUR)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return tuple(
        hour for hour, a, b in zip(hours[1:], offsets, offsets[1:], strict=False) if a != b
    )


def zones_for(reader: str) -> tuple[str, ...]:
    """The American zones and the foreign ones, less what the reader is known to misread."""
    misread = MISREAD.get(reader, frozenset())
    return tuple(tzid for tzid in (*american_zones(), *FOREIGN) if tzid not in misread)


def sweep_feeds(reader: str, zones: tuple[str, ...], distances: Distances = EVERY) -> Sweep:
    """One feed for each zone with a shift at every distance from every change."""
    shifts = [tuple(_shifts(tzid, distances)) for tzid in zones]
    feeds = [person_feed(each, "Shifts") for each in shifts]
    read = [
        each for n in range(0, len(feeds), AT_ONCE) for each in read_by(reader, feeds[n:][:AT_ONCE])
    ]
    moved: list[str] = []
    for told, understood in zip(shifts, read, strict=True):
        times = {event.uid: (event.starts, event.ends) for event in understood}
        moved += [shift.uid for shift in told if times.get(shift.uid) != _times(shift)]
    return Sweep(sum(map(len, shifts)), tuple(moved))


def sweep_letters(
    reader: str,
    zones: tuple[str, ...],
    invite: Invite,
    sender: Sender,
    distances: Distances = EVERY,
) -> Sweep:
    """A letter for every zone, change and distance."""
    invites = [
        replace(invite, uid=shift.uid, starts=shift.starts, ends=shift.ends, timezone=tzid)
        for tzid in zones
        for shift in _shifts(tzid, distances)
    ]
    read = read_by(reader, [calendar_part(each, sender) for each in invites])
    moved = tuple(
        told.uid
        for told, (event,) in zip(invites, read, strict=True)
        if (event.starts, event.ends) != (int(told.starts.timestamp()), int(told.ends.timestamp()))
    )
    return Sweep(len(invites), moved)


def _shifts(tzid: str, distances: Distances) -> Iterator[FeedEvent]:
    for moment in changes(tzid) or (FIRST,):
        for distance in distances:
            starts = moment + distance
            yield FeedEvent(
                uid=f"{tzid} {starts:%Y-%m-%dT%H:%MZ}",
                sequence=0,
                stamp=FIRST,
                starts=starts,
                ends=starts + LASTS,
                timezone=tzid,
                summary="Shift",
            )


def _times(shift: FeedEvent) -> tuple[int, int]:
    return int(shift.starts.timestamp()), int(shift.ends.timestamp())
