"""The page behind "no more reminders". Opening it changes nothing; mail programs post to it."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import HttpMethod, Response, post, route
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.forms import Form
from api.pages import go, page
from api.session import Asking, settings_of
from scheduler.actions import reminders
from scheduler.errors import NotFoundError, OpenDoorError
from scheduler.mail.links import LinkExpiredError, LinkTamperedError, Purpose, verify
from scheduler.mail.unsubscribe import ONE_CLICK_FORM

_DEAD: dict[type[OpenDoorError], int] = {
    LinkTamperedError: 404,
    NotFoundError: 404,
    LinkExpiredError: 410,
}


@route(
    "/reminders/{token:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
)
async def look(request: Asking, token: FromPath[str], done: FromQuery[str] = "") -> Template:
    """Ask whether reminders shall end."""
    try:
        secret = settings_of(request).secret
        verify(secret, token, datetime.now(UTC), purpose=Purpose.NO_REMINDERS)
    except tuple(_DEAD) as error:
        return _dead(request, error)
    return page(
        request, "reminders/stop.html", title="Reminders", area="volunteer", token=token, done=done
    )


@post("/reminders/{token:str}", include_in_schema=False)
async def change(request: Asking, token: FromPath[str]) -> Redirect | Template | Response[str]:
    """Stop reminders, or have them again. RFC 8058: one click, no page, no sign-in."""
    form = Form(await request.form())
    name, _, value = ONE_CLICK_FORM.partition("=")
    one_click = form.text(name) == value
    wanted = not one_click and form.text("reminders") == "on"
    try:
        await reminders.set_by_link(
            token, datetime.now(UTC), settings_of(request).secret, wanted=wanted
        )
    except tuple(_DEAD) as error:
        return _dead(request, error)
    if one_click:
        return Response("", status_code=200, media_type="text/plain")
    done = "on" if wanted else "off"
    return go(f"/reminders/{token}?done={done}")


def _dead(request: Asking, error: OpenDoorError) -> Template:
    status = next(code for kind, code in _DEAD.items() if isinstance(error, kind))
    return page(
        request,
        "reminders/dead_link.html",
        title="This link does not work any more",
        area="volunteer",
        status_code=status,
        detail=error.detail,
    )


ROUTES = [look, change]
