"""Uploaded spreadsheets, kept until someone applies them or puts them away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from scheduler.errors import NotFoundError
from scheduler.store.db import row, rows, value


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
