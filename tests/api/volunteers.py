"""What tests of the volunteers' pages look up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from scheduler.model.held_shifts import HeldShift
from scheduler.model.matters import Matter
from scheduler.store.access import person_by_email
from scheduler.store.db import rows
from scheduler.store.held_shifts import shifts_of
from scheduler.store.letters import LetterRecord, list_letters


async def number_of(email: str) -> int:
    person = await person_by_email(email)
    assert person is not None
    assert person.volunteer is not None
    return person.volunteer


async def shifts_on_file(email: str) -> tuple[HeldShift, ...]:
    return await shifts_of(await number_of(email), datetime.now(UTC) - timedelta(days=400))


async def first_shift(email: str) -> HeldShift:
    return (await shifts_on_file(email))[0]


async def answer_path(email: str) -> str:
    """Where the button of the newest letter about a shift leads."""
    return next(
        urlsplit(letter.facts["answer_url"]).path
        for letter in await letters_to(email)
        if "answer_url" in letter.facts
    )


async def letter_kinds(email: str) -> list[str]:
    """The kinds of a person's letters, oldest first."""
    return [letter.kind.value for letter in reversed(await letters_to(email))]


async def letters_to(email: str) -> list[LetterRecord]:
    """Everything written to one address, newest first."""
    letters, _ = await list_letters(search=email)
    return [letter for letter in letters if letter.email == email]


async def move_to(uid: str, starts: datetime) -> None:
    """Pretend that a shift is at another time: the clock of a test stands still."""
    await rows(
        "UPDATE assignment SET ends = $2::timestamptz + (ends - starts), starts = $2 "
        "WHERE uid = $1",
        uid,
        starts,
    )


async def spanish_asylum_holders() -> tuple[str, str]:
    """Who sits in the two asylum seats of the Bronx clinic, the earlier shift first."""
    held = [
        (shift.starts, email)
        for email in ("ana@example.org", "gita@example.org")
        for shift in await shifts_on_file(email)
        if shift.matter is Matter.ASYLUM
    ]
    (_, first), (_, second) = sorted(held)
    assert first != second, "the plan shares the load"
    return first, second
