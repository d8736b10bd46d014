"""What an open page has missed since it was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scheduler.store import keeping_up as store
from scheduler.store.keeping_up import AnswerGiven, Facts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Missed:
    """The mark of how things stand now, and the answers that came since the page was drawn."""

    mark: str
    answers: tuple[AnswerGiven, ...] = ()


async def mark_of_week(monday: date, office: str | None = None) -> str:
    """How a week stands, for whoever comes back to ask; read it before what the page shows.

    With an ``office`` only what that office sees of the week counts.
    """
    return _mark(await store.facts_of_week(monday, office))


async def missed_in_week(monday: date, seen: str, office: str | None = None) -> Missed | None:
    """What a page that was drawn at the mark ``seen`` does not show; None for nothing."""
    mark = await mark_of_week(monday, office)
    if mark == seen:
        return None
    since = _answered(seen)
    return Missed(mark, await store.answers_since(monday, office, since) if since else ())


async def mark_of_shifts(volunteer: int, now: datetime) -> str:
    """How somebody's own shifts stand."""
    return _mark(await store.facts_of_shifts(volunteer, now))


async def missed_in_shifts(volunteer: int, seen: str, now: datetime) -> Missed | None:
    """Whether somebody's own shifts have changed since the mark ``seen``."""
    mark = await mark_of_shifts(volunteer, now)
    return None if mark == seen else Missed(mark)


def _mark(facts: Facts) -> str:
    since = facts.answered - _EPOCH if facts.answered else timedelta(0)
    return f"{facts.digest}.{since // timedelta(microseconds=1)}"


_LAST = 2**53
"""Microseconds until the year 2255; a mark beyond is none of ours."""


def _answered(mark: str) -> datetime | None:
    """When the newest answer was given that a page with this mark shows."""
    number = mark.rpartition(".")[2]
    if not (number.isascii() and number.isdecimal() and len(number) <= len(str(_LAST))):
        return None
    return _EPOCH + timedelta(microseconds=min(int(number), _LAST))
