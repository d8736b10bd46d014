"""Looking for somebody for a seat: who sits there, why it is empty, and who could take it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from scheduler.actions.viewing import WeekView, view_week
from scheduler.errors import NotFoundError
from scheduler.model.languages import ENGLISH, LANGUAGES, language_name
from scheduler.model.matters import Matter
from scheduler.model.sessions import Need, Role, role_label
from scheduler.model.week import PinnedSeat
from scheduler.planning.attention import GivenBack
from scheduler.planning.candidates import CandidateView, FunnelStep, Grade, Search, funnel, ranked
from scheduler.planning.standby import standby_candidates
from scheduler.planning.verdict import Breach
from scheduler.planning.views import (
    LaneView,
    SeatState,
    SeatView,
    SessionView,
    ShiftView,
    WantedSeat,
    wanted_seat,
)


@dataclass(frozen=True, slots=True)
class SeatPage:
    """Seats of one kind in one shift, with everything a coordinator decides by."""

    view: WeekView
    seat: WantedSeat
    label: str
    matter: Matter | None
    language: str
    lane: LaneView
    session: SessionView
    shift: ShiftView
    here: tuple[SeatView, ...]
    """The seats of this kind, empty ones too."""
    instead: SeatView | None
    """Who would make room, where every seat is taken."""
    candidates: tuple[CandidateView, ...]
    steps: tuple[FunnelStep, ...]
    pins: tuple[PinnedSeat, ...]
    breaches: tuple[Breach, ...]
    given_back: tuple[GivenBack, ...]

    @property
    def empty(self) -> int:
        """How many seats of this kind nobody sits in."""
        return sum(1 for seat in self.here if seat.state is SeatState.EMPTY)

    def of(self, grade: Grade) -> tuple[CandidateView, ...]:
        """The candidates of one grade, best first."""
        return tuple(one for one in self.candidates if one.grade is grade)

    def beside(self, role: Role) -> WantedSeat | None:
        """The seat beside an adviser: an interpreter for the language, a supervisor."""
        at = WantedSeat(self.seat.session, self.seat.shift, role)
        if role is Role.SUPERVISOR:
            return at
        need = next((n for n in self._needs() if n.id == self.seat.need), None)
        if need is None or need.language in {None, ENGLISH}:  # everyone advises in English
            return None
        return replace(at, language=need.language)

    @property
    def further(self) -> tuple[WantedSeat, ...]:
        """The seats of who has to take a relay further: nobody is heard through it yet."""
        if not any(breach.rule == "interpreters" for breach in self.breaches):
            return ()
        bridges = {seat.bridge for seat in self.shift.seats if seat.bridge and not seat.partners}
        return tuple(
            WantedSeat(self.seat.session, self.seat.shift, Role.INTERPRETER, language=bridge)
            for bridge in sorted(bridges)
        )

    def _needs(self) -> tuple[Need, ...]:
        return self.view.week.sessions[self.seat.session].needs


async def view_seat(monday: date, key: str, instead: int | None = None) -> SeatPage:
    """The seat on the plan that is worked on: the draft, or what is published."""
    view = await view_week(monday)
    seat = wanted_seat(key)
    if seat is None:
        raise NotFoundError("This seat is not part of the week.")
    lane, session, shift = _place(view, seat)
    here = tuple(s for s in shift.seats if s.key == seat.key)
    leaving = _leaving(seat, here, instead)
    search = Search(
        view.week,
        view.placed,
        seat,
        view.problem,
        leaving=leaving.volunteer if leaving else None,
    )
    need = next(
        (n for n in view.week.sessions[seat.session].needs if n.id == seat.need),
        None,
    )
    language = need.language if need else seat.language
    spoken = language_name(language) if seat.role in {Role.ADVISER, Role.INTERPRETER} else ""
    return SeatPage(
        view=view,
        seat=seat,
        label=role_label(seat.role, session.kind),
        matter=need.matter if need else None,
        language=spoken,
        lane=lane,
        session=session,
        shift=shift,
        here=here,
        instead=leaving,
        candidates=_candidates(search),
        steps=() if seat.role is Role.STANDBY else funnel(search),
        pins=tuple(p for p in view.week.pins if (p.session, p.shift) == (seat.session, seat.shift)),
        breaches=tuple(
            b for b in view.judgement.breaches if (b.session, b.shift) == (seat.session, seat.shift)
        ),
        given_back=tuple(g for g in view.given_back if g.key == seat.key),
    )


def _candidates(search: Search) -> tuple[CandidateView, ...]:
    return standby_candidates(search) if search.seat.role is Role.STANDBY else ranked(search)


def _place(view: WeekView, seat: WantedSeat) -> tuple[LaneView, SessionView, ShiftView]:
    for lane in view.board.lanes:
        for sessions in lane.days.values():
            for session in sessions:
                for shift in session.shifts:
                    if (shift.session, shift.index) == (seat.session, seat.shift):
                        _require_kind(view, seat, shift)
                        return lane, session, shift
    raise NotFoundError("This seat is not part of the week.")


def _require_kind(view: WeekView, seat: WantedSeat, shift: ShiftView) -> None:
    needs = {need.id for need in view.week.sessions[seat.session].needs}
    if seat.role is Role.ADVISER and seat.need not in needs:
        raise NotFoundError("This seat is not part of the week.")
    if seat.role is Role.STANDBY and not shift.standby and not shift.ready:
        raise NotFoundError("Nobody is asked for on standby in this shift.")
    if seat.role is Role.INTERPRETER and seat.language not in LANGUAGES:
        raise NotFoundError("This seat is not part of the week.")


def _leaving(seat: WantedSeat, here: tuple[SeatView, ...], instead: int | None) -> SeatView | None:
    """Who makes room: the person that was named, or the only one where no seat is free."""
    taken = [s for s in here if s.volunteer is not None]
    if instead is not None:
        return next((s for s in taken if s.volunteer == instead), None)
    full = seat.role in {Role.ADVISER, Role.INTAKE} and len(taken) == len(here)
    return taken[0] if full and taken else None
