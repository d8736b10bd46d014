"""Uploaded spreadsheets, kept until someone applies them or puts them away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.errors import NotFoundError
from scheduler.store.db import row, rows, value


@dataclass(frozen=True, slots=True)
class WaitingUpload:
    """An upload that nobody has applied or put away yet."""

    id: int
    created_at: datetime
    created_by: str
    files: tuple[str, ...]


async def keep_upload(files: Mapping[str, bytes], actor: str, now: datetime) -> int:
    """Store the files as they came."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return int(
        await value(
            "INSERT INTO upload (created_at, created_by, files, state) "
            "VALUES ($1, $2, $3, 'waiting') RETURNING id",
            now,
            actor,
            packed.getvalue(),
        )
    )


async def load_upload(number: int, *, lock: bool = False) -> dict[str, bytes]:
    """The files of an upload that waits; with ``lock`` nobody else applies it meanwhile."""
    found = await row(
        "SELECT files FROM upload WHERE id = $1 AND state = 'waiting'"  # noqa: S608 - fixed text
        + (" FOR UPDATE" if lock else ""),
        number,
    )
    if found is None:
        raise NotFoundError("This upload was applied or put away already.")
    with zipfile.ZipFile(io.BytesIO(found["files"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def close_upload(number: int, state: str) -> None:
    """It was ``applied`` or ``discarded``."""
    await rows("UPDATE upload SET state = $2, files = '' WHERE id = $1", number, state)


async def waiting_uploads() -> tuple[WaitingUpload, ...]:
    """Uploads that wait, the latest first."""
    found = await rows("SELECT * FROM upload WHERE state = 'waiting' ORDER BY id DESC")
    return tuple(
        WaitingUpload(r["id"], r["created_at"], r["created_by"], _names(r["files"])) for r in found
    )


def _names(packed: bytes) -> tuple[str, ...]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return tuple(archive.namelist())


async def discard_before(moment: datetime) -> None:
    """Put away what has waited for too long: it holds addresses and phone numbers."""
    await rows(
        "UPDATE upload SET state = 'discarded', files = '' "
        "WHERE state = 'waiting' AND created_at < $1",
        moment,
    )
