"""What is taken and should be looked at."""

from __future__ import annotations

from datetime import time

from scheduler.imports.rows import Reading
from scheduler.model.availability import Level, WeeklySlot

from .worlds import read, sheet


def warnings(reading: Reading) -> list[tuple[int, str, str, str]]:
    """Warnings as plain tuples, once it is sure that nothing is bad."""
    assert reading.bad == ()
    return [(f.row, f.column, f.problem, f.mend) for f in reading.warnings]


def test_overlaps_are_kept_and_the_rows_are_named() -> None:
    rows = [
        "min@example.org,Monday,09:00,13:00,available",
        "min@example.org,Monday,12:00,18:00,available",
        "min@example.org,Monday,17:00,20:00,if needed",
        "min@example.org,Monday,20:00,21:00,if needed",
        "min@example.org,Tuesday,12:00,18:00,if needed",
        "ana@example.org,Monday,12:00,18:00,if needed",
    ]
    reading = read(sheet("availability", *rows))
    assert warnings(reading) == [
        (
            3,
            "start",
            (
                "Monday 12:00\u201318:00 (available) here overlaps"
                " 09:00\u201313:00 (available) in row 2."
            ),
            "All are kept. They count as one stretch; nothing needs to be done.",
        ),
        (
            4,
            "start",
            (
                "Monday 17:00\u201320:00 (if needed) here overlaps"
                " 12:00\u201318:00 (available) in row 3."
            ),
            "All are kept. Where they overlap, “available” counts; nothing needs to be done.",
        ),
    ]
    assert len(reading.directory.availability["min@example.org"]) == 5


def test_times_in_odd_and_in_even_weeks_do_not_overlap() -> None:
    rows = ["min@example.org,Mon,9:00,13:00,,odd", "min@example.org,Mon,9:00,13:00,,even"]
    headings = "email,weekday,start,end,level,weeks"
    assert warnings(read(sheet("availability", *rows, headings=headings))) == []


def test_the_same_row_twice_counts_once() -> None:
    row = "min@example.org,Monday,09:00,13:00,available"
    reading = read(sheet("availability", row, row))
    assert warnings(reading) == [(3, "", "The row is the same as row 2.", "Delete one of them.")]
    assert reading.directory.availability["min@example.org"] == (
        WeeklySlot(0, time(9), time(13), Level.AVAILABLE),
    )


def test_the_same_way_twice_counts_once() -> None:
    assert warnings(read(sheet("travel", "harbor,hillside,20", "hillside,harbor,20"))) == [
        (
            3,
            "",
            "The way between harbor and hillside is already in row 2.",
            "Delete one of the rows.",
        )
    ]


def test_credentials_about_to_expire_are_named_for_those_who_advise() -> None:
    mend = "Shifts after that day are not given; ask for the new date."
    rows = [
        "Al,al@example.org,,Attorney,NY,1,2026-11-30,Visa,,,,,,",
        "Bo,bo@example.org,,Attorney,NY,1,2026-12-31,Visa,,,,,,",
        "Cy,cy@example.org,,Attorney,NY,1,2027-01-01,Visa,,,,,,",
        "Di,di@example.org,,Intake,,,2026-12-02,,,,,,,",
    ]
    assert warnings(read(sheet("volunteers", *rows))) == [
        (2, "credential_expires", "The credential of Al expired on 2026-11-30.", mend),
        (3, "credential_expires", "The credential of Bo expires on 2026-12-31.", mend),
    ]


def test_languages_nobody_speaks_and_matters_nobody_may_advise_in() -> None:
    files = {
        **sheet(
            "needs",
            "harbor,2026-12-07,14:00,Asylum,Wolof,4,,",
            "harbor,2026-12-07,14:00,Visa,wo,4,,",
            "harbor,2026-12-07,14:00,DACA,English,4,,",
            "harbor,2026-12-07,14:00,Removal defense,any,4,,",
        ),
        **sheet(
            "volunteers", "Bo,bo@example.org,,DOJ accredited (partial),,,,Removal defense,,,,,,"
        ),
    }
    mend = "Its seats will stay empty until an attorney or representative for it is added."
    assert warnings(read(files)) == [
        (
            2,
            "language",
            "Nobody on file speaks Wolof (2 needs).",
            "Seats in it will stay empty until someone who speaks it is added.",
        ),
        (4, "matter", "Nobody on file may advise in DACA.", mend),
        (5, "matter", "Nobody on file may advise in Removal defense.", mend),
    ]


def test_a_matter_of_students_only_needs_a_supervisor() -> None:
    student = "Bo,bo@example.org,,Law student,,,,DACA,,,,,,"
    need = sheet("needs", "harbor,2026-12-07,14:00,DACA,English,4,,")
    assert warnings(read({**need, **sheet("volunteers", student)})) == []
    alone = sheet("volunteers", student, ",ana@example.org,,,,,,,,,,,no,")
    assert warnings(read({**need, **alone})) == [
        (
            2,
            "matter",
            "Only law students may advise in DACA, and nobody supervises it.",
            "Its seats will stay empty until an attorney or representative for it is added.",
        )
    ]
