"""What somebody typed into a form, read by the very rules that hold for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from scheduler.imports.cells import clean
from scheduler.imports.columns import COLUMNS, SheetName
from scheduler.imports.demand import read_sessions
from scheduler.imports.needs import Agenda, NeedOf, read_needs
from scheduler.imports.people import read_volunteers
from scheduler.imports.places import OfficeNames
from scheduler.imports.sheets import Sheet
from scheduler.imports.tables import Table
from scheduler.imports.taking import Taken
from scheduler.model.directory import Finding, Severity
from scheduler.model.offices import Office
from scheduler.model.people import Volunteer
from scheduler.model.sessions import Modality, Session, SessionKind

Fields = Mapping[str, str]
"""What each column's field holds, as typed."""

# Needs are read on their own, so that a wrong date is complained of once.
_SOME_DAY = {"date": "2026-01-05", "start": "12:00"}
_SOME_START = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EnteredSession:
    """A session as it was typed; ``session`` is None when it cannot be taken.

    ``faults`` are (field, sentence); a need's fields are ``needs.3.matter``, counted from 1.
    ``notes`` are sentences about what is taken and should be looked at.
    """

    session: Session | None
    faults: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    rows: tuple[int, ...] = ()
    """Where each need of the session stands in the form."""


@dataclass(frozen=True, slots=True)
class EnteredVolunteer:
    """A person as typed; ``volunteer`` is None when something has to be mended."""

    volunteer: Volunteer | None
    faults: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def read_session(office: Office, fields: Fields, needs: Mapping[int, Fields]) -> EnteredSession:
    """A session with its needs by row; a need's field ``id`` keeps the need it was."""
    names = OfficeNames.of([office], [])
    offices = {office.key: office}
    sheet = _sheet(SheetName.SESSIONS, {1: {**fields, "office": office.key}})
    taken = read_sessions(sheet, names, offices, {})
    asked = _needs(office, names, needs)
    faults = (*_faults(taken.findings), *_faults(asked.findings, "needs"))
    session = next(taken.values, None)
    if session is None or faults:
        return EnteredSession(None, faults, ())
    kept = tuple(
        replace(entry.need, id=_number(needs[row].get("id", ""))) for row, entry in asked.good
    )
    rows = tuple(row for row, _ in asked.good)
    return EnteredSession(replace(session, needs=kept), (), _notes(taken.findings), rows)


def _needs(office: Office, names: OfficeNames, needs: Mapping[int, Fields]) -> Taken[NeedOf]:
    utc = replace(office, timezone="UTC")
    session = Session(
        office.key, _SOME_START, _SOME_START, 60, SessionKind.CLINIC, Modality.ON_SITE, 1, 0
    )
    agenda = Agenda.of(names, {office.key: utc}, {(office.key, _SOME_START): session}, [])
    rows = {row: {**fields, **_SOME_DAY, "office": office.key} for row, fields in needs.items()}
    return read_needs(_sheet(SheetName.NEEDS, rows), agenda)


def read_volunteer(fields: Fields, offices: Iterable[Office], today: date) -> EnteredVolunteer:
    """A person; a blank field is blank, unlike a blank cell of a spreadsheet."""
    names = OfficeNames.of(offices, [])
    taken = read_volunteers(_sheet(SheetName.VOLUNTEERS, {1: fields}), names, {}, today)
    faults = _faults(taken.findings)
    return EnteredVolunteer(
        None if faults else next(taken.values, None), faults, _notes(taken.findings)
    )


def _sheet(name: SheetName, rows: Mapping[int, Fields]) -> Sheet:
    headings = tuple(column.heading for column in COLUMNS[name])
    cells = tuple(
        (row, [clean(fields.get(heading, "")) for heading in headings])
        for row, fields in rows.items()
    )
    table = Table(name.value, name.value, 0, headings, cells)
    return Sheet(name, name.value, table, {heading: i for i, heading in enumerate(headings)})


def _faults(findings: Sequence[Finding], rows: str = "") -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"{rows}.{f.row}.{f.column or 'matter'}" if rows else f.column,
            f"{f.problem} {f.mend}",
        )
        for f in findings
        if f.severity is Severity.BAD
    )


def _notes(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(f"{f.problem} {f.mend}" for f in findings if f.severity is Severity.WARNING)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - int4
