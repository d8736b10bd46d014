"""What people look at: a week as lanes, sessions, shifts and seats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.model.matters import Matter
from scheduler.model.sessions import Modality, Role, SessionKind


def seat_key(session: int, shift: int, role: Role, what: int | str | None) -> str:
    """Seats of one kind in one shift, as an address names them; ``what`` is need or language."""
    return f"{session}.{shift}.{role.value}.{what or 0}"


@dataclass(frozen=True, slots=True)
class WantedSeat:
    """A seat as an address names it: ``need`` for advisers, ``language`` for interpreters."""

    session: int
    shift: int
    role: Role
    need: int | None = None
    language: str | None = None

    @property
    def key(self) -> str:
        """The seat in an address."""
        return seat_key(self.session, self.shift, self.role, self.need or self.language)


_KEY = re.compile(r"(\d{1,9})\.(\d{1,3})\.([a-z]{1,20})\.([a-z]{2,8}|\d{1,9})")


def wanted_seat(key: str) -> WantedSeat | None:
    """The seat that a key names; None when it names none."""
    match = _KEY.fullmatch(key)
    if match is None or match[3] not in set(Role):
        return None
    role, what = Role(match[3]), match[4]
    if (role is Role.ADVISER) != (what.isdecimal() and what != "0"):
        return None
    if (role is Role.INTERPRETER) != what.isalpha():
        return None
    return WantedSeat(
        int(match[1]),
        int(match[2]),
        role,
        need=int(what) if role is Role.ADVISER else None,
        language=what if role is Role.INTERPRETER else None,
    )


@dataclass(frozen=True, slots=True)
class Because:
    """Why a seat is empty: a sentence, and two or three words of it."""

    code: str
    sentence: str
    hint: str


class SeatState(StrEnum):
    """How a seat stands."""

    EMPTY = "empty"
    PLANNED = "planned"
    """Somebody sits there in a draft; nobody has been told."""
    WAITING = "waiting"
    """Invited, not answered."""
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat, or one person beside it (interpreter, supervisor).

    ``needed`` is the need an adviser's seat belongs to. ``bridge`` is the language into which
    alone an interpreter interprets. ``beside`` names who interprets for an adviser, or the
    adviser an interpreter sits with. ``pinned`` says that a coordinator holds this person here.
    """

    session: int
    shift: int
    role: Role
    label: str
    state: SeatState
    weight: int
    needed: int | None = None
    matter: Matter | None = None
    language: str | None = None
    bridge: str | None = None
    language_name: str = ""
    volunteer: int | None = None
    name: str = ""
    kind: str = ""
    remote: bool = False
    beside: str = ""
    partners: tuple[int, ...] = ()
    """The volunteers that ``beside`` names."""
    supervised: bool = False
    pinned: bool = False
    because: str = ""
    hint: str = ""
    """``because`` in two or three words, for a chip."""
    expired: date | None = None
    """The last good day of the person's credential, where that is before the shift."""

    @property
    def key(self) -> str:
        """The seat in an address: session, shift, role, need or language."""
        return seat_key(self.session, self.shift, self.role, self.needed or self.language)


@dataclass(frozen=True, slots=True)
class ShiftView:
    """One shift with all its seats, in the office's zone."""

    session: int
    index: int
    starts: datetime
    ends: datetime
    seats: tuple[SeatView, ...]
    standby: int = 0
    """How many people are asked for on standby."""

    @property
    def ready(self) -> tuple[SeatView, ...]:
        """Who is on standby."""
        return tuple(s for s in self.seats if s.role is Role.STANDBY)

    @property
    def standby_key(self) -> str:
        """The places on standby, in an address."""
        return seat_key(self.session, self.index, Role.STANDBY, None)

    @property
    def wanted(self) -> int:
        """Seats that were asked for."""
        return sum(1 for s in self.seats if s.weight)

    @property
    def tables(self) -> tuple[tuple[SeatView, ...], ...]:
        """The seats, those of a pair or a relay together, empty ones first."""
        by_person = {seat.volunteer: seat for seat in self.seats if seat.volunteer is not None}
        paired = {one for s in self.seats if s.role is Role.ADVISER for one in s.partners}
        groups = [
            (seat, *(by_person[one] for one in seat.partners))
            if seat.role is Role.ADVISER
            else (seat,)
            for seat in self.seats
            if seat.volunteer is None or seat.volunteer not in paired
        ]
        return tuple(sorted(groups, key=lambda group: group[0].volunteer is not None))

    @property
    def filled(self) -> int:
        """Seats that were asked for and have somebody."""
        return sum(1 for s in self.seats if s.weight and s.volunteer is not None)


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session of an office's day."""

    id: int
    office: str
    kind: SessionKind
    modality: Modality
    starts: datetime
    ends: datetime
    stations: int
    shifts: tuple[ShiftView, ...]

    @property
    def wanted(self) -> int:
        """Seats that were asked for, over all shifts."""
        return sum(s.wanted for s in self.shifts)

    @property
    def filled(self) -> int:
        """Those that have somebody."""
        return sum(s.filled for s in self.shifts)


@dataclass(frozen=True, slots=True)
class LaneView:
    """One office's week: its sessions by day."""

    office: str
    name: str
    days: Mapping[date, tuple[SessionView, ...]]
    wanted: int
    filled: int

    @property
    def every_seat(self) -> Iterator[tuple[SessionView, ShiftView, SeatView]]:
        """Each seat with where and when it is, in time order."""
        for sessions in self.days.values():
            for session in sessions:
                for shift in session.shifts:
                    for seat in shift.seats:
                        yield session, shift, seat


@dataclass(frozen=True, slots=True)
class BoardView:
    """A week's plan. ``seats`` and ``filled`` count seats that were asked for, intake too."""

    monday: date
    lanes: tuple[LaneView, ...]
    seats: int
    filled: int

    @property
    def standby(self) -> int:
        """Places on standby that were asked for."""
        return sum(shift.standby for shift in self._shifts)

    @property
    def ready(self) -> int:
        """Those that have somebody."""
        return sum(min(len(shift.ready), shift.standby) for shift in self._shifts)

    @property
    def _shifts(self) -> Iterator[ShiftView]:
        for lane in self.lanes:
            for sessions in lane.days.values():
                for session in sessions:
                    yield from session.shifts

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which anything takes place."""
        return tuple(sorted({day for lane in self.lanes for day in lane.days}))

    @property
    def empty(self) -> tuple[SeatView, ...]:
        """Empty seats, the heaviest first."""
        found = [
            seat
            for lane in self.lanes
            for _, _, seat in lane.every_seat
            if seat.state is SeatState.EMPTY
        ]
        return tuple(sorted(found, key=lambda s: (-s.weight, s.session, s.shift)))
