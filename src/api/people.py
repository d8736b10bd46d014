"""People: who they are, what they may do, when they can, and what they are held to."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.days import today
from api.forms import Form
from api.pages import go, page
from api.people_form import form_page, typed_from, typed_person
from api.session import Asking, coordinators, person_of
from scheduler.actions import people as actions
from scheduler.actions.people import EXPIRING, PAGE
from scheduler.errors import InvalidInputError
from scheduler.model.languages import ENGLISH, LANGUAGES
from scheduler.model.matters import Kind
from scheduler.store.directory import load_offices
from scheduler.store.people import Sought

_LONGEST_SEARCH = 100


def sought_from(search: str, kind: str, language: str, office: str, *, expiring: bool) -> Sought:
    """The conditions of a list; what no person can have finds nobody."""
    return Sought(
        search.strip()[:_LONGEST_SEARCH],
        kind,
        language,
        office,
        today() + EXPIRING if expiring else None,
    )


@get("/people", guards=[coordinators], include_in_schema=False)
async def everybody(
    request: Asking,
    search: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    language: FromQuery[str] = "",
    office: FromQuery[str] = "",
    offset: FromQuery[int] = 0,
    *,
    expiring: FromQuery[bool] = False,
) -> Template:
    """People by name, found by what they are, speak and reach."""
    sought = sought_from(search, kind, language, office, expiring=expiring)
    first = max(0, offset)
    found, total = await actions.find(sought, datetime.now(UTC), first)
    asked = {
        "search": sought.words,
        "kind": kind,
        "language": language,
        "office": office,
        "expiring": "true" if expiring else "",
    }
    offices = await load_offices()
    return page(
        request,
        "people/everybody.html",
        title="People",
        people=found,
        total=total,
        first=first,
        previous=_address(asked, first - PAGE) if first else None,
        next=_address(asked, first + PAGE) if first + PAGE < total else None,
        asked=asked,
        filtered=any(asked.values()),
        offices=offices,
        office_options=[("", "Any office"), *((key, o.name) for key, o in offices.items())],
        kinds=[(k.value, k.label) for k in Kind],
        languages=sorted(
            ((c, n) for c, n in LANGUAGES.items() if c != ENGLISH), key=lambda entry: entry[1]
        ),
        today=today(),
        soon=today() + EXPIRING,
    )


def _address(asked: dict[str, str], offset: int) -> str:
    wanted = {name: text for name, text in asked.items() if text}
    if offset > 0:
        wanted["offset"] = str(offset)
    return f"/people?{urlencode(wanted)}" if wanted else "/people"


@get("/people/add", guards=[coordinators], include_in_schema=False)
async def new(request: Asking) -> Template:
    """A form for a new person."""
    return await form_page(request, {"kind": Kind.ATTORNEY.label, "hours_per_week": "2"})


@post("/people/add", guards=[coordinators], include_in_schema=False)
async def add(request: Asking) -> Redirect | Template:
    """Save a new person, or show what has to be mended."""
    return await _save(request, None)


@get("/people/{number:int}", guards=[coordinators], include_in_schema=False)
async def look(request: Asking, number: FromPath[int]) -> Template:
    """Everything on file about one person."""
    now = datetime.now(UTC)
    found = await actions.view_person(number, now)
    person = found.record.volunteer
    return page(
        request,
        "people/person.html",
        title=person.name,
        view=found,
        who=person,
        coming=[s for s in found.shifts if s.ends > now],
        past=[s for s in reversed(found.shifts) if s.ends <= now],
        today=today(),
        soon=today() + EXPIRING,
        now=now,
    )


@get("/people/{number:int}/edit", guards=[coordinators], include_in_schema=False)
async def edit(request: Asking, number: FromPath[int]) -> Template:
    """A person as a form."""
    found = await actions.view_person(number, datetime.now(UTC))
    return await form_page(request, typed_person(found.record.volunteer), number)


@post("/people/{number:int}/edit", guards=[coordinators], include_in_schema=False)
async def change(request: Asking, number: FromPath[int]) -> Redirect | Template:
    """Save a person, or show what has to be mended."""
    return await _save(request, number)


async def _save(request: Asking, number: int | None) -> Redirect | Template:
    typed = typed_from(Form(await request.form()))
    if typed.pop("step", "") == "more":
        return await form_page(request, typed, number, more=True)
    try:
        saved = await actions.save_person(
            typed, person_of(request).email, datetime.now(UTC), today(), number
        )
    except InvalidInputError as error:
        return await form_page(request, typed, number, error.faults)
    return go(f"/people/{saved.number}", " ".join(("Saved.", *saved.notes)))


ROUTES = [everybody, new, add, look, edit, change]
