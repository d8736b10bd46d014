"""Whether anything that an open page shows has changed: one digest, in one query.

Of each row only the number of its last write (``xmin``) is digested: any write gives it
another, so no kind of change can be forgotten, and a busy week costs a few kilobytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.model.rosters import Reply
from scheduler.model.week import week_span
from scheduler.store.db import Row, row, rows


@dataclass(frozen=True, slots=True)
class Facts:
    """The digest of what a page shows, and when the newest answer in it was given."""

    digest: str
    answered: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """Somebody's answer to a shift."""

    name: str
    reply: Reply
    office: str
    timezone: str
    starts: datetime


_WRITTEN = "string_agg(concat_ws(',', {0}.id, {0}.xmin), ';' ORDER BY {0}.id)"
_HERE = (
    "s.starts >= $1 AND s.starts < $2 "
    "AND ($4::text IS NULL OR s.office = (SELECT id FROM office WHERE key = $4))"
)
# As a list they are looked up by index, however many weeks there have been.
_SESSIONS = f"ANY (ARRAY(SELECT s.id FROM session s WHERE {_HERE}))"  # noqa: S608 - fixed text
_PUBLISHED = (
    f"(SELECT {_WRITTEN.format('o')} FROM office o), "  # noqa: S608 - fixed text
    "(SELECT max(version) FROM roster WHERE monday = $3), "
    f"(SELECT {_WRITTEN.format('s')} FROM session s WHERE {_HERE}), "
    f"(SELECT {_WRITTEN.format('n')} FROM need n WHERE n.session = {_SESSIONS}), "
    "held.written"
)
_PLANNED = (
    "(SELECT concat_ws(',', d.id, d.revision) FROM draft d "  # noqa: S608 - fixed text
    "WHERE d.monday = $3 AND d.state = 'open'), "
    # A run writes how far it is once a second; the board shows only whether it is under way.
    "(SELECT string_agg(concat_ws(',', r.id, r.state), ';' ORDER BY r.id) FROM run r "
    "WHERE r.monday = $3), "
    f"(SELECT {_WRITTEN.format('p')} FROM pin p WHERE p.session = {_SESSIONS})"
)
_HELD = (
    f"(SELECT {_WRITTEN.format('a')} AS written, max(a.replied_at) AS answered "  # noqa: S608
    f"FROM assignment a WHERE a.session = {_SESSIONS}) held"
)


async def facts_of_week(monday: date, office: str | None = None) -> Facts:
    """A week with its draft and runs; or what an office sees of it, which is what is published."""
    shown = _PUBLISHED if office else f"{_PUBLISHED}, {_PLANNED}"
    found = await row(
        f"SELECT md5(concat_ws('|', {shown})) AS digest, held.answered FROM {_HELD}",  # noqa: S608
        *week_span(monday),
        monday,
        office,
    )
    return _facts(found)


async def facts_of_shifts(volunteer: int, now: datetime) -> Facts:
    """A person's shifts that are not over, and who serves beside them."""
    found = await row(
        "SELECT md5(concat_ws('|', string_agg(concat_ws(',', b.id, b.xmin, s.xmin, o.xmin), ';' "
        "ORDER BY b.id), (SELECT t.xmin FROM mail_trouble t JOIN volunteer v ON v.email = t.email "
        "WHERE v.id = $1))) AS digest, NULL::timestamptz AS answered FROM assignment a "
        "JOIN session s ON s.id = a.session JOIN office o ON o.id = s.office "
        "JOIN assignment b ON b.session = a.session AND b.shift = a.shift "
        "WHERE a.volunteer = $1 AND a.ends > $2",
        volunteer,
        now,
    )
    return _facts(found)


def _facts(found: Row | None) -> Facts:
    return Facts(found["digest"], found["answered"]) if found else Facts("", None)


async def answers_since(
    monday: date, office: str | None, since: datetime
) -> tuple[AnswerGiven, ...]:
    """Who answered to a shift of the week after that moment, in that order."""
    found = await rows(
        "SELECT v.name, a.reply, o.name AS office, o.timezone, a.starts FROM assignment a "
        "JOIN session s ON s.id = a.session JOIN office o ON o.id = s.office "
        "JOIN volunteer v ON v.id = a.volunteer WHERE s.starts >= $1 AND s.starts < $2 "
        "AND ($3::text IS NULL OR o.key = $3) AND a.replied_at > $4 AND a.reply <> 'none' "
        "ORDER BY a.replied_at, a.id",
        *week_span(monday),
        office,
        since,
    )
    return tuple(AnswerGiven(**{**r, "reply": Reply(r["reply"])}) for r in found)
