"""Delivery events: once each, whatever order they come in, and nobody's mistake is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from scheduler.actions.notices import tell_coordinators
from scheduler.errors import InvalidInputError
from scheduler.mail.replies import Bounce
from scheduler.mail.sendgrid import LETTER_ID
from scheduler.store import audit, events
from scheduler.store.db import transaction
from scheduler.store.events import DeliveryEvent, Trouble
from scheduler.store.letters_wanted import stop_letters

MOST_EVENTS = 10_000
_TROUBLE = frozenset({"bounce", "dropped", "spamreport"})
_NO_MORE = frozenset({"unsubscribe", "group_unsubscribe", "spamreport"})
_WORDS = {
    "bounce": "Mail to this address comes back",
    "dropped": "The mail service no longer delivers to this address",
    "spamreport": "The reader marked a letter of ours as unwanted",
}


def read_events(raw: bytes) -> tuple[DeliveryEvent, ...]:
    """The events of a webhook call; InvalidInputError when it is not a list of events.

    An event without an id or a time is left out: nothing could tell it from another.
    """
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        raise InvalidInputError("This is not JSON.") from None
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise InvalidInputError("A list of events is expected.")
    if len(told) > MOST_EVENTS:
        raise InvalidInputError(f"At most {MOST_EVENTS} events at once.")
    return tuple(_events(told))


def _events(told: list[dict[str, Any]]) -> Iterator[DeliveryEvent]:
    for one in told:
        known, at = one.get("sg_event_id"), one.get("timestamp")
        moment = _moment(at)
        if not isinstance(known, str) or not known or moment is None:
            continue
        kind = _text(one.get("event"), 30)
        if kind == "bounce" and one.get("type") == "blocked":
            kind = "blocked"  # the server said no to us for now, not to the person
        yield DeliveryEvent(
            event=_text(known, 200),
            letter=_number(one.get(LETTER_ID)),
            kind=kind,
            email=_text(one.get("email"), 254).lower(),
            reason=_text(one.get("reason"), 500),
            at=moment,
        )


def _moment(told: object) -> datetime | None:
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    try:
        return datetime.fromtimestamp(told, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _number(told: object) -> int | None:
    text = str(told or "")
    return int(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - int4


def _text(told: object, most: int) -> str:
    shown = told if isinstance(told, str) else ""
    return shown.replace("\0", "").encode("utf-8", "replace").decode()[:most]


async def take_event(
    event: DeliveryEvent, arrival: int | None, base_url: str, now: datetime
) -> bool:
    """Write one event down and do what it asks for; False when it was known already.

    In the caller's transaction.
    """
    if not await events.note_event(event, arrival):
        return False
    if event.kind == "delivered":
        await events.end_trouble(event.email, event.at)
    if event.kind in _NO_MORE:
        await stop_letters(event.email)
    if event.kind in _TROUBLE and event.email:
        await _note_trouble(event, base_url, now)
    return True


async def take_bounce(bounce: Bounce, arrival: int, base_url: str, now: datetime) -> bool:
    """A letter that came back by mail. It must quote a letter of ours to that very person."""
    found = await events.letter_of_message(bounce.letter)
    if found is None or found[1].casefold() != bounce.email.casefold():
        return False
    kind = "bounce" if bounce.for_good else "deferred"
    event = DeliveryEvent(
        f"mail {bounce.letter} {kind}", found[0], kind, found[1], bounce.reason, now
    )
    await take_event(event, arrival, base_url, now)
    return True


async def _note_trouble(event: DeliveryEvent, base_url: str, now: datetime) -> None:
    new = await events.mark_trouble(Trouble(event.email, event.kind, event.reason, event.at))
    if not new:
        return
    await tell_coordinators(
        f"Mail does not reach {event.email}",
        (
            f"{_WORDS[event.kind]}: {event.email}.",
            *([f"The mail service says: {event.reason}"] if event.reason else []),
            "Please ask the person for another address, or call them before their next shift.",
        ),
        f"{base_url}/letters?search={event.email}" if event.email.isascii() else base_url,
        now,
    )


async def mend_address(email: str, actor: str) -> None:
    """Somebody found out that the address works: letters and reminders count on it again."""
    async with transaction():
        await events.end_trouble(email, datetime.now(UTC) + timedelta(days=1))
        await audit.record(actor, "address-mended", email)
