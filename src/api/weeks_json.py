"""Weeks for programs: what the pages of ``weeks.py`` show and do, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from api.session import Asking, coordinators, person_of
from scheduler.actions import editing
from scheduler.actions.viewing import Showing, WeekView, view_week
from scheduler.model.week import monday_of
from scheduler.planning.attention import SeatThere, every_seat
from scheduler.planning.views import SeatState
from scheduler.store.week import WeekRecord, week_records


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """One seat. ``key`` names seats of one kind in one shift, for the addresses below.

    ``bridge`` is the language into which alone an interpreter interprets ``language``.
    """

    key: str
    office: str
    starts: datetime
    ends: datetime
    role: str
    matter: str | None
    language: str | None
    bridge: str | None
    state: SeatState
    volunteer: int | None
    name: str
    beside: str
    remote: bool
    pinned: bool
    because: str


@dataclass(frozen=True, slots=True)
class GivenBackAnswer:
    """A seat somebody gave back and nobody has taken since."""

    key: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WeekAnswer:
    """A week's plan. ``revision`` is what edits say they have seen; 0 without a draft.

    ``coverage`` of ``demand`` is weight; no plan covers more than ``bound`` (null: not known).
    ``standby`` of ``standby_wanted`` places on standby have somebody; they are no seats, and
    stand among ``seats`` with the role ``standby``.
    """

    monday: date
    showing: Showing
    revision: int
    version: int
    seats_filled: int
    seats_wanted: int
    coverage: int
    demand: int
    bound: int | None
    proven: bool
    weakest_office: str | None
    weakest_share: float
    standby: int
    standby_wanted: int
    breaches: tuple[str, ...]
    given_back: tuple[GivenBackAnswer, ...]
    seats: tuple[SeatAnswer, ...]


@get("/api/weeks", guards=[coordinators], tags=["Weeks"])
async def weeks_json() -> list[WeekRecord]:
    """Every week that asks for anyone, the latest first."""
    return list(await week_records())


@get("/api/weeks/{monday:date}", guards=[coordinators], tags=["Weeks"])
async def week_json(monday: FromPath[date], plan: FromQuery[Showing | None] = None) -> WeekAnswer:
    """A week's plan, seat by seat: the open draft, or what is published."""
    return answer_of(await view_week(monday_of(monday), plan))


def answer_of(view: WeekView) -> WeekAnswer:
    """The week as programs read it."""
    proof = view.proof.result if view.proof else None
    return WeekAnswer(
        monday=view.week.monday,
        showing=view.showing,
        revision=view.revision,
        version=view.roster.version if view.roster else 0,
        seats_filled=view.board.filled,
        seats_wanted=view.board.seats,
        coverage=view.judgement.coverage,
        demand=view.demand,
        bound=proof.bound if proof else None,
        proven=proof.proven if proof else False,
        weakest_office=view.judgement.weakest,
        weakest_share=view.judgement.weakest_office,
        standby=view.board.ready,
        standby_wanted=view.board.standby,
        breaches=tuple(b.sentence for b in view.judgement.breaches),
        given_back=tuple(GivenBackAnswer(g.key, g.name, g.at) for g in view.given_back),
        seats=tuple(_seat_answer(there) for there in every_seat(view.board)),
    )


def _seat_answer(there: SeatThere) -> SeatAnswer:
    seat = there.seat
    return SeatAnswer(
        key=seat.key,
        office=there.lane.office,
        starts=there.shift.starts,
        ends=there.shift.ends,
        role=seat.role.value,
        matter=seat.matter.value if seat.matter else None,
        language=seat.language,
        bridge=seat.bridge,
        state=seat.state,
        volunteer=seat.volunteer,
        name=seat.name,
        beside=seat.beside,
        remote=seat.remote,
        pinned=seat.pinned,
        because=seat.because,
    )


@dataclass(frozen=True, slots=True)
class Revision:
    """The revision of the draft that was looked at; null goes ahead whatever it is now."""

    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """Whether there was a change to take back."""

    undone: bool


@post("/api/weeks/{monday:date}/undo", guards=[coordinators], tags=["Weeks"], status_code=200)
async def undo_json(request: Asking, monday: FromPath[date], data: JSONBody[Revision]) -> Undone:
    """Take the last change by hand back."""
    return Undone(await editing.undo(monday, person_of(request).email, data.revision))


@post("/api/weeks/{monday:date}/discard", guards=[coordinators], tags=["Weeks"], status_code=204)
async def discard_json(request: Asking, monday: FromPath[date], data: JSONBody[Revision]) -> None:
    """Put the draft away and go back to what is published."""
    await editing.discard(monday, person_of(request).email, data.revision)


ROUTES = [
    weeks_json,
    week_json,
    undo_json,
    discard_json,
]
