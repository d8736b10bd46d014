"""The part of a week that one region is, beside what its people do elsewhere."""

from dataclasses import replace
from typing import Final

from solver.entities import Assignment, Pin, Problem, Session, Volunteer, Window
from solver.parts import Part
from solver.regions import Regions

DAY: Final = 1440

HALF_A_DAY: Final = 720
"""Around work elsewhere a person is left alone: no way between two places is longer."""


def part_of(
    problem: Problem,
    assignments: tuple[Assignment, ...],
    regions: Regions,
    number: int,
    seconds: float,
    seed: int,
) -> Part:
    """One region as a problem of its own.

    People at home in the region serve it with what other regions leave of them;
    people at home elsewhere who already sit here stay in their sessions.
    """
    inside = {o.id for n, o in enumerate(problem.offices) if regions.office[n] == number}
    sessions = {s.id: s for s in problem.sessions if s.office in inside}
    taken = tuple(item for item in assignments if item.session in sessions)
    here: dict[str, list[Session]] = {}
    for item in taken:
        here.setdefault(item.volunteer, []).append(sessions[item.session])
    away = _away(problem, assignments, sessions)
    people, stays = list[Volunteer](), list[Pin]()
    for index, person in enumerate(problem.volunteers):
        if regions.volunteer[index] == number:
            people.append(_left_of(person, away.get(person.id, [])))
        elif person.id in here:
            people.append(_guest(person, here[person.id]))
            stays += [Pin(person.id, session.id, must=True) for session in here[person.id]]
    names = {person.id for person in people}
    pins = [pin for pin in problem.pins if pin.volunteer in names and pin.session in sessions]
    part = replace(
        problem,
        sessions=tuple(sessions.values()),
        needs=tuple(need for need in problem.needs if need.session in sessions),
        volunteers=tuple(people),
        pins=tuple(dict.fromkeys([*pins, *stays])),
        previous=(),
    )
    return Part(part, taken, seconds, seed)


def _away(
    problem: Problem, assignments: tuple[Assignment, ...], inside: dict[str, Session]
) -> dict[str, list[Session]]:
    """What everybody does outside the region."""
    outside = {session.id: session for session in problem.sessions if session.id not in inside}
    away: dict[str, list[Session]] = {}
    for item in assignments:
        if item.session in outside:
            away.setdefault(item.volunteer, []).append(outside[item.session])
    return away


def _left_of(person: Volunteer, away: list[Session]) -> Volunteer:
    """The person with what work elsewhere leaves: fewer minutes, and no hours near it."""
    if not away:
        return person
    windows = person.windows
    for session in away:
        start = min(session.start // DAY * DAY, session.start - HALF_A_DAY)
        end = max((session.start // DAY + 1) * DAY, session.end + HALF_A_DAY)
        windows = tuple(piece for window in windows for piece in _around(window, start, end))
    spent = sum(session.end - session.start for session in away)
    return replace(person, windows=windows, max_minutes=max(person.max_minutes - spent, 0))


def _around(window: Window, start: int, end: int) -> list[Window]:
    """What is left of a window outside the stretch."""
    before = replace(window, end=min(window.end, start))
    after = replace(window, start=max(window.start, end))
    return [piece for piece in (before, after) if piece.start < piece.end]


def _guest(person: Volunteer, here: list[Session]) -> Volunteer:
    """The person with nothing but the sessions they already serve here."""
    windows = tuple(
        replace(window, start=session.start, end=session.end)
        for session in here
        for window in person.windows
        if window.start <= session.start and session.end <= window.end
    )
    minutes = sum(session.end - session.start for session in here)
    return replace(person, windows=windows, max_minutes=minutes)
