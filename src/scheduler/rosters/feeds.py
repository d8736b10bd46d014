"""Calendars to subscribe to: an office's shifts, and a person's own (RFC 5545, RFC 7986).

A feed is a convenience that programs fetch when they like; the letter is the contract.
Both speak of an event by the same UID, so that no calendar shows it twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vDuration

from scheduler.calendars.texts import Escaped, calendar_text, safe_link
from scheduler.calendars.timezones import calendar_times, compact_timezone
from scheduler.model.rosters import OfficeRoster, RosterLine, RosterSession, RosterShift
from scheduler.rosters.printable import printable, shown_name
from scheduler.rosters.words import STAND_IN, filled_words, is_filled, seated

_PRODUCT = "-//Open Door//Rosters//EN"
_REFRESH = timedelta(hours=1)
_UID_BYTES = 16


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event of a feed.

    ``uid`` and ``sequence`` are those of the letter about the same assignment. ``stamp`` is
    when this state was decided. All times are aware; ``timezone`` is the IANA zone they are
    written in. ``description`` may have lines; ``url`` is a page or "". ``busy`` says
    whether the owner of the calendar cannot do anything else at that time.
    """

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    timezone: str
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    busy: bool = True


def roster_feed(rosters: Iterable[OfficeRoster], url: str) -> bytes:
    """An office's shifts with the people in them.

    ``url`` is the roster's page, to open an event there; never the feed's own secret address.
    """
    known = tuple(rosters)
    names = dict.fromkeys(printable(roster.office_name) for roster in known)
    title = f"Roster {', '.join(names)}".strip()
    return _calendar(title, url, (event for roster in known for event in _events(roster, url)))


def everywhere_feed(rosters: Iterable[OfficeRoster], url: str) -> bytes:
    """Every office's shifts; each says where it is before anything else."""
    shown = (
        replace(event, summary=f"{event.location}: {event.summary}")
        for roster in rosters
        for event in _events(roster, url)
    )
    return _calendar("Rosters of every office", url, shown)


def person_feed(events: Iterable[FeedEvent], name: str) -> bytes:
    """A volunteer's own shifts; cancelled ones stay in it, marked, while the caller has them.

    ``name`` is what the calendar is called among the person's others.
    """
    return _calendar(name, "", events)


def shift_uid(office: str, session_starts: datetime, shift: int) -> str:
    """The UID of an office's shift: the same in every version, and nobody's name in it."""
    start = session_starts.astimezone(UTC).isoformat()
    digest = hashlib.sha256(f"{office}\n{start}\n{shift}".encode()).hexdigest()
    return f"{digest[: 2 * _UID_BYTES]}@roster.open-door"


def _calendar(name: str, url: str, events: Iterable[FeedEvent]) -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", calendar_text(name))
    calendar.add("X-WR-CALNAME", calendar_text(name))
    # the standard's way to say "come back in an hour", and the one Outlook reads
    calendar.add("REFRESH-INTERVAL", vDuration(_REFRESH), {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(_REFRESH))
    if url:
        calendar.add("URL", safe_link(url))
    listed = sorted(events, key=lambda event: (event.starts, event.uid))
    for zone in sorted({event.timezone for event in listed} - {"UTC"}):
        calendar.add_component(compact_timezone(zone))
    for event in listed:
        calendar.add_component(_vevent(event))
    written: bytes = calendar.to_ical()
    return written


def _vevent(event: FeedEvent) -> Event:
    starts, ends = calendar_times(event.starts, event.ends, event.timezone)
    written = Event()
    written.add("UID", calendar_text(event.uid))
    written.add("SEQUENCE", event.sequence)
    written.add("DTSTAMP", event.stamp.astimezone(UTC))
    written.add("LAST-MODIFIED", event.stamp.astimezone(UTC))
    written.add("DTSTART", starts)
    written.add("DTEND", ends)
    for key, text in _texts(event):
        written.add(key, text)
    if event.url:
        written.add("URL", safe_link(event.url))
    written.add("CLASS", "PRIVATE")
    written.add("STATUS", "CANCELLED" if event.cancelled else "CONFIRMED")
    written.add("TRANSP", "OPAQUE" if event.busy and not event.cancelled else "TRANSPARENT")
    return written


def _texts(event: FeedEvent) -> Iterator[tuple[str, Escaped]]:
    yield "SUMMARY", calendar_text(event.summary)
    if event.location:
        yield "LOCATION", calendar_text(event.location)
    if event.description:
        yield "DESCRIPTION", calendar_text(*event.description.split("\n"))


def _events(roster: OfficeRoster, url: str) -> Iterator[FeedEvent]:
    for day in roster.days:
        for session in day.sessions:
            for index, shift in enumerate(session.shifts):
                yield _event(roster, session, index, shift, url)


def _event(
    roster: OfficeRoster, session: RosterSession, index: int, shift: RosterShift, url: str
) -> FeedEvent:
    return FeedEvent(
        uid=shift_uid(roster.office, session.starts, index),
        sequence=roster.version,
        stamp=roster.published_at,
        starts=shift.starts,
        ends=shift.ends,
        timezone=roster.timezone,
        summary=f"{session.kind.value.capitalize()}, {filled_words([shift])}",
        location=printable(roster.office_name),
        description="\n".join(map(_line, seated(shift.lines))),
        url=url,
        busy=False,
    )


def _line(line: RosterLine) -> str:
    """Who and in which role; a calendar travels further than the sheet, so no matters."""
    station = "" if line.station is None else f"Station {line.station}: "
    name = shown_name(line.name) if is_filled(line) else STAND_IN
    remote = " (remote)" if line.remote else ""
    return f"{station}{printable(line.role)} - {name}{remote}"
