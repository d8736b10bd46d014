"""What became of letters after they left, as mail services tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.store.db import row, rows, value


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One thing a mail service says about one letter.

    ``event`` is the service's own id, by which the same event is known again. ``letter`` is
    our letter's number, None when the event names none of ours.
    """

    event: str
    letter: int | None
    kind: str
    email: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """An address that mail does not reach."""

    email: str
    kind: str
    reason: str
    at: datetime


async def note_event(event: DeliveryEvent, arrival: int | None) -> bool:
    """Write the event down; False when it is known already."""
    return (
        await value(
            "INSERT INTO delivery_event (event, letter, arrival, kind, email, reason, at) "
            "VALUES ($1, (SELECT id FROM letter WHERE id = $2), $3, $4, $5, $6, $7) "
            "ON CONFLICT (event) DO NOTHING RETURNING id",
            event.event,
            event.letter,
            arrival,
            event.kind,
            event.email,
            event.reason,
            event.at,
        )
        is not None
    )


async def events_of(letter: int) -> tuple[DeliveryEvent, ...]:
    """What is known of a letter since it left, in order."""
    found = await rows("SELECT * FROM delivery_event WHERE letter = $1 ORDER BY at, id", letter)
    return tuple(
        DeliveryEvent(r["event"], r["letter"], r["kind"], r["email"], r["reason"], r["at"])
        for r in found
    )


async def has_left(letter: int) -> bool:
    """Whether the mail service has spoken of this letter: then it has it."""
    return bool(await value("SELECT 1 FROM delivery_event WHERE letter = $1 LIMIT 1", letter))


async def letter_of_message(message_id: str) -> tuple[int, str] | None:
    """The letter with this Message-ID and the address it went to."""
    found = await row("SELECT id, email FROM letter WHERE message_id = $1 LIMIT 1", message_id)
    return None if found is None else (found["id"], found["email"])


async def mark_trouble(trouble: Trouble) -> bool:
    """Mark an address; False when it was marked already."""
    return (
        await value(
            "INSERT INTO mail_trouble (email, kind, reason, at) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (email) DO NOTHING RETURNING id",
            trouble.email,
            trouble.kind,
            trouble.reason,
            trouble.at,
        )
        is not None
    )


async def end_trouble(email: str, before: datetime) -> None:
    """A letter arrived after all, or a person mended the address."""
    await rows("DELETE FROM mail_trouble WHERE email = $1 AND at < $2", email, before)


async def troubles() -> tuple[Trouble, ...]:
    """Every address that mail does not reach, the latest first."""
    found = await rows("SELECT email, kind, reason, at FROM mail_trouble ORDER BY at DESC")
    return tuple(Trouble(**r) for r in found)


async def trouble_of(email: str) -> Trouble | None:
    """What is wrong with an address, None for one that mail reaches."""
    found = await row("SELECT email, kind, reason, at FROM mail_trouble WHERE email = $1", email)
    return None if found is None else Trouble(**found)


async def is_in_trouble(email: str) -> bool:
    """Whether mail to this address comes back."""
    return bool(await value("SELECT 1 FROM mail_trouble WHERE email = $1", email))
