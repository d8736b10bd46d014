"""Files as office programs write them: encodings, separators, workbooks, odd names."""

from __future__ import annotations

from datetime import date, time

import pytest

from scheduler.imports.columns import SheetName
from scheduler.imports.sheets import read_sheets
from scheduler.model.directory import Finding, Severity

from .worlds import HEADINGS, complaints, csv_bytes, read, rows_of, sheet, workbook

ROWS = [
    ["name", "email", "kind", "languages", "hours_per_week", "organisation"],
    ["Zoë Ångström", "zoe@example.org", "Interpreter", "Korean (interpret)", "2.5", 'Of "us", Ltd'],
    ["Peña; Núñez", "nunez@example.org", "Intake", "", "2", "Line one\nline two"],
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_separator_and_encoding_reads_alike(separator: str, encoding: str) -> None:
    text = csv_bytes(ROWS, separator).decode()
    files = {"volunteers.csv": text.encode(encoding)}
    assert read(files).directory == read({"volunteers.csv": csv_bytes(ROWS)}).directory
    assert read(files).findings == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_reads_alike(ending: str) -> None:
    text = csv_bytes(ROWS[:2]).decode().replace("\r\n", ending)
    reading = read({"volunteers.csv": text.encode()})
    assert reading.directory.volunteers["zoe@example.org"].name == "Zoë Ångström"


def test_a_separator_named_on_the_first_line_is_used() -> None:
    text = "sep=|\r\n" + csv_bytes(ROWS, "|").decode()
    assert "nunez@example.org" in read({"volunteers.csv": text.encode()}).directory.volunteers


def test_rows_are_numbered_as_a_spreadsheet_program_shows_them() -> None:
    heading = "email,weekday,start,end,level"
    text = f'\r\n{heading}\r\n\r\n"ana@example.org","Mon\nday",1,2,\r\n,,,,\r\nx\r\n'
    found = read({"availability.csv": text.encode()}).bad
    assert {finding.row for finding in found} == {4, 6}


def test_headings_may_differ_in_case_space_and_spelling() -> None:
    headings = "NAME, E-Mail ,Kind,Hours per week,Organization"
    reading = read(sheet("volunteers", "Bo,bo@example.org,intake,3,Us", headings=headings))
    assert reading.findings == ()
    person = reading.directory.volunteers["bo@example.org"]
    assert (person.pledge_minutes, person.organisation) == (180, "Us")


@pytest.mark.parametrize(
    "name", ["Volunteers.CSV", "volunteers (1).csv", "2026-12-07_volunteers.csv", "list.csv"]
)
def test_a_sheet_is_known_by_its_name_or_its_headings(name: str) -> None:
    sheets, findings = read_sheets({name: csv_bytes(ROWS)})
    assert list(sheets) == [SheetName.VOLUNTEERS]
    assert findings == ()


@pytest.mark.parametrize("name", HEADINGS)
def test_every_sheet_is_known_by_its_headings_alone(name: str) -> None:
    sheets, _ = read_sheets({"export.csv": HEADINGS[name].encode()})
    assert list(sheets) == [name]


def test_a_workbook_reads_like_the_files() -> None:
    files = {
        **sheet("offices", "newport,Newport,America/New_York,4"),
        **sheet("sessions", "newport,2026-12-08,09:30,14:00,90,Clinic,Remote,2,0"),
        **sheet(
            "volunteers", "Bo,bo@example.org,,Attorney,NY,77,2028-03-01,Visa,,newport,yes,2,no,"
        ),
        **sheet("availability", "bo@example.org,Tuesday,09:00,17:30,available"),
    }
    typed: dict[str, list[list[object]]] = {
        name[:-4]: [list(row) for row in rows_of(data)] for name, data in files.items()
    }
    typed["offices"][1][3] = 4
    typed["sessions"][1][1:5] = [date(2026, 12, 8), time(9, 30), 14 / 24, 90.0]
    typed["sessions"][1][7:9] = [2.0, 0]
    typed["volunteers"][1][5:7] = [77, date(2028, 3, 1)]
    typed["volunteers"][1][10] = True
    typed["availability"][1][2:4] = [0.375, time(17, 30)]
    reading = read({"week.xlsx": workbook(typed)})
    assert reading.findings == read(files).findings == ()
    assert reading.directory == read(files).directory


def test_a_date_that_lost_its_format_is_still_a_date() -> None:
    headings = HEADINGS["sessions"].split(",")
    rows: list[list[object]] = [[*headings], ["harbor", 46364, 0.5, 0.625]]
    reading = read({"sessions.xlsx": workbook({"Sheet1": rows})})
    assert [f"{s.starts:%Y-%m-%d %H:%M}" for s in reading.directory.sessions.values()][1:] == [
        "2026-12-08 17:00"
    ]


def test_findings_in_a_workbook_name_the_sheet_and_the_row() -> None:
    rows = [[], [], HEADINGS["availability"].split(","), ["ana@example.org", "Someday", "9:00"]]
    book = {"availability": rows, "volunteers": ROWS, "Notes": [["bring cake"]]}
    found = read({"week.xlsx": workbook(book)}).bad
    assert [(f.file, f.row, f.column) for f in found] == [
        ("week.xlsx (availability)", 4, "end"),
        ("week.xlsx (availability)", 4, "weekday"),
    ]


FILES = [
    ("empty.csv", b"", "The file is empty.", "Send it with its headings and rows."),
    ("blank.csv", b"\n,,,\n", "The file is empty.", "Send it with its headings and rows."),
    (
        "cake.csv",
        b"flour,sugar\n1,2\n",
        "We cannot tell which spreadsheet this is.",
        (
            "Give the file the name of its sheet: offices, travel, sessions, needs, volunteers or"
            " availability."
        ),
    ),
    (
        "needs.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more",
        "The workbook has a password or is in the old Excel format.",
        "Save it without a password as XLSX.",
    ),
    (
        "needs.ods",
        b"PK\x03\x04 of another office program",
        "Spreadsheets in the format .ods cannot be read.",
        "Save it as XLSX or CSV.",
    ),
    (
        "needs.xlsx",
        b"PK\x03\x04 not really",
        "The workbook is damaged.",
        "Open it, save it anew as XLSX, and try again.",
    ),
    (
        "needs.csv",
        b"office,d\x81te\n",
        "The file is not text in an encoding we know.",
        "Save it as CSV UTF-8 or as XLSX.",
    ),
    (
        "needs.csv",
        b" " * 10_000_001,
        "The file is larger than 10 MB.",
        "Send it in parts, or delete what is not a table.",
    ),
]


@pytest.mark.parametrize(("name", "data", "problem", "mend"), FILES)
def test_a_file_that_cannot_be_read_says_why(
    name: str, data: bytes, problem: str, mend: str
) -> None:
    assert complaints(read({name: data})) == [(name, 0, "", problem, mend)]


def test_a_file_that_is_no_spreadsheet_is_passed_over_with_a_word() -> None:
    files = {"README.md": b"# Hello", "travel.csv": b"from,to,minutes"}
    assert read(files).findings == (
        Finding(
            "README.md",
            0,
            "",
            "The file was not read.",
            "Spreadsheets end in .csv or .xlsx.",
            Severity.WARNING,
        ),
    )


def test_a_sheet_of_notes_beside_the_others_is_only_a_warning() -> None:
    book = {"volunteers": ROWS, "Notes": [["bring cake"]]}
    assert [(f.file, f.problem, f.severity) for f in read({"w.xlsx": workbook(book)}).findings] == [
        ("w.xlsx (Notes)", "We cannot tell which spreadsheet this is.", Severity.WARNING)
    ]


def test_files_among_which_is_no_spreadsheet_are_bad() -> None:
    assert complaints(read({"README.md": b"# Hello"})) == [
        (
            "README.md",
            0,
            "",
            "No file here is one of the six spreadsheets.",
            (
                "Send files with the names offices, travel, sessions, needs, volunteers and"
                " availability, or some of them."
            ),
        )
    ]


def test_a_missing_column_is_named_with_the_heading_that_is_nearest() -> None:
    reading = read(sheet("volunteers", "Bo,b@example.org,Intake", headings="name,emial,kind"))
    assert complaints(reading) == [
        (
            "volunteers.csv",
            0,
            "email",
            "The column email is missing, so the sheet was not read.",
            "Is it the column “emial”? Add a column with the heading email.",
        ),
        (
            "volunteers.csv",
            1,
            "emial",
            "The column “emial” is not known and was not read.",
            "Did you mean email?",
        ),
    ]


def test_an_unknown_column_is_left_out_with_a_warning() -> None:
    headings = "name,email,kind,shoe size"
    reading = read(sheet("volunteers", "Bo,b@example.org,Intake,44", headings=headings))
    assert [(f.row, f.column, f.problem, f.severity) for f in reading.findings] == [
        (1, "shoe size", "The column “shoe size” is not known and was not read.", Severity.WARNING)
    ]
    assert "b@example.org" in reading.directory.volunteers


def test_a_heading_nearly_right_is_bad_because_its_column_would_be_lost() -> None:
    headings = "name,email,kind,langauges"
    reading = read(sheet("volunteers", "Bo,b@example.org,Intake,", headings=headings))
    assert complaints(reading) == [
        (
            "volunteers.csv",
            1,
            "langauges",
            "The column “langauges” is not known and was not read.",
            "Did you mean languages?",
        )
    ]


def test_a_column_given_twice_is_refused() -> None:
    reading = read(sheet("travel", "harbor,hillside,30,40", headings="from,to,minutes,Minutes"))
    assert [(f.row, f.problem) for f in reading.bad] == [
        (0, "The column minutes is there 2 times."),
        (0, "The column minutes is there 2 times."),
    ]


def test_of_two_files_for_one_sheet_the_second_is_refused() -> None:
    rows = csv_bytes(ROWS)
    assert complaints(read({"volunteers.csv": rows, "volunteers-copy.csv": rows})) == [
        (
            "volunteers.csv",
            0,
            "",
            "This is a second sheet of volunteers; volunteers-copy.csv was read.",
            "Send one file for each sheet.",
        )
    ]
