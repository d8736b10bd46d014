"""In which language somebody reads, by what the link of their letter names."""

from __future__ import annotations

from scheduler.store.db import value


async def language_by_shift(uid: str) -> str | None:
    """The language of whoever is, or was, held to a shift."""
    found: str | None = await value(
        "SELECT v.language FROM assignment a JOIN volunteer v ON v.id = a.volunteer "
        "WHERE a.uid = $1",
        uid,
    )
    return found


async def language_of_volunteer(volunteer: int) -> str | None:
    """The language of a volunteer."""
    found: str | None = await value("SELECT language FROM volunteer WHERE id = $1", volunteer)
    return found


async def language_of_account(account: int) -> str | None:
    """The language of a coordinator, or of somebody of an office."""
    found: str | None = await value("SELECT language FROM account WHERE id = $1", account)
    return found
