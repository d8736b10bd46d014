"""Files made to blow up end soon, small, and with a sentence."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from scheduler.imports.tables import UnreadableFileError

from .worlds import HEADINGS, complaints, read, workbook

TOO_MUCH = (
    "The workbook unpacks to more than the service takes.",
    "Delete what is not part of the tables, or save each sheet as CSV.",
)
DAMAGED = ("The workbook is damaged.", "Open it, save it anew as XLSX, and try again.")
TOO_LONG = (
    "The sheet has more than 100,000 rows.",
    "Delete what stands beneath the table, or send it in parts.",
)
TOO_WIDE = (
    "The row has more than 200 columns.",
    "Delete what stands to the right of the table.",
)
ENDLESS = (
    "From this row on a cell does not end.",
    'Look for a quotation mark (") without its partner, or save the file as XLSX.',
)
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
HEADS = HEADINGS["volunteers"].split(",")
FIRST = b"name,email,kind\n"


def tampered(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A good workbook with one part changed."""
    good = workbook({"volunteers": [HEADS, ["Bo", "bo@example.org", "", "Intake"]]})
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as source,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == part else data)
    return stored.getvalue()


def in_sheet(rows: bytes) -> bytes:
    """A good workbook with more rows of raw XML."""
    return tampered(SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def claimed_small() -> bytes:
    """A workbook whose sheet unpacks to more than its entry says."""
    data = bytearray(in_sheet(b" " * 5_000_000))
    entry = data.index(b"PK\x01\x02")
    while data[entry + 46 : entry + 46 + len(SHEET)] != SHEET.encode():
        entry = data.index(b"PK\x01\x02", entry + 4)
    data[entry + 24 : entry + 28] = (700).to_bytes(4, "little")
    return bytes(data)


def doctype(xml: bytes) -> bytes:
    """The billion laughs."""
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><sst'
    return xml.replace(b"<sst", laughs, 1)


BOMBS: Mapping[str, tuple[str, Callable[[], bytes], tuple[str, str], int]] = {
    "commas": ("volunteers.csv", lambda: b"," * 10_000_000, TOO_WIDE, 1),
    "blank lines": ("volunteers.csv", lambda: b"\n" * 10_000_000, TOO_LONG, 0),
    "rows": ("volunteers.csv", lambda: FIRST + b"a,b,c\n" * 1_600_000, TOO_LONG, 0),
    "a huge cell": ("volunteers.csv", lambda: FIRST + b"a" * 9_900_000, ENDLESS, 2),
    "an open quote": (
        "volunteers.csv",
        lambda: FIRST + b'"' + b"a\n" * 4_900_000,
        ENDLESS,
        2,
    ),
    "cells over lines": (
        "volunteers.csv",
        lambda: FIRST + b'"a,\n",' * 1_600_000,
        TOO_WIDE,
        2,
    ),
    "unpacked size": ("week.xlsx", lambda: in_sheet(b" " * 300_000_000), TOO_MUCH, 0),
    "a false size": ("week.xlsx", claimed_small, DAMAGED, 0),
    "a far corner": (
        "week.xlsx",
        lambda: in_sheet(b'<row r="9"><c r="XFD1048576"/></row>'),
        TOO_LONG,
        0,
    ),
    "a wide corner": (
        "week.xlsx",
        lambda: in_sheet(b'<row r="9"><c r="XFD9"/></row>'),
        TOO_WIDE,
        9,
    ),
    "cells without places": (
        "week.xlsx",
        lambda: in_sheet(b"<row>" + b"<c/>" * 3_000_000 + b"</row>"),
        TOO_WIDE,
        3,
    ),
    "rows without cells": ("week.xlsx", lambda: in_sheet(b"<row/>" * 5_000_000), TOO_LONG, 0),
    "depth": ("week.xlsx", lambda: in_sheet(b"<a>" * 5_000_000), DAMAGED, 0),
    "entities": ("week.xlsx", lambda: tampered(TEXTS, doctype), DAMAGED, 0),
    "one long text a thousand times": (
        "week.xlsx",
        lambda: workbook({"volunteers": [["x" * 30_000] * 100] * 20}),
        TOO_MUCH,
        0,
    ),
    "many sheets": (
        "week.xlsx",
        lambda: workbook({f"s{n}": [["a"]] for n in range(30)}),
        (
            "The workbook has more than 20 sheets.",
            "Keep the six that are meant, or save each as CSV.",
        ),
        0,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_with_a_sentence(name: str) -> None:
    file, made, (problem, mend), row = BOMBS[name]
    data = made()
    started = time.process_time()
    assert complaints(read({file: data})) == [(file, row, "", problem, mend)]
    assert time.process_time() - started < 10


def test_all_bombs_together_stay_under_two_hundred_megabytes(tmp_path: Path) -> None:
    """Read in a process of its own, for making them takes more than reading them."""
    for number, (file, made, _, _) in enumerate(BOMBS.values()):
        (tmp_path / f"{number}-{file}").write_bytes(made())
    ran = subprocess.run(  # noqa: S603 - this very test, in a fresh interpreter
        [sys.executable, "-c", READ_ALL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    read_files, megabytes = map(int, ran.stdout.split())
    assert read_files == len(BOMBS)
    assert megabytes < 200


# The kernel's own peak where it tells; getrusage passes on the peak of the parent.
READ_ALL = """
import datetime, pathlib, re, resource, sys
from scheduler.imports.rows import read_week
from scheduler.model.directory import Directory

paths = sorted(pathlib.Path(sys.argv[1]).iterdir())
for path in paths:
    read_week({path.name: path.read_bytes()}, Directory(), datetime.date(2026, 12, 1))
status = pathlib.Path("/proc/self/status")
kilobytes = (
    int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1])
    if status.exists()
    else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
)
print(len(paths), kilobytes // 1024)
"""


def test_the_complaint_is_one_of_ours() -> None:
    assert UnreadableFileError("This.", "Do that.").detail == "This. Do that."
