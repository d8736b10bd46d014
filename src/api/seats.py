"""One seat: who sits there, why it is empty, who could take it, and the edits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, date, datetime

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.errors import status_of
from api.forms import Form
from api.keeping_up import kept_week
from api.pages import go, page
from api.session import Asking, coordinators, person_of
from scheduler.actions import editing, pinning
from scheduler.actions.editing import Edited
from scheduler.actions.finding import view_seat
from scheduler.errors import ConflictError, InvalidInputError, NotFoundError, OpenDoorError
from scheduler.model.languages import language_name
from scheduler.model.sessions import Role
from scheduler.model.week import PinnedSeat, monday_of
from scheduler.planning.candidates import CandidateView, Grade
from scheduler.planning.views import WantedSeat, wanted_seat

FOUND_AT_MOST = 8
"""How many people "Why not ...?" answers about at once."""


@get("/weeks/{monday:date}/seats/{key:str}", guards=[coordinators], include_in_schema=False)
async def seat_page(
    request: Asking,
    monday: FromPath[date],
    key: FromPath[str],
    instead: FromQuery[int | None] = None,
    who: FromQuery[str] = "",
) -> Template:
    """Who sits there, why it is empty, and who could take it; ``who`` asks why not."""
    return await _seat_page(request, monday_of(monday), key, instead=instead, who=who)


async def _seat_page(
    request: Asking,
    monday: date,
    key: str,
    *,
    instead: int | None = None,
    who: str = "",
    error: OpenDoorError | None = None,
    typed: str = "",
) -> Template:
    kept = await kept_week(request, monday)
    shown = await view_seat(monday, key, instead)
    faults = error.faults or (("", error.detail),) if error else ()
    return page(
        request,
        "seats/seat.html",
        title=f"{shown.label}, {shown.lane.name}",
        status_code=status_of(error) if error else 200,
        kept=kept,
        monday=monday,
        shown=shown,
        key=key,
        grades=Grade,
        who=who,
        asked_about=_named(shown.candidates, who),
        interpreter=shown.beside(Role.INTERPRETER),
        supervisor=shown.beside(Role.SUPERVISOR),
        back_keys={back.key for back in shown.view.given_back},
        errors=[{"field": field, "text": text} for field, text in faults],
        typed=typed,
        breadcrumbs=[
            {"href": f"/weeks/{monday}", "label": f"Week of {monday.day} {monday:%B}"},
            {"href": f"/weeks/{monday}?day={shown.shift.starts.date()}", "label": shown.lane.name},
            {"href": None, "label": shown.label},
        ],
    )


def _named(candidates: Iterable[CandidateView], who: str) -> list[CandidateView]:
    wanted = who.casefold().split()
    if not wanted:
        return []
    found = [c for c in candidates if all(part in c.name.casefold() for part in wanted)]
    return found[:FOUND_AT_MOST]


@post("/weeks/{monday:date}/seats/{key:str}/put-in", guards=[coordinators], include_in_schema=False)
async def put_in(
    request: Asking, monday: FromPath[date], key: FromPath[str]
) -> Redirect | Template:
    """Put a person into the seat; somebody beside them comes next where one is needed."""
    form = Form(await request.form())
    volunteer, instead = form.whole("volunteer", least=1), form.maybe_whole("instead")

    async def work() -> Redirect:
        seat = seat_named(key)
        edited = await editing.put_in(
            monday,
            seat,
            volunteer,
            person_of(request).email,
            datetime.now(UTC),
            seen=form.maybe_whole("revision"),
            instead=instead,
        )
        return await _after_put_in(monday, seat, volunteer, edited)

    return await _edited(request, monday, key, work, instead)


async def _after_put_in(monday: date, seat: WantedSeat, volunteer: int, edited: Edited) -> Redirect:
    shown = await view_seat(monday, seat.key)
    name = shown.view.week.volunteers[volunteer].name
    mine = next((seat for seat in shown.here if seat.volunteer == volunteer), None)
    for further in shown.further:
        if mine is not None and mine.bridge == further.language:
            return go(
                f"/weeks/{monday}/seats/{further.key}",
                f"{name} is in, and interprets {mine.language_name} only. Now choose who "
                f"interprets {language_name(further.language)} beside them.",
                "needs_you",
            )
    rules = {breach.rule for breach in edited.breaks}
    for rule, role in (("interpreters", Role.INTERPRETER), ("supervision", Role.SUPERVISOR)):
        beside = shown.beside(role)
        if rule in rules and beside is not None and seat.role is Role.ADVISER:
            return go(
                f"/weeks/{monday}/seats/{beside.key}",
                f"{name} is in. Now choose the {role.value} who sits beside them.",
                "needs_you",
            )
    return _told(f"/weeks/{monday}/seats/{seat.key}", f"{name} is in.", edited)


@post(
    "/weeks/{monday:date}/seats/{key:str}/take-out", guards=[coordinators], include_in_schema=False
)
async def take_out(
    request: Asking, monday: FromPath[date], key: FromPath[str]
) -> Redirect | Template:
    """Take a person out of the seat."""
    form = Form(await request.form())
    volunteer = form.whole("volunteer", least=1)

    async def work() -> Redirect:
        seat = seat_named(key)
        edited = await editing.take_out(
            monday,
            seat.session,
            seat.shift,
            volunteer,
            person_of(request).email,
            datetime.now(UTC),
            form.maybe_whole("revision"),
        )
        return _told(f"/weeks/{monday}/seats/{key}", "The seat is free.", edited)

    return await _edited(request, monday, key, work)


@post("/weeks/{monday:date}/seats/{key:str}/pin", guards=[coordinators], include_in_schema=False)
async def pin(request: Asking, monday: FromPath[date], key: FromPath[str]) -> Redirect | Template:
    """Hold a person in this shift, or keep them out of it, in every later run."""
    form = Form(await request.form())
    must = form.text("must") == "yes"
    reason = form.text("reason", most=pinning.LONGEST_REASON)
    seat = seat_named(key)
    pinned = PinnedSeat(
        seat.session, seat.shift, form.whole("volunteer", least=1), must=must, reason=reason
    )

    async def work() -> Redirect:
        await pinning.pin(monday, pinned, person_of(request).email)
        done = "Pinned: every run keeps them here." if must else "Every run keeps them out of here."
        return go(f"/weeks/{monday}/seats/{key}", done)

    return await _edited(request, monday, key, work, typed=reason)


@post("/weeks/{monday:date}/seats/{key:str}/unpin", guards=[coordinators], include_in_schema=False)
async def unpin(request: Asking, monday: FromPath[date], key: FromPath[str]) -> Redirect:
    """Let runs decide again."""
    form = Form(await request.form())
    seat = seat_named(key)
    pinned = PinnedSeat(seat.session, seat.shift, form.whole("volunteer", least=1), must=True)
    await pinning.unpin(monday, pinned, person_of(request).email)
    return go(f"/weeks/{monday}/seats/{key}", "Runs decide about them again.")


async def _edited(
    request: Asking,
    monday: date,
    key: str,
    work: Callable[[], Awaitable[Redirect]],
    instead: int | None = None,
    *,
    typed: str = "",
) -> Redirect | Template:
    """What the edit answers; a refused one shows the seat as it is now."""
    try:
        return await work()
    except (ConflictError, InvalidInputError) as error:
        return await _seat_page(
            request, monday_of(monday), key, instead=instead, error=error, typed=typed
        )


def _told(path: str, done: str, edited: Edited) -> Redirect:
    """Say what was done, and at once what it breaks or is worth."""
    if edited.breaks:
        return go(path, f"{done} But now: {edited.breaks[0].sentence}", "broken")
    gain = edited.coverage_after - edited.coverage_before
    if not gain:
        return go(path, done)
    more = "more" if gain > 0 else "less"
    return go(path, f"{done} {abs(gain)} {more} of the demand's weight is covered.")


def seat_named(key: str) -> WantedSeat:
    """The seat of an address; one that names none is not found."""
    seat = wanted_seat(key)
    if seat is None:
        raise NotFoundError("This seat is not part of the week.")
    return seat


ROUTES = [
    seat_page,
    put_in,
    take_out,
    pin,
    unpin,
]
