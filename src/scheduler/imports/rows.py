"""From files to what would be on file: the way in for every spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.imports.columns import SheetName
from scheduler.imports.demand import read_sessions
from scheduler.imports.gaps import gaps
from scheduler.imports.hours import People, patterns, read_availability
from scheduler.imports.needs import Agenda, NeedOf, read_needs, with_needs
from scheduler.imports.people import read_volunteers
from scheduler.imports.places import OfficeNames, read_offices, read_travel
from scheduler.imports.sheets import Sheet, read_sheets
from scheduler.imports.taking import Taken
from scheduler.model.directory import Directory, Finding, Severity
from scheduler.model.people import Volunteer


@dataclass(frozen=True, slots=True)
class Reading:
    """What is on file merged with the good rows, and all there is to say about the rows."""

    directory: Directory
    findings: tuple[Finding, ...]

    @property
    def bad(self) -> tuple[Finding, ...]:
        """Findings that leave a row, column or file out."""
        return tuple(f for f in self.findings if f.severity is Severity.BAD)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Findings a person should look at."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)


def read_week(files: Mapping[str, bytes], on_file: Directory, today: date) -> Reading:
    """Read the files by name; rows that cannot be taken are left out, others unaffected.

    A blank cell keeps what is on file, and so does everything the files do not speak of. A
    person's rows of availability replace that person's weekly pattern.
    """
    sheets, findings = read_sheets(files)
    offices = read_offices(sheets.get(SheetName.OFFICES), on_file.offices)
    all_offices = {**on_file.offices, **{o.key: o for o in offices.values}}
    names = OfficeNames.of(all_offices.values(), offices.refused)
    travel = read_travel(sheets.get(SheetName.TRAVEL), names)

    sessions = read_sessions(sheets.get(SheetName.SESSIONS), names, all_offices, on_file.sessions)
    all_sessions = {**on_file.sessions, **{(s.office, s.starts): s for s in sessions.values}}
    agenda = Agenda.of(names, all_offices, all_sessions, sessions.refused)
    needs = read_needs(sheets.get(SheetName.NEEDS), agenda)

    people = read_volunteers(sheets.get(SheetName.VOLUNTEERS), names, on_file.volunteers, today)
    everyone = {**on_file.volunteers, **{p.email: p for p in people.values}}
    slots = read_availability(
        sheets.get(SheetName.AVAILABILITY), People.of(everyone, people.refused)
    )
    return Reading(
        Directory(
            offices=all_offices,
            travel={**on_file.travel, **{(t.origin, t.destination): t for t in travel.values}},
            sessions=with_needs(all_sessions, needs.values),
            volunteers=everyone,
            availability={**on_file.availability, **patterns(slots.values)},
        ),
        (
            *findings,
            *(offices.findings + travel.findings + sessions.findings),
            *(needs.findings + people.findings + slots.findings),
            *_of_the_week(sheets.get(SheetName.NEEDS), needs, everyone),
        ),
    )


def _of_the_week(
    sheet: Sheet | None, needs: Taken[NeedOf], people: Mapping[str, Volunteer]
) -> Iterator[Finding]:
    return gaps(sheet.file, needs.good, people.values()) if sheet else iter(())
