"""A plan as people look at it: sessions, shifts, seats, pairs, and why a seat is empty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from scheduler.model.languages import interpreted_name
from scheduler.model.matters import Authority, authority
from scheduler.model.rosters import Placement, Reply
from scheduler.model.sessions import (
    INTAKE_WEIGHT,
    Need,
    Role,
    Session,
    Shift,
    role_label,
    seats,
    shifts,
)
from scheduler.model.week import Week
from scheduler.planning.beside import beside
from scheduler.planning.views import (
    Because,
    BoardView,
    LaneView,
    SeatState,
    SeatView,
    SessionView,
    ShiftView,
    seat_key,
)

__all__ = [
    "BoardView",
    "LaneView",
    "SeatState",
    "SeatView",
    "SessionView",
    "ShiftView",
    "board",
]


def board(
    week: Week,
    placed: Iterable[Placement],
    replies: Mapping[tuple[int, int, int], Reply] | None = None,
    reasons: Mapping[str, Because] | None = None,
) -> BoardView:
    """Lay a plan out.

    ``replies`` are by person and shift (None: a draft nobody was told of); ``reasons`` say
    why a seat is empty, by ``SeatView.key``.
    """
    by_shift: dict[tuple[int, int], list[Placement]] = defaultdict(list)
    for placement in sorted(placed):
        by_shift[placement.session, placement.shift].append(placement)
    held = frozenset((p.volunteer, p.session, p.shift) for p in week.pins if p.must)
    view = _Laying(week, by_shift, replies, reasons or {}, held)
    lanes = tuple(view.lane(key) for key in week.offices)
    return BoardView(
        week.monday,
        tuple(lane for lane in lanes if lane.days),
        seats=sum(lane.wanted for lane in lanes),
        filled=sum(lane.filled for lane in lanes),
    )


@dataclass(frozen=True, slots=True)
class _Laying:
    """What every part of the board looks things up in."""

    week: Week
    placed: Mapping[tuple[int, int], list[Placement]]
    replies: Mapping[tuple[int, int, int], Reply] | None
    reasons: Mapping[str, Because]
    held: frozenset[tuple[int, int, int]]
    zones: dict[str, ZoneInfo] = field(default_factory=dict)

    def lane(self, office: str) -> LaneView:
        days: dict[date, list[SessionView]] = defaultdict(list)
        for session in self.week.sessions.values():
            if session.office == office:
                shown = self._session(session)
                days[shown.starts.date()].append(shown)
        every = [s for sessions in days.values() for s in sessions]
        return LaneView(
            office,
            self.week.offices[office].name,
            {day: tuple(days[day]) for day in sorted(days)},
            wanted=sum(s.wanted for s in every),
            filled=sum(s.filled for s in every),
        )

    def _session(self, session: Session) -> SessionView:
        name = self.week.offices[session.office].timezone
        zone = self.zones.setdefault(name, ZoneInfo(name))
        return SessionView(
            session.id,
            session.office,
            session.kind,
            session.modality,
            session.starts.astimezone(zone),
            session.ends.astimezone(zone),
            session.stations,
            tuple(self._shift(session, shift, zone) for shift in shifts(session)),
        )

    def _shift(self, session: Session, shift: Shift, zone: ZoneInfo) -> ShiftView:
        here = self.placed.get((session.id, shift.index), [])
        pairs = beside(self.week, session, here)
        shown = [
            *self._adviser_seats(session, shift, here, pairs),
            *self._people(session, shift, here, Role.INTERPRETER, pairs),
            *self._people(session, shift, here, Role.SUPERVISOR, {}),
            *self._intake_seats(session, shift, here),
            *self._people(session, shift, here, Role.STANDBY, {}),
        ]
        return ShiftView(
            session.id,
            shift.index,
            shift.starts.astimezone(zone),
            shift.ends.astimezone(zone),
            tuple(shown),
            session.standby,
        )

    def _adviser_seats(
        self,
        session: Session,
        shift: Shift,
        here: list[Placement],
        pairs: Mapping[int, tuple[int, ...]],
    ) -> Iterable[SeatView]:
        for need in session.needs:
            sitting = [p for p in here if p.role is Role.ADVISER and p.need == need.id]
            for placement in sitting:
                yield self._taken(session, shift, placement, need, need.priority.weight, pairs)
            for _ in range(max(0, seats(need, session) - len(sitting))):
                yield self._empty(session, shift, Role.ADVISER, need, need.priority.weight)

    def _people(
        self,
        session: Session,
        shift: Shift,
        here: list[Placement],
        role: Role,
        pairs: Mapping[int, tuple[int, ...]],
    ) -> Iterable[SeatView]:
        for placement in here:
            if placement.role is role:
                yield self._taken(session, shift, placement, None, 0, pairs)

    def _intake_seats(
        self, session: Session, shift: Shift, here: list[Placement]
    ) -> Iterable[SeatView]:
        sitting = [p for p in here if p.role is Role.INTAKE]
        for placement in sitting:
            yield self._taken(session, shift, placement, None, INTAKE_WEIGHT, {})
        for _ in range(max(0, session.intake - len(sitting))):
            yield self._empty(session, shift, Role.INTAKE, None, INTAKE_WEIGHT)

    def _taken(
        self,
        session: Session,
        shift: Shift,
        placement: Placement,
        need: Need | None,
        weight: int,
        pairs: Mapping[int, tuple[int, ...]],
    ) -> SeatView:
        person = self.week.volunteers[placement.volunteer]
        language = need.language if need else placement.language
        partners = pairs.get(placement.volunteer, ())
        bridge = None if need else placement.bridge
        return SeatView(
            placement.session,
            placement.shift,
            placement.role,
            role_label(placement.role, session.kind),
            self._state(placement),
            weight,
            needed=placement.need,
            matter=need.matter if need else None,
            language=language,
            bridge=bridge,
            language_name=_language(placement.role, language, bridge),
            volunteer=placement.volunteer,
            name=person.name,
            kind=person.kind.label,
            remote=placement.remote,
            beside=" and ".join(self.week.volunteers[one].name for one in partners),
            partners=partners,
            supervised=need is not None
            and authority(person.kind, need.matter) is Authority.SUPERVISED,
            pinned=placement.who_and_when in self.held,
            expired=self._expired(session, shift, placement),
        )

    def _expired(self, session: Session, shift: Shift, placement: Placement) -> date | None:
        credential = self.week.volunteers[placement.volunteer].credential
        if credential.expires is None:
            return None
        zone = self.zones[self.week.offices[session.office].timezone]
        day = shift.starts.astimezone(zone).date()
        return None if credential.good_on(day) else credential.expires

    def _state(self, placement: Placement) -> SeatState:
        if self.replies is None or placement.who_and_when not in self.replies:
            return SeatState.PLANNED
        accepted = self.replies[placement.who_and_when] is Reply.ACCEPTED
        return SeatState.ACCEPTED if accepted else SeatState.WAITING

    def _empty(
        self, session: Session, shift: Shift, role: Role, need: Need | None, weight: int
    ) -> SeatView:
        because = self.reasons.get(
            seat_key(session.id, shift.index, role, need.id if need else None)
        )
        return SeatView(
            session.id,
            shift.index,
            role,
            role_label(role, session.kind),
            SeatState.EMPTY,
            weight,
            needed=need.id if need else None,
            matter=need.matter if need else None,
            language=need.language if need else None,
            language_name=_language(role, need.language if need else None),
            because=because.sentence if because else "",
            hint=because.hint if because else "",
        )


def _language(role: Role, language: str | None, bridge: str | None = None) -> str:
    if role in {Role.ADVISER, Role.INTERPRETER}:
        return interpreted_name(language, bridge)
    return ""
