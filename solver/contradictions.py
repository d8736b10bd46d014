"""Pins that no plan can keep: found at the door, so that a solve is never infeasible by a slip.

Only what one person's own data shows is a contradiction. Pins that compete with
each other for the places of a session are the solver's business, and data.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from solver.entities import Pin, Problem, Session, Volunteer
from solver.reading import shown

Numbered = list[tuple[int, Session]]


@dataclass(slots=True)
class _Asked:
    """What the needs of a session ask for; some of its languages are interpreted into `bridges`."""

    matters: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    bridges: set[str] = field(default_factory=set)


class _Offer:
    """Hours and offices of one person, to be asked about many sessions."""

    def __init__(self, person: Volunteer) -> None:
        windows = sorted((window.start, window.end) for window in person.windows)
        self._starts = [start for start, _ in windows]
        self._latest = list(accumulate((end for _, end in windows), max))
        self.offices = {reach.office for reach in person.offices}

    def covers(self, session: Session) -> bool:
        """Whether one window holds the whole session."""
        begun = bisect_right(self._starts, session.start)
        return begun > 0 and session.end <= self._latest[begun - 1]


def pin_contradictions(problem: Problem) -> Iterator[str]:
    """One line for each pin that contradicts another pin or the person's own data."""
    sessions = {session.id: session for session in problem.sessions}
    people = {person.id: person for person in problem.volunteers}
    asked = _asked(problem)
    offers: dict[str, _Offer] = {}
    first: dict[tuple[str, str], tuple[int, Pin]] = {}
    musts = defaultdict[str, Numbered](list)
    for number, pin in enumerate(problem.pins):
        earlier = first.setdefault((pin.volunteer, pin.session), (number, pin))
        if earlier[1].must != pin.must:
            yield f"pins[{number}]: contradicts pins[{earlier[0]}]: {_pair(pin)} both in and out"
        elif pin.must and earlier[0] == number:
            session, person = sessions[pin.session], people[pin.volunteer]
            if person.id not in offers:
                offers[person.id] = _Offer(person)
            if wrong := _impossible(person, offers[person.id], session, asked[session.id]):
                yield f"pins[{number}]: {_pair(pin)} cannot be kept: {wrong}"
            musts[pin.volunteer].append((number, session))
    for name, held in musts.items():
        yield from _crowded(people[name], held)


def _asked(problem: Problem) -> dict[str, _Asked]:
    asked = defaultdict[str, _Asked](_Asked)
    for need in problem.needs:
        asked[need.session].matters.add(need.matter)
        if need.language is not None:
            asked[need.session].languages.add(need.language)
    relays = {
        relay
        for person in problem.volunteers
        if "interpreter" in person.roles
        for relay in person.relays
    }
    for one in asked.values():
        one.bridges.update(bridge for language, bridge in relays if language in one.languages)
    return asked


def _pair(pin: Pin) -> str:
    return f"volunteer {shown(pin.volunteer)} in session {shown(pin.session)}"


def _impossible(person: Volunteer, offer: _Offer, session: Session, asked: _Asked) -> str:
    """Why the person can take no role in the session; empty when there is one."""
    if not offer.covers(session):
        return "the session lies outside the hours the person offers"
    there = session.office in offer.offices
    afar = session.office in person.remote_offices
    if not there and not (afar and (session.remote or session.remote_interpreters)):
        return "the person does not reach the office and cannot serve this session remotely"
    roles = _open_roles(person, session, asked)
    if not there and not session.remote:
        roles &= {"interpreter"}
    return "" if roles else "the session has no role for the person"


def _open_roles(person: Volunteer, session: Session, asked: _Asked) -> set[str]:
    roles = set[str]()
    if person.roles & {"adviser", "student"} and not asked.matters.isdisjoint(person.matters):
        roles.add("adviser")
    spoken = {language for language, _ in person.relays} | person.interprets
    useful = spoken & asked.languages or person.interprets & asked.bridges
    if "interpreter" in person.roles and useful:
        roles.add("interpreter")
    if "intake" in person.roles and session.intake:
        roles.add("intake")
    if "supervisor" in person.roles:
        roles.add("supervisor")
    return roles


def _crowded(person: Volunteer, held: Numbered) -> Iterator[str]:
    """Pins of one person that overlap or exceed what the person gives."""
    held = sorted(held, key=lambda item: (item[1].start, item[1].end))
    for (_, one), (number, other) in pairwise(held):
        if one.end > other.start:
            yield (
                f"pins[{number}]: volunteer {shown(person.id)} is pinned to session "
                f"{shown(one.id)} at that time"
            )
    last = held[-1][0]
    total = sum(session.end - session.start for _, session in held)
    if total > person.max_minutes:
        yield (
            f"pins[{last}]: volunteer {shown(person.id)} is pinned for {total} minutes "
            f"and gives {person.max_minutes}"
        )
    days = Counter(session.start // 1440 for _, session in held)
    if max(days.values()) > person.max_sessions_per_day:
        yield (
            f"pins[{last}]: volunteer {shown(person.id)} is pinned to more sessions on a day "
            f"than {person.max_sessions_per_day}"
        )
