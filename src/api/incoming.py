"""What people answered by mail and what was made of it; addresses that mail does not reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from litestar import get, post
from litestar.response import Redirect, Template

from api.forms import Form
from api.pages import go, page
from api.session import Asking, coordinators, person_of, settings_of
from scheduler.actions.events import mend_address
from scheduler.model.mail_answers import Outcome, Said
from scheduler.store.events import troubles
from scheduler.store.inbound import answers_by_mail

_SAID = {
    Said.ACCEPTED: "Yes",
    Said.DECLINED: "No",
    Said.TENTATIVE: "Not sure yet",
    Said.COUNTER: "Another time",
    Said.DELEGATED: "Somebody else instead",
    Said.NOTHING: "Nothing yet",
    Said.WORDS: "A mail in words",
}
_OUTCOMES = {
    Outcome.TAKEN: ("filled", "Counted"),
    Outcome.SHOWN: ("needs_you", "Yours to decide"),
    Outcome.STALE: ("waiting", "About an older letter"),
    Outcome.REPEATED: ("declined", "Said before"),
    Outcome.TOO_LATE: ("needs_you", "Too late"),
    Outcome.UNVERIFIED: ("needs_you", "Not proven to be theirs"),
    Outcome.UNKNOWN: ("declined", "No shift of ours"),
    Outcome.IGNORED: ("declined", "Written by a machine"),
}


@get("/letters/answers", guards=[coordinators], include_in_schema=False)
async def answers(request: Asking) -> Template:
    """Answers by mail, newest first, above them the addresses in trouble."""
    return page(
        request,
        "incoming/answers.html",
        title="Answers by mail",
        answers=await answers_by_mail(),
        troubles=await troubles(),
        said=_SAID,
        outcomes=_OUTCOMES,
        address=settings_of(request).mail_answers,
    )


@post("/letters/answers/mended", guards=[coordinators], include_in_schema=False)
async def mended(request: Asking) -> Redirect:
    """An address works again: say so, and forget what was held against it."""
    email = Form(await request.form()).text("email")
    await mend_address(email, person_of(request).email)
    return go("/letters/answers", f"{email} is taken to work again.")


@dataclass(frozen=True, slots=True)
class AnswerOut:
    """One answer by mail. Times are those a counter-proposal names."""

    id: int
    at: datetime
    sender: str
    said: Said
    outcome: Outcome
    shift: str
    volunteer: str
    starts: datetime | None
    ends: datetime | None
    comment: str


@dataclass(frozen=True, slots=True)
class TroubleOut:
    """An address that mail does not reach."""

    email: str
    kind: str
    reason: str
    at: datetime


@get("/api/letters/answers", guards=[coordinators], tags=["Letters"])
async def answers_json() -> list[AnswerOut]:
    """The latest answers by mail, newest first, with what was made of each."""
    return [
        AnswerOut(
            a.id, a.at, a.sender, a.said, a.outcome, a.uid, a.volunteer, a.starts, a.ends, a.comment
        )
        for a in await answers_by_mail()
    ]


@get("/api/letters/troubles", guards=[coordinators], tags=["Letters"])
async def troubles_json() -> list[TroubleOut]:
    """Addresses that mail does not reach."""
    return [TroubleOut(t.email, t.kind, t.reason, t.at) for t in await troubles()]


ROUTES = [answers, mended, answers_json, troubles_json]
