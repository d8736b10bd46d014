"""A whole week of spreadsheets: the shared one where it is at hand, our example elsewhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from scheduler.example.week import example_week
from scheduler.imports.differences import compare
from scheduler.imports.rows import Reading, read_week
from scheduler.model.directory import Directory

from .worlds import TODAY, rows_of

SHARED = Path(os.environ.get("OPENDOOR_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))


@dataclass(frozen=True)
class Week:
    """The files, and how much they hold."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]


@pytest.fixture(scope="module")
def week() -> Week:
    found = {path.name: path.read_bytes() for path in sorted((SHARED / "week").glob("*.csv"))}
    if found:
        known: tuple[int, ...] = (9, 60, 233, 760, 2017)
    else:
        found = dict(example_week(date(2026, 12, 7)))
        known = tuple(
            len(rows_of(found[f"{name}.csv"])) - 1
            for name in ("offices", "sessions", "needs", "volunteers", "availability")
        )
    names = ("offices", "sessions", "needs", "volunteers", "availability")
    return Week(found, dict(zip(names, known, strict=True)))


@pytest.fixture(scope="module")
def reading(week: Week) -> Reading:
    return read_week(week.files, Directory(), TODAY)


def test_all_of_it_is_read_and_nothing_is_bad(week: Week, reading: Reading) -> None:
    directory = reading.directory
    assert reading.bad == ()
    assert {
        "offices": len(directory.offices),
        "sessions": len(directory.sessions),
        "needs": sum(len(s.needs) for s in directory.sessions.values()),
        "volunteers": len(directory.volunteers),
        "availability": sum(len(slots) for slots in directory.availability.values()),
    } == week.counts


def test_reading_it_twice_changes_nothing(week: Week, reading: Reading) -> None:
    again = read_week(week.files, reading.directory, TODAY)
    assert again.directory == reading.directory
    assert again.findings == reading.findings
    difference = compare(reading.directory, again.directory)
    assert difference.is_empty
    assert sum(sheet.left for sheet in difference.sheets) > 0


def test_each_sheet_alone_upon_the_whole_changes_nothing(week: Week, reading: Reading) -> None:
    for name, data in week.files.items():
        alone = read_week({name: data}, reading.directory, TODAY)
        assert alone.bad == ()
        assert alone.directory == reading.directory


def test_warnings_are_about_overlaps_and_credentials_only(reading: Reading) -> None:
    places = {(Path(f.file).stem, f.column) for f in reading.warnings}
    assert places <= {
        ("availability", "start"),
        ("volunteers", "credential_expires"),
        ("needs", "language"),
    }
