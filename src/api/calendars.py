"""Calendars that programs subscribe to, by an address nobody can guess."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from litestar import HttpMethod, Response, route
from litestar.params import FromPath

from api.session import Asking, settings_of
from scheduler.actions.calendars import feed
from scheduler.errors import NotFoundError

_SUFFIX = ".ics"


@route(
    "/calendar/{name:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
)
async def calendar(request: Asking, name: FromPath[str]) -> Response[bytes]:
    """The shifts of a person or an office; unchanged ones are not sent again (RFC 9110 13.1.2)."""
    if not name.endswith(_SUFFIX):
        raise NotFoundError
    base_url = settings_of(request).base_url
    found = await feed(name.removesuffix(_SUFFIX), base_url, datetime.now(UTC))
    mark = f'"{hashlib.sha256(found).hexdigest()[:32]}"'
    headers = {
        "ETag": mark,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="shifts.ics"',
    }
    media_type = "text/calendar"
    if mark in _marks(request.headers.get("if-none-match", "")):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(found, headers=headers, media_type=media_type)


def _marks(header: str) -> set[str]:
    """Entity tags are compared weakly: some programs hand back ``W/`` before ours."""
    return {mark.strip().removeprefix("W/") for mark in header.split(",")}


ROUTES = [calendar]
