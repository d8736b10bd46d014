"""What would tell who a client is never comes in (the kind explanation included)."""

from __future__ import annotations

import pytest

from scheduler.imports.identities import looks_like
from scheduler.model.directory import Directory

from .worlds import complaints, quiet_week, read, sheet

KINDLY = "To keep the people we serve safe, nothing about them is stored here: please take it out."


@pytest.mark.parametrize(
    ("column", "row", "found"),
    [
        ("name", "Bo A123456789,bo@example.org,,Intake,,,,,,,,,,", "an A-number"),
        ("name", "Bo (A 123-456-789),bo@example.org,,Intake,,,,,,,,,,", "an A-number"),
        ("phone", "Bo,bo@example.org,A123456789,Intake,,,,,,,,,,", "an A-number"),
        ("bar_number", "Bo,bo@example.org,,Attorney,NY,A123456789,,Visa,,,,,,", "an A-number"),
        ("organisation", "Bo,bo@example.org,,Intake,,,,,,,,,,for \uff21123456789", "an A-number"),
        ("organisation", "Bo,bo@example.org,,Intake,,,,,,,,,,AB1234567", "a passport number"),
        (
            "organisation",
            "Bo,bo@example.org,,Intake,,,,,,,,,,Passport: 123456",
            "a passport number",
        ),
        ("organisation", "Bo,bo@example.org,,Intake,,,,,,,,,,718 555 0123", "a phone number"),
        ("languages", "Bo,bo@example.org,,Intake,,,,,A123456789,,,,,", "an A-number"),
    ],
)
def test_a_cell_that_looks_like_a_client_is_refused(column: str, row: str, found: str) -> None:
    reading = read(sheet("volunteers", row))
    assert complaints(reading) == [
        ("volunteers.csv", 2, column, f"This looks like {found}.", KINDLY)
    ]
    assert reading.directory == quiet_week()


def test_a_column_of_clients_is_never_read() -> None:
    headings = "office,name,timezone,stations,client"
    reading = read(
        sheet("offices", "pier,Pier,,2,Jo Doe A123456789", headings=headings), Directory()
    )
    assert [(f.column, f.severity.value) for f in reading.findings] == [("client", "warning")]
    assert "A123456789" not in str(reading)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Reyes 3rd",
        "100 Main St, Bronx NY 10451",
        "Local 1199",
        "Class of 2026-2027",
        "AB 12",
        "2026-12-07 2026-12-08",
        "Area 51, 12345 67",
    ],
)
def test_ordinary_text_is_not_suspected(text: str) -> None:
    assert looks_like(text) == ""
