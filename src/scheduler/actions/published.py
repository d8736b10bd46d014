"""What is published, as offices read it: only who serves is looked up, not who could."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scheduler.errors import NotFoundError
from scheduler.model.rosters import OfficeRoster
from scheduler.model.week import Week
from scheduler.planning.board import board
from scheduler.planning.office_roster import Version, office_roster
from scheduler.planning.reasons import empty_reasons
from scheduler.store import rosters
from scheduler.store.rosters import RosterRecord
from scheduler.store.week import load_held_week, load_week


async def office_rosters(
    mondays: Iterable[date], office: str | None = None
) -> tuple[OfficeRoster, ...]:
    """The published weeks of one office, or of all: week by week, with today's replies."""
    found: list[OfficeRoster] = []
    for monday in mondays:
        week = await load_held_week(monday, office)
        record = await _in_force(week, office)
        found += await _sheets(week, record, [office] if office else week.offices)
    return tuple(found)


async def view_office_roster(
    monday: date, office: str, *, with_reasons: bool = False
) -> OfficeRoster:
    """What is published for one office, with today's replies.

    Why seats are empty is known ``with_reasons`` only: it takes a look at everybody on file.
    """
    week = await (load_week(monday) if with_reasons else load_held_week(monday, office))
    record = await _in_force(week, office)
    (sheets,) = await _sheets(week, record, [office], with_reasons=with_reasons)
    return sheets


async def _in_force(week: Week, office: str | None) -> RosterRecord:
    if office is not None and office not in week.offices:
        raise NotFoundError(f"There is no office {office!r}.")
    record = await rosters.latest_roster(week.monday)
    if record is None:
        raise NotFoundError(f"Nothing is published for the week of {week.monday} yet.")
    return record


async def _sheets(
    week: Week, record: RosterRecord, offices: Iterable[str], *, with_reasons: bool = False
) -> list[OfficeRoster]:
    shown = board(
        week,
        week.published,
        await rosters.replies_of_week(week.monday),
        empty_reasons(week, week.published) if with_reasons else None,
    )
    version = Version(record.version, record.published_at)
    return [office_roster(week, shown, office, version) for office in offices]
