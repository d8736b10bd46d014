"""What an import would add, change and leave, in words a coordinator can check."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from scheduler.imports.columns import SheetName
from scheduler.imports.describing import (
    Words,
    need_name,
    need_words,
    office_words,
    pattern_words,
    person_name,
    session_name,
    session_words,
    travel_words,
    volunteer_words,
)
from scheduler.imports.pairing import paired_needs
from scheduler.imports.places import DEFAULT_TIMEZONE
from scheduler.model.directory import Directory
from scheduler.model.sessions import Session

Entries = Mapping[Hashable, tuple[str, Words]]
"""What there is of one sheet: key to name and columns in words."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A column that would hold something else; "" is blank."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry on file that would change."""

    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class SheetDifference:
    """What would become of one sheet's entries; availability counts people."""

    sheet: SheetName
    added: tuple[str, ...]
    changed: tuple[Changed, ...]
    left: int
    """How many stay as they are."""


@dataclass(frozen=True, slots=True)
class ImportDifference:
    """What an import would do, sheet by sheet in their order."""

    sheets: tuple[SheetDifference, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it would do nothing."""
        return not any(sheet.added or sheet.changed for sheet in self.sheets)

    def of(self, name: SheetName) -> SheetDifference:
        """The part about one sheet."""
        return next(sheet for sheet in self.sheets if sheet.sheet is name)


def compare(on_file: Directory, incoming: Directory) -> ImportDifference:
    """What it takes to get from one to the other; nothing is ever removed by an import."""
    before, after = _entries(on_file, on_file), _entries(incoming, on_file)
    return ImportDifference(tuple(_sheet(name, before[name], after[name]) for name in SheetName))


def _sheet(name: SheetName, before: Entries, after: Entries) -> SheetDifference:
    added = tuple(label for key, (label, _) in after.items() if key not in before)
    changed = tuple(
        Changed(label, fields)
        for key, (label, words) in after.items()
        if key in before and (fields := _fields(before[key][1], words))
    )
    return SheetDifference(name, added, changed, len(after) - len(added) - len(changed))


def _fields(before: Words, after: Words) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(column, before[column], text)
        for column, text in after.items()
        if before[column] != text
    )


def _entries(directory: Directory, on_file: Directory) -> Mapping[SheetName, Entries]:
    people = directory.volunteers
    return {
        SheetName.OFFICES: {k: (o.name, office_words(o)) for k, o in directory.offices.items()},
        SheetName.TRAVEL: {
            tuple(sorted(pair)): (" and ".join(sorted(pair)), travel_words(way))
            for pair, way in directory.travel.items()
        },
        SheetName.SESSIONS: {
            key: (_name(directory, session), session_words(session, _zone(directory, key[0])))
            for key, session in directory.sessions.items()
        },
        SheetName.NEEDS: dict(_needs(directory, on_file)),
        SheetName.VOLUNTEERS: {
            email: (person_name(person, email), volunteer_words(person))
            for email, person in people.items()
        },
        SheetName.AVAILABILITY: {
            email: (person_name(people.get(email), email), pattern_words(pattern))
            for email, pattern in directory.availability.items()
        },
    }


def _needs(
    directory: Directory, on_file: Directory
) -> Iterable[tuple[Hashable, tuple[str, Words]]]:
    """Needs have no key of their own: those on file are told by their place in the session."""
    for key, session in directory.sessions.items():
        old = on_file.sessions.get(key)
        known = old.needs if old else ()
        for place, need in paired_needs(known, session.needs):
            yield (key, place), (need_name(_name(directory, session), need), need_words(need))


def _name(directory: Directory, session: Session) -> str:
    return session_name(session.office, session.starts, _zone(directory, session.office))


def _zone(directory: Directory, office: str) -> str:
    found = directory.offices.get(office)
    return found.timezone if found else DEFAULT_TIMEZONE
