"""One session at a time: what an office asks for, and who is held to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scheduler.model.sessions import Need, Role, Session
from scheduler.store.db import execute_many, rows, value
from scheduler.store.directory import load_sessions


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A person who is held to a shift of a session."""

    session: int
    shift: int
    starts: datetime
    role: Role
    need: int | None
    name: str
    remote: bool


async def session_of(office: str, number: int) -> Session | None:
    """A session of this very office, with its needs."""
    return (await load_sessions(office=office)).get(number)


async def session_starting(office: str, starts: datetime) -> int | None:
    """The session that starts at the office at this moment."""
    found = await value(
        "SELECT s.id FROM session s JOIN office o ON o.id = s.office "
        "WHERE o.key = $1 AND s.starts = $2",
        office,
        starts,
    )
    return None if found is None else int(found)


async def held_seats(sessions: Iterable[int]) -> tuple[HeldSeat, ...]:
    """Who is held to these sessions now, in the order of the shifts."""
    found = await rows(
        "SELECT a.*, v.name FROM assignment a JOIN volunteer v ON v.id = a.volunteer "
        "WHERE a.session = ANY($1) AND a.released_at IS NULL ORDER BY a.starts, v.name, a.id",
        list(sessions),
    )
    return tuple(
        HeldSeat(
            r["session"],
            r["shift"],
            r["starts"],
            Role(r["role"]),
            r["need"],
            r["name"],
            r["remote"],
        )
        for r in found
    )


async def was_ever_held(session: int) -> bool:
    """Whether somebody was once held to the session; its record then stays."""
    return bool(await value("SELECT 1 FROM assignment WHERE session = $1 LIMIT 1", session))


async def add_session(session: Session) -> int:
    """A new session with its needs; inside a transaction."""
    number = int(
        await value(
            "INSERT INTO session (office, starts, ends, shift_minutes, kind, modality, stations, "
            "intake, standby) "
            "VALUES ((SELECT id FROM office WHERE key = $1), $2, $3, $4, $5, $6, $7, $8, $9) "
            "RETURNING id",
            session.office,
            *_columns(session),
        )
    )
    await _add_needs(number, session.needs)
    return number


async def change_session(number: int, session: Session) -> None:
    """The session as it is now; needs with an id are changed, others added, absent ones gone."""
    await rows(
        "UPDATE session SET starts = $2, ends = $3, shift_minutes = $4, kind = $5, "
        "modality = $6, stations = $7, intake = $8, standby = $9 WHERE id = $1",
        number,
        *_columns(session),
    )
    await _remove_needs(number, [n.id for n in session.needs if n.id])
    await execute_many(
        "UPDATE need SET matter = $3, language = $4, consultations = $5, minutes_each = $6, "
        "priority = $7 WHERE id = $2 AND session = $1",
        [(number, n.id, *_need_columns(n)) for n in session.needs if n.id],
    )
    await _add_needs(number, (n for n in session.needs if not n.id))


def _columns(session: Session) -> tuple[object, ...]:
    return (
        session.starts,
        session.ends,
        session.shift_minutes,
        session.kind.value,
        session.modality.value,
        session.stations,
        session.intake,
        session.standby,
    )


def _need_columns(need: Need) -> tuple[object, ...]:
    return (
        need.matter.value,
        need.language,
        need.consultations,
        need.minutes_each,
        need.priority.value,
    )


async def _add_needs(session: int, needs: Iterable[Need]) -> None:
    await execute_many(
        "INSERT INTO need (session, matter, language, consultations, minutes_each, priority) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        [(session, *_need_columns(n)) for n in needs],
    )


async def _remove_needs(session: int, kept: list[int]) -> None:
    gone = [
        r["id"]
        for r in await rows(
            "SELECT id FROM need WHERE session = $1 AND NOT id = ANY($2)", session, kept
        )
    ]
    if not gone:
        return
    # Who was once held to it stays on record; what it was for is then no more known.
    await rows(
        "UPDATE assignment SET need = NULL WHERE need = ANY($1) AND released_at IS NOT NULL", gone
    )
    await _forget_undo(session)
    await rows("DELETE FROM need WHERE id = ANY($1)", gone)


async def remove_session(session: int) -> None:
    """The session and its needs, pins and places in drafts are gone."""
    await _forget_undo(session)
    await rows("DELETE FROM session WHERE id = $1", session)


async def forget_plans(session: int) -> int:
    """Take everybody out of the session in open drafts; gives how many places that were."""
    await _forget_undo(session)
    await rows("DELETE FROM pin WHERE session = $1", session)
    gone = await rows(
        "DELETE FROM draft_seat WHERE session = $1 AND draft IN "
        "(SELECT id FROM draft WHERE state = 'open') RETURNING id",
        session,
    )
    return len(gone)


async def _forget_undo(session: int) -> None:
    """Drafts that plan the session change under their editors: a new revision, nothing to undo."""
    drafts = [
        r["id"]
        for r in await rows(
            "UPDATE draft SET revision = revision + 1 WHERE state = 'open' AND id IN "
            "(SELECT draft FROM draft_seat WHERE session = $1) RETURNING id",
            session,
        )
    ]
    await rows("DELETE FROM draft_edit WHERE draft = ANY($1)", drafts)
