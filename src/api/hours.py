"""The page behind "are your hours still right?": one button, no password, nothing by looking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from litestar import HttpMethod, post, route
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.pages import go
from api.session import Asking, settings_of
from api.tongues import letter_page, tongue_for
from scheduler.actions.asking_hours import confirm_by_link, look_at_hours
from scheduler.errors import NotFoundError, OpenDoorError
from scheduler.mail.links import LinkExpiredError, LinkTamperedError

DEAD: dict[type[OpenDoorError], int] = {
    LinkTamperedError: 404,
    NotFoundError: 404,
    LinkExpiredError: 410,
}


@route("/hours/{token:str}", http_method=[HttpMethod.GET, HttpMethod.HEAD], include_in_schema=False)
async def look(request: Asking, token: FromPath[str], done: FromQuery[str] = "") -> Template:
    """Show the person their usual week, and ask whether it still holds."""
    settings, now = settings_of(request), datetime.now(UTC)
    try:
        hours = await look_at_hours(token, now, settings.secret)
    except tuple(DEAD) as error:
        return await _dead(request, token, error)
    good = timedelta(days=settings.hours_good_days)
    until = hours.confirmed_at + good if hours.confirmed_at and good else None
    return letter_page(
        request,
        await tongue_for(request, token),
        "hours/still_right.html",
        title="Thank you" if done == "yes" else "Are your hours still right?",
        token=token,
        who=hours.person,
        hours=hours.weekly,
        until=until.astimezone(ZoneInfo(hours.person.timezone)).date() if until else None,
        done=done == "yes",
    )


@post("/hours/{token:str}", include_in_schema=False)
async def confirm(request: Asking, token: FromPath[str]) -> Redirect | Template:
    """They still hold."""
    try:
        await confirm_by_link(token, datetime.now(UTC), settings_of(request).secret)
    except tuple(DEAD) as error:
        return await _dead(request, token, error)
    return go(f"/hours/{token}?done=yes")


async def _dead(request: Asking, token: str, error: OpenDoorError) -> Template:
    status = next(code for kind, code in DEAD.items() if isinstance(error, kind))
    return letter_page(
        request,
        await tongue_for(request, token),
        "hours/dead_link.html",
        title="This link does not work any more",
        status_code=status,
        detail=error.detail,
    )


ROUTES = [look, confirm]
