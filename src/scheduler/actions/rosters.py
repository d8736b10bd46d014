"""Rosters as pages and documents."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from scheduler.actions.published import view_office_roster
from scheduler.errors import NotFoundError
from scheduler.model.offices import Office
from scheduler.model.rosters import OfficeRoster
from scheduler.model.week import monday_of
from scheduler.rosters.pdf import roster_pdf
from scheduler.rosters.sheets import roster_csv, roster_xlsx
from scheduler.store.directory import load_offices
from scheduler.store.office_weeks import OfficeWeek, office_weeks
from scheduler.store.rosters import latest_roster

MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
PAST_WEEKS = 26
"""How far back the list of rosters goes; older ones are still at their addresses."""


@dataclass(frozen=True, slots=True)
class RosterWeek:
    """One week with the offices that serve in it."""

    monday: date
    offices: tuple[OfficeWeek, ...]

    @property
    def version(self) -> int | None:
        """What is published, None when nothing is."""
        return self.offices[0].version


async def require_office(office: str) -> Office:
    """An office that is on file."""
    found = (await load_offices()).get(office)
    if found is None:
        raise NotFoundError(f"There is no office {office!r}.")
    return found


async def view_rosters(
    today: date, *, past: bool = False, office: str | None = None
) -> tuple[RosterWeek, ...]:
    """This week and those to come, the next first; or those before, the latest first."""
    monday = monday_of(today)
    found = (
        await office_weeks(office, monday - timedelta(weeks=PAST_WEEKS), monday)
        if past
        else await office_weeks(office, monday)
    )
    weeks = [
        RosterWeek(day, tuple(entries)) for day, entries in groupby(found, key=lambda w: w.monday)
    ]
    return tuple(reversed(weeks)) if past else tuple(weeks)


async def next_week_of(office: str, today: date) -> date:
    """The week an office looks at first: this one, else the next that is published or asked."""
    weeks = await view_rosters(today, office=office)
    published = [week.monday for week in weeks if week.version is not None]
    asked = [week.monday for week in weeks]
    return min(published or asked, default=monday_of(today))


async def published_roster(
    monday: date, office: str, *, with_reasons: bool = False
) -> OfficeRoster | None:
    """What is published for one office; None when nothing is yet."""
    await require_office(office)
    if await latest_roster(monday) is None:
        return None
    return await view_office_roster(monday, office, with_reasons=with_reasons)


async def roster_document(monday: date, office: str, form: str, fonts: Path) -> bytes:
    """An office's roster as ``pdf``, ``xlsx`` or ``csv``."""
    roster = await view_office_roster(monday, office, with_reasons=True)
    match form:
        case "pdf":
            # Typesetting takes a while; other people's pages must not wait for it.
            return await asyncio.to_thread(roster_pdf, roster, fonts)
        case "xlsx":
            return await asyncio.to_thread(roster_xlsx, roster)
        case "csv":
            return roster_csv(roster)
    raise NotFoundError(f"A roster comes as pdf, xlsx or csv, not as {form!r}.")
