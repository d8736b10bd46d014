"""Calendars that programs subscribe to, by an address nobody can guess, and how one gets it.

A volunteer's own address is among their shifts (``shifts.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import HttpMethod, Response, delete, get, post, route
from litestar.params import FromPath
from litestar.response import Redirect, Template

from api.pages import go, page
from api.session import Asking, coordinators, own_office, person_of, settings_of
from scheduler.actions import calendars as actions
from scheduler.actions.rosters import require_office
from scheduler.errors import NotFoundError
from scheduler.store.feeds import Subject, has_feed

PLACE = "/rosters"
EVERYWHERE = Subject()
WITHDRAWN = "The calendar address no longer works. Calendars keep what they have read so far."
_SUFFIX = ".ics"


@route(
    "/calendar/{name:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
)
async def calendar(request: Asking, name: FromPath[str]) -> Response[bytes]:
    """The shifts behind an address; unchanged ones are not sent again (RFC 9110 13.1.2)."""
    if not name.endswith(_SUFFIX):
        raise NotFoundError
    found = await actions.feed(
        name.removesuffix(_SUFFIX),
        settings_of(request).base_url,
        datetime.now(UTC),
        request.app.state.drawings,
    )
    headers = {
        "ETag": found.mark,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="shifts.ics"',
    }
    media_type = "text/calendar"
    if found.mark in _marks(request.headers.get("if-none-match", "")):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(found.octets, headers=headers, media_type=media_type)


def _marks(header: str) -> set[str]:
    """Entity tags are compared weakly: some programs hand back ``W/`` before ours."""
    return {mark.strip().removeprefix("W/") for mark in header.split(",")}


# ---- the address of an office -------------------------------------------------


@get("/offices/{office:str}/calendar", guards=[own_office], include_in_schema=False)
async def look(request: Asking, office: FromPath[str]) -> Template:
    """What subscribing is, and whether somebody did."""
    return await _show(request, Subject(office))


@post(
    "/offices/{office:str}/calendar", guards=[own_office], include_in_schema=False, status_code=200
)
async def subscribe(request: Asking, office: FromPath[str]) -> Template:
    """Make a new address; it is shown this once, for only its hash is kept."""
    return await _show(request, Subject(office), await _new_address(request, Subject(office)))


@get("/offices/{office:str}/calendar/withdraw", guards=[own_office], include_in_schema=False)
async def ask_withdraw(request: Asking, office: FromPath[str]) -> Template:
    """Ask before an address stops working."""
    await require_office(office)
    return _question(request, place_of(Subject(office)))


@post("/offices/{office:str}/calendar/withdraw", guards=[own_office], include_in_schema=False)
async def withdraw(request: Asking, office: FromPath[str]) -> Redirect:
    """End the address."""
    return await _withdraw(request, Subject(office))


# ---- the address of all offices -----------------------------------------------


@get("/rosters/calendar", guards=[coordinators], include_in_schema=False)
async def look_everywhere(request: Asking) -> Template:
    """What subscribing to every office is, and whether somebody did."""
    return await _show(request, EVERYWHERE)


@post("/rosters/calendar", guards=[coordinators], include_in_schema=False, status_code=200)
async def subscribe_everywhere(request: Asking) -> Template:
    """Make a new address of all offices, shown this once."""
    return await _show(request, EVERYWHERE, await _new_address(request, EVERYWHERE))


@get("/rosters/calendar/withdraw", guards=[coordinators], include_in_schema=False)
async def ask_withdraw_everywhere(request: Asking) -> Template:
    """Ask before the address of all offices stops working."""
    return _question(request, place_of(EVERYWHERE))


@post("/rosters/calendar/withdraw", guards=[coordinators], include_in_schema=False)
async def withdraw_everywhere(request: Asking) -> Redirect:
    """End the address of all offices."""
    return await _withdraw(request, EVERYWHERE)


# ---- what both share ----------------------------------------------------------


def place_of(subject: Subject) -> str:
    """Where a calendar address is made, renewed and withdrawn."""
    return f"/offices/{subject.office}/calendar" if subject.office else "/rosters/calendar"


async def _new_address(request: Asking, subject: Subject) -> str:
    if subject.office:
        await require_office(subject.office)
    actor = person_of(request).email
    return await actions.new_feed_address(settings_of(request).base_url, actor, subject)


async def _withdraw(request: Asking, subject: Subject) -> Redirect:
    if subject.office:
        await require_office(subject.office)
    await actions.withdraw_feed_address(person_of(request).email, subject)
    return go(place_of(subject), WITHDRAWN)


async def _show(request: Asking, subject: Subject, address: str = "") -> Template:
    return page(
        request,
        "rosters/calendar.html",
        title="Calendar address",
        place=PLACE,
        office=await require_office(subject.office) if subject.office else None,
        where=place_of(subject),
        address=address,
        has_feed=await has_feed(subject),
    )


def _question(request: Asking, where: str) -> Template:
    return page(
        request,
        "rosters/withdraw.html",
        title="Withdraw this address?",
        place=PLACE,
        where=where,
    )


# ---- JSON ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CalendarAddress:
    """A secret address for calendar programs. It is told this once."""

    address: str


@post("/api/offices/{office:str}/calendar", guards=[own_office], tags=["Rosters"])
async def subscribe_json(request: Asking, office: FromPath[str]) -> CalendarAddress:
    """A new calendar address to subscribe to; the one before stops working."""
    return CalendarAddress(await _new_address(request, Subject(office)))


@delete("/api/offices/{office:str}/calendar", guards=[own_office], tags=["Rosters"])
async def withdraw_json(request: Asking, office: FromPath[str]) -> None:
    """Withdraw the calendar address; none takes its place."""
    await _withdraw(request, Subject(office))


@post("/api/rosters/calendar", guards=[coordinators], tags=["Rosters"])
async def subscribe_everywhere_json(request: Asking) -> CalendarAddress:
    """A new calendar address of every office; the one before stops working."""
    return CalendarAddress(await _new_address(request, EVERYWHERE))


@delete("/api/rosters/calendar", guards=[coordinators], tags=["Rosters"])
async def withdraw_everywhere_json(request: Asking) -> None:
    """Withdraw the calendar address of every office."""
    await _withdraw(request, EVERYWHERE)


ROUTES = [
    calendar,
    look,
    subscribe,
    ask_withdraw,
    withdraw,
    look_everywhere,
    subscribe_everywhere,
    ask_withdraw_everywhere,
    withdraw_everywhere,
    subscribe_json,
    withdraw_json,
    subscribe_everywhere_json,
    withdraw_everywhere_json,
]
