"""Whose letter a link came with, as far as pages have to know: the language they read."""

from __future__ import annotations

from datetime import UTC, datetime

from scheduler.mail.links import LinkTamperedError, Purpose, verify
from scheduler.store import letter_readers as store

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def language_of_reader(token: str, secret: bytes) -> str | None:
    """The language of who got the letter, even when its link has expired; None for no link."""
    try:
        found = verify(secret, token, _LONG_AGO)
    except LinkTamperedError:
        return None
    match found.purpose:
        case Purpose.ANSWER | Purpose.NO_REMINDERS:
            return await store.language_by_shift(found.uid)
        case Purpose.AVAILABILITY | Purpose.NO_HOURS:
            return await store.language_of_volunteer(int(found.uid))
        case Purpose.DIGEST:
            return await store.language_of_account(int(found.uid))
    return None
