"""Pages that stay open: a cheap question every few seconds, whether they still tell the truth.

The same addresses serve programs that follow a week. ``seen`` is the mark of the answer
before; while nothing has changed the answer is 204 and empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from api.session import Asking, coordinators, own_office, person_of, volunteer_of, volunteers
from api.wording import clock
from scheduler.actions import keeping_up
from scheduler.actions.keeping_up import Missed
from scheduler.actions.rosters import require_office
from scheduler.model.rosters import Reply
from scheduler.model.week import monday_of
from scheduler.store.keeping_up import AnswerGiven


@dataclass(frozen=True, slots=True)
class KeptUp:
    """What a page needs to keep up: where to ask, and the mark of what it shows."""

    address: str
    mark: str


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """Somebody's answer to a shift; ``sentence`` is how a page says it."""

    name: str
    reply: Reply
    office: str
    starts: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Something has changed. Send ``mark`` back as ``seen`` to hear of the next change."""

    mark: str
    answers: tuple[AnswerTold, ...]


async def kept_week(request: Asking, monday: date) -> KeptUp:
    """For pages of a week; ask for it before what the page shows is read."""
    mark = await keeping_up.mark_of_week(monday)
    return KeptUp(f"/api/weeks/{monday}/changes", _with_waiting(request, mark))


async def kept_roster(office: str, monday: date) -> KeptUp:
    """For an office's roster."""
    mark = await keeping_up.mark_of_week(monday, office)
    return KeptUp(f"/api/offices/{office}/rosters/{monday}/changes", mark)


async def kept_shifts(volunteer: int, now: datetime) -> KeptUp:
    """For somebody's own shifts."""
    return KeptUp("/api/shifts/changes", await keeping_up.mark_of_shifts(volunteer, now))


def _with_waiting(request: Asking, mark: str) -> str:
    """A coordinator's pages also count the answers that wait; that number is known already."""
    return f"{person_of(request).waiting}-{mark}"


@get("/api/weeks/{monday:date}/changes", guards=[coordinators], tags=["Weeks"])
async def week_changes(
    request: Asking, monday: FromPath[date], seen: FromQuery[str] = ""
) -> Response[Changes | None]:
    """Whether a week has changed: its draft, its roster, an answer. 204 when it has not."""
    waiting, _, mark = seen.rpartition("-")
    missed = await keeping_up.missed_in_week(monday_of(monday), mark)
    if missed is None and waiting != str(person_of(request).waiting):
        missed = Missed(mark)
    if missed is None:
        return _nothing()
    return _told(missed, _with_waiting(request, missed.mark))


@get(
    "/api/offices/{office:str}/rosters/{monday:date}/changes",
    guards=[own_office],
    tags=["Rosters"],
)
async def roster_changes(
    office: FromPath[str], monday: FromPath[date], seen: FromQuery[str] = ""
) -> Response[Changes | None]:
    """Whether an office's roster has changed, or somebody on it answered. 204 when not."""
    await require_office(office)
    missed = await keeping_up.missed_in_week(monday_of(monday), seen, office)
    return _told(missed, missed.mark) if missed else _nothing()


@get("/api/shifts/changes", guards=[volunteers], tags=["Volunteers"])
async def shift_changes(request: Asking, seen: FromQuery[str] = "") -> Response[Changes | None]:
    """Whether your shifts have changed, or who serves beside you. 204 when they have not."""
    missed = await keeping_up.missed_in_shifts(volunteer_of(request), seen, datetime.now(UTC))
    return _told(missed, missed.mark) if missed else _nothing()


def _nothing() -> Response[Changes | None]:
    return Response(None, status_code=204)


def _told(missed: Missed, mark: str) -> Response[Changes | None]:
    return Response(Changes(mark, tuple(map(_answer, missed.answers))))


def _answer(given: AnswerGiven) -> AnswerTold:
    starts = given.starts.astimezone(ZoneInfo(given.timezone))
    when = f"{starts:%A} {clock(starts)}"
    return AnswerTold(
        given.name,
        given.reply,
        given.office,
        starts,
        f"{given.name} {_SAID[given.reply]}: {when}, {given.office}",
    )


_SAID: Mapping[Reply, str] = {Reply.ACCEPTED: "accepted", Reply.DECLINED: "cannot come"}

ROUTES = [week_changes, roster_changes, shift_changes]
