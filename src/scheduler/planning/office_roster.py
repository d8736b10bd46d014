"""A published week as one office's sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scheduler.model.languages import ENGLISH, interpreted_name, language_name
from scheduler.model.people import Volunteer
from scheduler.model.rosters import (
    OfficeRoster,
    Reply,
    RosterDay,
    RosterLine,
    RosterSession,
    RosterShift,
)
from scheduler.model.sessions import Role
from scheduler.model.week import Week
from scheduler.planning.board import (
    BoardView,
    LaneView,
    SeatState,
    SeatView,
    SessionView,
    ShiftView,
)

_REPLIES = {SeatState.ACCEPTED: Reply.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Version:
    """Which published version the sheets show."""

    number: int
    published_at: datetime


def office_roster(week: Week, board: BoardView, office: str, version: Version) -> OfficeRoster:
    """The sheets of one office; empty days are left out."""
    found = week.offices[office]
    lane = next((lane for lane in board.lanes if lane.office == office), None)
    return OfficeRoster(
        office=office,
        office_name=found.name,
        timezone=found.timezone,
        monday=week.monday,
        version=version.number,
        published_at=version.published_at,
        days=() if lane is None else tuple(_days(week, lane)),
    )


def _days(week: Week, lane: LaneView) -> Iterable[RosterDay]:
    for day, sessions in lane.days.items():
        yield RosterDay(day, tuple(_session(week, session) for session in sessions))


def _session(week: Week, session: SessionView) -> RosterSession:
    return RosterSession(
        session.kind,
        session.modality,
        session.starts,
        session.ends,
        session.stations,
        tuple(_shift(week, shift) for shift in session.shifts),
    )


def _shift(week: Week, shift: ShiftView) -> RosterShift:
    supervisors = [s.name for s in shift.seats if s.role is Role.SUPERVISOR]
    lines: list[RosterLine] = []
    station = 0
    for seat in shift.seats:
        at_table = seat.role is Role.ADVISER and seat.volunteer is not None and not seat.remote
        station += at_table
        lines.append(_line(week, seat, station if at_table else None, supervisors))
    return RosterShift(shift.starts, shift.ends, tuple(lines))


def _line(week: Week, seat: SeatView, station: int | None, supervisors: list[str]) -> RosterLine:
    person = week.volunteers[seat.volunteer] if seat.volunteer is not None else None
    speaks = () if person is None else tuple(_spoken(person))
    return RosterLine(
        role=seat.label,
        name=seat.name,
        matter=seat.matter,
        language=seat.language_name,
        speaks=speaks,
        station=station,
        remote=seat.remote,
        beside=seat.beside,
        supervisor=", ".join(supervisors) if seat.supervised else "",
        reply=_REPLIES.get(seat.state, Reply.NONE),
        empty_because=seat.because,
        standby=seat.role is Role.STANDBY,
    )


def _spoken(person: Volunteer) -> Iterable[str]:
    """Everything they speak for us; last what they interpret only into another language."""
    spoken = person.advises_in | person.interprets
    yield from map(language_name, sorted(spoken if person.speaks_english else spoken - {ENGLISH}))
    for relay in person.relays:
        yield interpreted_name(relay.language, relay.bridge)
