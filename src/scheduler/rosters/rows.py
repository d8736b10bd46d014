"""The seats of an office's week as rows of a table, the same for XLSX and CSV."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from scheduler.model.rosters import (
    OfficeRoster,
    Reply,
    RosterDay,
    RosterLine,
    RosterSession,
    RosterShift,
)
from scheduler.rosters.printable import printable, shown_name
from scheduler.rosters.words import STAND_IN, is_filled, seated

HEADINGS = (
    "Office",
    "Date",
    "Session",
    "Starts",
    "Ends",
    "Station",
    "Role",
    "Seat",
    "Name",
    "Matter",
    "Language",
    "Speaks",
    "Serves",
    "Beside",
    "Supervisor",
    "Reply",
    "Why empty",
    "Version",
)

_REPLIES = {
    Reply.NONE: "No answer yet",
    Reply.ACCEPTED: "Accepted",
    Reply.DECLINED: "Declined",
}

Cell = str | int | date | time | None
"""What a cell holds; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One seat, its fields in the order of ``HEADINGS``; times are the office's own."""

    office: str
    day: date
    session: str
    starts: time
    ends: time
    station: int | None
    role: str
    seat: str
    name: str
    matter: str
    language: str
    speaks: str
    serves: str
    beside: str
    supervisor: str
    reply: str
    why_empty: str
    version: int

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row as cells."""
        return astuple(self)


def day_rows(roster: OfficeRoster, day: RosterDay) -> tuple[SheetRow, ...]:
    """Every seat of the day, in the order of sessions, shifts and stations."""
    return tuple(
        _row(roster, day.day, session, shift, line)
        for session in day.sessions
        for shift in session.shifts
        for line in seated(shift.lines)
    )


def _seat(line: RosterLine) -> str:
    if not is_filled(line):
        return STAND_IN
    return "On standby" if line.standby else "Filled"


def _row(
    roster: OfficeRoster, day: date, session: RosterSession, shift: RosterShift, line: RosterLine
) -> SheetRow:
    zone = ZoneInfo(roster.timezone)
    filled = is_filled(line)
    return SheetRow(
        office=printable(roster.office_name),
        day=day,
        session=f"{session.kind.value.capitalize()}, {session.modality.label.lower()}",
        starts=shift.starts.astimezone(zone).time(),
        ends=shift.ends.astimezone(zone).time(),
        station=line.station,
        role=printable(line.role),
        seat=_seat(line),
        name=shown_name(line.name) if filled else "",
        matter=line.matter.label if line.matter else "",
        language=printable(line.language),
        speaks="; ".join(map(printable, line.speaks)) if filled else "",
        serves="Remote" if line.remote else "On site",
        beside=printable(line.beside),
        supervisor=printable(line.supervisor),
        reply=_REPLIES[line.reply] if filled else "",
        why_empty="" if filled else printable(line.empty_because),
        version=roster.version,
    )
