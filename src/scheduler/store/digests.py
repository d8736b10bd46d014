"""Digests: who wants one, which days were looked at, and what there is to tell."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.model.access import Access
from scheduler.model.digests import HeldNews, Rhythm
from scheduler.model.rosters import Placement, Reply
from scheduler.model.sessions import Role, SessionKind, Title, title_of
from scheduler.model.week import SERVICE_ZONE, week_span
from scheduler.store.db import Row, rows, value
from scheduler.store.letters import failed_letters
from scheduler.store.week import placement_of


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody with an account who wants digests; ``timezone`` is their office's."""

    account: int
    email: str
    name: str
    access: Access
    office: str | None
    language: str
    rhythm: Rhythm
    timezone: str
    since: datetime
    """When the account was opened."""


@dataclass(frozen=True, slots=True)
class LastDigest:
    """The newest digest that was sent to somebody."""

    at: datetime
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A shift ahead that its person has not answered for."""

    uid: str
    sequence: int
    name: str
    place: str
    timezone: str
    title: Title
    starts: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class EndingCredential:
    """A person whose credential ends, or has just ended."""

    volunteer: int
    name: str
    last_day: date


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A letter that was refused for good, and that nothing has overtaken."""

    letter: int
    name: str
    at: datetime


async def subscribers() -> tuple[Subscriber, ...]:
    """Everybody who wants digests and whom mail reaches."""
    found = await rows(
        "SELECT a.*, o.key AS office_key, coalesce(o.timezone, $1) AS timezone FROM account a "
        "LEFT JOIN office o ON o.id = a.office WHERE NOT a.disabled AND a.digest <> 'off' "
        "AND NOT EXISTS (SELECT 1 FROM mail_trouble t WHERE t.email = a.email) ORDER BY a.id",
        SERVICE_ZONE,
    )
    return tuple(
        Subscriber(
            r["id"],
            r["email"],
            r["name"],
            Access(r["role"]),
            r["office_key"],
            r["language"],
            Rhythm(r["digest"]),
            r["timezone"],
            r["created_at"],
        )
        for r in found
    )


async def looked_at(days: Iterable[date]) -> frozenset[tuple[int, date]]:
    """Whose digest of which of these days is settled, sent or not."""
    found = await rows("SELECT account, day FROM digest WHERE day = ANY($1)", list(days))
    return frozenset((r["account"], r["day"]) for r in found)


async def claim_day(account: int, day: date, now: datetime) -> bool:
    """Take somebody's day; False when it was taken before. A rollback gives it back."""
    found = await value(
        "INSERT INTO digest (account, day, at, told) VALUES ($1, $2, $3, '[]') "
        "ON CONFLICT (account, day) DO NOTHING RETURNING id",
        account,
        day,
        now,
    )
    return found is not None


async def note_digest(account: int, day: date, letter: int, told: Iterable[str]) -> None:
    """The digest of the day is this letter, and tells of these."""
    await rows(
        "UPDATE digest SET letter = $3, told = $4::jsonb WHERE account = $1 AND day = $2",
        account,
        day,
        letter,
        json.dumps(list(told)),
    )


async def last_digest(account: int) -> LastDigest | None:
    """The newest digest that was sent to somebody."""
    found = await rows(
        "SELECT at, told FROM digest WHERE account = $1 AND letter IS NOT NULL "
        "ORDER BY day DESC LIMIT 1",
        account,
    )
    return LastDigest(found[0]["at"], tuple(json.loads(found[0]["told"]))) if found else None


# ---- what there is to tell ------------------------------------------------------


async def news_since(since: datetime, now: datetime) -> tuple[HeldNews, ...]:
    """Shifts ahead that somebody got, answered for, left, or that changed, since then."""
    found = await rows(
        "SELECT a.*, o.key AS office, v.name, s.kind AS session_kind FROM assignment a "
        "JOIN session s ON s.id = a.session JOIN office o ON o.id = s.office "
        "JOIN volunteer v ON v.id = a.volunteer WHERE a.starts > $2 AND a.role <> 'standby' "
        "AND (a.created_at > $1 "
        "OR a.changed_at > $1 OR a.replied_at > $1 OR a.released_at > $1) ORDER BY a.starts, a.id",
        since,
        now,
    )
    return tuple(
        HeldNews(
            r["office"],
            r["uid"],
            r["name"],
            title_of(Role(r["role"]), SessionKind(r["session_kind"])),
            r["starts"],
            Reply(r["reply"]),
            r["created_at"],
            r["changed_at"],
            r["replied_at"],
            r["released_at"],
        )
        for r in found
    )


async def left_seats(monday: date) -> tuple[tuple[Placement, datetime], ...]:
    """The seats of the week that somebody left, with when, the earliest first."""
    found = await rows(
        "SELECT a.* FROM assignment a JOIN session s ON s.id = a.session "
        "WHERE a.released_at IS NOT NULL AND s.starts >= $1 AND s.starts < $2 "
        "ORDER BY a.released_at, a.id",
        *week_span(monday),
    )
    return tuple((placement_of(r), r["released_at"]) for r in found)


async def first_published(monday: date) -> datetime | None:
    """When the week was published for the first time."""
    found = await value("SELECT min(published_at) FROM roster WHERE monday = $1", monday)
    return found if isinstance(found, datetime) else None


async def unanswered(
    now: datetime, until: datetime, *, asked_before: datetime, near: datetime
) -> tuple[Unanswered, ...]:
    """Shifts until then that somebody is held to and has not answered for, the next first.

    Who was asked only since ``asked_before`` still has time, unless the shift is ``near``.
    """
    found = await rows(
        "SELECT a.*, o.name AS place, o.timezone, v.name, s.kind AS session_kind "
        "FROM assignment a JOIN session s ON s.id = a.session JOIN office o ON o.id = s.office "
        "JOIN volunteer v ON v.id = a.volunteer WHERE a.released_at IS NULL "
        "AND a.reply = 'none' AND a.starts > $1 AND a.starts < $2 "
        "AND (a.changed_at < $3 OR a.starts < $4) ORDER BY a.starts, v.name",
        now,
        until,
        asked_before,
        near,
    )
    return tuple(
        Unanswered(
            r["uid"],
            r["sequence"],
            r["name"],
            r["place"],
            r["timezone"],
            title_of(Role(r["role"]), SessionKind(r["session_kind"])),
            r["starts"],
            r["changed_at"],
        )
        for r in found
    )


async def ending_credentials(first: date, last: date) -> tuple[EndingCredential, ...]:
    """People whose credential has its last good day in that time, the next first."""
    found = await rows(
        "SELECT id, name, credential_expires FROM volunteer "
        "WHERE credential_expires BETWEEN $1 AND $2 ORDER BY credential_expires, name",
        first,
        last,
    )
    return tuple(_ending(r) for r in found)


def _ending(r: Row) -> EndingCredential:
    return EndingCredential(r["id"], r["name"], r["credential_expires"])


async def given_up() -> tuple[GivenUp, ...]:
    """Letters that a coordinator can still send again, the oldest first."""
    found = await rows(
        "SELECT id, name, created_at FROM letter WHERE id = ANY($1) ORDER BY id",
        list(await failed_letters()),
    )
    return tuple(GivenUp(r["id"], r["name"], r["created_at"]) for r in found)
