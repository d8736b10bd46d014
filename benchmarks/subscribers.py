"""Many people with shifts and a calendar address each, put into a database in one go."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from scheduler.store.db import migrate, open_database, rows, transaction

BESIDE = 20
"""People in a session."""
SHIFTS = 5
"""Of each person: one a week, so that a calendar is about as large as the static file."""


def token(person: int) -> str:
    """The secret of a made-up person's address."""
    return hashlib.sha256(f"subscriber {person}".encode()).hexdigest()


async def subscribe(url: str, people: int) -> None:
    """Fill an empty database."""
    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    hashes = [hashlib.sha256(token(n).encode()).digest() for n in range(1, people + 1)]
    async with open_database(url):
        await migrate()
        async with transaction():
            await rows(_OFFICES, -(-people // BESIDE))
            await rows(_PEOPLE, people)
            await rows(_SESSIONS, first, SHIFTS)
            await rows(_ASSIGNMENTS)
            await rows(_FEEDS, hashes)
        await rows("ANALYZE")


_OFFICES = (
    "INSERT INTO office (key, name, timezone, stations, address, conference) "
    "SELECT 'office-' || n, 'Office ' || n, 'America/New_York', 20, n || ' Example Plaza', '' "
    "FROM generate_series(1, $1::int) n"
)
_PEOPLE = (
    "INSERT INTO volunteer (email, name, phone, kind, credential_state, credential_number, "
    "matters, advises, interprets, offices, organisation) SELECT 'person' || n || '@example.org', "
    "'Person ' || n, '', 'attorney', 'NY', '', '{asylum}', '{}', '{}', '{office-1}', '' "
    "FROM generate_series(1, $1::int) n"
)
_SESSIONS = (
    "INSERT INTO session (office, starts, ends, shift_minutes, kind, modality, stations, intake) "
    "SELECT o.id, $1::timestamptz + w * interval '7 days', "
    "$1::timestamptz + w * interval '7 days' + interval '2 hours', 120, 'clinic', 'on-site', 20, 0 "
    "FROM office o, generate_series(0, $2::int - 1) w"
)
_ASSIGNMENTS = (
    "INSERT INTO assignment (uid, session, shift, volunteer, starts, ends, role, sequence, reply, "
    "created_at, changed_at) SELECT gen_random_uuid() || '@opendoor', s.id, 0, v.id, s.starts, "
    "s.ends, 'adviser', 0, 'none', now(), now() FROM volunteer v CROSS JOIN "
    "(SELECT count(*) AS n FROM office) o JOIN session s ON s.office = v.id % o.n + 1"
)
"""Each person at one office, in all of its sessions."""
_FEEDS = (
    "INSERT INTO feed (token_hash, volunteer, created_at) SELECT t.hash, v.id, now() "
    "FROM unnest($1::bytea[]) WITH ORDINALITY t(hash, n) "
    "JOIN volunteer v ON v.email = 'person' || t.n || '@example.org'"
)
