"""The outbox: each letter as it would arrive, what became of it, and trying again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.pages import go, page
from api.session import Asking, coordinators, person_of, settings_of
from api.wording import moment, plural
from scheduler.actions import letters as actions
from scheduler.actions.letters import PAGE, LetterView
from scheduler.errors import NotFoundError
from scheduler.mail.outbox import OutboxTransport
from scheduler.model.letters import Delivery, LetterKind, Sender
from scheduler.store.letters import held_up

BODY_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
)
"""The mail's own styles show; nothing in it runs, loads, or leads anywhere."""
_LONGEST_SEARCH = 100
_KINDS = {
    LetterKind.INVITE: "Invitation",
    LetterKind.UPDATE: "Change",
    LetterKind.CANCEL: "Cancellation",
    LetterKind.REMINDER: "Reminder",
    LetterKind.SIGN_IN: "Sign-in link",
    LetterKind.NOTICE: "Notice",
    LetterKind.HOURS: "Question about hours",
    LetterKind.DIGEST: "Digest",
}
_STATES = {
    Delivery.QUEUED: ("waiting", "Waits to be sent"),
    Delivery.SENDING: ("waiting", "On its way"),
    Delivery.SENT: ("published", "Sent"),
    Delivery.SUPERSEDED: ("declined", "Replaced by a newer one"),
    Delivery.FAILED: ("broken", "Failed"),
}


_LINKS = {
    "answer": "The page with Accept and Decline",
    "shifts": "The reader's shifts",
    "sign-in": "Sign in as the reader",
}


@get("/letters", guards=[coordinators], include_in_schema=False)
async def outbox(
    request: Asking,
    delivery: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    search: FromQuery[str] = "",
    offset: FromQuery[int] = 0,
) -> Template:
    """Letters newest first, by state, kind, and who or what they are about."""
    chosen = read_state(delivery), read_kind(kind)
    words, first = read_search(search), max(0, offset)
    found = await actions.list_outbox(*chosen, words, first, datetime.now(UTC))
    asked = {"delivery": delivery, "kind": kind, "search": words}
    return page(
        request,
        "letters/outbox.html",
        title="Letters",
        letters=found.letters,
        total=found.total,
        tabs=[_tab(None, found.counts, asked), *(_tab(s, found.counts, asked) for s in Delivery)],
        delivery=delivery,
        kind=kind,
        search=words,
        kinds=_KINDS,
        states=_STATES,
        failed=found.counts.get(Delivery.FAILED.value, 0),
        held_up=await held_up(),
        held=found.held,
        held_until=found.held_until,
        local=settings_of(request).local,
        waiting=person_of(request).waiting,
        first=first,
        previous=_address(asked, first - PAGE) if first else None,
        next=_address(asked, first + PAGE) if first + PAGE < found.total else None,
    )


def _tab(
    state: Delivery | None, counts: dict[str, int], asked: dict[str, str]
) -> dict[str, object]:
    key = state.value if state else ""
    return {
        "href": _address({**asked, "delivery": key}, 0),
        "label": _STATES[state][1] if state else "All",
        "count": counts.get(key, 0) if state else sum(counts.values()),
        "current": asked["delivery"] == key,
    }


def _address(asked: dict[str, str], offset: int) -> str:
    wanted = {name: text for name, text in asked.items() if text}
    if offset > 0:
        wanted["offset"] = str(offset)
    return f"/letters?{urlencode(wanted)}" if wanted else "/letters"


def read_state(text: str) -> Delivery | None:
    """The state asked for; None for any."""
    if text and text not in set(Delivery):
        raise NotFoundError("There is no such state of a letter.")
    return Delivery(text) if text else None


def read_kind(text: str) -> LetterKind | None:
    """The kind asked for; None for any."""
    if text and text not in set(LetterKind):
        raise NotFoundError("There is no such kind of letter.")
    return LetterKind(text) if text else None


def read_search(text: str) -> str:
    """The words asked for, cut to what anybody types."""
    return text.strip()[:_LONGEST_SEARCH]


def sender_of(request: Asking) -> Sender:
    """Who the installation's letters come from."""
    settings = settings_of(request)
    return Sender(settings.mail_from, answers=settings.mail_answers)


@get("/letters/{number:int}", guards=[coordinators], include_in_schema=False)
async def look(request: Asking, number: FromPath[int], part: FromQuery[str] = "html") -> Template:
    """One letter as it would arrive, as plain text, or what a calendar makes of it."""
    view = await actions.view_letter(number, sender_of(request), local=settings_of(request).local)
    shown = part if part in {"html", "text"} or (part == "calendar" and view.calendar) else "html"
    return page(
        request,
        "letters/letter.html",
        title=view.record.subject or _KINDS[view.record.kind],
        view=view,
        letter=_shown(view, shown) if view.rendered else None,
        part=shown,
        kind=_KINDS[view.record.kind],
        state=_STATES[view.record.state],
        course=tuple(_course(view)),
        links=[(_link_label(link), link) for link in view.links],
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a letter: when, its chip, and what was said."""

    at: datetime
    mark: str
    word: str
    reason: str = ""


_EVENTS = {
    "processed": ("waiting", "Taken over by the mail service"),
    "deferred": ("needs_you", "Put off, tried again by itself"),
    "delivered": ("filled", "Delivered"),
    "bounce": ("broken", "Came back"),
    "blocked": ("broken", "Turned away for now"),
    "dropped": ("broken", "Not sent: mail came back before"),
    "spamreport": ("broken", "The reader marked it as unwanted"),
    "unsubscribe": ("declined", "The reader wants no reminders"),
    "group_unsubscribe": ("declined", "The reader wants no reminders"),
}


def _course(view: LetterView) -> Iterator[Step]:
    """What became of a letter, in order."""
    record = view.record
    yield Step(record.created_at, "draft", "Decided and written down")
    if record.sent_at:
        way = "Put into the outbox" if record.transport == OutboxTransport.name else "Handed over"
        tries = f"at the {_nth(record.attempts)} try" if record.attempts > 1 else ""
        yield Step(record.sent_at, "published", way, tries)
    for event in view.events:
        mark, word = _EVENTS.get(event.kind, ("waiting", event.kind.capitalize()))
        yield Step(event.at, mark, word, event.reason)


def _nth(number: int) -> str:
    return {2: "second", 3: "third"}.get(number, f"{number}th")


def _link_label(link: str) -> str:
    """What the link opens, for those of our own."""
    kind = urlsplit(link).path.strip("/").partition("/")[0]
    return _LINKS.get(kind, link)


def _shown(view: LetterView, part: str) -> dict[str, object]:
    record, here = view.record, f"/letters/{view.record.id}"
    state, word = _STATES[record.state]
    tabs = [("html", "As it arrives"), ("text", "Plain text")]
    if view.calendar:
        tabs.append(("calendar", "Calendar part"))
    return {
        "subject": view.rendered.subject if view.rendered else "",
        "headers": [(name, value) for name, value in view.headers if name != "Subject"],
        "sent": moment(record.sent_at) if record.sent_at else "Not yet",
        "state": state,
        "word": word,
        "body": f"{here}/body",
        "text": view.rendered.text if view.rendered else "",
        "calendar": view.calendar.facts if view.calendar else (),
        "parts": [
            {"href": f"{here}?part={key}", "label": label, "current": key == part}
            for key, label in tabs
        ],
    }


@get("/letters/{number:int}/body", guards=[coordinators], include_in_schema=False)
async def body(request: Asking, number: FromPath[int]) -> Response[str]:
    """The message itself, for the frame that shows it."""
    letter = await actions.rendered_letter(
        number, sender_of(request), local=settings_of(request).local
    )
    return Response(
        letter.html,
        media_type="text/html",
        headers={"Content-Security-Policy": BODY_POLICY},
    )


@get("/letters/{number:int}/letter.eml", guards=[coordinators], include_in_schema=False)
async def message_file(request: Asking, number: FromPath[int]) -> Response[bytes]:
    """The whole message as it was sent."""
    letter = await actions.rendered_letter(
        number, sender_of(request), local=settings_of(request).local
    )
    return _file(letter.mime, "message/rfc822", f"letter-{number}.eml")


@get("/letters/{number:int}/invite.ics", guards=[coordinators], include_in_schema=False)
async def calendar_file(request: Asking, number: FromPath[int]) -> Response[bytes]:
    """The calendar part alone."""
    letter = await actions.rendered_letter(
        number, sender_of(request), local=settings_of(request).local
    )
    if not letter.calendar:
        raise NotFoundError("This letter has no calendar part.")
    return _file(letter.calendar, "text/calendar; charset=utf-8", f"invite-{number}.ics")


def _file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@post("/letters/{number:int}/send-now", guards=[coordinators], include_in_schema=False)
async def send_now(request: Asking, number: FromPath[int]) -> Redirect:
    """Have a held letter leave at once."""
    await actions.send_now(number, person_of(request).email)
    return go(f"/letters/{number}", "The letter leaves now.")


@post("/letters/send-now", guards=[coordinators], include_in_schema=False)
async def send_all_now(request: Asking) -> Redirect:
    """Have every held letter leave at once."""
    count = await actions.send_all_now(person_of(request).email)
    told = f"{plural(count, 'letter leaves', 'letters leave')} now."
    return go("/letters", told if count else "No letter waits any more: all have left.")


@post("/letters/{number:int}/send-again", guards=[coordinators], include_in_schema=False)
async def send_again(request: Asking, number: FromPath[int]) -> Redirect:
    """Try a failed letter once more."""
    await actions.send_again(number, person_of(request).email)
    return go(f"/letters/{number}", "The letter is queued again.")


@post("/letters/send-again", guards=[coordinators], include_in_schema=False)
async def send_all_again(request: Asking) -> Redirect:
    """Try every failed letter once more."""
    count = await actions.send_all_again(person_of(request).email)
    return go("/letters", f"{plural(count, 'letter')} queued again.")


ROUTES = [
    outbox,
    look,
    body,
    message_file,
    calendar_file,
    send_now,
    send_all_now,
    send_again,
    send_all_again,
]
