"""Letters for programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import get, post
from litestar.params import FromPath, FromQuery

from api.letters import read_kind, read_search, read_state, sender_of
from api.session import Asking, coordinators, person_of, settings_of
from scheduler.actions import letters as actions
from scheduler.model.letters import Delivery, LetterKind
from scheduler.store.letters import LetterRecord


@dataclass(frozen=True, slots=True)
class LetterSummary:
    """A letter in the list."""

    id: int
    kind: LetterKind
    state: Delivery
    email: str
    name: str
    subject: str
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    failure: str
    held_until: datetime | None
    """Until when further changes may take its place; null when it does not wait for any."""

    @classmethod
    def of(cls, r: LetterRecord) -> LetterSummary:
        """What the list tells of a letter."""
        return cls(
            r.id,
            r.kind,
            r.state,
            r.email,
            r.name,
            r.subject,
            r.created_at,
            r.sent_at,
            r.attempts,
            r.failure,
            r.held_until if r.is_held else None,
        )


@dataclass(frozen=True, slots=True)
class LetterEvent:
    """One thing a mail service told of a letter: processed, delivered, deferred, bounce, ..."""

    kind: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A page of the list, and how many letters match."""

    total: int
    letters: list[LetterSummary]


@dataclass(frozen=True, slots=True)
class LetterContent:
    """A letter with its content; empty until it is written, or where it is its reader's.

    ``events`` are what the mail service told of it since it left, in order.
    """

    letter: LetterSummary
    events: list[LetterEvent]
    text: str
    html: str
    calendar: str


@get("/api/letters", guards=[coordinators], tags=["Letters"])
async def list_json(
    delivery: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    search: FromQuery[str] = "",
    offset: FromQuery[int] = 0,
) -> LetterPage:
    """Letters newest first, fifty at a time."""
    found = await actions.list_outbox(
        read_state(delivery),
        read_kind(kind),
        read_search(search),
        max(0, offset),
        datetime.now(UTC),
    )
    return LetterPage(found.total, [LetterSummary.of(r) for r in found.letters])


@get("/api/letters/{number:int}", guards=[coordinators], tags=["Letters"])
async def letter_json(request: Asking, number: FromPath[int]) -> LetterContent:
    """One letter with its content."""
    view = await actions.view_letter(number, sender_of(request), local=settings_of(request).local)
    rendered = view.rendered
    return LetterContent(
        LetterSummary.of(view.record),
        [LetterEvent(e.kind, e.at, e.reason) for e in view.events],
        rendered.text if rendered else "",
        rendered.html if rendered else "",
        rendered.calendar.decode() if rendered else "",
    )


@post("/api/letters/{number:int}/send-now", guards=[coordinators], tags=["Letters"])
async def send_now_json(request: Asking, number: FromPath[int]) -> LetterSummary:
    """Have a held letter leave at once."""
    await actions.send_now(number, person_of(request).email)
    view = await actions.view_letter(number, sender_of(request), local=settings_of(request).local)
    return LetterSummary.of(view.record)


@post("/api/letters/{number:int}/send-again", guards=[coordinators], tags=["Letters"])
async def send_again_json(request: Asking, number: FromPath[int]) -> LetterSummary:
    """Try a failed letter once more."""
    await actions.send_again(number, person_of(request).email)
    view = await actions.view_letter(number, sender_of(request), local=settings_of(request).local)
    return LetterSummary.of(view.record)


ROUTES = [list_json, letter_json, send_now_json, send_again_json]
