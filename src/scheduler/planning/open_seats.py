"""Which empty seats of a published week one person could take, as the solver's rules judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.model.languages import interpreted_name, language_name
from scheduler.model.matters import Kind, Matter
from scheduler.model.sessions import (
    Modality,
    Role,
    Session,
    Shift,
    Title,
    role_label,
    seats,
    shifts,
    title_of,
)
from scheduler.model.week import Week
from scheduler.planning.beside import bridge_in
from scheduler.planning.problem import (
    assignments,
    need_id,
    seat_role,
    serves_remotely,
    shift_id,
    volunteer_id,
    week_problem,
)
from scheduler.planning.views import WantedSeat
from solver.case import Case
from solver.obstacles import Obstacles
from solver.seat import Seat


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """An empty seat; ``starts`` and ``ends`` are in the office's zone.

    For an interpreter it is the place beside an adviser that would fill it. ``spoken`` is the
    code of ``language``, None for any; ``bridge`` of that into which alone they interpret it.
    """

    key: str
    starts: datetime
    ends: datetime
    timezone: str
    office: str
    office_name: str
    address: str
    title: Title
    role: str
    matter: Matter | None
    language: str
    spoken: str | None
    remote: bool
    weight: int
    bridge: str | None = None


def open_seats(week: Week, volunteer: int, now: datetime) -> tuple[OpenSeat, ...]:
    """The seats the person could take beside what they hold already, in time order."""
    case = Case(week_problem(week), assignments(week.published))
    person = case.people[volunteer_id(volunteer)]
    found = [
        _seat(week, session, shift, wanted, volunteer)
        for session in week.sessions.values()
        for shift in shifts(session)
        if shift.starts > now
        for wanted in _wanted(week, session, shift, volunteer)
        if not any(Obstacles(case, _solvers(wanted, session, shift)).of(person))
    ]
    return tuple(sorted(found, key=lambda s: (s.starts, -s.weight, s.office_name, s.key)))


@dataclass(frozen=True, slots=True)
class _Wanted:
    role: Role
    need: int | None = None
    language: str | None = None
    matter: Matter | None = None
    weight: int = 0


def _wanted(week: Week, session: Session, shift: Shift, volunteer: int) -> Iterator[_Wanted]:
    """One place of each kind that the shift lacks and a person of this kind could fill."""
    here = [p for p in week.published if (p.session, p.shift) == (session.id, shift.index)]
    person = week.volunteers[volunteer]
    if person.kind is Kind.INTAKE:
        if sum(p.role is Role.INTAKE for p in here) < session.intake:
            yield _Wanted(Role.INTAKE)
        return
    interpreted: set[str] = set()
    for need in session.needs:
        if sum(p.need == need.id for p in here) >= seats(need, session):
            continue
        if person.kind is not Kind.INTERPRETER:
            yield _Wanted(Role.ADVISER, need.id, need.language, need.matter, need.priority.weight)
        elif need.language is not None and need.language not in interpreted:
            interpreted.add(need.language)
            yield _Wanted(Role.INTERPRETER, None, need.language, None, need.priority.weight)


def _solvers(wanted: _Wanted, session: Session, shift: Shift) -> Seat:
    return Seat(
        shift_id(session.id, shift.index),
        seat_role(wanted.role),
        None if wanted.need is None else need_id(wanted.need, shift.index),
        language_name(wanted.language) if wanted.role is Role.INTERPRETER else None,
    )


def _seat(week: Week, session: Session, shift: Shift, wanted: _Wanted, volunteer: int) -> OpenSeat:
    office = week.offices[session.office]
    zone = ZoneInfo(office.timezone)
    what = wanted.need or wanted.language or 0
    named = WantedSeat(session.id, shift.index, wanted.role, wanted.need, wanted.language)
    bridge = bridge_in(week, named, volunteer, week.published)
    everywhere = session.modality is Modality.REMOTE
    return OpenSeat(
        key=f"{session.id}.{shift.index}.{wanted.role.value}.{what}",
        starts=shift.starts.astimezone(zone),
        ends=shift.ends.astimezone(zone),
        timezone=office.timezone,
        office=office.key,
        office_name=office.name,
        address="" if everywhere else office.address,
        title=title_of(wanted.role, session.kind),
        role=role_label(wanted.role, session.kind),
        matter=wanted.matter,
        language="" if wanted.role is Role.INTAKE else interpreted_name(wanted.language, bridge),
        spoken=wanted.language,
        remote=serves_remotely(week.volunteers[volunteer], session, wanted.role),
        weight=wanted.weight,
        bridge=bridge,
    )
