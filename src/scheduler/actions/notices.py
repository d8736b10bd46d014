"""Notices: what coordinators must hear of although nobody of them was looking."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from scheduler.model.access import Access
from scheduler.model.letters import LetterKind, PlainLetter
from scheduler.store import access
from scheduler.store.events import is_in_trouble
from scheduler.store.letters import queue_letter


async def tell_coordinators(
    subject: str, paragraphs: tuple[str, ...], url: str, now: datetime
) -> int:
    """Queue a notice to every coordinator; gives how many. In the caller's transaction."""
    told = 0
    for account in await access.accounts():
        if account.access is not Access.COORDINATOR or account.disabled:
            continue
        if await is_in_trouble(account.email):
            continue  # it would come back, and then tell of itself
        letter = PlainLetter(
            kind=LetterKind.NOTICE,
            email=account.email,
            name=account.name,
            subject=subject,
            paragraphs=paragraphs,
            action_label="Open",
            action_url=url,
            stamp=now,
        )
        await queue_letter(letter.kind, letter.email, letter.name, asdict(letter), now)
        told += 1
    return told
