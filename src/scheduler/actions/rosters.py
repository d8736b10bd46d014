"""Rosters as documents, and the calendar addresses people subscribe to."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

from scheduler.actions.viewing import view_office_roster
from scheduler.errors import NotFoundError
from scheduler.rosters.pdf import roster_pdf
from scheduler.rosters.sheets import roster_csv, roster_xlsx
from scheduler.store import access
from scheduler.store.db import transaction

MEDIA = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


async def roster_document(monday: date, office: str, form: str, fonts: Path) -> bytes:
    """An office's roster as ``pdf``, ``xlsx`` or ``csv``."""
    roster = await view_office_roster(monday, office)
    match form:
        case "pdf":
            return roster_pdf(roster, fonts)
        case "xlsx":
            return roster_xlsx(roster)
        case "csv":
            return roster_csv(roster)
    raise NotFoundError(f"A roster comes as pdf, xlsx or csv, not as {form!r}.")


async def new_feed_address(base_url: str, *, office: str | None, volunteer: int | None) -> str:
    """A calendar address nobody can guess; the one before stops working."""
    token = secrets.token_urlsafe(32)
    async with transaction():
        await access.put_feed(token, office=office, volunteer=volunteer)
    return f"{base_url}/calendar/{token}.ics"
