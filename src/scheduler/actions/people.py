"""People: found, looked at, added and changed by the rules of the importer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.errors import InvalidInputError
from scheduler.imports.describing import sorted_words
from scheduler.imports.entries import read_volunteer
from scheduler.model.held_shifts import HeldShift
from scheduler.model.letters_wanted import LettersWanted
from scheduler.model.offices import Office
from scheduler.store import audit, people
from scheduler.store.availability import Availability, load_availability
from scheduler.store.db import transaction
from scheduler.store.directory import load_offices
from scheduler.store.events import Trouble, trouble_of
from scheduler.store.held_shifts import shifts_of
from scheduler.store.letters import LetterRecord, list_letters
from scheduler.store.letters_wanted import letters_wanted
from scheduler.store.own_calendars import OwnCalendar, own_calendar
from scheduler.store.people import PersonRecord, Sought

PAGE = 50
"""People on a page of the list."""
EXPIRING = timedelta(days=60)
"""How far ahead a credential's end is looked for."""
SHIFTS_BACK = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything on file about one person."""

    record: PersonRecord
    offices: Mapping[str, Office]
    hours: tuple[str, ...]
    availability: Availability
    shifts: tuple[HeldShift, ...]
    letters: tuple[LetterRecord, ...]
    wanted: LettersWanted
    trouble: Trouble | None
    """What is wrong with their address."""
    own_calendar: OwnCalendar | None


@dataclass(frozen=True, slots=True)
class SavedPerson:
    """Where the person is, and what should be looked at."""

    number: int
    notes: tuple[str, ...]


async def find(sought: Sought, now: datetime, offset: int) -> tuple[tuple[PersonRecord, ...], int]:
    """A page of people, and how many fit."""
    return await people.find_people(sought, now, PAGE, offset)


async def view_person(number: int, now: datetime) -> PersonView:
    """One person with their hours, shifts and letters."""
    record = await people.load_person(number, now)
    availability = await load_availability(number, now.date())
    letters, _ = await list_letters(search=record.volunteer.email, limit=20)
    return PersonView(
        record,
        await load_offices(),
        tuple(sorted_words(availability.weekly)),
        availability,
        tuple(s for s in await shifts_of(number, now - SHIFTS_BACK) if s.released_at is None),
        tuple(letter for letter in letters if letter.email == record.volunteer.email),
        await letters_wanted(number),
        await trouble_of(record.volunteer.email),
        await own_calendar(number),
    )


async def save_person(
    fields: Mapping[str, str], actor: str, now: datetime, today: date, number: int | None = None
) -> SavedPerson:
    """Add a person, or change the one with this number; a blank field is emptied."""
    offices = (await load_offices()).values()
    entered = read_volunteer(fields, offices, today)
    person = entered.volunteer
    if person is None:
        raise InvalidInputError("This person cannot be saved yet.", faults=entered.faults)
    async with transaction():
        if number is None:
            saved = await people.add_person(person)
        else:
            old = (await people.load_person(number, now)).volunteer
            kept = replace(person, language=old.language, timezone=old.timezone)
            await people.change_person(number, kept)
            saved = number
        await audit.record(actor, "person", f"volunteer {saved}", new=number is None)
    return SavedPerson(saved, entered.notes)
