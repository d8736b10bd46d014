"""Signing in and out. Opening a mailed link changes nothing; its button does."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import HttpMethod, get, post, route
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.forms import Form
from api.pace import Pace, network_of
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

PACE = "sign-in pace"
LINKS_OF_A_NETWORK = 60
"""Within the life of a link."""
ANSWER_AFTER = 0.25
"""Seconds; longer than either path takes, so that the time tells nothing."""


@get("/", include_in_schema=False)
async def start(request: Asking) -> Redirect | Template:
    """The way in: to one's own place, or to signing in."""
    if request.user is not None:
        return Redirect(home_of(request.user), status_code=303)
    return page(request, "sign_in/welcome.html", title="Welcome")


@get("/sign-in", include_in_schema=False)
async def ask(request: Asking, to: FromQuery[str] = "") -> Redirect | Template:
    """Ask for the address to mail a link to; whoever is signed in goes on at once."""
    if request.user is not None:
        return Redirect(own_path(to) or home_of(request.user), status_code=303)
    return _ask(request, to=to)


def _ask(
    request: Asking, *, status_code: int = 200, error: str = "", email: str = "", to: str = ""
) -> Template:
    return page(
        request,
        "sign_in/ask.html",
        title="Sign in",
        status_code=status_code,
        errors=[{"field": "email", "text": error}] if error else [],
        email=email,
        to=own_path(to),
    )


def own_path(text: str) -> str:
    """A path of ours to go on to, or "": never another site's, however it is written."""
    if not _OWN_PATH.fullmatch(text) or text.startswith("/sign-"):
        return ""
    return text


_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9_.~-][A-Za-z0-9_.~/@-]*)?(?:\?[A-Za-z0-9_.~=&%-]*)?")
"""Nothing a browser could read as a host: no second slash, backslash, or control character."""


@post("/sign-in", include_in_schema=False, status_code=200)
async def send_link(request: Asking) -> Template:
    """Mail a link. Known and unknown addresses get the same answer, in the same time."""
    answer_at = asyncio.get_running_loop().time() + ANSWER_AFTER
    form = Form(await request.form())
    email, to = form.text("email"), own_path(form.text("to"))
    settings, now = settings_of(request), datetime.now(UTC)
    try:
        _require_pace(request, now)
        await actions.ask_for_link(email, settings.base_url, now, to)
    except InvalidInputError as error:
        return _ask(request, status_code=422, error=error.detail, email=email, to=to)
    except TooManyRequestsError as error:
        return _ask(request, status_code=429, error=error.detail, email=email, to=to)
    await asyncio.sleep(max(0.0, answer_at - asyncio.get_running_loop().time()))
    return page(
        request, "sign_in/sent.html", title="Look at your mail", email=email, local=settings.local
    )


def _require_pace(request: Asking, now: datetime) -> None:
    """One network cannot ask without end; the limit leaves room for an office behind one."""
    state = request.app.state
    if PACE not in state:
        state[PACE] = Pace(LINKS_OF_A_NETWORK, actions.LINK_LASTS)
    pace: Pace = state[PACE]
    host = request.client.host if request.client else ""
    if not pace.allows(network_of(host), now):
        raise TooManyRequestsError(
            "Many links were asked for from your network. Please wait ten minutes."
        )


@route(
    "/sign-in/{token:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
)
async def look(request: Asking, token: FromPath[str], to: FromQuery[str] = "") -> Template:
    """Show the button; looking spends nothing, so mail scanners do no harm."""
    if not await link_is_good(token, datetime.now(UTC)):
        return _spent(request, to)
    return page(request, "sign_in/confirm.html", title="Sign in", token=token, to=own_path(to))


@post("/sign-in/{token:str}", include_in_schema=False)
async def enter(request: Asking, token: FromPath[str]) -> Redirect | Template:
    """Spend the link and open a session of this browser."""
    to = own_path(Form(await request.form()).text("to"))
    try:
        entered = await actions.use_link(token, datetime.now(UTC))
    except actions.SpentLinkError:
        return _spent(request, to)
    settings = settings_of(request)
    answer = go(to or home_of(entered.person), f"Welcome, {entered.person.name}.")
    seconds = int(actions.SESSION_LASTS.total_seconds())
    answer.cookies.append(session_cookie(settings, entered.token, seconds))
    return answer


def _spent(request: Asking, to: str) -> Template:
    return _ask(request, status_code=410, error=actions.SpentLinkError().detail, to=to)


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
