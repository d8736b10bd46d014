"""One place where an error becomes a page or problem+json (RFC 9457)."""

from __future__ import annotations

import logging
import secrets
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap

from api.pages import page
from api.session import Asking
from scheduler import errors

log = logging.getLogger("opendoor")

_STATUS: tuple[tuple[type[errors.OpenDoorError], int], ...] = (
    (errors.SignInNeededError, 401),
    (errors.NotAllowedError, 403),
    (errors.NotFoundError, 404),
    (errors.ConflictError, 409),
    (errors.TooLargeError, 413),
    (errors.InvalidInputError, 422),
    (errors.RuleBrokenError, 422),
    (errors.TooManyRequestsError, 429),
    (errors.InstallationError, 503),
    (errors.TransportError, 503),
    (errors.OpenDoorError, 400),
)
_TITLES = {
    400: "That did not work",
    401: "Please sign in",
    403: "Not yours to see",
    404: "Nothing here",
    405: "Not this way",
    409: "Changed in the meantime",
    413: "Too large",
    422: "Please mend this",
    429: "A moment, please",
    500: "Something broke",
    503: "Not available",
}


def status_of(error: errors.OpenDoorError) -> int:
    """The HTTP status of one of our errors."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def show_own(request: Asking, error: errors.OpenDoorError) -> Response[Any]:
    """One of our own errors: its sentence is for the person."""
    return _show(request, status_of(error), error.detail, error.faults)


def show_http(request: Asking, error: HTTPException) -> Response[Any]:
    """An error of the framework, in our words."""
    if isinstance(error, ValidationException):
        return _show(request, 400, "Some of what was sent cannot be read.", _faults(error))
    sentences = {
        404: errors.NotFoundError().detail,
        405: "This address does not take that kind of request.",
        413: errors.TooLargeError().detail,
    }
    detail = sentences.get(error.status_code, error.detail)
    return _show(request, error.status_code, detail, ())


def _faults(error: ValidationException) -> tuple[tuple[str, str], ...]:
    extra = error.extra if isinstance(error.extra, list) else []
    return tuple(
        (str(entry.get("key", "")), str(entry.get("message", "")))
        for entry in extra
        if isinstance(entry, dict)
    )


def show_unexpected(request: Asking, error: Exception) -> Response[Any]:
    """A defect of ours: the reader gets a number, the log the rest."""
    number = secrets.token_hex(4)
    log.error("error %s at %s %s", number, request.method, request.url.path, exc_info=error)
    detail = f"This is our fault, and nothing was saved. If it stays, tell us the number {number}."
    return _show(request, 500, detail, ())


def _show(
    request: Asking, status: int, detail: str, faults: tuple[tuple[str, str], ...]
) -> Response[Any]:
    if _wants_json(request):
        return _problem(status, detail, faults)
    if status == 401:  # noqa: PLR2004 - sign-in comes first, then the page
        onward = f"?{urlencode({'to': request.url.path})}" if request.method == "GET" else ""
        return Redirect(f"/sign-in{onward}", status_code=303)
    return page(
        request,
        "errors/error.html",
        title=_TITLES.get(status, _TITLES[400]),
        status_code=status,
        detail=detail,
        faults=faults,
    )


def _wants_json(request: Asking) -> bool:
    return request.url.path.startswith("/api/") or "application/json" in request.headers.get(
        "accept", ""
    )


def _problem(status: int, detail: str, faults: tuple[tuple[str, str], ...]) -> Response[Any]:
    content: dict[str, object] = {
        "type": "about:blank",
        "title": _TITLES.get(status, _TITLES[400]),
        "status": status,
        "detail": detail,
    }
    if faults:
        content["errors"] = [{"field": field, "detail": text} for field, text in faults]
    return Response(content, status_code=status, media_type="application/problem+json")


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    errors.OpenDoorError: show_own,
    HTTPException: show_http,
    Exception: show_unexpected,
}
