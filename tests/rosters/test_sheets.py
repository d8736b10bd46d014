from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from scheduler.model.rosters import OfficeRoster, Reply, RosterDay
from scheduler.rosters.cells import unguarded
from scheduler.rosters.printable import shown_name
from scheduler.rosters.rows import HEADINGS
from scheduler.rosters.sheets import roster_csv, roster_xlsx
from tests.rosters.worlds import (
    MONDAY,
    PEOPLE,
    full_week,
    hostile_names,
    named,
    quiet_week,
    roster,
    session,
)

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def xlsx_rows(data: bytes) -> list[list[object]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [
        row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()
    ]


def column(rows: list[list[object]], heading: str) -> list[object]:
    return [row[rows[1].index(heading)] for row in rows[2:]]


def test_csv_tells_all_of_a_seat() -> None:
    interpreter = csv_rows(roster_csv(quiet_week()))[2]
    assert interpreter == {
        "Office": "Bronx / Westchester",
        "Date": "2026-12-07",
        "Session": "Clinic, hybrid",
        "Starts": "14:00",
        "Ends": "16:00",
        "Station": "2",
        "Role": "Interpreter",
        "Seat": "Filled",
        "Name": "ليلى عبد الرحمن",
        "Matter": "Asylum",
        "Language": "Arabic",
        "Speaks": "Arabic; French",
        "Serves": "Remote",
        "Beside": "Jorge Kim",
        "Supervisor": "",
        "Reply": "Accepted",
        "Why empty": "",
        "Version": "3",
    }


def test_an_empty_seat_has_a_reason_and_no_name() -> None:
    empty = csv_rows(roster_csv(quiet_week()))[3]
    assert (empty["Seat"], empty["Name"]) == ("Looking for a stand-in", "")
    assert empty["Why empty"] == "Nobody who speaks Haitian Creole is free."


def test_who_declined_is_not_named_in_a_sheet() -> None:
    declined = replace(PEOPLE[0], reply=Reply.DECLINED)
    week = roster(RosterDay(MONDAY, (session([declined], shifts=1),)))
    assert csv_rows(roster_csv(week))[0]["Name"] == ""
    assert column(xlsx_rows(roster_xlsx(week)), "Name") == [""]


@pytest.mark.parametrize(("week", "rows"), [(roster(), 0), (quiet_week(), 14), (full_week(), 141)])
def test_csv_is_rfc_4180_with_a_mark_for_spreadsheet_programs(
    week: OfficeRoster, rows: int
) -> None:
    data = roster_csv(week)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == rows + 1
    assert len(csv_rows(data)) == rows


def test_a_workbook_has_a_sheet_for_every_day() -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(roster_xlsx(full_week())))
    assert workbook.sheet_names == [
        "Mon 2026-12-07",
        "Tue 2026-12-08",
        "Wed 2026-12-09",
        "Thu 2026-12-10",
        "Fri 2026-12-11",
    ]


def test_a_sheet_reads_like_the_roster() -> None:
    rows = xlsx_rows(roster_xlsx(quiet_week()))
    assert rows[0][0] == "Bronx / Westchester \u00b7 Monday, December 7, 2026 \u00b7 version 3"
    assert column(rows, "Name")[:7] == [person.name for person in (*PEOPLE[:6], PEOPLE[6])]
    assert column(rows, "Starts") == [time(14)] * 7 + [time(16)] * 7
    assert column(rows, "Station")[:7] == [1, 2, 2, 3, 4, 5, ""]
    assert column(rows, "Did not come") == [""] * 14


def test_a_week_without_sessions_says_so() -> None:
    assert xlsx_rows(roster_xlsx(roster())) == [["No sessions in this week."]]


def test_a_sheet_keeps_its_head_and_prints_on_one_letter_page() -> None:
    with zipfile.ZipFile(io.BytesIO(roster_xlsx(quiet_week()))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b'<pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/>' in sheet
    assert b'orientation="landscape"' in sheet
    assert b'<pageSetUpPr fitToPage="1"/>' in sheet


def test_the_same_roster_gives_the_same_spreadsheets() -> None:
    assert roster_xlsx(full_week()) == roster_xlsx(full_week())
    assert roster_csv(full_week()) == roster_csv(full_week())


@settings(deadline=None)
@given(st.lists(hostile_names, min_size=1, max_size=8))
def test_no_csv_cell_begins_a_formula_and_every_name_comes_back(names: list[str]) -> None:
    rows = csv_rows(roster_csv(named(names)))
    assert [unguarded(row["Name"]) for row in rows] == [shown_name(name) for name in names]
    assert not [c for row in rows for c in row.values() if c.startswith(FORMULA_STARTS)]
    assert {tuple(row) for row in rows} == {HEADINGS}


@settings(max_examples=40, deadline=None)
@given(st.lists(hostile_names, min_size=1, max_size=8))
def test_no_xlsx_cell_is_a_formula_and_every_name_comes_back(names: list[str]) -> None:
    data = roster_xlsx(named(names))
    assert column(xlsx_rows(data), "Name") == [shown_name(name) for name in names]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
