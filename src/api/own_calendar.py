"""My own calendar: its address given, read again, put away. Only busy times are kept.

The section about it is part of the page of hours (``availability.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from litestar import delete, get, post, put
from litestar.params import JSONBody
from litestar.response import Redirect, Template

from api.availability import show_hours
from api.busy_words import reads_until
from api.forms import Form
from api.pace import Pace
from api.pages import go, page
from api.session import Asking, volunteer_of, volunteers
from api.wording import day, plural
from scheduler.actions import own_calendars as actions
from scheduler.actions.own_calendars import OwnBusy
from scheduler.busy.addresses import LONGEST
from scheduler.busy.fetching import Outside
from scheduler.busy.refusals import FIELD
from scheduler.errors import InvalidInputError, TooManyRequestsError

PLACE = "/availability#own-calendar"
MOST_READINGS = 10
WITHIN = timedelta(minutes=10)
_PACE = "own-calendar-pace"


@post("/availability/calendar", include_in_schema=False, guards=[volunteers])
async def use(request: Asking) -> Redirect | Template:
    """Take an address, and read the calendar behind it at once."""
    typed = ""
    try:
        typed = Form(await request.form()).text(FIELD, most=LONGEST)
        _require_pace(request)
        found = await _use(request, typed)
    except (InvalidInputError, TooManyRequestsError) as error:
        return await show_hours(request, faults=[(FIELD, error.detail)], address=typed)
    return go(PLACE, _told(found))


@post("/availability/calendar/read", include_in_schema=False, guards=[volunteers])
async def read(request: Asking) -> Redirect:
    """Read the calendar again, now."""
    _require_pace(request)
    found = await actions.read_again(volunteer_of(request), _outside(request), datetime.now(UTC))
    if found.calendar and found.calendar.failure:
        return go(PLACE, found.calendar.failure, "needs_you")
    return go(PLACE, _told(found))


@get("/availability/calendar/stop", include_in_schema=False, guards=[volunteers])
async def ask_stop(request: Asking) -> Template:
    """Ask before the address is forgotten."""
    return page(request, "availability/stop_calendar.html", title="Stop using your calendar?")


@post("/availability/calendar/stop", include_in_schema=False, guards=[volunteers])
async def stop(request: Asking) -> Redirect:
    """Forget the address, and everything read from it."""
    await actions.stop_using(volunteer_of(request))
    return go(PLACE, "Your calendar's address and its busy times are deleted.")


async def _use(request: Asking, address: str) -> OwnBusy:
    now = datetime.now(UTC)
    return await actions.use_calendar(volunteer_of(request), address, _outside(request), now)


def _outside(request: Asking) -> Outside:
    outside: Outside = request.app.state.outside
    return outside


def _require_pace(request: Asking) -> None:
    """Nobody makes this server ask others without end."""
    state = request.app.state
    if _PACE not in state:
        state[_PACE] = Pace(MOST_READINGS, WITHIN)
    pace: Pace = state[_PACE]
    if not pace.allows(str(volunteer_of(request)), datetime.now(UTC)):
        raise TooManyRequestsError("Your calendar was read ten times. Please wait ten minutes.")


def _told(found: OwnBusy) -> str:
    times = plural(len(found.busy), "busy time") if found.busy else "no busy time"
    last = reads_until(found)
    until = f" until {day(last)}" if last else ""
    return f"Read just now: {times}{until}. Nothing else is kept."


# ---- JSON ---------------------------------------------------------------------


class AddressIn(msgspec.Struct, frozen=True):
    """Where your calendar is: the secret https address that your calendar program gives you."""

    address: str


@dataclass(frozen=True, slots=True)
class BusyTime:
    """A time at which your calendar says that you are busy; with what, is not kept."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class OwnCalendarOut:
    """How reading your calendar goes.

    ``calendar`` is its host and the last characters of its address, which itself is never told
    again; empty: none is used. After a ``failure`` what was read before goes on to count.
    """

    calendar: str
    read_at: datetime | None
    tried_at: datetime | None
    next_at: datetime | None
    failure: str
    remark: str
    busy: tuple[BusyTime, ...]

    @classmethod
    def of(cls, found: OwnBusy) -> OwnCalendarOut:
        """What is known."""
        own = found.calendar
        if own is None:
            return cls("", None, None, None, "", "", ())
        busy = tuple(BusyTime(one.starts, one.ends) for one in found.busy)
        return cls(own.shown, own.read_at, own.tried_at, own.next_at, own.failure, own.remark, busy)


@get("/api/availability/calendar", guards=[volunteers], tags=["Volunteers"])
async def show_json(request: Asking) -> OwnCalendarOut:
    """How reading your own calendar goes, and when it says that you are busy."""
    found = await actions.view_calendar(volunteer_of(request), datetime.now(UTC))
    return OwnCalendarOut.of(found)


@put("/api/availability/calendar", guards=[volunteers], tags=["Volunteers"])
async def use_json(request: Asking, data: JSONBody[AddressIn]) -> OwnCalendarOut:
    """Have your own calendar read, now and every few hours; 422 says why it cannot be."""
    _require_pace(request)
    return OwnCalendarOut.of(await _use(request, data.address))


@post("/api/availability/calendar/read", guards=[volunteers], tags=["Volunteers"], status_code=200)
async def read_json(request: Asking) -> OwnCalendarOut:
    """Read your calendar again, now; see ``failure`` for how that went."""
    _require_pace(request)
    found = await actions.read_again(volunteer_of(request), _outside(request), datetime.now(UTC))
    return OwnCalendarOut.of(found)


@delete("/api/availability/calendar", guards=[volunteers], tags=["Volunteers"])
async def stop_json(request: Asking) -> None:
    """Forget the address of your calendar and everything read from it."""
    await actions.stop_using(volunteer_of(request))


ROUTES = [use, read, ask_stop, stop, show_json, use_json, read_json, stop_json]
