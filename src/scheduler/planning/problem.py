"""Our week as the solver's problem, and the solver's plan as our placements.

Every shift is a session of the solver's. Ids: ``s12.0`` is shift 0 of session 12, ``n7.0``
need 7 in shift 0, ``v3`` volunteer 3. Offices, matters and languages go by the names people
read, so that the solver's sentences need little translation (``spoken.py``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.availability import Level, Window
from scheduler.model.languages import language_code, language_name
from scheduler.model.matters import Kind
from scheduler.model.people import HOME_MINUTES, UNKNOWN_MINUTES, Volunteer
from scheduler.model.rosters import Placement
from scheduler.model.sessions import (
    INTAKE_WEIGHT,
    REMOTE_BUFFER_MINUTES,
    SHIFTS_PER_DAY,
    STUDENTS_PER_SUPERVISOR,
    Modality,
    Need,
    Role,
    Session,
    Shift,
    seats,
    shifts,
)
from scheduler.model.week import Week, week_span
from scheduler.planning.care import Care, care_for
from solver import problem as solver

_ROLES: dict[Kind, frozenset[str]] = {
    Kind.ATTORNEY: frozenset({"adviser"}),
    Kind.ACCREDITED_FULL: frozenset({"adviser"}),
    Kind.ACCREDITED_PARTIAL: frozenset({"adviser"}),
    Kind.LAW_STUDENT: frozenset({"student"}),
    Kind.INTERPRETER: frozenset({"interpreter"}),
    Kind.INTAKE: frozenset({"intake"}),
}


_SEATS: dict[Role, solver.Role] = {
    Role.ADVISER: "adviser",
    Role.INTERPRETER: "interpreter",
    Role.INTAKE: "intake",
    Role.SUPERVISOR: "supervisor",
}


def seat_role(role: Role) -> solver.Role:
    """What the solver calls the work in a seat; who is on standby has none."""
    return _SEATS[role]


def shift_id(session: int, shift: int) -> str:
    """The solver's name of a shift."""
    return f"s{session}.{shift}"


def need_id(need: int, shift: int) -> str:
    """The solver's name of a need in one shift."""
    return f"n{need}.{shift}"


def volunteer_id(volunteer: int) -> str:
    """The solver's name of a person."""
    return f"v{volunteer}"


def office_id(week: Week, key: str) -> str:
    """The solver's name of an office: its own, told apart by the key where two share it."""
    name = week.offices[key].name
    shared = sum(1 for office in week.offices.values() if office.name == name) > 1
    return f"{name} ({key})" if shared else name


def volunteer_number(name: str) -> int:
    """The person a solver's name stands for."""
    return int(name[1:])


def shift_numbers(name: str) -> tuple[int, int]:
    """Session and shift a solver's name stands for."""
    session, _, shift = name[1:].partition(".")
    return int(session), int(shift)


def need_number(name: str | None) -> int | None:
    """The need a solver's name stands for."""
    return None if name is None else int(name[1:].partition(".")[0])


WeekProblem = solver.Problem
"""A week as the solver sees it, for whoever only hands it on."""


def week_problem(week: Week) -> WeekProblem:
    """The optimisation problem of the week."""
    scene = _Scene.of(week)
    return solver.Problem(
        settings=solver.Settings(STUDENTS_PER_SUPERVISOR, REMOTE_BUFFER_MINUTES, next_weakest=True),
        offices=tuple(
            solver.Office(scene.names[o.key], "hotline" if o.is_hotline else "office")
            for o in week.offices.values()
        ),
        travel=scene.travel,
        sessions=tuple(
            _session(session, shift, scene)
            for session in week.sessions.values()
            for shift in shifts(session)
        ),
        needs=tuple(
            _need(need, session, shift)
            for session in week.sessions.values()
            for shift in shifts(session)
            for need in session.needs
        ),
        volunteers=tuple(_volunteer(number, week, scene) for number in week.volunteers),
        pins=tuple(
            solver.Pin(volunteer_id(p.volunteer), shift_id(p.session, p.shift), p.must)
            for p in week.pins
        ),
        previous=assignments(week.published),
        previous_standby=standbys(week.published),
    )


Minutes = Mapping[tuple[str, str], int]
"""Minutes between offices, both ways, by the solver's names."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every session and every person of a week is placed in, worked out once."""

    begins: datetime
    names: Mapping[str, str]
    """The solver's names of the offices, by their keys."""
    travel: Minutes
    everywhere: frozenset[str]
    care: Care

    @classmethod
    def of(cls, week: Week) -> _Scene:
        names = {key: office_id(week, key) for key in week.offices}
        there = {(names[t.origin], names[t.destination]): t.minutes for t in week.travel}
        back = {(b, a): minutes for (a, b), minutes in there.items()}
        return cls(
            week_span(week.monday)[0],
            names,
            there | back,
            frozenset(names.values()),
            care_for(week),
        )

    def minute(self, at: datetime) -> int:
        """Real minutes since the week began: lengths stay true when clocks change."""
        return int((at - self.begins) / _MINUTE)


_MINUTE = timedelta(minutes=1)


def _session(session: Session, shift: Shift, scene: _Scene) -> solver.Session:
    remote = session.modality is Modality.REMOTE
    return solver.Session(
        id=shift_id(session.id, shift.index),
        office=scene.names[session.office],
        start=scene.minute(shift.starts),
        end=scene.minute(shift.ends),
        kind=session.kind.value,
        remote=remote,
        remote_interpreters=remote or session.modality is Modality.HYBRID,
        stations=session.stations,
        intake=session.intake,
        intake_weight=INTAKE_WEIGHT,
        standby=session.standby,
    )


def _need(need: Need, session: Session, shift: Shift) -> solver.Need:
    return solver.Need(
        id=need_id(need.id, shift.index),
        session=shift_id(session.id, shift.index),
        matter=need.matter.label,
        language=None if need.language is None else language_name(need.language),
        seats=seats(need, session),
        weight=need.priority.weight,
    )


def _volunteer(number: int, week: Week, scene: _Scene) -> solver.Volunteer:
    person = week.volunteers[number]
    return solver.Volunteer(
        id=volunteer_id(number),
        roles=_ROLES[person.kind] | ({"supervisor"} if _may_supervise(person) else set()),
        matters=frozenset(m.label for m in person.may_advise_in),
        advises_in=frozenset(map(language_name, person.advises_in)),
        interprets=frozenset(map(language_name, person.interprets)),
        relays=_relays(person),
        windows=tuple(_window(w, scene) for w in servable(person, week.windows[number])),
        offices=_reach(person, scene),
        remote_offices=scene.everywhere if person.remote else frozenset(),
        max_minutes=person.pledge_minutes,
        max_sessions_per_day=SHIFTS_PER_DAY,
        past_minutes=week.past_minutes.get(number, 0),
        uncertain=number in scene.care.uncertain,
        newcomer=number in scene.care.newcomers,
    )


def _relays(person: Volunteer) -> frozenset[tuple[str, str]]:
    """What they interpret only into another language; what they interpret anyway is no relay."""
    return frozenset(
        (language_name(relay.language), language_name(relay.bridge))
        for relay in person.relays
        if relay.language not in person.interprets
    )


def _may_supervise(person: Volunteer) -> bool:
    return person.supervises and person.kind is Kind.ATTORNEY


def servable(person: Volunteer, windows: Iterable[Window]) -> tuple[Window, ...]:
    """The windows less what lies after the credential's last good day."""
    expires = person.credential.expires
    if expires is None:
        return tuple(windows)
    midnight = datetime.combine(expires + timedelta(days=1), datetime.min.time())
    last = midnight.replace(tzinfo=ZoneInfo(person.timezone)).astimezone(UTC)
    return tuple(Window(w.starts, min(w.ends, last), w.level) for w in windows if w.starts < last)


def _window(window: Window, scene: _Scene) -> solver.Window:
    level: solver.Level = "preferred" if window.level is Level.AVAILABLE else "if_needed"
    starts, ends = scene.minute(window.starts), scene.minute(window.ends)
    return solver.Window(max(0, starts), max(1, ends), level)


def _reach(person: Volunteer, scene: _Scene) -> tuple[solver.Reach, ...]:
    known = [scene.names[key] for key in person.offices if key in scene.names]
    if not known:
        return ()
    home, *others = known
    return (
        solver.Reach(home, HOME_MINUTES, "preferred"),
        *(solver.Reach(o, scene.travel.get((home, o), UNKNOWN_MINUTES), "ok") for o in others),
    )


# ---- plans ------------------------------------------------------------------


def assignments(placements: Iterable[Placement]) -> tuple[solver.Assignment, ...]:
    """Our placements in seats as the solver's assignments; who is on standby has none."""
    return tuple(
        solver.Assignment(
            volunteer_id(p.volunteer),
            shift_id(p.session, p.shift),
            seat_role(p.role),
            None if p.need is None else need_id(p.need, p.shift),
            None if p.language is None else language_name(p.language),
            None if p.bridge is None else language_name(p.bridge),
        )
        for p in placements
        if p.role is not Role.STANDBY
    )


def standbys(placements: Iterable[Placement]) -> tuple[solver.Standby, ...]:
    """Our placements on standby as the solver lists them."""
    return tuple(
        solver.Standby(volunteer_id(p.volunteer), shift_id(p.session, p.shift))
        for p in placements
        if p.role is Role.STANDBY
    )


def on_standby(week: Week, ready: Iterable[solver.Standby]) -> tuple[Placement, ...]:
    """Whom the solver holds ready, as our placements."""
    return tuple(
        Placement(
            session,
            shift,
            volunteer,
            Role.STANDBY,
            remote=serves_remotely(
                week.volunteers[volunteer], week.sessions[session], Role.STANDBY
            ),
        )
        for item in ready
        for session, shift in (shift_numbers(item.session),)
        for volunteer in (volunteer_number(item.volunteer),)
    )


def placements(week: Week, plan: Iterable[solver.Assignment]) -> tuple[Placement, ...]:
    """The solver's assignments as our placements, sorted."""
    return tuple(sorted(_placement(week, a) for a in plan))


def _placement(week: Week, assignment: solver.Assignment) -> Placement:
    session, shift = shift_numbers(assignment.session)
    volunteer = volunteer_number(assignment.volunteer)
    role = Role(assignment.role)
    return Placement(
        session=session,
        shift=shift,
        volunteer=volunteer,
        role=role,
        need=need_number(assignment.need),
        language=None if assignment.language is None else language_code(assignment.language),
        remote=serves_remotely(week.volunteers[volunteer], week.sessions[session], role),
        bridge=None if assignment.bridge is None else language_code(assignment.bridge),
    )


def serves_remotely(person: Volunteer, session: Session, role: Role) -> bool:
    """Remote wherever the person and the session both allow it, on site otherwise."""
    if not person.remote:
        return False
    if session.modality is Modality.HYBRID:
        return role is Role.INTERPRETER or (
            role is Role.STANDBY and person.kind is Kind.INTERPRETER
        )
    return session.modality is Modality.REMOTE


def problem_json(week: Week) -> str:
    """The week's problem in the format ``clinic-problem/1``, for the record and for replay."""
    return json.dumps(solver.problem_document(week_problem(week)))
