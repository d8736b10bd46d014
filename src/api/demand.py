"""Demand: what offices ask for, week by week and session by session."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.days import require_monday, today
from api.demand_form import TypedSession, form_page, typed_again, typed_from
from api.forms import Form
from api.pages import go, page
from api.session import Asking, own_office, person_of, signed_in
from api.wording import long_day, plural, span, week_name
from scheduler.actions import demand as actions
from scheduler.actions.demand import Saved, SessionDemand
from scheduler.actions.rosters import next_week_of, require_office, view_rosters
from scheduler.errors import ConflictError, InvalidInputError, NotAllowedError
from scheduler.model.access import Access
from scheduler.model.sessions import seats, shifts
from scheduler.model.week import monday_of
from scheduler.planning.languages_left import Left
from scheduler.store.directory import load_offices

PLACE = "/demand"
WEEKS_AHEAD = 8


@get(PLACE, guards=[signed_in], include_in_schema=False)
async def overview(request: Asking, *, past: FromQuery[bool] = False) -> Redirect | Template:
    """All offices by week for coordinators; an office goes to its own demand."""
    person = person_of(request)
    if person.access is Access.OFFICE and person.office:
        monday = await next_week_of(person.office, today())
        return Redirect(f"/offices/{person.office}/demand/{monday}", status_code=303)
    if person.access is not Access.COORDINATOR:
        raise NotAllowedError
    return page(
        request,
        "demand/overview.html",
        title="Demand",
        weeks=await view_rosters(today(), past=past),
        offices=await load_offices(),
        past=past,
        coming=_coming(),
    )


def _coming() -> list[date]:
    monday = monday_of(today())
    return [monday + timedelta(weeks=n) for n in range(WEEKS_AHEAD)]


@get("/offices/{office:str}/demand/{monday:date}", guards=[own_office], include_in_schema=False)
async def look(request: Asking, office: FromPath[str], monday: FromPath[date]) -> Template:
    """One office's week: its sessions with their needs, the arithmetic, and who could come."""
    found = await actions.view_demand(office, require_monday(monday), datetime.now(UTC))
    suppressed = person_of(request).access is Access.OFFICE
    zone = ZoneInfo(found.office.timezone)
    return page(
        request,
        "demand/week.html",
        title=f"Demand of {found.office.name}, {week_name(monday)}",
        place=PLACE,
        office=found.office,
        monday=monday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        copyable=found.before,
        sessions=[_session_words(s, zone, suppressed=suppressed) for s in found.sessions],
    )


def _session_words(found: SessionDemand, zone: ZoneInfo, *, suppressed: bool) -> dict[str, object]:
    session = found.session
    starts, ends = session.starts.astimezone(zone), session.ends.astimezone(zone)
    parts = shifts(session)
    return {
        "id": session.id,
        "day": long_day(starts.date()),
        "time": span(starts, ends),
        "kind": session.kind.value.capitalize(),
        "modality": session.modality.label,
        "stations": plural(session.stations, "station"),
        "intake": plural(session.intake, "person", "people") if session.intake else "",
        "standby": session.standby,
        "shifts": [span(s.starts.astimezone(zone), s.ends.astimezone(zone)) for s in parts],
        "held": sorted({h.name for h in found.held}),
        "begun": found.begun,
        "asks_nobody": found.asks_nobody,
        "needs": [
            {
                "matter": need.matter.label,
                "language": need.language,
                "consultations": need.consultations,
                "minutes": need.minutes_each,
                "priority": need.priority.value,
                "seats": seats(need, session),
                "left": left_words(
                    found.crowd.left(need.matter, need.language), suppressed=suppressed
                ),
                "nobody": _nobody(found.crowd.left(need.matter, need.language)),
            }
            for need in session.needs
        ],
    }


def _nobody(left: Left) -> bool:
    return not left.alone and not left.interpreters


def left_words(left: Left, *, suppressed: bool) -> str:
    """How many people a language leaves; small counts are the coordinators' to see."""
    alone = _people(left.alone, "person", "people", suppressed=suppressed)
    if not left.interpreters:
        return alone
    beside = _people(left.interpreters, "interpreter", "interpreters", suppressed=suppressed)
    return f"{alone}, and {beside} to sit beside others"


def _people(count: int, one: str, many: str, *, suppressed: bool) -> str:
    if suppressed and 0 < count < 3:  # noqa: PLR2004 - below three somebody could be known
        return f"fewer than 3 {many}"
    return (
        f"nobody{' who speaks it' if one == 'person' else ''}"
        if not count
        else plural(count, one, many)
    )


# ---- one session ----------------------------------------------------------------


@get("/offices/{office:str}/demand/{monday:date}/add", guards=[own_office], include_in_schema=False)
async def new(request: Asking, office: FromPath[str], monday: FromPath[date]) -> Template:
    """A form for a new session."""
    found = await require_office(office)
    return await form_page(request, found, TypedSession.new(found, require_monday(monday)))


@post(
    "/offices/{office:str}/demand/{monday:date}/add", guards=[own_office], include_in_schema=False
)
async def add(
    request: Asking, office: FromPath[str], monday: FromPath[date]
) -> Redirect | Template:
    """Save a new session, or show what has to be mended."""
    found = await require_office(office)
    typed = typed_from(Form(await request.form()), require_monday(monday), None)
    return await _save(request, found.key, typed)


@get("/offices/{office:str}/sessions/{number:int}", guards=[own_office], include_in_schema=False)
async def edit(request: Asking, office: FromPath[str], number: FromPath[int]) -> Template:
    """A session as a form."""
    found = await require_office(office)
    shown = await actions.view_session(office, number, datetime.now(UTC))
    monday = await actions.week_of(shown.session)
    return await form_page(request, found, typed_again(shown, found, monday), crowd=shown.crowd)


@post("/offices/{office:str}/sessions/{number:int}", guards=[own_office], include_in_schema=False)
async def change(
    request: Asking, office: FromPath[str], number: FromPath[int]
) -> Redirect | Template:
    """Save a session, or show what has to be mended."""
    shown = await actions.view_session(office, number, datetime.now(UTC))
    monday = await actions.week_of(shown.session)
    return await _save(
        request, office, typed_from(Form(await request.form()), monday, number, shown.held)
    )


async def _save(request: Asking, office: str, typed: TypedSession) -> Redirect | Template:
    found = await require_office(office)
    if typed.wants_more:
        return await form_page(request, found, typed)
    entered = await actions.enter_session(office, typed.fields, typed.asked)
    try:
        saved = await actions.save_session(
            office, entered, person_of(request).email, datetime.now(UTC), typed.number
        )
    except InvalidInputError as error:
        return await form_page(request, found, typed, error.faults)
    return go(f"/offices/{office}/demand/{saved.monday}#session-{saved.number}", _saved(saved))


def _saved(saved: Saved) -> str:
    undone = (
        f" {plural(saved.unplanned, 'place')} in the open draft fell away: run the week again."
        if saved.unplanned
        else ""
    )
    return " ".join(("The session is saved.", *saved.notes)) + undone


@get(
    "/offices/{office:str}/sessions/{number:int}/remove",
    guards=[own_office],
    include_in_schema=False,
)
async def ask_remove(request: Asking, office: FromPath[str], number: FromPath[int]) -> Template:
    """Ask before a session is removed, or say who stands in the way."""
    return await _remove_page(request, office, number)


async def _remove_page(request: Asking, office: str, number: int, status: int = 200) -> Template:
    shown = await actions.view_session(office, number, datetime.now(UTC))
    found = await require_office(office)
    monday = await actions.week_of(shown.session)
    words = _session_words(shown, ZoneInfo(found.timezone), suppressed=False)
    return page(
        request,
        "demand/remove.html",
        title="Remove this session?",
        status_code=status,
        place=PLACE,
        office=found,
        monday=monday,
        session=words,
    )


@post(
    "/offices/{office:str}/sessions/{number:int}/remove",
    guards=[own_office],
    include_in_schema=False,
)
async def remove(
    request: Asking, office: FromPath[str], number: FromPath[int]
) -> Redirect | Template:
    """Ask for the session no more."""
    now = datetime.now(UTC)
    monday = await actions.week_of((await actions.view_session(office, number, now)).session)
    try:
        await actions.remove_session(office, number, person_of(request).email, now)
    except ConflictError:
        return await _remove_page(request, office, number, 409)
    return go(f"/offices/{office}/demand/{monday}", "The session is removed.")


@post(
    "/offices/{office:str}/demand/{monday:date}/copy", guards=[own_office], include_in_schema=False
)
async def copy(request: Asking, office: FromPath[str], monday: FromPath[date]) -> Redirect:
    """The sessions of the week before, once more."""
    done = await actions.copy_week(
        office, require_monday(monday), person_of(request).email, datetime.now(UTC)
    )
    left = f" {plural(done.left, 'session')} left out: past, or there already." if done.left else ""
    return go(
        f"/offices/{office}/demand/{monday}",
        f"{plural(done.copied, 'session')} copied from the week before.{left}",
        "done" if done.copied else "info",
    )


ROUTES = [overview, look, new, add, edit, change, ask_remove, remove, copy]
