"""When a calendar says that its owner is busy, worked out. To be done in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component
from icalendar.prop import vBroken
from recurring_ical_events import of

from scheduler.busy.refusals import CrowdedCalendarError
from scheduler.busy.sieve import Span, calendar_of, sieved
from scheduler.model.busy import Busy, merged

MOST_TIMES = 5000
_DAY = timedelta(days=1)
_APART = timedelta(days=2)
_FREE = {"FREE", "WORKINGELSEWHERE"}
"""What Outlook calls times at which one can be asked; *tentative* and *out of office* are not."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: ``since`` and ``until`` are aware, ``own`` in lower case.

    Days and times without a zone are those of ``timezone``, where the person lives.
    """

    since: datetime
    until: datetime
    timezone: str
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found. ``lost_zones``: times were in a zone nobody knows."""

    busy: tuple[Busy, ...]
    lost_zones: bool = False
    unread: bool = False
    """Something could not be understood."""


def read_calendar(octets: bytes, wanted: Wanted) -> Reading:
    """The busy times of the calendar from ``since`` to ``until``."""
    span = Span((wanted.since - _DAY).date(), (wanted.until + _DAY).date())
    kept = sieved(octets, span, wanted.own)
    calendar, broken = _parsed(kept.parts)
    times = _Times(wanted)
    found = [*times.of_entries(calendar), *times.of_periods(calendar)]
    busy = merged(
        Busy(max(one.starts, wanted.since), min(one.ends, wanted.until))
        for one in found
        if one.starts < one.ends and one.starts < wanted.until and wanted.since < one.ends
    )
    return Reading(busy, times.lost_zones, times.unread or broken or kept.unread > 0)


_STRANGE = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)
"""What the libraries say to what no calendar program should have written."""


def _parsed(parts: tuple[str, ...]) -> tuple[Component, bool]:
    """The calendar, and whether parts that make no sense had to be left out."""
    try:
        return Calendar.from_ical(calendar_of(*parts)), False
    except _STRANGE:
        sound = [part for part in parts if _is_sound(part)]
        return Calendar.from_ical(calendar_of(*sound)), True


def _is_sound(part: str) -> bool:
    try:
        Calendar.from_ical(calendar_of(part))
    except _STRANGE:
        return False
    return True


class _Times:
    """Works out entries, and remembers what it had to guess."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._zone = ZoneInfo(wanted.timezone)
        self.lost_zones = False
        self.unread = False

    def of_entries(self, calendar: Component) -> Iterator[Busy]:
        """When entries take place at which their owner is busy."""
        self.lost_zones = any(map(_lost_its_zone, calendar.walk("VEVENT")))
        for count, entry in enumerate(self._expanded(calendar)):
            if count >= MOST_TIMES:
                raise CrowdedCalendarError
            stretch = None if _is_free(entry) else self._stretch(entry)
            if stretch:
                yield stretch

    def _expanded(self, calendar: Component) -> Iterator[Component]:
        """Every series alone: none costs another, and nothing is worked out in vain."""
        series: dict[str, list[Component]] = {}
        for entry in calendar.walk("VEVENT"):
            series.setdefault(str(entry["UID"]), []).append(entry)
        since, until = self._wanted.since - _APART, self._wanted.until + _APART
        for entries in series.values():
            alone = Calendar()
            alone.subcomponents = entries
            try:
                yield from of(alone).between(since, until)
            except _STRANGE:
                self.unread = True

    def _stretch(self, entry: Component) -> Busy | None:
        starts, ends, lasts = (_given(entry, name) for name in ("DTSTART", "DTEND", "DURATION"))
        if not isinstance(starts, date):
            return None
        if not isinstance(ends, date):
            usual = timedelta() if isinstance(starts, datetime) else _DAY
            ends = starts + (lasts if isinstance(lasts, timedelta) else usual)
        return Busy(self._moment(starts), self._moment(ends))

    def _moment(self, when: date) -> datetime:
        if not isinstance(when, datetime):
            when = datetime.combine(when, time())
        return (when if when.tzinfo else when.replace(tzinfo=self._zone)).astimezone(UTC)

    def of_periods(self, calendar: Component) -> Iterator[Busy]:
        """Times that the calendar itself calls busy (VFREEBUSY)."""
        for component in calendar.walk("VFREEBUSY"):
            given = component.get("FREEBUSY", [])
            for entry in given if isinstance(given, list) else [given]:
                for period in entry if isinstance(entry, list) else [entry]:
                    if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                        yield Busy(self._moment(period.start), self._moment(period.end))


def _is_free(entry: Component) -> bool:
    def said(name: str) -> str:
        return str(entry.get(name, "")).strip().upper()

    return (
        said("STATUS") == "CANCELLED"
        or said("TRANSP") == "TRANSPARENT"
        or said("X-MICROSOFT-CDO-BUSYSTATUS") in _FREE
    )


def _given(entry: Component, name: str) -> object:
    found = entry.get(name)
    return None if isinstance(found, vBroken) else getattr(found, "dt", None)


def _lost_its_zone(entry: Component) -> bool:
    """Whether a time names a zone that neither the calendar nor anybody else explains."""
    for name in ("DTSTART", "DTEND"):
        when = _given(entry, name)
        named = isinstance(when, datetime) and "TZID" in getattr(entry[name], "params", {})
        if named and isinstance(when, datetime) and when.tzinfo is None:
            return True
    return False
