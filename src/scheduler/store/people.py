"""People one by one: found, looked at, added and changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from scheduler.errors import InvalidInputError, NotFoundError
from scheduler.model.people import Volunteer
from scheduler.store.db import row, rows, value
from scheduler.store.directory import save_volunteers, volunteer_of


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person on file; ``ahead`` counts the shifts they are held to from now on."""

    id: int
    volunteer: Volunteer
    ahead: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is looked for; "" and None leave a condition out."""

    words: str = ""
    kind: str = ""
    language: str = ""
    office: str = ""
    expires_before: date | None = None


_WHERE = (
    "WHERE ($1 = '' OR v.name ILIKE '%' || $1 || '%' OR v.email ILIKE '%' || $1 || '%' "
    "OR v.organisation ILIKE '%' || $1 || '%') AND ($2 = '' OR v.kind = $2) "
    "AND ($3 = '' OR $3 = ANY(v.advises) OR $3 = ANY(v.interprets) OR EXISTS "
    "(SELECT FROM jsonb_array_elements(v.relays) relay WHERE relay ->> 0 = $3)) "
    "AND ($4 = '' OR $4 = ANY(v.offices)) "
    "AND ($5::date IS NULL OR v.credential_expires < $5) "
)
_AHEAD = (
    "(SELECT count(*) FROM assignment a WHERE a.volunteer = v.id AND a.released_at IS NULL "
    "AND a.ends > {now}) AS ahead"
)


async def find_people(
    sought: Sought, now: datetime, limit: int, offset: int
) -> tuple[tuple[PersonRecord, ...], int]:
    """People by name, and how many there are in all; by expiry where that is asked for."""
    conditions = (
        sought.words,
        sought.kind,
        sought.language,
        sought.office,
        sought.expires_before,
    )
    found = await rows(
        f"SELECT v.*, {_AHEAD.format(now='$8')} FROM volunteer v {_WHERE}"  # noqa: S608 - fixed text
        "ORDER BY CASE WHEN $5::date IS NULL THEN NULL ELSE v.credential_expires END, "
        "lower(v.name), v.id LIMIT $6 OFFSET $7",
        *conditions,
        limit,
        offset,
        now,
    )
    total = await value(f"SELECT count(*) FROM volunteer v {_WHERE}", *conditions)  # noqa: S608
    return tuple(PersonRecord(r["id"], volunteer_of(r), r["ahead"]) for r in found), int(total)


async def load_person(number: int, now: datetime) -> PersonRecord:
    """One person."""
    found = await row(
        f"SELECT v.*, {_AHEAD.format(now='$2')} FROM volunteer v WHERE v.id = $1",  # noqa: S608
        number,
        now,
    )
    if found is None:
        raise NotFoundError("This person is not on file.")
    return PersonRecord(found["id"], volunteer_of(found), found["ahead"])


async def add_person(person: Volunteer) -> int:
    """A new person; inside a transaction."""
    if await value("SELECT 1 FROM volunteer WHERE email = $1", person.email):
        raise _known()
    await save_volunteers([person])
    return int(await value("SELECT id FROM volunteer WHERE email = $1", person.email))


async def change_person(number: int, person: Volunteer) -> None:
    """The person as they are now, under another address too; inside a transaction."""
    try:
        await rows("UPDATE volunteer SET email = $2 WHERE id = $1", number, person.email)
    except asyncpg.UniqueViolationError as error:
        raise _known() from error
    await save_volunteers([person])


def _known() -> InvalidInputError:
    sentence = "Somebody with this e-mail address is on file already: one address is one person."
    return InvalidInputError(sentence, faults=[("email", sentence)])
