"""Seats for programs: candidates and edits, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from api.seats import seat_named
from api.session import Asking, coordinators, person_of
from scheduler.actions import editing, pinning
from scheduler.actions.editing import Edited
from scheduler.actions.finding import view_seat
from scheduler.model.sessions import Role
from scheduler.model.week import PinnedSeat, monday_of
from scheduler.planning.candidate_words import Word
from scheduler.planning.candidates import FunnelStep, Grade


@dataclass(frozen=True, slots=True)
class CandidateAnswer:
    """A person for a seat: grade best, possible, with_help, conflict or not_qualified."""

    volunteer: int
    name: str
    about: str
    grade: Grade
    gain: int
    needs_beside: Role | None
    reasons: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """Seats of one kind in one shift with everybody ranked, and the funnel behind it."""

    key: str
    revision: int
    empty: int
    because: str
    steps: tuple[FunnelStep, ...]
    candidates: tuple[CandidateAnswer, ...]


@get(
    "/api/weeks/{monday:date}/seats/{key:str}/candidates",
    guards=[coordinators],
    tags=["Seats"],
)
async def candidates_json(
    monday: FromPath[date], key: FromPath[str], instead: FromQuery[int | None] = None
) -> SeatAnswer:
    """Everybody for a seat, best first, each with reasons."""
    shown = await view_seat(monday_of(monday), key, instead)
    return SeatAnswer(
        key=shown.seat.key,
        revision=shown.view.revision,
        empty=shown.empty,
        because=next((seat.because for seat in shown.here if seat.because), ""),
        steps=shown.steps,
        candidates=tuple(
            CandidateAnswer(
                c.volunteer, c.name, c.about, c.grade, c.gain, c.needs_beside, c.reasons
            )
            for c in shown.candidates
        ),
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """Who, and the revision of the draft that was looked at (null goes ahead whatever it is).

    ``instead`` names who makes room.
    """

    volunteer: int
    revision: int | None = None
    instead: int | None = None


@dataclass(frozen=True, slots=True)
class EditAnswer:
    """What the edit newly breaks, in sentences, and the covered demand before and after."""

    revision: int
    breaks: tuple[str, ...]
    coverage_before: int
    coverage_after: int


def _answer(edited: Edited) -> EditAnswer:
    return EditAnswer(
        edited.revision,
        tuple(breach.sentence for breach in edited.breaks),
        edited.coverage_before,
        edited.coverage_after,
    )


@post(
    "/api/weeks/{monday:date}/seats/{key:str}/put-in",
    guards=[coordinators],
    tags=["Seats"],
    status_code=200,
)
async def put_in_json(
    request: Asking, monday: FromPath[date], key: FromPath[str], data: JSONBody[Edit]
) -> EditAnswer:
    """Put a person into the seat. The draft may break a rule until it is published."""
    edited = await editing.put_in(
        monday,
        seat_named(key),
        data.volunteer,
        person_of(request).email,
        datetime.now(UTC),
        seen=data.revision,
        instead=data.instead,
    )
    return _answer(edited)


@post(
    "/api/weeks/{monday:date}/seats/{key:str}/take-out",
    guards=[coordinators],
    tags=["Seats"],
    status_code=200,
)
async def take_out_json(
    request: Asking, monday: FromPath[date], key: FromPath[str], data: JSONBody[Edit]
) -> EditAnswer:
    """Take a person out of the seat."""
    seat = seat_named(key)
    edited = await editing.take_out(
        monday,
        seat.session,
        seat.shift,
        data.volunteer,
        person_of(request).email,
        datetime.now(UTC),
        data.revision,
    )
    return _answer(edited)


@dataclass(frozen=True, slots=True)
class Wish:
    """Hold a person in the shift (``must``), or keep them out of it with a reason."""

    volunteer: int
    must: bool = True
    reason: str = ""


@post(
    "/api/weeks/{monday:date}/seats/{key:str}/pin",
    guards=[coordinators],
    tags=["Seats"],
    status_code=204,
)
async def pin_json(
    request: Asking, monday: FromPath[date], key: FromPath[str], data: JSONBody[Wish]
) -> None:
    """Hold a person in this shift, or keep them out of it, in every later run."""
    seat = seat_named(key)
    pinned = PinnedSeat(
        seat.session, seat.shift, data.volunteer, must=data.must, reason=data.reason
    )
    await pinning.pin(monday, pinned, person_of(request).email)


@post(
    "/api/weeks/{monday:date}/seats/{key:str}/unpin",
    guards=[coordinators],
    tags=["Seats"],
    status_code=204,
)
async def unpin_json(
    request: Asking, monday: FromPath[date], key: FromPath[str], data: JSONBody[Wish]
) -> None:
    """Let runs decide again."""
    seat = seat_named(key)
    pinned = PinnedSeat(seat.session, seat.shift, data.volunteer, must=True)
    await pinning.unpin(monday, pinned, person_of(request).email)


ROUTES = [
    candidates_json,
    put_in_json,
    take_out_json,
    pin_json,
    unpin_json,
]
