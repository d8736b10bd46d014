"""Calendar addresses, and what the calendar behind each of them is made of.

Of an address only the hash is kept. A poll is one query: it finds the address and digests
every row its calendar is written from, so a calendar that was drawn from the same digest is
the newest one, whatever changed meanwhile and whichever process changed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.model.week import week_span
from scheduler.store.access import hashed
from scheduler.store.db import row, rows, value


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose shifts a calendar shows: an office's, a volunteer's, or (neither) every office's."""

    office: str | None = None
    volunteer: int | None = None

    def __str__(self) -> str:
        if self.volunteer is not None:
            return f"volunteer {self.volunteer}"
        return f"office {self.office}" if self.office else "every office"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back calendars reach: a person's shifts, their cancelled ones, offices' weeks."""

    shifts: datetime
    cancelled: datetime
    monday: date


@dataclass(frozen=True, slots=True)
class Polled:
    """A calendar address that works, and the digest of what its calendar says now."""

    feed: int
    subject: Subject
    facts: bytes


# Whole rows: what a calendar will say tomorrow of its office or its person is in them already.
_OWN = (
    "SELECT string_agg(concat_ws(E'\\x1f', a, s, o, n), E'\\x1e' ORDER BY a.id) FROM assignment a "
    "JOIN session s ON s.id = a.session JOIN office o ON o.id = s.office "
    "LEFT JOIN need n ON n.id = a.need WHERE a.volunteer = f.volunteer AND a.ends > $2 "
    "AND (a.released_at IS NULL OR a.released_at > $3)"
)
_HERE = "s.starts >= $4 AND (f.office IS NULL OR s.office = f.office)"
_OFFICES = (
    "SELECT concat_ws(E'\\x1d', $5::date, "  # noqa: S608 - fixed text
    "(SELECT string_agg(o::text, E'\\x1e' ORDER BY o.id) FROM office o "
    "WHERE f.office IS NULL OR o.id = f.office), "
    "(SELECT string_agg(r.id::text, ',' ORDER BY r.id) FROM roster r WHERE r.monday >= $5), "
    f"(SELECT string_agg(s::text, E'\\x1e' ORDER BY s.id) FROM session s WHERE {_HERE}), "
    "(SELECT string_agg(n::text, E'\\x1e' ORDER BY n.id) FROM need n "
    f"JOIN session s ON s.id = n.session WHERE {_HERE}), "
    "(SELECT string_agg(concat_ws(E'\\x1f', a, v), E'\\x1e' ORDER BY a.id) FROM assignment a "
    "JOIN session s ON s.id = a.session JOIN volunteer v ON v.id = a.volunteer "
    f"WHERE a.released_at IS NULL AND {_HERE}))"
)
_POLL = (
    "SELECT f.id, f.volunteer, (SELECT key FROM office WHERE id = f.office) AS office, "  # noqa: S608 - fixed text
    "sha256(convert_to(CASE WHEN f.volunteer IS NULL "
    f"THEN ({_OFFICES}) ELSE concat_ws(E'\\x1d', v, ({_OWN})) END, 'UTF8')) AS facts "
    "FROM feed f LEFT JOIN volunteer v ON v.id = f.volunteer "
    "WHERE f.token_hash = $1 AND f.revoked_at IS NULL"
)


async def polled(token: str, reach: Reach) -> Polled | None:
    """What is behind an address; None when it is unknown or withdrawn."""
    found = await row(
        _POLL,
        hashed(token),
        reach.shifts,
        reach.cancelled,
        week_span(reach.monday)[0],
        reach.monday,
    )
    if found is None:
        return None
    return Polled(found["id"], Subject(found["office"], found["volunteer"]), found["facts"])


_SUBJECT = (
    "office IS NOT DISTINCT FROM (SELECT id FROM office WHERE key = $1) "
    "AND volunteer IS NOT DISTINCT FROM $2::int AND revoked_at IS NULL"
)


async def put_feed(token: str, subject: Subject) -> None:
    """A new calendar address; the one before stops working."""
    await withdraw_feed(subject)
    await rows(
        "INSERT INTO feed (token_hash, office, volunteer, created_at) "
        "VALUES ($1, (SELECT id FROM office WHERE key = $2), $3, now())",
        hashed(token),
        subject.office,
        subject.volunteer,
    )


async def withdraw_feed(subject: Subject) -> bool:
    """The calendar address stops working; gives whether there was one."""
    found = await rows(
        f"UPDATE feed SET revoked_at = now() WHERE {_SUBJECT} RETURNING id",  # noqa: S608 - fixed text
        subject.office,
        subject.volunteer,
    )
    return bool(found)


async def shared_feeds(office: str | None, shut: str | None) -> tuple[Subject, ...]:
    """Addresses of an office, or (None) of all of them and of every office at once.

    With the account that was ``shut``, as the record names it, only those that are older.
    """
    found = await rows(
        "SELECT o.key FROM feed f LEFT JOIN office o ON o.id = f.office "
        "WHERE f.volunteer IS NULL AND f.revoked_at IS NULL AND ($1::text IS NULL OR o.key = $1) "
        "AND f.created_at <= coalesce((SELECT max(at) FROM audit_entry "
        "WHERE action = 'account-shut' AND subject = $2), 'infinity') ORDER BY o.name NULLS FIRST",
        office,
        shut,
    )
    return tuple(Subject(r["key"]) for r in found)


async def has_feed(subject: Subject) -> bool:
    """Whether someone subscribed already."""
    return bool(
        await value(
            f"SELECT 1 FROM feed WHERE {_SUBJECT} LIMIT 1",  # noqa: S608 - fixed text
            subject.office,
            subject.volunteer,
        )
    )
