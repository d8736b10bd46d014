"""The parts of a week that its regions are, each beside what its people do elsewhere."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, TypeVar

from solver.entities import Assignment, Pin, Problem, Session, Volunteer, Window
from solver.parts import Part
from solver.regions import Regions

T = TypeVar("T")

DAY: Final = 1440

HALF_A_DAY: Final = 720
"""Around work elsewhere a person is left alone: no way between two places is longer."""


def parts_of(
    problem: Problem,
    assignments: Iterable[Assignment],
    regions: Regions,
    seconds: float,
    seed: int,
) -> list[Part]:
    """Every region as a problem of its own, which may use so many `seconds`.

    People at home in a region serve it with what other regions leave of them;
    people at home elsewhere who already sit there stay in their sessions. Who has
    no home (-1) serves nowhere anew.
    """
    number = {office.id: int(regions.office[n]) for n, office in enumerate(problem.offices)}
    place = {session.id: number[session.office] for session in problem.sessions}
    offices = _sorted(problem.offices, lambda office: number[office.id])
    ways = _sorted(
        [(pair, minutes) for pair, minutes in problem.travel.items() if _same(pair, number)],
        lambda way: number[way[0][0]],
    )
    sessions = _sorted(problem.sessions, lambda session: number[session.office])
    needs = _sorted(problem.needs, lambda need: place[need.session])
    taken = _sorted(assignments, lambda item: place[item.session])
    pins = _sorted(problem.pins, lambda pin: place[pin.session])
    people, stays = _people(problem, regions, taken, number)
    parts = []
    for region in range(regions.count):
        names = {person.id for person in people[region]}
        own = [pin for pin in pins[region] if pin.volunteer in names]
        part = replace(
            problem,
            offices=tuple(offices[region]),
            travel=dict(ways[region]),
            sessions=tuple(sessions[region]),
            needs=tuple(needs[region]),
            volunteers=tuple(people[region]),
            pins=tuple(dict.fromkeys([*own, *stays[region]])),
            previous=(),
        )
        parts.append(Part(part, tuple(taken[region]), seconds, seed))
    return parts


def _same(pair: tuple[str, str], number: dict[str, int]) -> bool:
    return number[pair[0]] == number[pair[1]]


def _sorted(items: Iterable[T], region: Callable[[T], int]) -> dict[int, list[T]]:
    """The items by their region."""
    groups: dict[int, list[T]] = defaultdict(list)
    for item in items:
        groups[region(item)].append(item)
    return groups


def _people(
    problem: Problem,
    regions: Regions,
    taken: dict[int, list[Assignment]],
    number: dict[str, int],
) -> tuple[dict[int, list[Volunteer]], dict[int, list[Pin]]]:
    """Who serves each region, and the pins that keep guests in their sessions."""
    sessions = {session.id: session for session in problem.sessions}
    work: dict[str, dict[int, list[Session]]] = defaultdict(lambda: defaultdict(list))
    for region, items in taken.items():
        for item in items:
            work[item.volunteer][region].append(sessions[item.session])
    people: dict[int, list[Volunteer]] = defaultdict(list)
    stays: dict[int, list[Pin]] = defaultdict(list)
    for index, person in enumerate(problem.volunteers):
        home, held = int(regions.volunteer[index]), work.get(person.id, {})
        away = [session for region, items in held.items() if region != home for session in items]
        stuck = is_stuck(held.get(home, []), away)
        if not stuck:
            people[home].append(_within(left_of(person, away), home, number))
        for region, here in held.items():
            if region != home or stuck:
                people[region].append(_within(guest_of(person, here), region, number))
                stays[region] += [Pin(person.id, session.id, must=True) for session in here]
    return people, stays


def _within(person: Volunteer, region: int, number: dict[str, int]) -> Volunteer:
    """The person with the offices of one region only."""
    return replace(
        person,
        offices=tuple(way for way in person.offices if number[way.office] == region),
        remote_offices=frozenset(o for o in person.remote_offices if number[o] == region),
    )


def is_stuck(here: Iterable[Session], away: Iterable[Session]) -> bool:
    """Whether what is served here lies so near to work elsewhere that it had better stay."""
    near = [_near(session) for session in away]
    return any(
        start < session.end and session.start < end for session in here for start, end in near
    )


def _near(session: Session) -> tuple[int, int]:
    """The hours in which nothing new is taken, for work elsewhere."""
    start = min(session.start // DAY * DAY, session.start - HALF_A_DAY)
    return start, max((session.start // DAY + 1) * DAY, session.end + HALF_A_DAY)


def left_of(person: Volunteer, away: list[Session]) -> Volunteer:
    """The person with what work elsewhere leaves: fewer minutes, and no hours near it."""
    if not away:
        return person
    windows = person.windows
    for session in away:
        start, end = _near(session)
        windows = tuple(piece for window in windows for piece in _around(window, start, end))
    spent = sum(session.end - session.start for session in away)
    return replace(person, windows=windows, max_minutes=max(person.max_minutes - spent, 0))


def _around(window: Window, start: int, end: int) -> list[Window]:
    """What is left of a window outside the stretch."""
    before = replace(window, end=min(window.end, start))
    after = replace(window, start=max(window.start, end))
    return [piece for piece in (before, after) if piece.start < piece.end]


def guest_of(person: Volunteer, here: list[Session]) -> Volunteer:
    """The person with nothing but the sessions they already serve in a region not theirs."""
    windows = tuple(
        replace(window, start=session.start, end=session.end)
        for session in here
        for window in person.windows
        if window.start <= session.start and session.end <= window.end
    )
    minutes = sum(session.end - session.start for session in here)
    return replace(person, windows=windows, max_minutes=minutes)
