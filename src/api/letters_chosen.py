"""Which letters come, and to which address: on one's own pages, and for coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template

from api.forms import Form
from api.pages import go, page
from api.session import (
    Asking,
    coordinators,
    person_of,
    signed_in,
    volunteer_of,
    volunteers,
)
from scheduler.actions.events import mend_address
from scheduler.actions.letters_wanted import choose_digest, choose_letters
from scheduler.actions.profile import letter_languages
from scheduler.errors import InvalidInputError, NotAllowedError, NotFoundError
from scheduler.model.digests import Rhythm
from scheduler.model.letters_wanted import LettersWanted
from scheduler.store.events import trouble_of
from scheduler.store.letters_wanted import DigestWanted, digest_wanted, letters_wanted
from scheduler.store.week import volunteer_by_id

RHYTHMS = (
    (Rhythm.DAILY.value, "Every day with news", "In the morning, when there is something to say."),
    (Rhythm.WEEKLY.value, "Mondays only", "How the week stands."),
    (Rhythm.OFF.value, "Never", "You see how things stand when you sign in."),
)


def _wanted(form: Form) -> LettersWanted:
    return LettersWanted(form.ticked("reminders"), form.ticked("hours_letters"))


# ---- volunteers -----------------------------------------------------------------


@post("/profile/letters", include_in_schema=False, guards=[volunteers])
async def choose_own(request: Asking) -> Redirect:
    """Reminders, and questions about one's hours: have them or not."""
    volunteer = volunteer_of(request)
    wanted = _wanted(Form(await request.form()))
    await choose_letters(volunteer, wanted, f"volunteer {volunteer}")
    return go("/profile", "Saved. Invitations, changes and cancellations reach you either way.")


@post("/profile/mail-works", include_in_schema=False, guards=[volunteers])
async def own_address_works(request: Asking) -> Redirect:
    """One's own mailbox takes mail again."""
    await mend_address(person_of(request).email, f"volunteer {volunteer_of(request)}")
    return go("/profile", "Thank you. Letters and reminders come to your address again.")


# ---- coordinators, about people ---------------------------------------------------


@post("/people/{number:int}/letters", include_in_schema=False, guards=[coordinators])
async def choose_for(request: Asking, number: FromPath[int]) -> Redirect:
    """What a person asked for on the telephone: reminders or none, questions or none."""
    wanted = _wanted(Form(await request.form()))
    await choose_letters(number, wanted, person_of(request).email)
    return go(f"/people/{number}", "Saved: which letters they get.")


@post("/people/{number:int}/mail-works", include_in_schema=False, guards=[coordinators])
async def address_works(request: Asking, number: FromPath[int]) -> Redirect:
    """A person's address takes mail again."""
    person = await volunteer_by_id(number)
    if person is None:
        raise NotFoundError
    await mend_address(person.email, person_of(request).email)
    return go(f"/people/{number}", f"{person.email} is taken to work again.")


# ---- offices and coordinators, about themselves -------------------------------------


def _account_of(request: Asking) -> int:
    account = person_of(request).account
    if account is None:
        raise NotAllowedError
    return account


@get("/account", include_in_schema=False, guards=[signed_in])
async def account(request: Asking) -> Redirect | Template:
    """Who is signed in, and how often their digest comes; volunteers have a profile instead."""
    if person_of(request).volunteer is not None:
        return Redirect("/profile", status_code=303)
    return await _account_page(request)


async def _account_page(request: Asking, error: InvalidInputError | None = None) -> Template:
    me = person_of(request)
    faults = () if error is None else error.faults
    return page(
        request,
        "account/mine.html",
        title="My account",
        status_code=422 if faults else 200,
        me=me,
        wanted=await digest_wanted(_account_of(request)),
        trouble=await trouble_of(me.email),
        rhythms=RHYTHMS,
        languages=letter_languages(),
        errors=[{"field": where, "text": text} for where, text in faults],
        faults=dict(faults),
    )


@post("/account/letters", include_in_schema=False, guards=[signed_in])
async def choose_account(request: Asking) -> Redirect | Template:
    """How often one's digest comes, and in which language."""
    form, number = Form(await request.form()), _account_of(request)
    try:
        wanted = DigestWanted(_rhythm(form.text("digest")), form.text("language"))
        await choose_digest(number, wanted, person_of(request).email)
    except InvalidInputError as error:
        return await _account_page(request, error)
    return go("/account", "Saved.")


@post("/account/mail-works", include_in_schema=False, guards=[signed_in])
async def account_address_works(request: Asking) -> Redirect:
    """One's own mailbox takes mail again."""
    number = _account_of(request)
    await mend_address(person_of(request).email, f"account {number}")
    return go("/account", "Thank you. Letters come to your address again.")


def _rhythm(text: str) -> Rhythm:
    if text not in set(Rhythm):
        sentence = "Choose how often the digest comes."
        raise InvalidInputError(sentence, faults=[("digest", sentence)])
    return Rhythm(text)


# ---- JSON -----------------------------------------------------------------------


class LettersIn(msgspec.Struct, frozen=True):
    """Which letters come besides invitations, changes and cancellations."""

    reminders: bool
    hours: bool


@dataclass(frozen=True, slots=True)
class LettersOut:
    """Which letters come, and whether they arrive.

    ``trouble`` is bounce, dropped, spamreport, or "" where mail arrives; ``reason`` what the
    mail service said, ``since`` when.
    """

    reminders: bool
    hours: bool
    trouble: str
    reason: str
    since: datetime | None


class DigestIn(msgspec.Struct, frozen=True):
    """How often your digest comes, and its language."""

    digest: Rhythm
    language: Annotated[str, msgspec.Meta(max_length=20)]


async def _out(volunteer: int) -> LettersOut:
    person = await volunteer_by_id(volunteer)
    if person is None:
        raise NotFoundError
    wanted, trouble = await letters_wanted(volunteer), await trouble_of(person.email)
    if trouble is None:
        return LettersOut(wanted.reminders, wanted.hours, "", "", None)
    return LettersOut(wanted.reminders, wanted.hours, trouble.kind, trouble.reason, trouble.at)


@get("/api/profile/letters", guards=[volunteers], tags=["Volunteers"])
async def own_json(request: Asking) -> LettersOut:
    """Which letters you get."""
    return await _out(volunteer_of(request))


@put("/api/profile/letters", guards=[volunteers], tags=["Volunteers"])
async def choose_own_json(request: Asking, data: JSONBody[LettersIn]) -> LettersOut:
    """Choose which letters you get."""
    volunteer = volunteer_of(request)
    wanted = LettersWanted(data.reminders, data.hours)
    await choose_letters(volunteer, wanted, f"volunteer {volunteer}")
    return await _out(volunteer)


@get("/api/people/{number:int}/letters", guards=[coordinators], tags=["People"])
async def person_json(number: FromPath[int]) -> LettersOut:
    """Which letters a person gets, and whether mail reaches them."""
    return await _out(number)


@put("/api/people/{number:int}/letters", guards=[coordinators], tags=["People"])
async def choose_for_json(
    request: Asking, number: FromPath[int], data: JSONBody[LettersIn]
) -> LettersOut:
    """Choose which letters a person gets, as they asked."""
    wanted = LettersWanted(data.reminders, data.hours)
    await choose_letters(number, wanted, person_of(request).email)
    return await _out(number)


@get("/api/account/letters", guards=[signed_in], tags=["Account"])
async def account_json(request: Asking) -> DigestIn:
    """How often your digest comes, and its language."""
    wanted = await digest_wanted(_account_of(request))
    return DigestIn(wanted.rhythm, wanted.language)


@put("/api/account/letters", guards=[signed_in], tags=["Account"])
async def choose_account_json(request: Asking, data: JSONBody[DigestIn]) -> DigestIn:
    """Choose how often your digest comes, and its language."""
    wanted = DigestWanted(data.digest, data.language)
    await choose_digest(_account_of(request), wanted, person_of(request).email)
    return data


ROUTES = [
    choose_own,
    own_address_works,
    choose_for,
    address_works,
    account,
    choose_account,
    account_address_works,
    own_json,
    choose_own_json,
    person_json,
    choose_for_json,
    account_json,
    choose_account_json,
]
