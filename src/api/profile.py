"""My profile: what is on file about me, who sees it, and what I may change myself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import get, post, put
from litestar.params import JSONBody
from litestar.response import Redirect, Template

from api.forms import Form
from api.pages import go, page
from api.relay_rows import LANGUAGE_CODES, relay_rows, relays_typed
from api.session import Asking, volunteer_of, volunteers
from scheduler.actions.profile import MOST_HOURS, change_profile, view_profile
from scheduler.errors import InvalidInputError
from scheduler.model.people import Relay
from scheduler.store.profile import OwnDetails


@get("/profile", include_in_schema=False, guards=[volunteers])
async def profile(request: Asking) -> Template:
    """Everything on file, with the part one may change as a form."""
    return await _show(request)


async def _show(
    request: Asking,
    typed: dict[str, Any] | None = None,
    error: InvalidInputError | None = None,
    *,
    more: bool = False,
) -> Template:
    found = await view_profile(volunteer_of(request))
    person = found.person
    faults = () if error is None else error.faults or (("", error.detail),)
    shown: dict[str, Any] = typed or {
        "phone": person.phone,
        "language": person.language,
        "remote": person.remote,
        "hours": f"{person.pledge_minutes / 60:g}",
        "home": person.offices[0] if person.offices else "",
        "offices": person.offices[1:],
        "relays": [(relay.language, relay.bridge) for relay in person.relays],
    }
    return page(
        request,
        "profile/mine.html",
        title="Profile",
        status_code=422 if faults else 200,
        profile=found,
        me=person,
        relay_rows=relay_rows(shown["relays"], more=more),
        relay_options=LANGUAGE_CODES,
        shown=shown,
        errors=[{"field": where, "text": text} for where, text in faults],
        faults=dict(faults),
        office_options=[(o.key, o.name) for o in found.offices.values() if not o.is_hotline],
    )


@post("/profile", include_in_schema=False, guards=[volunteers])
async def save(request: Asking) -> Redirect | Template:
    """Change what one may change oneself."""
    form = Form(await request.form())
    home = form.text("home")
    others = tuple(key for key in form.texts("offices") if key != home)
    relays = relays_typed(form)
    typed: dict[str, Any] = {
        "phone": form.text("phone"),
        "language": form.text("language"),
        "remote": form.ticked("remote"),
        "hours": form.text("hours"),
        "home": home,
        "offices": others,
        "relays": relays,
    }
    if form.text("step") == "more":
        return await _show(request, typed, more=True)
    try:
        await change_profile(
            volunteer_of(request),
            OwnDetails(
                phone=form.text("phone"),
                language=form.text("language"),
                remote=form.ticked("remote"),
                pledge_minutes=_minutes(form.text("hours")),
                offices=(home, *others) if home else others,
                # Who is no interpreter is not asked, and keeps what is on file.
                relays=tuple(Relay(*pair) for pair in relays) if form.ticked("relays") else None,
            ),
        )
    except InvalidInputError as error:
        return await _show(request, typed, error)
    return go("/profile", "Saved.")


def _minutes(text: str) -> int:
    try:
        hours = float(text.replace(",", "."))
    except ValueError:
        hours = -1.0
    if not 0 <= hours <= MOST_HOURS:
        sentence = f"Write how many hours a week, from 0 to {MOST_HOURS}."
        raise InvalidInputError(sentence, faults=[("hours", sentence)])
    return round(hours * 60)


# ---- JSON -------------------------------------------------------------------


class DetailsIn(msgspec.Struct, frozen=True):
    """What you may change yourself; offices by key, home first.

    `relays` are for interpreters: languages (BCP 47) that you interpret only into another one
    than English, the `bridge`. Left out they stay as they are.
    """

    phone: Annotated[str, msgspec.Meta(max_length=60)]
    language: str
    remote: bool
    pledge_minutes: int
    offices: list[str]
    relays: list[Relay] | None = None


@dataclass(frozen=True, slots=True)
class ProfileOut:
    """Everything on file about you.

    `interprets` are languages you interpret into English, `relays` those that you interpret
    only into another language, the `bridge`.
    """

    email: str
    name: str
    kind: str
    phone: str
    credential_state: str
    credential_number: str
    credential_expires: date | None
    matters: tuple[str, ...]
    advises_in: tuple[str, ...]
    interprets: tuple[str, ...]
    relays: tuple[Relay, ...]
    offices: tuple[str, ...]
    remote: bool
    pledge_minutes: int
    supervises: bool
    organisation: str
    language: str
    timezone: str


async def _out(volunteer: int) -> ProfileOut:
    person = (await view_profile(volunteer)).person
    return ProfileOut(
        email=person.email,
        name=person.name,
        kind=person.kind.label,
        phone=person.phone,
        credential_state=person.credential.state,
        credential_number=person.credential.number,
        credential_expires=person.credential.expires,
        matters=tuple(sorted(m.label for m in person.matters)),
        advises_in=tuple(sorted(person.advises_in)),
        interprets=tuple(sorted(person.interprets)),
        relays=person.relays,
        offices=person.offices,
        remote=person.remote,
        pledge_minutes=person.pledge_minutes,
        supervises=person.supervises,
        organisation=person.organisation,
        language=person.language,
        timezone=person.timezone,
    )


@get("/api/profile", guards=[volunteers], tags=["Volunteers"])
async def show_json(request: Asking) -> ProfileOut:
    """Everything on file about you."""
    return await _out(volunteer_of(request))


@put("/api/profile", guards=[volunteers], tags=["Volunteers"])
async def save_json(request: Asking, data: JSONBody[DetailsIn]) -> ProfileOut:
    """Change what you may change yourself; kind, credentials and matters are coordinators'."""
    details = OwnDetails(
        data.phone.strip(),
        data.language,
        data.remote,
        data.pledge_minutes,
        tuple(data.offices),
        None if data.relays is None else tuple(data.relays),
    )
    await change_profile(volunteer_of(request), details)
    return await _out(volunteer_of(request))


ROUTES = [profile, save, show_json, save_json]
