"""Small worlds on file, and files as people would send them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

import xlsxwriter

from scheduler.imports.rows import Reading, read_week
from scheduler.model.availability import Level, WeeklySlot
from scheduler.model.directory import Directory
from scheduler.model.matters import Kind, Matter
from scheduler.model.offices import Office, Travel
from scheduler.model.people import Credential, LanguageSkill, Volunteer
from scheduler.model.sessions import Modality, Need, Priority, Session, SessionKind

TODAY = date(2026, 12, 1)
NEW_YORK = "America/New_York"
MONDAY_TWO = datetime(2026, 12, 7, 19, tzinfo=UTC)
"""14:00 in New York."""

HEADINGS = {
    "offices": "office,name,timezone,stations",
    "travel": "from,to,minutes",
    "sessions": "office,date,start,end,shift_minutes,kind,modality,stations,intake_volunteers",
    "needs": "office,date,start,matter,language,consultations,minutes_each,priority",
    "volunteers": (
        "name,email,phone,kind,bar_state,bar_number,credential_expires,matters,languages,"
        "offices,remote,hours_per_week,supervises,organisation"
    ),
    "availability": "email,weekday,start,end,level",
}


def quiet_week() -> Directory:
    """Two offices, one session with one need, an attorney and an interpreter."""
    need = Need(Matter.ASYLUM, "ko", 4, 45, Priority.HIGH, id=71)
    session = Session(
        office="harbor",
        starts=MONDAY_TWO,
        ends=datetime(2026, 12, 7, 23, tzinfo=UTC),
        shift_minutes=120,
        kind=SessionKind.CLINIC,
        modality=Modality.HYBRID,
        stations=3,
        intake=1,
        needs=(need,),
        id=7,
    )
    evening = WeeklySlot(0, time(13), time(18), Level.AVAILABLE)
    return Directory(
        offices={
            "harbor": Office("harbor", "Harbor House", NEW_YORK, 3, "1 Pier St"),
            "hillside": Office("hillside", "Hillside", NEW_YORK, 2),
        },
        travel={("harbor", "hillside"): Travel("harbor", "hillside", 30)},
        sessions={("harbor", MONDAY_TWO): session},
        volunteers={
            "ana@example.org": Volunteer(
                "ana@example.org",
                "Ana Reyes",
                Kind.ATTORNEY,
                phone="718-555-0101",
                credential=Credential("NY", "1234567", date(2028, 1, 31)),
                matters=frozenset({Matter.ASYLUM, Matter.VISA}),
                languages=(LanguageSkill("es", advise=True, interpret=False),),
                offices=("harbor", "hillside"),
                remote=True,
                pledge_minutes=180,
                supervises=True,
                organisation="Bar association",
            ),
            "min@example.org": Volunteer(
                "min@example.org",
                "Min Park",
                Kind.INTERPRETER,
                languages=(LanguageSkill("ko", advise=False, interpret=True),),
                offices=("harbor",),
            ),
        },
        availability={"ana@example.org": (evening,), "min@example.org": (evening,)},
    )


def sheet(name: str, *rows: str, headings: str = "") -> Mapping[str, bytes]:
    """One CSV file of a sheet, the rows as they are written."""
    return {f"{name}.csv": "\r\n".join((headings or HEADINGS[name], *rows)).encode()}


def read(files: Mapping[str, bytes], on_file: Directory | None = None) -> Reading:
    """Read the files on the first of December, upon a quiet week."""
    return read_week(files, quiet_week() if on_file is None else on_file, TODAY)


def complaints(reading: Reading) -> list[tuple[str, int, str, str, str]]:
    """Bad findings as plain tuples."""
    return [(f.file, f.row, f.column, f.problem, f.mend) for f in reading.bad]


def csv_bytes(rows: Iterable[Sequence[str]], separator: str = ",") -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def rows_of(data: bytes) -> list[list[str]]:
    """A CSV file as rows."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def workbook(sheets: Mapping[str, Iterable[Sequence[object]]]) -> bytes:
    """Sheets as an XLSX file; dates, times and numbers as a spreadsheet program stores them."""
    stored = io.BytesIO()
    book = xlsxwriter.Workbook(stored, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "m/d/yyyy"})
    clock = book.add_format({"num_format": "h:mm AM/PM"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                look = {date: day, time: clock}.get(type(cell))
                page.write(number, column, cell, look)
    book.close()
    return stored.getvalue()
