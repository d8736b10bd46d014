"""People's shifts with everything a page says about them, in one or two queries however many."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.errors import NotFoundError
from scheduler.model.held_shifts import Fellow, HeldShift
from scheduler.model.languages import ENGLISH
from scheduler.model.matters import Kind, Matter
from scheduler.model.rosters import Reply
from scheduler.model.sessions import Role, SessionKind
from scheduler.store.db import Row, rows
from scheduler.store.rosters import HIGHEST

_SELECT = (
    f"SELECT a.*, {HIGHEST} AS highest, s.kind AS session_kind, o.key AS office, "  # noqa: S608
    "o.name AS office_name, o.timezone, o.address, o.conference, n.matter, "
    "n.language AS need_language, v.kind, v.advises, v.name AS name FROM assignment a "
    "JOIN session s ON s.id = a.session JOIN office o ON o.id = s.office "
    "JOIN volunteer v ON v.id = a.volunteer LEFT JOIN need n ON n.id = a.need "
)


async def shifts_of(volunteer: int, since: datetime) -> tuple[HeldShift, ...]:
    """A person's shifts that end after ``since``, in time order, released ones too."""
    return await _with_fellows(await _rows_of(volunteer, since))


async def shifts_alone(volunteer: int, since: datetime) -> tuple[HeldShift, ...]:
    """The same without those who serve beside them, for what never names them."""
    return tuple(_held(r, []) for r in await _rows_of(volunteer, since))


async def _rows_of(volunteer: int, since: datetime) -> list[Row]:
    return await rows(
        _SELECT + "WHERE a.volunteer = $1 AND a.ends > $2 ORDER BY a.starts, a.id",
        volunteer,
        since,
    )


async def held_shift(uid: str) -> HeldShift:
    """One shift by its calendar id."""
    found = await _with_fellows(await rows(_SELECT + "WHERE a.uid = $1", uid))
    if not found:
        raise NotFoundError("This shift is not known any more.")
    return found[0]


async def _with_fellows(found: list[Row]) -> tuple[HeldShift, ...]:
    sessions = list({r["session"] for r in found})
    beside: dict[tuple[int, int], list[tuple[int, Fellow]]] = defaultdict(list)
    if sessions:
        for r in await rows(
            "SELECT a.session, a.shift, a.volunteer, a.role, a.language, a.bridge, v.name "
            "FROM assignment a JOIN volunteer v ON v.id = a.volunteer "
            "WHERE a.session = ANY($1) AND a.released_at IS NULL AND a.role <> 'standby' "
            "ORDER BY a.role, v.name",
            sessions,
        ):
            fellow = Fellow(_first(r["name"]), Role(r["role"]), r["language"], r["bridge"])
            beside[r["session"], r["shift"]].append((r["volunteer"], fellow))
    return tuple(_held(r, beside[r["session"], r["shift"]]) for r in found)


def _held(r: Row, beside: list[tuple[int, Fellow]]) -> HeldShift:
    zone = ZoneInfo(r["timezone"])
    language = r["language"] if r["need"] is None else r["need_language"]
    understood = language is None or language == ENGLISH or language in r["advises"]
    return HeldShift(
        id=r["id"],
        uid=r["uid"],
        sequence=r["sequence"],
        highest=r["highest"],
        volunteer=r["volunteer"],
        first_name=_first(r["name"]),
        kind=Kind(r["kind"]),
        session=r["session"],
        shift=r["shift"],
        starts=r["starts"].astimezone(zone),
        ends=r["ends"].astimezone(zone),
        timezone=r["timezone"],
        office=r["office"],
        office_name=r["office_name"],
        address="" if r["remote"] else r["address"],
        conference=r["conference"] if r["remote"] else "",
        session_kind=SessionKind(r["session_kind"]),
        role=Role(r["role"]),
        matter=None if r["matter"] is None else Matter(r["matter"]),
        language=language,
        through_interpreter=r["need"] is not None and not understood,
        remote=r["remote"],
        reply=Reply(r["reply"]),
        changed_at=r["changed_at"],
        released_at=r["released_at"],
        fellows=tuple(fellow for who, fellow in beside if who != r["volunteer"]),
        bridge=r["bridge"],
    )


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.strip() else name
