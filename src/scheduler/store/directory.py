"""Offices, people and demand by the keys that spreadsheets use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import datetime
from typing import TypeVar

from scheduler.model.availability import Level, WeeklySlot, Weeks
from scheduler.model.directory import Directory
from scheduler.model.matters import Kind, Matter
from scheduler.model.offices import Office, Travel
from scheduler.model.people import Credential, LanguageSkill, Relay, Volunteer
from scheduler.model.sessions import Modality, Need, Priority, Session, SessionKind
from scheduler.store.db import Row, execute_many, rows, transaction

Key = TypeVar("Key")
Item = TypeVar("Item")


async def load_directory() -> Directory:
    """Everything on file."""
    volunteers = {r["email"]: volunteer_of(r) for r in await rows("SELECT * FROM volunteer")}
    return Directory(
        offices=await load_offices(),
        travel=await load_travel(),
        sessions={(s.office, s.starts): s for s in (await load_sessions()).values()},
        volunteers=volunteers,
        availability=await _weekly_by_email(),
    )


async def load_offices() -> dict[str, Office]:
    """Offices by key, the hotline last."""
    found = await rows("SELECT * FROM office ORDER BY key = 'hotline', name")
    return {
        r["key"]: Office(
            r["key"],
            r["name"],
            r["timezone"],
            r["stations"],
            address=r["address"],
            conference=r["conference"],
        )
        for r in found
    }


async def load_travel() -> dict[tuple[str, str], Travel]:
    """Travel times by the sorted pair of office keys."""
    found = await rows("SELECT origin, destination, minutes FROM travel")
    return {(r["origin"], r["destination"]): Travel(**r) for r in found}


async def load_sessions(
    span: tuple[datetime, datetime] | None = None, office: str | None = None
) -> dict[int, Session]:
    """Sessions with their needs by id: all, those that start in a span, those of an office."""
    starts, ends = span or (None, None)
    found = await rows(
        "SELECT s.*, o.key AS office_key FROM session s JOIN office o ON o.id = s.office "
        "WHERE ($1::timestamptz IS NULL OR (s.starts >= $1 AND s.starts < $2)) "
        "AND ($3::text IS NULL OR o.key = $3) ORDER BY s.starts, s.id",
        starts,
        ends,
        office,
    )
    needs: dict[int, list[Need]] = {r["id"]: [] for r in found}
    for r in await rows("SELECT * FROM need WHERE session = ANY($1) ORDER BY id", list(needs)):
        needs[r["session"]].append(_need_of(r))
    return {r["id"]: _session_of(r, needs[r["id"]]) for r in found}


def _session_of(r: Row, needs: Iterable[Need]) -> Session:
    return Session(
        office=r["office_key"],
        starts=r["starts"],
        ends=r["ends"],
        shift_minutes=r["shift_minutes"],
        kind=SessionKind(r["kind"]),
        modality=Modality(r["modality"]),
        stations=r["stations"],
        intake=r["intake"],
        standby=r["standby"],
        needs=tuple(needs),
        id=r["id"],
    )


def _need_of(r: Row) -> Need:
    return Need(
        matter=Matter(r["matter"]),
        language=r["language"],
        consultations=r["consultations"],
        minutes_each=r["minutes_each"],
        priority=Priority(r["priority"]),
        id=r["id"],
    )


def volunteer_of(r: Row) -> Volunteer:
    """A row of the table as the person it stands for."""
    advises, interprets = set(r["advises"]), set(r["interprets"])
    return Volunteer(
        email=r["email"],
        name=r["name"],
        kind=Kind(r["kind"]),
        phone=r["phone"],
        credential=Credential(
            r["credential_state"], r["credential_number"], r["credential_expires"]
        ),
        matters=frozenset(Matter(m) for m in r["matters"]),
        languages=tuple(
            LanguageSkill(code, code in advises, code in interprets)
            for code in sorted(advises | interprets)
        ),
        relays=tuple(Relay(*pair) for pair in json.loads(r["relays"])),
        offices=tuple(r["offices"]),
        remote=r["remote"],
        pledge_minutes=r["pledge_minutes"],
        supervises=r["supervises"],
        organisation=r["organisation"],
        language=r["language"],
        timezone=r["timezone"],
    )


async def _weekly_by_email() -> dict[str, tuple[WeeklySlot, ...]]:
    found = await rows(
        "SELECT v.email, w.* FROM weekly_availability w JOIN volunteer v ON v.id = w.volunteer "
        "ORDER BY w.volunteer, w.weekday, w.starts, w.ends, w.level"
    )
    slots: dict[str, list[WeeklySlot]] = {}
    for r in found:
        slots.setdefault(r["email"], []).append(slot_of(r))
    return {email: tuple(own) for email, own in slots.items()}


def slot_of(r: Row) -> WeeklySlot:
    """A row of the weekly pattern."""
    return WeeklySlot(r["weekday"], r["starts"], r["ends"], Level(r["level"]), Weeks(r["weeks"]))


async def save_directory(before: Directory, after: Directory) -> None:
    """Write what differs; nothing that is on file is removed. One transaction."""
    async with transaction():
        await _save_offices(_new(before.offices, after.offices))
        await _save_travel(_new(before.travel, after.travel))
        await save_volunteers(_new(before.volunteers, after.volunteers))
        await _save_sessions(_new(before.sessions, after.sessions))
        await _save_availability(_new_items(before.availability, after.availability))


def _new(before: Mapping[Key, Item], after: Mapping[Key, Item]) -> list[Item]:
    return [item for _, item in _new_items(before, after)]


def _new_items(before: Mapping[Key, Item], after: Mapping[Key, Item]) -> list[tuple[Key, Item]]:
    return [(key, item) for key, item in after.items() if before.get(key) != item]


async def _save_offices(offices: Iterable[Office]) -> None:
    await execute_many(
        "INSERT INTO office (key, name, timezone, stations, address, conference) "
        "VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (key) DO UPDATE SET name = excluded.name, timezone = excluded.timezone, "
        "stations = excluded.stations, address = excluded.address, "
        "conference = excluded.conference",
        [(o.key, o.name, o.timezone, o.stations, o.address, o.conference) for o in offices],
    )


async def _save_travel(pairs: Iterable[Travel]) -> None:
    await execute_many(
        "INSERT INTO travel (origin, destination, minutes) VALUES ($1, $2, $3) "
        "ON CONFLICT (origin, destination) DO UPDATE SET minutes = excluded.minutes",
        [(*sorted((t.origin, t.destination)), t.minutes) for t in pairs],
    )


async def save_volunteers(people: Iterable[Volunteer]) -> None:
    """Insert or update people by e-mail; inside a transaction."""
    await execute_many(
        "INSERT INTO volunteer (email, name, phone, kind, credential_state, credential_number, "
        "credential_expires, matters, advises, interprets, offices, remote, pledge_minutes, "
        "supervises, organisation, language, timezone, relays) "
        "VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18::jsonb) "
        "ON CONFLICT (email) DO UPDATE SET name = excluded.name, phone = excluded.phone, "
        "kind = excluded.kind, credential_state = excluded.credential_state, "
        "credential_number = excluded.credential_number, "
        "credential_expires = excluded.credential_expires, matters = excluded.matters, "
        "advises = excluded.advises, interprets = excluded.interprets, "
        "offices = excluded.offices, remote = excluded.remote, "
        "pledge_minutes = excluded.pledge_minutes, supervises = excluded.supervises, "
        "organisation = excluded.organisation, language = excluded.language, "
        "timezone = excluded.timezone, relays = excluded.relays",
        [_volunteer_values(person) for person in people],
    )


def _volunteer_values(v: Volunteer) -> tuple[object, ...]:
    return (
        v.email,
        v.name,
        v.phone,
        v.kind.value,
        v.credential.state,
        v.credential.number,
        v.credential.expires,
        sorted(m.value for m in v.matters),
        sorted(s.language for s in v.languages if s.advise),
        sorted(v.interprets),
        list(v.offices),
        v.remote,
        v.pledge_minutes,
        v.supervises,
        v.organisation,
        v.language,
        v.timezone,
        relays_json(v.relays),
    )


def relays_json(relays: Iterable[Relay]) -> str:
    """Relays as their column holds them."""
    return json.dumps([astuple(relay) for relay in sorted(relays)])


async def _save_sessions(sessions: Iterable[Session]) -> None:
    changed = list(sessions)
    await execute_many(
        "INSERT INTO session (office, starts, ends, shift_minutes, kind, modality, stations, "
        "intake, standby) "
        "VALUES ((SELECT id FROM office WHERE key = $1), $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (office, starts) DO UPDATE SET ends = excluded.ends, "
        "shift_minutes = excluded.shift_minutes, kind = excluded.kind, "
        "modality = excluded.modality, stations = excluded.stations, intake = excluded.intake, "
        "standby = excluded.standby",
        [
            (
                s.office,
                s.starts,
                s.ends,
                s.shift_minutes,
                s.kind.value,
                s.modality.value,
                s.stations,
                s.intake,
                s.standby,
            )
            for s in changed
        ],
    )
    await _save_needs(changed)


async def _save_needs(sessions: Iterable[Session]) -> None:
    here = (
        "(SELECT s.id FROM session s JOIN office o ON o.id = s.office "
        "WHERE o.key = $1 AND s.starts = $2)"
    )
    known = [(s, n) for s in sessions for n in s.needs]
    await execute_many(
        "UPDATE need SET consultations = $2, minutes_each = $3, priority = $4 WHERE id = $1",
        [(n.id, n.consultations, n.minutes_each, n.priority.value) for _, n in known if n.id],
    )
    await execute_many(
        "INSERT INTO need (session, matter, language, consultations, minutes_each, priority) "  # noqa: S608 - fixed text
        f"VALUES ({here}, $3, $4, $5, $6, $7)",
        [
            (
                s.office,
                s.starts,
                n.matter.value,
                n.language,
                n.consultations,
                n.minutes_each,
                n.priority.value,
            )
            for s, n in known
            if not n.id
        ],
    )


async def _save_availability(changed: Iterable[tuple[str, tuple[WeeklySlot, ...]]]) -> None:
    people = list(changed)
    own = "(SELECT id FROM volunteer WHERE email = $1)"
    await execute_many(
        f"DELETE FROM weekly_availability WHERE volunteer = {own}",  # noqa: S608 - fixed text
        [(email,) for email, _ in people],
    )
    await execute_many(
        "INSERT INTO weekly_availability (volunteer, weekday, starts, ends, level, weeks) "  # noqa: S608 - fixed text
        f"VALUES ({own}, $2, $3, $4, $5, $6)",
        [
            (email, s.weekday, s.starts, s.ends, s.level.value, s.weeks.value)
            for email, slots in people
            for s in slots
        ],
    )
