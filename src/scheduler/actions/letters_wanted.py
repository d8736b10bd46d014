"""Choosing which letters come: on one's own page, by a coordinator, or by a letter's link."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from scheduler.errors import InvalidInputError
from scheduler.mail.links import Answerable, LinkTamperedError, Purpose, verify
from scheduler.mail.words import languages
from scheduler.model.digests import Rhythm
from scheduler.model.letters_wanted import LettersWanted
from scheduler.store import audit, letters_wanted, reminders
from scheduler.store.db import transaction
from scheduler.store.letters_wanted import DigestWanted

STOPPING = frozenset({Purpose.NO_REMINDERS, Purpose.NO_HOURS, Purpose.DIGEST})
"""What the links that end letters are for."""


async def choose_letters(volunteer: int, wanted: LettersWanted, actor: str) -> None:
    """Which letters a volunteer gets besides those they need."""
    async with transaction():
        await letters_wanted.save_letters_wanted(volunteer, wanted)
        await audit.record(
            actor,
            "letters-chosen",
            f"volunteer {volunteer}",
            reminders=wanted.reminders,
            hours=wanted.hours,
        )


async def choose_digest(account: int, wanted: DigestWanted, actor: str) -> None:
    """How often somebody gets their digest, and in which language."""
    if wanted.language not in languages():
        sentence = "Choose one of the languages that letters come in."
        raise InvalidInputError(sentence, faults=[("language", sentence)])
    async with transaction():
        await letters_wanted.save_digest_wanted(account, wanted)
        await audit.record(actor, "digest-chosen", f"account {account}", rhythm=wanted.rhythm.value)


def read_link(token: str, now: datetime, secret: bytes) -> Answerable:
    """What the link of a letter ends; any other link is none of these."""
    found = verify(secret, token, now)
    if found.purpose not in STOPPING:
        raise LinkTamperedError
    return found


async def choose_by_link(token: str, rhythm: Rhythm, now: datetime, secret: bytes) -> None:
    """End the letters that the link came with, or have them again; no sign-in is needed.

    What comes by occasion and not by the day comes or does not: any rhythm but off is a yes.
    """
    found = read_link(token, now, secret)
    async with transaction():
        await _choose(found, rhythm)
        await audit.record(f"{found.purpose} {found.uid}", "letters-chosen", rhythm.value)


async def _choose(found: Answerable, rhythm: Rhythm) -> None:
    wanted = rhythm is not Rhythm.OFF
    match found.purpose:
        case Purpose.NO_REMINDERS:
            await reminders.set_reminders(found.uid, wanted=wanted)
        case Purpose.NO_HOURS:
            await letters_wanted.set_hours_letters(int(found.uid), wanted=wanted)
        case _:
            before = await letters_wanted.digest_wanted(int(found.uid))
            await letters_wanted.save_digest_wanted(int(found.uid), replace(before, rhythm=rhythm))
