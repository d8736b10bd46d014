"""What people answered by mail and what was made of it; addresses that mail does not reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.forms import Form
from api.pages import go, page
from api.session import Asking, coordinators, person_of, settings_of
from scheduler.actions import inbound as actions
from scheduler.actions.events import mend_address
from scheduler.model.mail_answers import Outcome, Said
from scheduler.store.events import troubles
from scheduler.store.inbound import (
    NotedAnswer,
    answers_by_mail,
    noted_answer,
    waiting_answers,
)

LATEST = 100
ALL = 10_000
"""What the list shows at first, and at most."""

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
async def answers(
    request: Asking, *, put_away: FromQuery[int | None] = None, all_of_them: FromQuery[bool] = False
) -> Template:
    """What waits for a decision, the addresses in trouble, then every answer, newest first."""
    every = await answers_by_mail(ALL if all_of_them else LATEST)
    return page(
        request,
        "incoming/answers.html",
        title="Answers by mail",
        waiting=await waiting_answers(),
        answers=every,
        more=not all_of_them and len(every) == LATEST,
        put_away=await _put_away(put_away),
        troubles=await troubles(),
        said=_SAID,
        outcomes=_OUTCOMES,
        address=settings_of(request).mail_answers,
    )


async def _put_away(number: int | None) -> NotedAnswer | None:
    """The answer that was put away just now, so that it can be brought back."""
    found = None if number is None else await noted_answer(number)
    return found if found and found.put_away_at else None


@post("/letters/answers/{number:int}/put-away", guards=[coordinators], include_in_schema=False)
async def put_away(request: Asking, number: FromPath[int]) -> Redirect:
    """Somebody has decided; the page that follows offers to undo it."""
    await actions.put_away(number, person_of(request).email, datetime.now(UTC))
    return go(f"/letters/answers?put_away={number}")


@post("/letters/answers/{number:int}/bring-back", guards=[coordinators], include_in_schema=False)
async def bring_back(request: Asking, number: FromPath[int]) -> Redirect:
    """It waits again."""
    await actions.bring_back(number, person_of(request).email)
    return go("/letters/answers", "Brought back: it waits for you again.")


@post("/letters/answers/mended", guards=[coordinators], include_in_schema=False)
async def mended(request: Asking) -> Redirect:
    """An address works again: say so, and forget what was held against it."""
    email = Form(await request.form()).text("email")
    await mend_address(email, person_of(request).email)
    return go("/letters/answers", f"{email} is taken to work again.")


@dataclass(frozen=True, slots=True)
class AnswerOut:
    """One answer by mail. Times are those a counter-proposal names.

    ``waiting`` says that a coordinator has to decide, ``put_away_at`` when one did.
    """

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
    waiting: bool
    put_away_at: datetime | None

    @classmethod
    def of(cls, a: NotedAnswer) -> AnswerOut:
        """What is told of an answer."""
        return cls(
            a.id,
            a.at,
            a.sender,
            a.said,
            a.outcome,
            a.uid,
            a.volunteer,
            a.starts,
            a.ends,
            a.comment,
            a.waiting,
            a.put_away_at,
        )


@dataclass(frozen=True, slots=True)
class TroubleOut:
    """An address that mail does not reach."""

    email: str
    kind: str
    reason: str
    at: datetime


@get("/api/letters/answers", guards=[coordinators], tags=["Letters"])
async def answers_json(*, waiting: FromQuery[bool] = False) -> list[AnswerOut]:
    """The latest answers by mail, newest first; or those that wait, the longest first."""
    found = await waiting_answers() if waiting else await answers_by_mail()
    return [AnswerOut.of(a) for a in found]


@post("/api/letters/answers/{number:int}/put-away", guards=[coordinators], tags=["Letters"])
async def put_away_json(request: Asking, number: FromPath[int]) -> AnswerOut:
    """Say that it is decided; nothing waits there any more."""
    now = datetime.now(UTC)
    return AnswerOut.of(await actions.put_away(number, person_of(request).email, now))


@post("/api/letters/answers/{number:int}/bring-back", guards=[coordinators], tags=["Letters"])
async def bring_back_json(request: Asking, number: FromPath[int]) -> AnswerOut:
    """Have an answer wait again that was put away."""
    return AnswerOut.of(await actions.bring_back(number, person_of(request).email))


@get("/api/letters/troubles", guards=[coordinators], tags=["Letters"])
async def troubles_json() -> list[TroubleOut]:
    """Addresses that mail does not reach."""
    return [TroubleOut(t.email, t.kind, t.reason, t.at) for t in await troubles()]


ROUTES = [
    answers,
    put_away,
    bring_back,
    mended,
    answers_json,
    put_away_json,
    bring_back_json,
    troubles_json,
]
