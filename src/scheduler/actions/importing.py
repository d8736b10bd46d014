"""Spreadsheets in: first what would happen, then, if it is wanted, all of it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.errors import InvalidInputError
from scheduler.imports.differences import ImportDifference, compare
from scheduler.imports.rows import Reading, read_week
from scheduler.model.directory import Directory, Finding, Severity
from scheduler.store import audit, uploads
from scheduler.store.db import transaction, value
from scheduler.store.directory import load_directory, save_directory

_IMPORT_LOCK = 7242


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
        await audit.record(actor, "import", ", ".join(sorted(files)), bad=len(preview.bad))
    return preview


async def _read(files: Mapping[str, bytes], today: date) -> tuple[Directory, Reading]:
    before = await load_directory()
    return before, read_week(files, before, today)


async def keep_upload(files: Mapping[str, bytes], actor: str, now: datetime) -> int:
    """Keep uploaded files until someone has looked at what they would change."""
    if not files:
        raise InvalidInputError(
            "No file was chosen.", faults=[("files", "Choose at least one spreadsheet.")]
        )
    async with transaction():
        return await uploads.keep_upload(files, actor, now)


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


async def discard_upload(number: int) -> None:
    """Put an upload away."""
    await uploads.load_upload(number)
    await uploads.close_upload(number, "discarded")
