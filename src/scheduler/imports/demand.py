"""Sessions of the offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from scheduler.imports.cells import Cells
from scheduler.imports.places import OfficeNames, stations
from scheduler.imports.sheets import Sheet
from scheduler.imports.taking import Identity, Taken, take
from scheduler.imports.values import clock, day, whole
from scheduler.imports.words import modality, session_kind
from scheduler.imports.zones import checked_instant
from scheduler.model.offices import Office
from scheduler.model.sessions import Modality, Session, SessionKind

SessionKey = tuple[str, datetime]

SHIFT_MINUTES = 120
_NO_DAY = date(1970, 1, 1)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_shift = whole(15, 720)
_intake = whole(0, 100)
_standby = whole(0, 20)


@dataclass(frozen=True, slots=True)
class Block:
    """When and where a row says a session is."""

    office: str
    starts: datetime
    ends: datetime


def read_sessions(
    sheet: Sheet | None,
    names: OfficeNames,
    offices: Mapping[str, Office],
    on_file: Mapping[SessionKey, Session],
) -> Taken[Session]:
    """The sessions of the sheet; their needs on file stay with them."""

    def one(cells: Cells) -> Session | None:
        block = _block(cells, names, offices)
        return _session(cells, block, offices[block.office], on_file) if block else None

    def key(session: Session) -> SessionKey:
        return (session.office, session.starts)

    def problem(session: Session) -> str:
        return f"A session at {session.office} that starts then is"

    mend = "Keep one of the rows, or give one another start."
    return take(sheet, one, Identity(key, "start", problem, mend))


def _block(cells: Cells, names: OfficeNames, offices: Mapping[str, Office]) -> Block | None:
    words = {"office": "office", "date": "date", "start": "start", "end": "end"}
    cells.ask_for("A session", words)
    office = cells.read("office", names, "")
    on, start, end = (
        cells.read("date", day, _NO_DAY),
        cells.read("start", clock, time()),
        cells.read("end", clock, time()),
    )
    if cells.is_bad:
        return None
    if end <= start:
        problem = f"The end ({end:%H:%M}) is not after the start ({start:%H:%M})."
        cells.bad("end", problem, "Write an end later on the same day.")
        return None
    zone = offices[office].timezone
    starts = checked_instant(cells, "start", on, start, zone)
    ends = checked_instant(cells, "end", on, end, zone)
    return None if cells.is_bad else Block(office, starts, ends)


def _session(
    cells: Cells, block: Block, office: Office, on_file: Mapping[SessionKey, Session]
) -> Session:
    old = on_file.get((block.office, block.starts)) or _new(office)
    return replace(
        old,
        starts=block.starts,
        ends=block.ends,
        shift_minutes=cells.read("shift_minutes", _shift, old.shift_minutes),
        kind=cells.read("kind", session_kind, old.kind),
        modality=cells.read("modality", modality, old.modality),
        stations=cells.read("stations", stations, old.stations),
        intake=cells.read("intake_volunteers", _intake, old.intake),
        standby=cells.read("standby", _standby, old.standby),
    )


def _new(office: Office) -> Session:
    """What a new session is where its row does not say."""
    is_hotline = office.is_hotline
    return Session(
        office=office.key,
        starts=_NEVER,
        ends=_NEVER,
        shift_minutes=SHIFT_MINUTES,
        kind=SessionKind.HOTLINE if is_hotline else SessionKind.CLINIC,
        modality=Modality.REMOTE if is_hotline else Modality.ON_SITE,
        stations=office.stations,
        intake=0,
    )
