"""Accounts: which coordinators and offices may sign in. Volunteers sign in by being on file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template

from api.calendars import place_of
from api.forms import Form
from api.pages import go, page
from api.session import Asking, coordinators, person_of, settings_of
from scheduler.actions import accounts as actions
from scheduler.errors import ConflictError, InvalidInputError
from scheduler.model.access import Account
from scheduler.store.access import accounts
from scheduler.store.directory import load_offices

PLACE = "/people"
COORDINATOR = "coordinator"
"""The choice in the form that is no office."""


@get("/accounts", guards=[coordinators], include_in_schema=False)
async def everybody(request: Asking) -> Template:
    """Who may sign in, and a form to let somebody in."""
    return await _show(request, {"name": "", "email": "", "role": COORDINATOR})


async def _show(
    request: Asking, typed: dict[str, str], error: InvalidInputError | None = None
) -> Template:
    offices = await load_offices()
    faults = error.faults or (("", error.detail),) if error else ()
    return page(
        request,
        "accounts/everybody.html",
        title="Accounts",
        status_code=422 if error else 200,
        place=PLACE,
        accounts=await accounts(),
        own=person_of(request).account,
        offices=offices,
        roles=[(COORDINATOR, "Coordinator: sees and plans everything")]
        + [(key, f"Office: {office.name}") for key, office in offices.items()],
        typed=typed,
        errors=[{"field": name, "text": text} for name, text in faults],
        faults=dict(faults),
    )


@post("/accounts", guards=[coordinators], include_in_schema=False)
async def give(request: Asking) -> Redirect | Template:
    """Let somebody in; a letter tells them how."""
    form = Form(await request.form())
    typed = {name: form.text(name) for name in ("name", "email", "role")}
    office = None if typed["role"] == COORDINATOR else typed["role"]
    try:
        given = await actions.give_account(
            typed["email"],
            typed["name"],
            office,
            person_of(request).email,
            settings_of(request).base_url,
            datetime.now(UTC),
        )
    except InvalidInputError as error:
        return await _show(request, typed, error)
    return go("/accounts", f"{given.name} can sign in now; a letter says how.")


@get("/accounts/{number:int}/shut", guards=[coordinators], include_in_schema=False)
async def ask_shut(request: Asking, number: FromPath[int]) -> Template:
    """Ask before an account is shut; once it is, what its owner may still know."""
    account = await actions.find_account(number)
    offices = await load_offices()
    return page(
        request,
        "accounts/shut.html",
        title="This account is shut" if account.disabled else "Shut this account?",
        place=PLACE,
        account=account,
        known=[
            (place_of(subject), offices[subject.office].name if subject.office else "all offices")
            for subject in await actions.known_addresses(account)
        ],
    )


@post("/accounts/{number:int}/shut", guards=[coordinators], include_in_schema=False)
async def shut(request: Asking, number: FromPath[int]) -> Redirect:
    """Nobody signs in with it any more."""
    person = person_of(request)
    try:
        done = await actions.shut_account(number, person.account, person.email)
    except ConflictError as error:
        return go("/accounts", error.detail, "needs_you")
    told = f"{done.name} cannot sign in any more and is signed out everywhere."
    known = await actions.known_addresses(done)
    return go(f"/accounts/{number}/shut" if known else "/accounts", told)


@post("/accounts/{number:int}/open", guards=[coordinators], include_in_schema=False)
async def open_again(request: Asking, number: FromPath[int]) -> Redirect:
    """Let somebody in again."""
    done = await actions.open_account(number, person_of(request).email)
    return go("/accounts", f"{done.name} can sign in again.")


# ---- JSON ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccountGiven:
    """Who is let in; without an office, as a coordinator."""

    email: str
    name: str
    office: str | None = None


@dataclass(frozen=True, slots=True)
class KnownAddresses:
    """Calendars with a working address: that of every office, and those of single offices."""

    everywhere: bool
    offices: list[str]


@get("/api/accounts", guards=[coordinators], tags=["Access"])
async def list_json() -> list[Account]:
    """Who may sign in beside volunteers."""
    return list(await accounts())


@post("/api/accounts", guards=[coordinators], tags=["Access"])
async def give_json(request: Asking, data: JSONBody[AccountGiven]) -> Account:
    """Let a coordinator or somebody of an office in; a letter tells them how."""
    return await actions.give_account(
        data.email,
        data.name,
        data.office,
        person_of(request).email,
        settings_of(request).base_url,
        datetime.now(UTC),
    )


@get("/api/accounts/{number:int}/calendar-addresses", guards=[coordinators], tags=["Access"])
async def known_json(number: FromPath[int]) -> KnownAddresses:
    """Which shared calendars the owner of an account may go on reading, shut or not."""
    found = await actions.known_addresses(await actions.find_account(number))
    return KnownAddresses(
        everywhere=any(subject.office is None for subject in found),
        offices=[subject.office for subject in found if subject.office],
    )


@post("/api/accounts/{number:int}/shut", guards=[coordinators], tags=["Access"])
async def shut_json(request: Asking, number: FromPath[int]) -> Account:
    """Shut an account and end its sessions at once."""
    person = person_of(request)
    return await actions.shut_account(number, person.account, person.email)


@post("/api/accounts/{number:int}/open", guards=[coordinators], tags=["Access"])
async def open_json(request: Asking, number: FromPath[int]) -> Account:
    """Let somebody in again whose account was shut."""
    return await actions.open_account(number, person_of(request).email)


ROUTES = [
    everybody,
    give,
    ask_shut,
    shut,
    open_again,
    list_json,
    known_json,
    give_json,
    shut_json,
    open_json,
]
