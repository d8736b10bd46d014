"""Every office's weeks at a glance, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.model.week import SERVICE_ZONE
from scheduler.store.db import rows


@dataclass(frozen=True, slots=True)
class OfficeWeek:
    """What an office asks for in a week, and how far it is staffed.

    ``held`` counts places that somebody is held to, ``accepted`` those who said yes.
    ``version`` and ``published_at`` are None until something is published.
    """

    office: str
    monday: date
    sessions: int
    consultations: int
    held: int
    accepted: int
    version: int | None
    published_at: datetime | None


async def office_weeks(
    office: str | None, since: date | None = None, until: date | None = None
) -> tuple[OfficeWeek, ...]:
    """Weeks with sessions of one office or of all, from a Monday up to before another."""
    found = await rows(
        "WITH asked AS (SELECT s.id, o.key AS office, o.name, "
        "date_trunc('week', s.starts AT TIME ZONE $4)::date AS monday "
        "FROM session s JOIN office o ON o.id = s.office "
        "WHERE $1::text IS NULL OR o.key = $1), "
        "wanted AS (SELECT session, sum(consultations) AS n FROM need GROUP BY session), "
        "held AS (SELECT session, count(*) AS n, "
        "count(*) FILTER (WHERE reply = 'accepted') AS accepted "
        "FROM assignment WHERE released_at IS NULL AND role <> 'standby' GROUP BY session), "
        "published AS (SELECT DISTINCT ON (monday) monday, version, published_at FROM roster "
        "ORDER BY monday, version DESC) "
        "SELECT a.office, a.monday, count(*) AS sessions, "
        "coalesce(sum(w.n), 0) AS consultations, coalesce(sum(h.n), 0) AS held, "
        "coalesce(sum(h.accepted), 0) AS accepted, p.version, p.published_at "
        "FROM asked a LEFT JOIN wanted w ON w.session = a.id LEFT JOIN held h ON h.session = a.id "
        "LEFT JOIN published p ON p.monday = a.monday "
        "WHERE ($2::date IS NULL OR a.monday >= $2) AND ($3::date IS NULL OR a.monday < $3) "
        "GROUP BY a.office, a.name, a.monday, p.version, p.published_at "
        "ORDER BY a.monday, a.office = 'hotline', a.name",
        office,
        since,
        until,
        SERVICE_ZONE,
    )
    return tuple(
        OfficeWeek(
            r["office"],
            r["monday"],
            r["sessions"],
            int(r["consultations"]),
            int(r["held"]),
            int(r["accepted"]),
            r["version"],
            r["published_at"],
        )
        for r in found
    )
