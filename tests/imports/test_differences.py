"""What an import would add, change and leave."""

from __future__ import annotations

import json

import msgspec

from scheduler.imports.columns import SheetName
from scheduler.imports.differences import (
    Changed,
    FieldChange,
    ImportDifference,
    SheetDifference,
    compare,
)
from scheduler.model.directory import Directory

from .worlds import quiet_week, read, sheet


def after(*files: dict[str, bytes]) -> ImportDifference:
    """The difference these files make to a quiet week."""
    merged = {name: data for part in files for name, data in part.items()}
    return compare(quiet_week(), read(merged).directory)


def test_nothing_changes_nothing() -> None:
    difference = compare(quiet_week(), quiet_week())
    assert difference.is_empty
    assert [(s.sheet.value, s.left) for s in difference.sheets] == [
        ("offices", 2),
        ("travel", 1),
        ("sessions", 1),
        ("needs", 1),
        ("volunteers", 2),
        ("availability", 2),
    ]


def test_everything_is_new_to_an_empty_file() -> None:
    difference = compare(Directory(), quiet_week())
    assert {s.sheet.value: (s.added, s.changed, s.left) for s in difference.sheets} == {
        "offices": (("Harbor House", "Hillside"), (), 0),
        "travel": (("harbor and hillside",), (), 0),
        "sessions": (("harbor, Monday 7 December 2026, 14:00",), (), 0),
        "needs": (("harbor, Monday 7 December 2026, 14:00: Asylum in Korean",), (), 0),
        "volunteers": (("Ana Reyes (ana@example.org)", "Min Park (min@example.org)"), (), 0),
        "availability": (("Ana Reyes (ana@example.org)", "Min Park (min@example.org)"), (), 0),
    }


def test_a_change_names_the_columns_in_words() -> None:
    row = "Ana Reyes,ana@example.org,,,,,2029-01-31,DACA; Asylum,,hillside,no,2.5,,"
    assert after(dict(sheet("volunteers", row))).of(SheetName.VOLUNTEERS) == SheetDifference(
        SheetName.VOLUNTEERS,
        (),
        (
            Changed(
                "Ana Reyes (ana@example.org)",
                (
                    FieldChange("credential_expires", "2028-01-31", "2029-01-31"),
                    FieldChange("matters", "Asylum; Visa", "Asylum; DACA"),
                    FieldChange("offices", "harbor; hillside", "hillside"),
                    FieldChange("remote", "yes", "no"),
                    FieldChange("hours_per_week", "3", "2.5"),
                ),
            ),
        ),
        1,
    )


def test_a_person_s_week_is_told_as_a_whole() -> None:
    rows = sheet("availability", "ana@example.org,Wed,9:00,11:00,if needed")
    assert after(dict(rows)).of(SheetName.AVAILABILITY).changed == (
        Changed(
            "Ana Reyes (ana@example.org)",
            (
                FieldChange(
                    "times",
                    "Monday 13:00\u201318:00 available",
                    "Wednesday 09:00\u201311:00 if needed",
                ),
            ),
        ),
    )


def test_a_need_with_another_priority_is_changed_and_one_in_another_language_is_new() -> None:
    rows = sheet(
        "needs",
        "harbor,2026-12-07,14:00,Asylum,Korean,4,45,low",
        "harbor,2026-12-07,14:00,Asylum,any,4,45,low",
    )
    session = "harbor, Monday 7 December 2026, 14:00"
    assert after(dict(rows)).of(SheetName.NEEDS) == SheetDifference(
        SheetName.NEEDS,
        (f"{session}: Asylum in any language",),
        (Changed(f"{session}: Asylum in Korean", (FieldChange("priority", "high", "low"),)),),
        0,
    )


def test_sessions_offices_and_ways_too() -> None:
    difference = after(
        dict(sheet("offices", "harbor,Harbor,,")),
        dict(sheet("travel", "hillside,harbor,45")),
        dict(sheet("sessions", "harbor,2026-12-07,14:00,17:00,60,,On site,,")),
    )
    assert [
        (s.sheet.value, [(c.column, c.before, c.after) for e in s.changed for c in e.fields])
        for s in difference.sheets[:3]
    ] == [
        ("offices", [("name", "Harbor House", "Harbor")]),
        ("travel", [("minutes", "30", "45")]),
        (
            "sessions",
            [
                ("end", "18:00", "17:00"),
                ("shift_minutes", "120", "60"),
                ("modality", "Hybrid", "On site"),
            ],
        ),
    ]


def test_a_difference_is_plain_json() -> None:
    difference = after(dict(sheet("travel", "hillside,harbor,45")))
    told = json.loads(msgspec.json.encode(difference))
    assert told["sheets"][1] == {
        "sheet": "travel",
        "added": [],
        "changed": [
            {
                "name": "harbor and hillside",
                "fields": [{"column": "minutes", "before": "30", "after": "45"}],
            }
        ],
        "left": 0,
    }
