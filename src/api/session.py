"""Who is asking: the browser's cookie or a program's token, form tokens, and flashes."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from scheduler.errors import NotAllowedError, SignInNeededError
from scheduler.model.access import Access, Person
from scheduler.settings import Settings
from scheduler.store import access

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_FIELD = "_csrf_token"
FORM_HEADER = "x-csrftoken"
FLASH_COOKIE = "flash"

Asking = Request[Person | None, str, Any]
"""A request with ``user`` (None: nobody signed in) and ``auth``, the form token."""


class FormTokenError(NotAllowedError):
    """This form is too old, or does not come from our own page; open the page again."""


def settings_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Settings:
    """How this installation is set up."""
    settings: Settings = connection.app.state.settings
    return settings


def cookie_name(settings: Settings) -> str:
    """Browsers hold a ``__Host-`` cookie to https and this very host (RFC 6265bis 4.1.3)."""
    return "__Host-opendoor" if settings.base_url.startswith("https://") else "opendoor"


def session_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """What the browser or program presents."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return connection.cookies.get(cookie_name(settings_of(connection)))


class SignedInMiddleware(AbstractAuthenticationMiddleware):
    """Puts the person who is signed in on every request."""

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        """Look the token up; nobody is signed in when it is unknown or has ended."""
        token = session_token(connection)
        found = await access.web_session(token, datetime.now(UTC)) if token else None
        if found is None:
            return AuthenticationResult(user=None, auth="")
        return AuthenticationResult(user=found[0], auth=found[1])


async def require_form_token(request: Asking) -> None:
    """Refuse a change that another site's page made the browser send.

    A signed-in browser must send its form token; a program's bearer token is proof enough,
    for no browser adds it by itself. Where nobody is signed in, the origin must be ours.
    """
    if request.method in SAFE or "authorization" in request.headers:
        return
    _require_own_origin(request)
    if request.user is None:
        return
    given = request.headers.get(FORM_HEADER)
    if given is None and request.content_type[0] in _FORMS:
        given = (await request.form()).get(FORM_FIELD)
    if not isinstance(given, str) or not hmac.compare_digest(given, request.auth):
        raise FormTokenError


_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def _require_own_origin(request: Asking) -> None:
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise FormTokenError
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise FormTokenError


# ---- who may ----------------------------------------------------------------


def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: anyone who is signed in."""
    if connection.user is None:
        raise SignInNeededError


def coordinators(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: coordinators."""
    _require(connection, Access.COORDINATOR)


def volunteers(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: volunteers, about themselves."""
    _require(connection, Access.VOLUNTEER)


def own_office(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: coordinators, and people of the office that the path names as ``office``."""
    _require(connection, Access.COORDINATOR, Access.OFFICE)
    person: Person = connection.user
    asked = connection.path_params.get("office")
    if person.access is Access.OFFICE and asked != person.office:
        raise NotAllowedError


def _require(connection: ASGIConnection[Any, Any, Any, Any], *allowed: Access) -> None:
    if connection.user is None:
        raise SignInNeededError
    if connection.user.access not in allowed:
        raise NotAllowedError


def person_of(request: Asking) -> Person:
    """The person who is signed in."""
    if request.user is None:
        raise SignInNeededError
    return request.user


def volunteer_of(request: Asking) -> int:
    """The volunteer who is signed in."""
    volunteer = person_of(request).volunteer
    if volunteer is None:
        raise NotAllowedError
    return volunteer


# ---- cookies ----------------------------------------------------------------


def session_cookie(settings: Settings, token: str, seconds: int) -> Cookie:
    """The cookie of a signed-in browser; 0 seconds takes it away."""
    return Cookie(
        key=cookie_name(settings),
        value=token,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.base_url.startswith("https://"),
    )


def flash_cookie(text: str, kind: str = "done") -> Cookie:
    """One sentence for the next page; kinds: done, info, needs_you, broken."""
    value = quote(json.dumps({"kind": kind, "text": text}))
    return Cookie(
        key=FLASH_COOKIE, value=value, max_age=60, path="/", httponly=True, samesite="lax"
    )


def flashes_of(request: Asking) -> list[dict[str, str]]:
    """The sentence that the page before left; anything else in the cookie is ignored."""
    try:
        found = json.loads(unquote(request.cookies.get(FLASH_COOKIE, "")))
        return [{"kind": str(found["kind"]), "text": str(found["text"])}]
    except (ValueError, KeyError, TypeError):
        return []


def forget_flashes(response: Response[Any]) -> Response[Any]:
    """A flash is read once: the page that shows it takes it away.

    Files come here as bare ASGI answers, which have neither type nor cookies.
    """
    kind = getattr(response, "media_type", None)
    if kind == "text/html" and not any(cookie.key == FLASH_COOKIE for cookie in response.cookies):
        response.delete_cookie(FLASH_COOKIE)
    return response
