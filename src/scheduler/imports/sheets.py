"""Which file is which of the six spreadsheets, and their rows by heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from scheduler.imports.cells import Row
from scheduler.imports.columns import COLUMNS, Content, SheetName, heading_key
from scheduler.imports.delimited import delimited_rows
from scheduler.imports.headings import heading_faults, keys_of, with_headings
from scheduler.imports.tables import MOST_BYTES, Table, UnreadableFileError, table
from scheduler.imports.words import listed
from scheduler.imports.workbooks import workbook_sheets
from scheduler.model.directory import Finding, Severity

_TABLE_FILES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm"})
_OTHER_FORMATS = frozenset({".ods", ".xls", ".xlsb", ".numbers", ".pdf"})
_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_CONTENTS = {c.heading: c.content for columns in COLUMNS.values() for c in columns}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the six spreadsheets as it came in."""

    name: SheetName
    file: str
    table: Table
    columns: Mapping[str, int]
    """Where each known heading stands."""

    @property
    def rows(self) -> Iterator[Row]:
        """Its rows, one at a time."""
        return (Row(number, cells, self.columns) for number, cells in self.table.rows)


def read_sheets(
    files: Mapping[str, bytes],
) -> tuple[Mapping[SheetName, Sheet], tuple[Finding, ...]]:
    """The spreadsheets found in the files, and what is wrong with whole files or columns."""
    sheets: dict[SheetName, Sheet] = {}
    findings: list[Finding] = []
    for file in sorted(files):
        for sheet in _sheets(_tables(file, files[file], findings), findings):
            if sheet.name in sheets:
                findings.append(_second(sheet, sheets[sheet.name]))
            else:
                sheets[sheet.name] = sheet
    if files and not sheets and not any(f.severity is Severity.BAD for f in findings):
        mend = f"Send files with the names {listed(SheetName, 'and')}, or some of them."
        problem = "No file here is one of the six spreadsheets."
        findings.append(Finding(min(files), 0, "", problem, mend))
    return {name: sheets[name] for name in SheetName if name in sheets}, tuple(findings)


def _tables(file: str, data: bytes, findings: list[Finding]) -> list[Table]:
    suffix = PurePath(file).suffix.lower()
    if suffix not in _TABLE_FILES and not data.startswith(_OLD_WORKBOOK):
        findings.append(_not_read(file, suffix))
        return []
    try:
        found = _opened(file, data)
    except UnreadableFileError as fault:
        findings.append(Finding(file, fault.row, "", fault.problem, fault.mend))
        return []
    if not found:
        findings.append(
            Finding(file, 0, "", "The file is empty.", "Send it with its headings and rows.")
        )
    return found


def _opened(file: str, data: bytes) -> list[Table]:
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(
            "The file is larger than 10 MB.", "Send it in parts, or delete what is not a table."
        )
    if data.startswith(_OLD_WORKBOOK):
        raise UnreadableFileError(
            "The workbook has a password or is in the old Excel format.",
            "Save it without a password as XLSX.",
        )
    if data.startswith(_WORKBOOK):
        return _of_workbook(file, data)
    found = table(file, PurePath(file).stem, delimited_rows(data))
    return [found] if found else []


def _of_workbook(file: str, data: bytes) -> list[Table]:
    sheets = workbook_sheets(data, lambda h: _CONTENTS.get(heading_key(h), Content.TEXT))
    found = [t for name, rows in sheets if (t := table(f"{file} ({name})", name, rows))]
    if len(found) != 1:
        return found
    only, stem = found[0], PurePath(file).stem
    name = stem if _named(stem) else only.name
    return [Table(file, name, only.heading_row, only.headings, only.rows)]


def _not_read(file: str, suffix: str) -> Finding:
    """Other papers in a folder are no harm; a spreadsheet that is passed over is."""
    if suffix in _OTHER_FORMATS:
        problem = f"Spreadsheets in the format {suffix} cannot be read."
        return Finding(file, 0, "", problem, "Save it as XLSX or CSV.")
    mend = "Spreadsheets end in .csv or .xlsx."
    return Finding(file, 0, "", "The file was not read.", mend, Severity.WARNING)


def _sheets(tables: list[Table], findings: list[Finding]) -> Iterator[Sheet]:
    """The sheets among the tables of a file; one that is none is bad if it stands alone."""
    names = [_named(found.name) or with_headings(keys_of(found)) for found in tables]
    for found, name in zip(tables, names, strict=True):
        if name is None:
            findings.append(_unknown_sheet(found, alone=not any(names)))
        elif sheet := _sheet(found, name, findings):
            yield sheet


def _unknown_sheet(found: Table, *, alone: bool) -> Finding:
    mend = f"Give the file the name of its sheet: {listed(SheetName)}."
    if not alone:
        mend = f"If it is needed, give it the name of its sheet: {listed(SheetName)}."
    severity = Severity.BAD if alone else Severity.WARNING
    problem = "We cannot tell which spreadsheet this is."
    return Finding(found.file, 0, "", problem, mend, severity)


def _sheet(found: Table, name: SheetName, findings: list[Finding]) -> Sheet | None:
    headings = keys_of(found)
    faults = list(heading_faults(name, found, headings))
    findings += faults
    if any(fault.row == 0 for fault in faults):
        return None
    known = {column.heading for column in COLUMNS[name]}
    places = {heading: i for i, heading in enumerate(headings) if heading in known}
    return Sheet(name, found.file, found, places)


def _named(stem: str) -> SheetName | None:
    """The sheet a name speaks of: "Volunteers (1)" and "2026-12-07 volunteers" are one."""
    words = re.findall(r"[a-z]+", stem.casefold())
    named = [name for name in SheetName if name in words]
    return named[0] if len(named) == 1 else None


def _second(sheet: Sheet, first: Sheet) -> Finding:
    return Finding(
        sheet.file,
        0,
        "",
        f"This is a second sheet of {sheet.name}; {first.file} was read.",
        "Send one file for each sheet.",
    )
