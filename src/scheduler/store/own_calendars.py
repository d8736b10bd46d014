"""People's own calendars: their addresses, how reading them went, and when people are busy.

The address leaves this module for whoever fetches the calendar, and for nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.model.busy import Busy
from scheduler.store.db import Row, execute_many, row, rows, value


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """What may be told of a calendar: not its address, and nothing that is in it.

    ``next_at`` is None when it is not read by itself any more.
    """

    shown: str
    created_at: datetime
    tried_at: datetime | None
    read_at: datetime | None
    remark: str
    failing_since: datetime | None
    failures: int
    failure: str
    next_at: datetime | None


_TOLD = "shown, created_at, tried_at, read_at, remark, failing_since, failures, failure, next_at"


async def own_calendar(volunteer: int) -> OwnCalendar | None:
    """How reading the person's own calendar goes; None: they gave none."""
    found = await row(f"SELECT {_TOLD} FROM own_calendar WHERE volunteer = $1", volunteer)  # noqa: S608
    return OwnCalendar(**found) if found else None


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """Where a calendar is, and the entity tag with which it last came whole."""

    address: str = field(repr=False)
    mark: str
    whole_at: datetime | None
    failing_since: datetime | None
    failures: int


async def known_address(volunteer: int) -> KnownAddress | None:
    """What is needed to fetch the calendar."""
    found = await row(
        "SELECT address, mark, whole_at, failing_since, failures FROM own_calendar "
        "WHERE volunteer = $1",
        volunteer,
    )
    return KnownAddress(**found) if found else None


async def put_address(volunteer: int, address: str, shown: str, now: datetime) -> None:
    """The address in the place of the one before; inside a transaction."""
    await forget_calendar(volunteer)
    await rows(
        "INSERT INTO own_calendar (volunteer, address, shown, created_at, mark, remark, "
        "failures, failure) VALUES ($1, $2, $3, $4, '', '', 0, '')",
        volunteer,
        address,
        shown,
        now,
    )


async def forget_calendar(volunteer: int) -> bool:
    """Nothing of the calendar is left; gives whether there was one."""
    await rows("DELETE FROM busy_time WHERE volunteer = $1", volunteer)
    found = await rows("DELETE FROM own_calendar WHERE volunteer = $1 RETURNING id", volunteer)
    return bool(found)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one reading of an address ended, and when the next one is due.

    ``busy`` None: nothing new. A ``failure`` leaves what is known as it was.
    """

    address: str = field(repr=False)
    at: datetime
    next_at: datetime | None
    busy: tuple[Busy, ...] | None = None
    mark: str = ""
    remark: str = ""
    failure: str = ""


async def note_outcome(volunteer: int, outcome: Outcome) -> bool:
    """Keep what came of it, unless the address is another by now; inside a transaction."""
    if outcome.failure:
        changed = (
            "failure = $4, failures = failures + 1, failing_since = coalesce(failing_since, $3)"
        )
        values: tuple[object, ...] = (outcome.failure,)
    else:
        changed = "read_at = $3, failure = '', failures = 0, failing_since = NULL"
        values = ()
        if outcome.busy is not None:
            changed += ", whole_at = $3, mark = $4, remark = $5"
            values = (outcome.mark, outcome.remark)
    found = await row(
        f"UPDATE own_calendar SET tried_at = $3, next_at = ${len(values) + 4}, {changed} "  # noqa: S608
        "WHERE volunteer = $1 AND address = $2 RETURNING id",
        volunteer,
        outcome.address,
        outcome.at,
        *values,
        outcome.next_at,
    )
    if found and outcome.busy is not None and not outcome.failure:
        await _replace_busy(volunteer, outcome.busy)
    return found is not None


async def _replace_busy(volunteer: int, busy: Iterable[Busy]) -> None:
    await rows("DELETE FROM busy_time WHERE volunteer = $1", volunteer)
    await execute_many(
        "INSERT INTO busy_time (volunteer, starts, ends) VALUES ($1, $2, $3)",
        [(volunteer, one.starts, one.ends) for one in busy],
    )


async def claim_due(now: datetime, meanwhile: datetime) -> int | None:
    """Whose calendar is to be read next; nobody else takes it until ``meanwhile``."""
    found = await value(
        "UPDATE own_calendar SET next_at = $2 WHERE id = (SELECT id FROM own_calendar "
        "WHERE next_at <= $1 ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED) "
        "RETURNING volunteer",
        now,
        meanwhile,
    )
    return None if found is None else int(found)


# ---- when people are busy -------------------------------------------------------


async def busy_of(volunteer: int, since: datetime) -> tuple[Busy, ...]:
    """When one person is busy from a moment on."""
    found = await rows(
        "SELECT starts, ends FROM busy_time WHERE volunteer = $1 AND ends > $2 ORDER BY starts",
        volunteer,
        since,
    )
    return tuple(map(_busy, found))


async def busy_between(starts: datetime, ends: datetime) -> dict[int, tuple[Busy, ...]]:
    """When people are busy within a while, for all who gave a calendar."""
    found = await rows(
        "SELECT volunteer, starts, ends FROM busy_time WHERE starts < $2 AND ends > $1 "
        "ORDER BY volunteer, starts",
        starts,
        ends,
    )
    busy: dict[int, list[Busy]] = {}
    for r in found:
        busy.setdefault(r["volunteer"], []).append(_busy(r))
    return {number: tuple(times) for number, times in busy.items()}


def _busy(r: Row) -> Busy:
    return Busy(r["starts"], r["ends"])


async def own_uids(volunteer: int) -> frozenset[str]:
    """What calendars call the shifts the person has, or once had, in lower case."""
    found = await rows("SELECT uid FROM assignment WHERE volunteer = $1", volunteer)
    return frozenset(r["uid"].casefold() for r in found)
