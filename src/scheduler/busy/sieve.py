"""A calendar reduced to what says when somebody is busy, before any of it is worked out.

What entries are about, where and with whom, goes no further than the line it stands in. So
do our own shifts, which come back in the calendars of those who accepted them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.busy.lines import Line, lines_of
from scheduler.busy.own import is_own
from scheduler.busy.refusals import (
    CrowdedCalendarError,
    DamagedCalendarError,
    IntricateCalendarError,
    NotACalendarError,
    WebPageError,
)
from scheduler.busy.rules import day_in, effort, ending_by, has_ended, rule_in

MOST_ENTRIES = 20_000
MOST_ZONES = 200
MOST_DATES = 20_000
"""Single dates that rules are given besides, or lose."""
MOST_EFFORT = 3_000_000
"""Microseconds."""
_DEEPEST = 5
_APART = timedelta(days=2)
_NEARBY = timedelta(days=40)
"""How long an entry may last that began when its rule ended."""

_ENTRY = frozenset(
    {
        *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("SEQUENCE", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"),
    }
)
_ZONE = frozenset({"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"})
_KEPT = {
    ("VCALENDAR", "VEVENT"): _ENTRY,
    ("VCALENDAR", "VFREEBUSY"): frozenset({"UID", "FREEBUSY"}),
    ("VCALENDAR", "VTIMEZONE"): frozenset({"TZID"}),
    ("VCALENDAR", "VTIMEZONE", "STANDARD"): _ZONE,
    ("VCALENDAR", "VTIMEZONE", "DAYLIGHT"): _ZONE,
}
_WHOLE = 2
"""How deep a component lies that is kept or left out as a whole."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are looked at."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Sieved:
    """The zones and entries that are left, and how many could not be understood."""

    parts: tuple[str, ...]
    unread: int


def calendar_of(*parts: str) -> str:
    """Zones and entries as a calendar again."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:sieved", *parts, "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def sieved(octets: bytes, span: Span, own: frozenset[str]) -> Sieved:
    """The calendar without what nobody needs to know, or a refusal to work it out.

    ``own`` are the UIDs of our shifts, in lower case.
    """
    text = octets.decode("utf-8-sig", errors="replace").lstrip()
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise WebPageError if text.startswith("<") else NotACalendarError
    sieve = _Sieve(span, own)
    sieve.pass_through(text)
    return Sieved(tuple(sieve.kept), sieve.unread)


@dataclass(slots=True)
class _Sieve:
    span: Span
    own: frozenset[str]
    kept: list[str] = field(default_factory=list)
    unread: int = 0
    zones: int = 0
    entries: int = 0
    dates: int = 0
    effort: int = 0
    names: dict[str, int] = field(default_factory=dict)
    """Numbers in the place of UIDs, which may hold anything."""

    def pass_through(self, text: str) -> None:
        """Go through the calendar once."""
        path: tuple[str, ...] = ()
        held: list[Line] = []
        whole = False
        for line in lines_of(text):
            if line.name == "BEGIN":
                path = (*path, line.value.strip().upper())
                if len(path) > _DEEPEST:
                    raise DamagedCalendarError
            if path in _KEPT and (line.name in {"BEGIN", "END"} or line.name in _KEPT[path]):
                held.append(line)
            if line.name == "END":
                if path[-1:] != (line.value.strip().upper(),):
                    raise DamagedCalendarError
                if len(path) == _WHOLE:
                    self._keep(held)
                    held = []
                path = path[:-1]
                whole = not path
        if not whole:
            raise DamagedCalendarError

    def _keep(self, held: list[Line]) -> None:
        if held:
            zone = held[0].value.strip().upper() == "VTIMEZONE"
            lines = self._zone(held) if zone else self._entry(held)
            if lines:
                self.kept.append("\r\n".join(map(str, lines)))

    def _count(self, held: list[Line]) -> None:
        lists = (line.value for line in held if line.name in {"RDATE", "EXDATE", "FREEBUSY"})
        self.dates += sum(value.count(",") + 1 for value in lists)
        if self.dates > MOST_DATES:
            raise IntricateCalendarError

    def _zone(self, held: list[Line]) -> list[Line]:
        """A zone whose clocks change once a year by a rule, or on single dates."""
        self.zones += 1
        if self.zones > MOST_ZONES:
            raise IntricateCalendarError
        self._count(held)
        rules = [rule_in(line.value) for line in held if line.name == "RRULE"]
        return held if all(rule and rule["FREQ"] == "YEARLY" for rule in rules) else []

    def _entry(self, held: list[Line]) -> list[Line]:
        first = {line.name: line for line in reversed(held)}
        uid = first["UID"].value.strip() if "UID" in first else ""
        event = "FREEBUSY" not in first
        if is_own(uid, self.own) or (event and self._is_far(first)):
            return []
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise CrowdedCalendarError
        self._count(held)
        name = Line("UID", "", str(self.names.setdefault(uid or f"\0{self.entries}", self.entries)))
        rest = [line for line in held[1:] if line.name != "UID"]
        return [held[0], name, *(self._bounded(rest, first["DTSTART"]) if event else rest)]

    def _is_far(self, first: dict[str, Line]) -> bool:
        """Whether an entry is of no concern: long over, far ahead, or at no time at all."""
        starts = day_in(first["DTSTART"].value) if "DTSTART" in first else None
        if starts is None:
            self.unread += "DTSTART" in first
            return True
        if "RRULE" in first or "RDATE" in first:
            return False
        if "RECURRENCE-ID" in first and self._is_near(first["RECURRENCE-ID"]):
            return False  # whatever it was moved to, it is not where its rule has it
        if starts > self.span.last + _APART:
            return True
        ends = day_in(first["DTEND"].value) if "DTEND" in first else starts
        lasts = "DURATION" in first or ends is None or ends >= self.span.first - _APART
        return not lasts

    def _is_near(self, replaced: Line) -> bool:
        day = day_in(replaced.value)
        later = "RANGE" in replaced.parameters.upper()
        return later or day is None or day >= self.span.first - _NEARBY

    def _bounded(self, rest: list[Line], start: Line) -> Iterator[Line]:
        """The lines of an entry, its rules no longer than anybody looks."""
        for line in rest:
            if line.name != "RRULE":
                yield line
                continue
            rule, first = rule_in(line.value), day_in(start.value)
            if rule is None or first is None:
                self.unread += 1
                continue
            if has_ended(rule, self.span.first - _NEARBY):
                continue
            self.effort += effort(rule, first, self.span.last)
            if self.effort > MOST_EFFORT:
                raise IntricateCalendarError
            yield Line("RRULE", "", ending_by(rule, self.span.last, str(start)))
