"""What is kept for a while and then deleted: a thousand rows at a time, nobody has to wait."""

from __future__ import annotations

from datetime import datetime

from scheduler.store.db import rows

BATCH = 1000


async def _repeated(sql: str, *values: object) -> int:
    """Run a statement that takes a batch until it finds nothing more; gives how many rows."""
    done = 0
    while True:
        found = await rows(sql, *values, BATCH)
        done += len(found)
        if len(found) < BATCH:
            return done


async def delete_arrivals(before: datetime) -> int:
    """What came in by then, as it came, read or not; what was made of it stays."""
    return await _repeated(
        "DELETE FROM arrival WHERE id IN (SELECT id FROM arrival WHERE received_at < $1 "
        "ORDER BY received_at LIMIT $2) RETURNING id",
        before,
    )


async def delete_uploads(before: datetime) -> int:
    """Spreadsheets that somebody uploaded by then, applied or not."""
    return await _repeated(
        "DELETE FROM upload WHERE id IN (SELECT id FROM upload WHERE created_at < $1 "
        "ORDER BY id LIMIT $2) RETURNING id",
        before,
    )


async def empty_letters(before: datetime) -> int:
    """Take the words out of letters written by then; that they were sent stays on record.

    A letter about a shift that is not over keeps its facts: later letters follow from them.
    One that was given up is nothing to send again any more.
    """
    return await _repeated(
        "UPDATE letter SET text = '', html = '', calendar = NULL, mime = NULL, facts = '{}', "
        "failure = '', state = CASE state WHEN 'failed' THEN 'superseded' ELSE state END "
        "WHERE id IN (SELECT l.id FROM letter l LEFT JOIN assignment a ON a.id = l.assignment "
        "WHERE l.created_at < $1 AND l.state IN ('sent', 'superseded', 'failed') "
        "AND l.facts <> '{}' AND (a.id IS NULL OR a.ends < $1) ORDER BY l.id LIMIT $2) "
        "RETURNING id",
        before,
    )


async def delete_events(before: datetime) -> int:
    """What mail services said by then became of letters."""
    return await _repeated(
        "DELETE FROM delivery_event WHERE id IN (SELECT id FROM delivery_event WHERE at < $1 "
        "ORDER BY id LIMIT $2) RETURNING id",
        before,
    )


async def delete_answers(before: datetime) -> int:
    """Answers by mail that came by then; one about a shift that is not over stays."""
    return await _repeated(
        "DELETE FROM mail_answer WHERE id IN (SELECT m.id FROM mail_answer m "
        "LEFT JOIN assignment a ON a.id = m.assignment WHERE m.at < $1 "
        "AND (a.id IS NULL OR a.ends < $1) ORDER BY m.id LIMIT $2) RETURNING id",
        before,
    )


async def delete_digest_days(before: datetime) -> int:
    """Notes on which day somebody's digest was written."""
    return await _repeated(
        "DELETE FROM digest WHERE id IN (SELECT id FROM digest WHERE at < $1 "
        "ORDER BY id LIMIT $2) RETURNING id",
        before,
    )


async def delete_audit(before: datetime) -> int:
    """Who did what by then."""
    return await _repeated(
        "DELETE FROM audit_entry WHERE id IN (SELECT id FROM audit_entry WHERE at < $1 "
        "ORDER BY at LIMIT $2) RETURNING id",
        before,
    )


async def delete_sign_in(links_before: datetime, now: datetime) -> int:
    """Links nobody can use any more, and browsers whose time has run out."""
    links = await _repeated(
        "DELETE FROM sign_in_link WHERE id IN (SELECT id FROM sign_in_link "
        "WHERE created_at < $1 AND expires_at < $2 LIMIT $3) RETURNING id",
        links_before,
        now,
    )
    return links + await _repeated(
        "DELETE FROM web_session WHERE id IN (SELECT id FROM web_session "
        "WHERE expires_at < $1 LIMIT $2) RETURNING id",
        now,
    )


async def delete_busy(before: datetime) -> int:
    """Times that are over at which somebody was busy."""
    return await _repeated(
        "DELETE FROM busy_time WHERE id IN (SELECT id FROM busy_time WHERE ends < $1 "
        "ORDER BY ends LIMIT $2) RETURNING id",
        before,
    )


async def delete_undo(before: datetime) -> int:
    """Single changes of drafts that are closed: nobody can undo them."""
    return await _repeated(
        "DELETE FROM draft_edit WHERE id IN (SELECT e.id FROM draft_edit e "
        "JOIN draft d ON d.id = e.draft WHERE d.state <> 'open' AND e.at < $1 LIMIT $2) "
        "RETURNING id",
        before,
    )


async def delete_jobs(before: datetime) -> int:
    """Jobs that ended badly by then; those that were done are gone already."""
    return await _repeated(
        "DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM procrastinate_jobs AS job "
        "WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND coalesce("
        "(SELECT max(at) FROM procrastinate_events WHERE job_id = job.id), '-infinity') < $1 "
        "LIMIT $2) RETURNING id",
        before,
    )
