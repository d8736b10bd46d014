"""Who wants which of the letters that nobody needs."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.errors import NotFoundError
from scheduler.model.digests import Rhythm
from scheduler.model.letters_wanted import LettersWanted
from scheduler.store.db import row, value


@dataclass(frozen=True, slots=True)
class DigestWanted:
    """How often somebody with an account wants their digest, and in which language."""

    rhythm: Rhythm
    language: str


async def letters_wanted(volunteer: int) -> LettersWanted:
    """What a volunteer wants."""
    found = await row("SELECT reminders, hours_letters FROM volunteer WHERE id = $1", volunteer)
    if found is None:
        raise NotFoundError
    return LettersWanted(found["reminders"], found["hours_letters"])


async def save_letters_wanted(volunteer: int, wanted: LettersWanted) -> None:
    """What a volunteer wants from now on."""
    found = await value(
        "UPDATE volunteer SET reminders = $2, hours_letters = $3 WHERE id = $1 RETURNING id",
        volunteer,
        wanted.reminders,
        wanted.hours,
    )
    if found is None:
        raise NotFoundError


async def set_hours_letters(volunteer: int, *, wanted: bool) -> None:
    """Whether a volunteer is asked if their hours are still right."""
    found = await value(
        "UPDATE volunteer SET hours_letters = $2 WHERE id = $1 RETURNING id", volunteer, wanted
    )
    if found is None:
        raise NotFoundError


async def stop_letters(email: str) -> None:
    """Somebody wants nothing that they need not have; binding letters still reach them."""
    await value(
        "UPDATE volunteer SET reminders = false, hours_letters = false "
        "WHERE lower(email) = lower($1) RETURNING id",
        email,
    )
    await value(
        "UPDATE account SET digest = 'off' WHERE lower(email) = lower($1) RETURNING id", email
    )


async def digest_wanted(account: int) -> DigestWanted:
    """How often somebody wants their digest."""
    found = await row("SELECT digest, language FROM account WHERE id = $1", account)
    if found is None:
        raise NotFoundError
    return DigestWanted(Rhythm(found["digest"]), found["language"])


async def save_digest_wanted(account: int, wanted: DigestWanted) -> None:
    """How often from now on."""
    found = await value(
        "UPDATE account SET digest = $2, language = $3 WHERE id = $1 RETURNING id",
        account,
        wanted.rhythm.value,
        wanted.language,
    )
    if found is None:
        raise NotFoundError
