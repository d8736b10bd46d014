"""The page behind the button of a letter. No sign-in; opening it changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import HttpMethod, post, route
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template

from api.forms import Form
from api.open_seats import THANKS
from api.pages import go
from api.session import Asking, settings_of
from api.shifts import ReplyIn, ShiftOut, addresses_of, reply_from, shift_out
from api.tongues import letter_page, tongue_for
from scheduler.actions import replies
from scheduler.actions.open_seats import SeatTakenError, say_i_can, suiting_seats
from scheduler.errors import NotFoundError, OpenDoorError, TooManyRequestsError
from scheduler.mail.links import LinkExpiredError, LinkTamperedError
from scheduler.model.held_shifts import HeldShift
from scheduler.model.rosters import Reply

LOOKING = [HttpMethod.GET, HttpMethod.HEAD]
"""Mail scanners ask for either; neither changes anything."""

DEAD: dict[type[OpenDoorError], tuple[int, str]] = {
    LinkTamperedError: (404, "This link is not complete"),
    NotFoundError: (404, "This shift is not known any more"),
    LinkExpiredError: (410, "This shift is over"),
    replies.ChangedSinceError: (409, "This shift was changed since that letter"),
}


async def _dead(request: Asking, token: str, error: OpenDoorError) -> Template:
    """A link that cannot be answered by, and what to do instead."""
    status, title = next(words for kind, words in DEAD.items() if isinstance(error, kind))
    return letter_page(
        request,
        await tongue_for(request, token),
        "answers/dead_link.html",
        title=title,
        status_code=status,
        detail=error.detail,
        changed=isinstance(error, replies.ChangedSinceError),
    )


async def _shift(request: Asking, token: str) -> HeldShift:
    return await replies.look_at_link(token, datetime.now(UTC), settings_of(request).secret)


@route("/answer/{token:str}", http_method=LOOKING, include_in_schema=False)
async def look(request: Asking, token: FromPath[str]) -> Template:
    """The shift as it stands, with the two buttons while it can be answered."""
    try:
        shift = await _shift(request, token)
    except tuple(DEAD) as error:
        return await _dead(request, token, error)
    return await _show(request, token, shift)


async def _show(request: Asking, token: str, shift: HeldShift) -> Template:
    now = datetime.now(UTC)
    gone = shift.released_at is not None
    return letter_page(
        request,
        await tongue_for(request, token),
        "answers/answer.html",
        title="Your shift",
        token=token,
        shift=shift,
        begun=shift.has_begun(now),
        seats=await suiting_seats(shift.volunteer, now) if gone else (),
    )


@route("/answer/{token:str}/decline", http_method=LOOKING, include_in_schema=False)
async def ask_decline(request: Asking, token: FromPath[str]) -> Template:
    """The second step of giving a shift back."""
    try:
        shift = await _shift(request, token)
    except tuple(DEAD) as error:
        return await _dead(request, token, error)
    if shift.released_at is not None or shift.has_begun(datetime.now(UTC)):
        return await _show(request, token, shift)
    return letter_page(
        request,
        await tongue_for(request, token),
        "answers/decline.html",
        title="Give this shift back?",
        token=token,
        shift=shift,
    )


@post("/answer/{token:str}", include_in_schema=False)
async def answer(request: Asking, token: FromPath[str]) -> Redirect | Template:
    """Accept, or give back."""
    chosen = reply_from(Form(await request.form()).text("reply"))
    try:
        await replies.answer_link(token, chosen, datetime.now(UTC), addresses_of(request))
    except tuple(DEAD) as error:
        return await _dead(request, token, error)
    except (replies.AlreadyBegunError, replies.NotYoursAnyMoreError) as error:
        return await _back(request, token, error.detail, "needs_you")
    said = "Thank you, we count on you." if chosen is Reply.ACCEPTED else ""
    return await _back(request, token, said)


async def _back(request: Asking, token: str, said: str, kind: str = "done") -> Redirect:
    """The shift's page again, with one sentence in its language."""
    tongue = await tongue_for(request, token)
    return go(f"/answer/{token}", tongue.plain(said), kind)


@post("/answer/{token:str}/seats", include_in_schema=False)
async def forward(request: Asking, token: FromPath[str]) -> Redirect | Template:
    """After giving a shift back: say that another seat would suit."""
    key = Form(await request.form()).text("seat")
    try:
        shift = await _shift(request, token)
        await say_i_can(shift.volunteer, key, settings_of(request).base_url, datetime.now(UTC))
    except tuple(DEAD) as error:
        return await _dead(request, token, error)
    except (SeatTakenError, TooManyRequestsError) as error:
        return await _back(request, token, error.detail, "needs_you")
    return await _back(request, token, THANKS)


@post("/api/answers/{token:str}", tags=["Volunteers"], status_code=200)
async def answer_json(request: Asking, token: FromPath[str], data: JSONBody[ReplyIn]) -> ShiftOut:
    """Answer by the token of a letter's link; no sign-in needed."""
    chosen = reply_from(data.reply)
    shift = await replies.answer_link(token, chosen, datetime.now(UTC), addresses_of(request))
    return shift_out(shift)


ROUTES = [look, ask_decline, answer, forward, answer_json]
