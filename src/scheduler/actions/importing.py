"""Spreadsheets in: first what would happen, then, if it is wanted, all of it at once."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath

from scheduler.errors import InvalidInputError, TooLargeError
from scheduler.imports.describing import session_name
from scheduler.imports.differences import ImportDifference, compare
from scheduler.imports.rows import Reading, read_week
from scheduler.model.directory import Directory, Finding, Severity
from scheduler.model.sessions import Session
from scheduler.planning.held_demand import MEND, another_shape, standing_in_the_way
from scheduler.rosters.cells import guarded
from scheduler.store import audit, demand, uploads
from scheduler.store.db import transaction, value
from scheduler.store.directory import load_directory, save_directory

_IMPORT_LOCK = 7242
MOST_FILES = 12
MOST_BYTES = 50 * 1024 * 1024
"""Of all files of an upload together; one file may have what the importer says."""
UPLOADS_WAIT = timedelta(days=7)
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; nothing is written."""

    difference: ImportDifference
    findings: tuple[Finding, ...]

    @property
    def bad(self) -> tuple[Finding, ...]:
        """Rows that cannot be taken."""
        return tuple(f for f in self.findings if f.severity is Severity.BAD)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Rows that are taken and that a person should look at."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)

    @property
    def added(self) -> int:
        """How many entries are new."""
        return sum(len(sheet.added) for sheet in self.difference.sheets)

    @property
    def changed(self) -> int:
        """How many entries on file would change."""
        return sum(len(sheet.changed) for sheet in self.difference.sheets)

    @property
    def bad_rows(self) -> int:
        """How many rows, or whole files, cannot be taken; a row may have several faults."""
        return len({(f.file, f.row) for f in self.bad})


class BadRowsError(InvalidInputError):
    """Some rows cannot be taken, so nothing was written."""


async def preview_import(files: Mapping[str, bytes], today: date) -> ImportPreview:
    """Work out what the files would change."""
    before, reading = await _read(files, today)
    return ImportPreview(compare(before, reading.directory), reading.findings)


async def apply_import(
    files: Mapping[str, bytes], actor: str, today: date, *, skip_bad_rows: bool = False
) -> ImportPreview:
    """Write what the files change, all or nothing; bad rows stop it unless they are skipped."""
    async with transaction():
        await value("SELECT pg_advisory_xact_lock($1)", _IMPORT_LOCK)
        before, reading = await _read(files, today)
        preview = ImportPreview(compare(before, reading.directory), reading.findings)
        if preview.bad and not skip_bad_rows:
            raise BadRowsError
        await save_directory(before, reading.directory)
        await _forget_plans(before, reading.directory)
        await audit.record(actor, "import", ", ".join(sorted(files)), bad=len(preview.bad))
    return preview


async def _forget_plans(before: Directory, after: Directory) -> None:
    """Drafts hold nobody in shifts that are cut anew."""
    for key, old in before.sessions.items():
        if another_shape(old, after.sessions[key]):
            await demand.forget_plans(old.id)


async def _read(files: Mapping[str, bytes], today: date) -> tuple[Directory, Reading]:
    before = await load_directory()
    # A large sheet takes seconds to read; other people's pages must not wait for it.
    reading = await asyncio.to_thread(read_week, files, before, today)
    return before, await _keep_held(before, reading)


async def _keep_held(before: Directory, reading: Reading) -> Reading:
    """Sessions that people are held to stay as their letters tell them, and the row is bad."""
    changed = {
        key: (before.sessions[key], session)
        for key, session in reading.directory.sessions.items()
        if key in before.sessions and before.sessions[key] != session
    }
    held = await demand.held_seats(old.id for old, _ in changed.values())
    kept: dict[tuple[str, datetime], Session] = {}
    findings: list[Finding] = []
    for key, (old, new) in changed.items():
        zone = before.offices[old.office].timezone
        own = [seat for seat in held if seat.session == old.id]
        rows = range(1, len(new.needs) + 1)
        for _, sentence in standing_in_the_way(old, new, rows, own, zone):
            name = session_name(old.office, old.starts, zone)
            findings.append(Finding("sessions", 0, name, sentence, MEND))
            kept[key] = old
    if not kept:
        return reading
    directory = replace(reading.directory, sessions={**reading.directory.sessions, **kept})
    return Reading(directory, (*reading.findings, *findings))


def named_files(parts: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Uploaded files by a name of their own; two of one name are both kept."""
    files: dict[str, bytes] = {}
    for given, content in parts:
        name = _plain_name(given)
        place = PurePosixPath(name)
        number = 2
        while name in files:
            name, number = f"{place.stem} ({number}){place.suffix}", number + 1
        files[name] = content
    return files


def _plain_name(given: str) -> str:
    """The name without folders and what cannot be shown; its end tells what the file is."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if c.isprintable()).strip()
    return shown[-_LONGEST_NAME:] or "unnamed"


async def keep_upload(files: Mapping[str, bytes], actor: str, now: datetime) -> int:
    """Keep uploaded files until someone has looked at what they would change."""
    check_size(files)
    async with transaction():
        await uploads.discard_before(now - UPLOADS_WAIT)
        number = await uploads.keep_upload(files, actor, now)
        await audit.record(actor, "upload", ", ".join(files)[:200], upload=number)
    return number


def check_size(files: Mapping[str, bytes]) -> None:
    """Refuse an upload of no files, or of more than the service takes."""
    if not files:
        fault = "Choose at least one spreadsheet, in CSV or XLSX."
        raise InvalidInputError("No file was chosen.", faults=[("files", fault)])
    if len(files) > MOST_FILES:
        fault = f"Choose at most {MOST_FILES} files: the six sheets, or one workbook with them."
        raise TooLargeError("Too many files.", faults=[("files", fault)])
    if sum(map(len, files.values())) > MOST_BYTES:
        fault = "Together the files are larger than 50 MB. Send them one after the other."
        raise TooLargeError("Too large.", faults=[("files", fault)])


async def preview_upload(number: int, today: date) -> ImportPreview:
    """What the uploaded files would change."""
    return await preview_import(await uploads.load_upload(number), today)


async def apply_upload(
    number: int, actor: str, today: date, *, skip_bad_rows: bool
) -> ImportPreview:
    """Apply an upload once."""
    async with transaction():
        files = await uploads.load_upload(number, lock=True)
        preview = await apply_import(files, actor, today, skip_bad_rows=skip_bad_rows)
        await uploads.close_upload(number, "applied")
    return preview


async def discard_upload(number: int, actor: str) -> None:
    """Put an upload away."""
    async with transaction():
        await uploads.load_upload(number, lock=True)
        await uploads.close_upload(number, "discarded")
        await audit.record(actor, "upload-put-away", f"upload {number}")


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """Every finding as a row, for whoever mends the files."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("weight", "file", "row", "column", "problem", "mend"))
    writer.writerows(
        (
            f.severity.value,
            guarded(f.file),
            f.row or "",
            guarded(f.column),
            guarded(f.problem),
            guarded(f.mend),
        )
        for f in findings
    )
    return text.getvalue().encode("utf-8-sig")
