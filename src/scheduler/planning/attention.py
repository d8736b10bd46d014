"""What a week asks of its coordinator first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.planning.verdict import Breach
from scheduler.planning.views import (
    BoardView,
    LaneView,
    SeatState,
    SeatView,
    SessionView,
    ShiftView,
    seat_key,
)


@dataclass(frozen=True, slots=True)
class SeatThere:
    """A seat with where and when it is."""

    lane: LaneView
    session: SessionView
    shift: ShiftView
    seat: SeatView


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A seat somebody declined and nobody has taken since."""

    key: str
    volunteer: int
    name: str
    office: str
    label: str
    starts: datetime
    """In the office's zone."""
    at: datetime
    """When it was given back."""


def every_seat(board: BoardView) -> tuple[SeatThere, ...]:
    """Every seat of the board, office by office, in time order."""
    return tuple(
        SeatThere(lane, session, shift, seat)
        for lane in board.lanes
        for session, shift, seat in lane.every_seat
    )


def given_back(
    board: BoardView, left: Iterable[tuple[Placement, str, datetime]]
) -> tuple[GivenBack, ...]:
    """Which of the seats that people left are still open; each kind of seat in a shift once.

    ``left`` are what a person held, their name, and when they gave it back.
    """
    found: dict[str, GivenBack] = {}
    shifts = {
        (shift.session, shift.index): (lane, shift)
        for lane in board.lanes
        for sessions in lane.days.values()
        for session in sessions
        for shift in session.shifts
    }
    for placement, name, at in left:
        lane_and_shift = shifts.get((placement.session, placement.shift))
        if lane_and_shift is None or not _open(lane_and_shift[1], placement):
            continue
        lane, shift = lane_and_shift
        key = _key(placement)
        back = GivenBack(
            key, placement.volunteer, name, lane.name, _label(shift, placement), shift.starts, at
        )
        found.setdefault(key, back)
    return tuple(found.values())


def _key(placement: Placement) -> str:
    what = placement.need or placement.language
    return seat_key(placement.session, placement.shift, placement.role, what)


def _open(shift: ShiftView, placement: Placement) -> bool:
    alike = [seat for seat in shift.seats if seat.key == _key(placement)]
    if any(seat.state is SeatState.EMPTY for seat in alike):
        return True
    if placement.role is Role.STANDBY:
        return len(alike) < shift.standby
    # Interpreters and supervisors have no seat of their own: it is open while nobody is there.
    return placement.role in {Role.INTERPRETER, Role.SUPERVISOR} and not alike


def _label(shift: ShiftView, placement: Placement) -> str:
    for seat in shift.seats:
        if seat.key == _key(placement):
            return ", ".join(
                part
                for part in (seat.label, seat.matter and seat.matter.label, seat.language_name)
                if part
            )
    return "On standby" if placement.role is Role.STANDBY else placement.role.value.capitalize()


@dataclass(frozen=True, slots=True)
class Mend:
    """Something the plan breaks, and the seat where a coordinator can mend it (or none)."""

    sentence: str
    key: str | None


def to_mend(board: BoardView, breaches: Iterable[Breach]) -> tuple[Mend, ...]:
    """The judge's breaches, each with a seat to open."""
    seats = [there.seat for there in every_seat(board)]
    return tuple(Mend(breach.sentence, _where(seats, breach)) for breach in breaches)


def _where(seats: Iterable[SeatView], breach: Breach) -> str | None:
    """The seat of the person it is about, or any of that shift that somebody sits in."""
    taken = [seat for seat in seats if seat.volunteer is not None]
    if breach.volunteer is not None:
        own = [seat for seat in taken if seat.volunteer == breach.volunteer]
        near = [s for s in own if (s.session, s.shift) == (breach.session, breach.shift)]
        return next((seat.key for seat in near + own), None)
    there = [s for s in taken if (s.session, s.shift) == (breach.session, breach.shift)]
    return next((seat.key for seat in there), None)
