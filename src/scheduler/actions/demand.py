"""Offices post what they need: sessions with their needs, changed until somebody is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from scheduler.imports.entries import EnteredSession, Fields, read_session
from scheduler.imports.zones import instant
from scheduler.model.offices import Office
from scheduler.model.sessions import Session
from scheduler.model.week import Week, monday_of, week_span
from scheduler.planning.held_demand import MEND, another_shape, standing_in_the_way, who_is_held
from scheduler.planning.languages_left import Crowd, crowd
from scheduler.store import audit, demand
from scheduler.store.db import transaction
from scheduler.store.demand import HeldSeat
from scheduler.store.directory import load_offices, load_sessions
from scheduler.store.rosters import lock_week
from scheduler.store.week import load_week


@dataclass(frozen=True, slots=True)
class SessionDemand:
    """A session as its office looks at it: who could come, who is held, what it was."""

    session: Session
    held: tuple[HeldSeat, ...]
    crowd: Crowd
    begun: bool

    @property
    def asks_nobody(self) -> bool:
        """A session of which only the record of former assignments is left."""
        return not self.session.needs and not self.session.intake


@dataclass(frozen=True, slots=True)
class DemandWeek:
    """What an office asks for in a week; ``before`` counts the sessions of the week before."""

    office: Office
    monday: date
    sessions: tuple[SessionDemand, ...]
    before: int


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a session is now, and what should be looked at."""

    number: int
    monday: date
    notes: tuple[str, ...]
    unplanned: int
    """Places in an open draft that the change made void."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many sessions were copied, and how many were there already or cannot be."""

    copied: int
    left: int


async def view_demand(office: str, monday: date, now: datetime) -> DemandWeek:
    """An office's week with who could come to each session."""
    found = await _office(office)
    week = await load_week(monday)
    own = [s for s in week.sessions.values() if s.office == office]
    held = await demand.held_seats(s.id for s in own)
    before = await load_sessions(week_span(monday - timedelta(weeks=1)), office)
    return DemandWeek(
        found,
        monday,
        tuple(
            SessionDemand(
                s,
                tuple(h for h in held if h.session == s.id),
                crowd(week, s),
                begun=s.starts <= now,
            )
            for s in own
        ),
        sum(1 for s in before.values() if s.needs or s.intake),
    )


async def view_session(office: str, number: int, now: datetime) -> SessionDemand:
    """One session of an office."""
    found = await demand.session_of(office, number)
    if found is None:
        raise NotFoundError("This session is not on file any more.")
    held = await demand.held_seats([number])
    week = await load_week(await week_of(found))
    return SessionDemand(found, held, crowd(week, found), begun=found.starts <= now)


async def week_of(session: Session) -> date:
    """The Monday of the week the session starts in, where its office is."""
    zone = ZoneInfo((await _office(session.office)).timezone)
    return monday_of(session.starts.astimezone(zone).date())


async def who_could_come(session: Session) -> Crowd:
    """The people a session that is not saved yet could count on."""
    week: Week = await load_week(await week_of(session))
    return crowd(week, session)


async def enter_session(office: str, fields: Fields, needs: Mapping[int, Fields]) -> EnteredSession:
    """Read a form; nothing is saved."""
    return read_session(await _office(office), fields, needs)


async def save_session(
    office: str,
    entered: EnteredSession,
    actor: str,
    now: datetime,
    number: int | None = None,
) -> Saved:
    """Add a session, or change the one with this number; all of it or nothing.

    What people are held to stays: time, shifts and way to meet of a session somebody serves
    in, and each need with at least the seats that are taken.
    """
    session = entered.session
    if session is None:
        raise InvalidInputError("This session cannot be saved yet.", faults=entered.faults)
    _refuse_past(session.starts, now)
    monday = await week_of(session)
    async with transaction():
        await lock_week(monday)
        if number is None:
            saved, unplanned = await _add(session), 0
        else:
            saved, unplanned = number, await _change(number, entered, session, now)
        await audit.record(actor, "demand", f"session {saved}", office=office)
    return Saved(saved, monday, entered.notes, unplanned)


def _refuse_past(starts: datetime, now: datetime) -> None:
    if starts <= now:
        raise InvalidInputError(
            "This time has passed.",
            faults=[("date", "This time has passed. Choose a session that is still to come.")],
        )


async def _add(session: Session) -> int:
    there = await demand.session_starting(session.office, session.starts)
    if there is None:
        return await demand.add_session(session)
    known = await demand.session_of(session.office, there)
    if known and not known.needs and not known.intake:
        # Only its record was left; it asks for people again.
        await demand.forget_plans(there)
        await demand.change_session(there, replace(session, id=there))
        return there
    raise _taken()


def _taken() -> InvalidInputError:
    sentence = "The office has a session that starts then. Choose another start, or change that."
    return InvalidInputError("This start is taken.", faults=[("start", sentence)])


async def _change(number: int, entered: EnteredSession, session: Session, now: datetime) -> int:
    before = await demand.session_of(session.office, number)
    if before is None:
        raise NotFoundError("This session is not on file any more.")
    await lock_week(await week_of(before))
    if before.starts <= now:
        raise ConflictError("This session has begun; what was asked for stays on record.")
    known = {need.id for need in before.needs}
    if any(need.id and need.id not in known for need in session.needs):
        raise ConflictError("This session was changed in the meantime; look at it again.")
    there = await demand.session_starting(session.office, session.starts)
    if there not in {None, number}:
        raise _taken()
    office = await _office(session.office)
    held = await demand.held_seats([number])
    found = standing_in_the_way(before, session, entered.rows, held, office.timezone)
    if found:
        faults = [(name, f"{sentence} {MEND}") for name, sentence in found]
        raise InvalidInputError("People are held to this session.", faults=faults)
    unplanned = await demand.forget_plans(number) if another_shape(before, session) else 0
    await demand.change_session(number, replace(session, id=number))
    return unplanned


async def remove_session(office: str, number: int, actor: str, now: datetime) -> None:
    """Ask for this session no more; refused while somebody is held to it.

    Where somebody once was, the session stays on record and asks for nobody.
    """
    async with transaction():
        found = await demand.session_of(office, number)
        if found is None:
            raise NotFoundError("This session is not on file any more.")
        await lock_week(await week_of(found))
        if found.starts <= now:
            raise ConflictError("This session has begun; what was asked for stays on record.")
        held = await demand.held_seats([number])
        if held:
            raise ConflictError(
                f"This session has to stay: {who_is_held(held)}. Take them out in the week's "
                "plan and publish, so that they get a letter; then remove it here."
            )
        if await demand.was_ever_held(number):
            await demand.forget_plans(number)
            await demand.change_session(number, replace(found, needs=(), intake=0, standby=0))
        else:
            await demand.remove_session(number)
        await audit.record(actor, "demand-removed", f"session {number}", office=office)


async def copy_week(office: str, monday: date, actor: str, now: datetime) -> Copied:
    """Ask for the sessions of the week before again, at the same local times."""
    zone = (await _office(office)).timezone
    copied = left = 0
    async with transaction():
        await lock_week(monday)
        earlier = await load_sessions(week_span(monday - timedelta(weeks=1)), office)
        for session in earlier.values():
            if not session.needs and not session.intake:
                continue
            moved = _a_week_later(session, zone)
            if moved is not None and await _can_ask(moved, now):
                await demand.add_session(moved)
                copied += 1
            else:
                left += 1
        await audit.record(actor, "demand-copied", f"week {monday}", office=office, copied=copied)
    return Copied(copied, left)


async def _can_ask(session: Session, now: datetime) -> bool:
    return (
        session.starts > now
        and await demand.session_starting(session.office, session.starts) is None
    )


def _a_week_later(session: Session, zone: str) -> Session | None:
    """The same session by the clock on the wall; None where the clocks skip its time."""
    wall = ZoneInfo(zone)
    times = []
    for moment in (session.starts, session.ends):
        local = moment.astimezone(wall)
        day = local.date() + timedelta(weeks=1)
        moved = instant(day, local.time(), zone)
        if moved.astimezone(wall).time() != local.time():
            return None
        times.append(moved)
    needs = tuple(replace(need, id=0) for need in session.needs)
    return replace(session, starts=times[0], ends=times[1], needs=needs, id=0)


async def _office(office: str) -> Office:
    found = (await load_offices()).get(office)
    if found is None:
        raise NotFoundError(f"There is no office {office!r}.")
    return found
