"""Open seats: the empty seats a volunteer could take, and saying so to the coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from litestar import get, post
from litestar.params import JSONBody
from litestar.response import Redirect, Template

from api.forms import Form
from api.pages import go, page
from api.session import Asking, settings_of, volunteer_of, volunteers
from scheduler.actions.open_seats import SeatTakenError, SuitingSeat, say_i_can, suiting_seats
from scheduler.errors import TooManyRequestsError

THANKS = "The coordinators know. If they put you in, a letter comes with the invitation."


@get("/seats", include_in_schema=False, guards=[volunteers])
async def seats(request: Asking) -> Template:
    """The seats one could take, by day."""
    found = await suiting_seats(volunteer_of(request), datetime.now(UTC))
    return page(request, "shifts/seats.html", title="Open seats", seats=found)


@post("/seats", include_in_schema=False, guards=[volunteers])
async def forward(request: Asking) -> Redirect:
    """Tell the coordinators that one could."""
    key = Form(await request.form()).text("seat")
    base_url = settings_of(request).base_url
    try:
        await say_i_can(volunteer_of(request), key, base_url, datetime.now(UTC))
    except (SeatTakenError, TooManyRequestsError) as error:
        return go("/seats", error.detail, "needs_you")
    return go("/seats", THANKS)


@dataclass(frozen=True, slots=True)
class OpenSeatOut:
    """An empty seat you could take; times carry the office's offset.

    `language` reads like `Mam into Spanish` where that is all you interpret it into.
    """

    seat: str
    starts: datetime
    ends: datetime
    timezone: str
    office: str
    office_name: str
    role: str
    matter: str | None
    language: str
    remote: bool
    told: bool


def _out(found: SuitingSeat) -> OpenSeatOut:
    seat = found.seat
    return OpenSeatOut(
        seat=seat.key,
        starts=seat.starts,
        ends=seat.ends,
        timezone=seat.timezone,
        office=seat.office,
        office_name=seat.office_name,
        role=seat.role,
        matter=seat.matter.label if seat.matter else None,
        language=seat.language,
        remote=seat.remote,
        told=found.told,
    )


@get("/api/seats", guards=[volunteers], tags=["Volunteers"])
async def list_seats(request: Asking) -> tuple[OpenSeatOut, ...]:
    """Empty seats of the published weeks to come that you could take, by the plan's rules."""
    found = await suiting_seats(volunteer_of(request), datetime.now(UTC))
    return tuple(map(_out, found))


class SeatIn(msgspec.Struct, frozen=True):
    """A seat by its key."""

    seat: str


@post("/api/seats", guards=[volunteers], tags=["Volunteers"], status_code=202)
async def forward_json(request: Asking, data: JSONBody[SeatIn]) -> None:
    """Tell the coordinators that you can take a seat; they decide."""
    base_url = settings_of(request).base_url
    await say_i_can(volunteer_of(request), data.seat, base_url, datetime.now(UTC))


ROUTES = [seats, forward, list_seats, forward_json]
