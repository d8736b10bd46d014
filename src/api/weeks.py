"""The week: the board, its other views, and what needs the coordinator first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.days import today
from api.forms import Form
from api.keeping_up import kept_week
from api.pages import go, page
from api.session import Asking, coordinators, person_of
from scheduler.actions import editing
from scheduler.actions.viewing import Showing, WeekView, view_week
from scheduler.model.sessions import Role
from scheduler.model.week import monday_of
from scheduler.planning.attention import SeatThere, every_seat, to_mend
from scheduler.planning.tallies import by_language, by_person
from scheduler.planning.views import SeatState, SeatView
from scheduler.store.week import week_records

ANY = "any"
"""In an address: seats that are asked for in any language."""
HEAVIEST = 6
"""How many kinds of empty seats a day shows before the rest is a link."""


class Only(StrEnum):
    """Which seats the list shows."""

    ALL = "all"
    EMPTY = "empty"
    FILLED = "filled"
    BESIDE = "beside"
    """Interpreters and supervisors: nobody asked for them, but seats depend on them."""
    STANDBY = "standby"
    UNANSWERED = "unanswered"
    PAIRS = "pairs"


@get("/weeks", guards=[coordinators], include_in_schema=False)
async def start(request: Asking) -> Redirect | Template:
    """Straight to the next week that asks for anyone."""
    records = await week_records()
    if not records:
        return page(request, "weeks/all.html", title="Weeks", records=records)
    this = monday_of(today())
    coming = [r.monday for r in records if r.monday >= this]
    return Redirect(f"/weeks/{min(coming, default=records[0].monday)}", status_code=303)


@get("/weeks/all", guards=[coordinators], include_in_schema=False)
async def every_week(request: Asking) -> Template:
    """Every week that asks for anyone."""
    return page(request, "weeks/all.html", title="Weeks", records=await week_records())


@get("/weeks/{monday:date}", guards=[coordinators], include_in_schema=False)
async def board_page(
    request: Asking,
    monday: FromPath[date],
    plan: FromQuery[Showing | None] = None,
    day: FromQuery[date | None] = None,
) -> Template:
    """The board: offices and days."""
    kept = await kept_week(request, monday_of(monday))
    view = await view_week(monday_of(monday), plan)
    days = [day] if day in view.board.days else list(view.board.days)
    return _week_page(
        request,
        view,
        "board",
        "weeks/board.html",
        kept=kept,
        days=days,
        day=day,
        heaviest=HEAVIEST,
    )


@get("/weeks/{monday:date}/list", guards=[coordinators], include_in_schema=False)
async def list_page(
    request: Asking,
    monday: FromPath[date],
    plan: FromQuery[Showing | None] = None,
    only: FromQuery[Only] = Only.ALL,
    office: FromQuery[str] = "",
    language: FromQuery[str] = "",
) -> Template:
    """The week's seats as a list."""
    kept = await kept_week(request, monday_of(monday))
    view = await view_week(monday_of(monday), plan)
    seats = [s for s in every_seat(view.board) if _at(s, office, language)]
    shown = sorted(
        (s for s in seats if _IS[only](s.seat)), key=lambda s: (s.shift.starts, s.lane.name)
    )
    counts = {one: sum(1 for s in seats if _IS[one](s.seat)) for one in Only}
    return _week_page(
        request,
        view,
        "list",
        "weeks/list.html",
        kept=kept,
        seats=shown,
        only=only,
        office=office,
        language=language,
        counts=counts,
        lane=next((lane for lane in view.board.lanes if lane.office == office), None),
    )


def _at(there: SeatThere, office: str, language: str) -> bool:
    if office and there.lane.office != office:
        return False
    asked = there.seat.role is Role.ADVISER and (there.seat.language or ANY) == language
    return not language or asked


_IS: Mapping[Only, Callable[[SeatView], bool]] = {
    Only.ALL: lambda _: True,
    Only.EMPTY: lambda seat: seat.state is SeatState.EMPTY,
    Only.FILLED: lambda seat: seat.volunteer is not None and seat.weight > 0,
    Only.BESIDE: lambda seat: seat.role in {Role.INTERPRETER, Role.SUPERVISOR},
    Only.STANDBY: lambda seat: seat.role is Role.STANDBY,
    Only.UNANSWERED: lambda seat: seat.state is SeatState.WAITING,
    Only.PAIRS: lambda seat: bool(seat.partners),
}


@get("/weeks/{monday:date}/people", guards=[coordinators], include_in_schema=False)
async def people_page(
    request: Asking, monday: FromPath[date], plan: FromQuery[Showing | None] = None
) -> Template:
    """The week by volunteer."""
    kept = await kept_week(request, monday_of(monday))
    view = await view_week(monday_of(monday), plan)
    people = by_person(view.week, every_seat(view.board))
    return _week_page(request, view, "people", "weeks/people.html", kept=kept, people=people)


@get("/weeks/{monday:date}/languages", guards=[coordinators], include_in_schema=False)
async def languages_page(
    request: Asking, monday: FromPath[date], plan: FromQuery[Showing | None] = None
) -> Template:
    """The week by language."""
    kept = await kept_week(request, monday_of(monday))
    view = await view_week(monday_of(monday), plan)
    languages = by_language(view.week, every_seat(view.board))
    return _week_page(
        request, view, "languages", "weeks/languages.html", kept=kept, languages=languages
    )


def _week_page(
    request: Asking,
    view: WeekView,
    tab: str,
    template: str,
    **more: Any,  # noqa: ANN401 - what the view of this tab needs
) -> Template:
    monday = view.week.monday
    seats = every_seat(view.board)
    return page(
        request,
        template,
        title=f"Week of {monday.day} {monday:%B} {monday.year}",
        view=view,
        monday=monday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        tab=tab,
        today=today(),
        mends=to_mend(view.board, view.judgement.breaches),
        back_keys={back.key for back in view.given_back},
        unanswered=sum(1 for s in seats if s.seat.state is SeatState.WAITING),
        expired=[s for s in seats if s.seat.expired],
        **more,
    )


@post("/weeks/{monday:date}/undo", guards=[coordinators], include_in_schema=False)
async def undo(request: Asking, monday: FromPath[date]) -> Redirect:
    """Take the last change by hand back."""
    form = Form(await request.form())
    undone = await editing.undo(monday, person_of(request).email, form.maybe_whole("revision"))
    back = form.text("back")
    path = f"/weeks/{monday}/seats/{back}" if back else f"/weeks/{monday}"
    if undone:
        return go(path, "Your last change is taken back.")
    return go(path, "There is nothing to take back.", "info")


@get("/weeks/{monday:date}/discard", guards=[coordinators], include_in_schema=False)
async def ask_to_discard(request: Asking, monday: FromPath[date]) -> Template:
    """Ask before a draft is put away."""
    view = await view_week(monday_of(monday))
    return page(request, "weeks/discard.html", title="Put the draft away", view=view, monday=monday)


@post("/weeks/{monday:date}/discard", guards=[coordinators], include_in_schema=False)
async def discard(request: Asking, monday: FromPath[date]) -> Redirect:
    """Put the draft away; what is published stays."""
    form = Form(await request.form())
    await editing.discard(monday, person_of(request).email, form.maybe_whole("revision"))
    return go(f"/weeks/{monday}", "The draft is put away. Nobody was written to.")


ROUTES = [
    start,
    every_week,
    board_page,
    list_page,
    people_page,
    languages_page,
    undo,
    ask_to_discard,
    discard,
]
