"""Signing in and out. Opening a mailed link changes nothing; its button does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from api.forms import Form
from api.pages import go, home_of, page
from api.session import (
    Asking,
    person_of,
    session_cookie,
    session_token,
    settings_of,
    signed_in,
)
from scheduler.actions import signing_in as actions
from scheduler.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from scheduler.store.access import link_is_good


@get("/", include_in_schema=False)
async def start(request: Asking) -> Redirect | Template:
    """The way in: to one's own place, or to signing in."""
    if request.user is not None:
        return Redirect(home_of(request.user), status_code=303)
    return page(request, "sign_in/welcome.html", title="Welcome")


@get("/sign-in", include_in_schema=False)
async def ask(request: Asking) -> Template:
    """Ask for the address to mail a link to."""
    return page(request, "sign_in/ask.html", title="Sign in", errors=[], email="")


@post("/sign-in", include_in_schema=False, status_code=200)
async def send_link(request: Asking) -> Template:
    """Mail a link. Known and unknown addresses get the same answer."""
    email = Form(await request.form()).text("email")
    settings = settings_of(request)
    try:
        await actions.ask_for_link(email, settings.base_url, datetime.now(UTC))
    except (InvalidInputError, TooManyRequestsError) as error:
        return page(
            request,
            "sign_in/ask.html",
            title="Sign in",
            status_code=422,
            errors=[{"field": "email", "text": error.detail}],
            email=email,
        )
    return page(
        request, "sign_in/sent.html", title="Look at your mail", email=email, local=settings.local
    )


@get("/sign-in/{token:str}", include_in_schema=False)
async def look(request: Asking, token: FromPath[str]) -> Template:
    """Show the button; looking spends nothing, so mail scanners do no harm."""
    if not await link_is_good(token, datetime.now(UTC)):
        return _spent(request)
    return page(request, "sign_in/confirm.html", title="Sign in", token=token)


@post("/sign-in/{token:str}", include_in_schema=False)
async def enter(request: Asking, token: FromPath[str]) -> Redirect | Template:
    """Spend the link and open a session of this browser."""
    try:
        entered = await actions.use_link(token, datetime.now(UTC))
    except actions.SpentLinkError:
        return _spent(request)
    settings = settings_of(request)
    answer = go(home_of(entered.person), f"Welcome, {entered.person.name}.")
    seconds = int(actions.SESSION_LASTS.total_seconds())
    answer.cookies.append(session_cookie(settings, entered.token, seconds))
    return answer


def _spent(request: Asking) -> Template:
    return page(
        request,
        "sign_in/ask.html",
        title="Sign in",
        status_code=410,
        errors=[{"field": "email", "text": actions.SpentLinkError().detail}],
        email="",
    )


@post("/sign-out", include_in_schema=False, guards=[signed_in])
async def leave(request: Asking) -> Redirect:
    """End this browser's session."""
    await actions.sign_out(session_token(request) or "", person_of(request))
    answer = go("/", "You are signed out.")
    answer.cookies.append(session_cookie(settings_of(request), "", 0))
    return answer


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in."""

    email: str
    name: str
    role: str
    office: str | None


@get("/api/me", guards=[signed_in], tags=["Access"])
async def me(request: Asking) -> Me:
    """Who the token or cookie belongs to."""
    person = person_of(request)
    return Me(person.email, person.name, person.access.value, person.office)


@get("/health", include_in_schema=False)
async def health() -> dict[str, str]:
    """Whether the web process answers."""
    return {"status": "ok"}


@get("/{rest:path}", include_in_schema=False)
async def elsewhere(rest: FromPath[str]) -> None:
    """Any other address: say so on a page that still knows who is signed in."""
    raise NotFoundError(f"There is no page at {rest}.")


ROUTES = [start, ask, send_link, look, enter, leave, me, health, elsewhere]
