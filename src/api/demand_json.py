"""Demand as JSON: the same sessions and needs, for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody

from api.days import require_monday
from api.session import Asking, own_office, person_of
from scheduler.actions import demand as actions
from scheduler.actions.demand import SessionDemand
from scheduler.model.matters import Matter
from scheduler.model.sessions import Modality, Priority, Session, SessionKind, seats, shifts


@dataclass(frozen=True, slots=True)
class NeedAsked:
    """What is asked for: ``language`` is English, a language, or ``any``; blank is no answer."""

    matter: str
    language: str
    consultations: int
    minutes_each: int = 45
    priority: str = "normal"
    id: int = 0


@dataclass(frozen=True, slots=True)
class SessionAsked:
    """A session as programs post it; ``start`` and ``end`` are the office's own, like 14:00.

    ``standby`` is how many people are held ready in every shift.
    """

    day: date
    start: str
    end: str
    stations: int
    kind: str = "Clinic"
    modality: str = "On site"
    shift_minutes: int = 120
    intake: int = 0
    standby: int = 0
    needs: list[NeedAsked] = field(default_factory=list)

    def fields(self) -> dict[str, str]:
        """The session as a form would send it."""
        return {
            "date": self.day.isoformat(),
            "start": self.start,
            "end": self.end,
            "shift_minutes": str(self.shift_minutes),
            "kind": self.kind,
            "modality": self.modality,
            "stations": str(self.stations),
            "intake_volunteers": str(self.intake),
            "standby": str(self.standby),
        }

    def asked(self) -> dict[int, dict[str, str]]:
        """Its needs by row."""
        return {
            row: {
                "matter": need.matter,
                "language": need.language,
                "consultations": str(need.consultations),
                "minutes_each": str(need.minutes_each),
                "priority": need.priority,
                "id": str(need.id),
            }
            for row, need in enumerate(self.needs, 1)
        }


@dataclass(frozen=True, slots=True)
class NeedOnFile:
    """A need with its arithmetic. ``language`` is a BCP 47 code, null for any language."""

    id: int
    matter: Matter
    language: str | None
    consultations: int
    minutes_each: int
    priority: Priority
    seats: int


@dataclass(frozen=True, slots=True)
class SessionOnFile:
    """A session with its needs; ``held`` counts places that people are held to."""

    id: int
    office: str
    starts: datetime
    ends: datetime
    shift_minutes: int
    shifts: int
    kind: SessionKind
    modality: Modality
    stations: int
    intake: int
    standby: int
    needs: list[NeedOnFile]
    held: int

    @classmethod
    def of(cls, found: SessionDemand) -> SessionOnFile:
        """What is on file."""
        s = found.session
        return cls(
            s.id,
            s.office,
            s.starts,
            s.ends,
            s.shift_minutes,
            len(shifts(s)),
            s.kind,
            s.modality,
            s.stations,
            s.intake,
            s.standby,
            [_need_on_file(s, place) for place in range(len(s.needs))],
            len(found.held),
        )


def _need_on_file(session: Session, place: int) -> NeedOnFile:
    n = session.needs[place]
    return NeedOnFile(
        n.id,
        n.matter,
        n.language,
        n.consultations,
        n.minutes_each,
        n.priority,
        seats(n, session),
    )


@get("/api/offices/{office:str}/demand/{monday:date}", guards=[own_office], tags=["Demand"])
async def week_json(office: FromPath[str], monday: FromPath[date]) -> list[SessionOnFile]:
    """What an office asks for in the week that begins on this Monday."""
    found = await actions.view_demand(office, require_monday(monday), datetime.now(UTC))
    return [SessionOnFile.of(s) for s in found.sessions]


@post("/api/offices/{office:str}/sessions", guards=[own_office], tags=["Demand"])
async def add_json(
    request: Asking, office: FromPath[str], data: JSONBody[SessionAsked]
) -> SessionOnFile:
    """Post a session with its needs."""
    return await _save_json(request, office, data, None)


@put("/api/offices/{office:str}/sessions/{number:int}", guards=[own_office], tags=["Demand"])
async def change_json(
    request: Asking, office: FromPath[str], number: FromPath[int], data: JSONBody[SessionAsked]
) -> SessionOnFile:
    """Replace a session. Needs with an ``id`` are kept and changed, absent ones removed.

    422 says by name who is held to what would change or vanish.
    """
    return await _save_json(request, office, data, number)


async def _save_json(
    request: Asking, office: str, data: SessionAsked, number: int | None
) -> SessionOnFile:
    now = datetime.now(UTC)
    entered = await actions.enter_session(office, data.fields(), data.asked())
    saved = await actions.save_session(office, entered, person_of(request).email, now, number)
    return SessionOnFile.of(await actions.view_session(office, saved.number, now))


@delete("/api/offices/{office:str}/sessions/{number:int}", guards=[own_office], tags=["Demand"])
async def remove_json(request: Asking, office: FromPath[str], number: FromPath[int]) -> None:
    """Ask for a session no more; 409 while somebody is held to it."""
    await actions.remove_session(office, number, person_of(request).email, datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class CopiedSessions:
    """What copying a week did."""

    copied: int
    left: int


@post("/api/offices/{office:str}/demand/{monday:date}/copy", guards=[own_office], tags=["Demand"])
async def copy_json(
    request: Asking, office: FromPath[str], monday: FromPath[date]
) -> CopiedSessions:
    """Ask for the sessions of the week before again."""
    done = await actions.copy_week(
        office, require_monday(monday), person_of(request).email, datetime.now(UTC)
    )
    return CopiedSessions(done.copied, done.left)


ROUTES = [week_json, add_json, change_json, remove_json, copy_json]
