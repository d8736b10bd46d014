"""Pins that no plan can keep: found at the door, so that a solve is never infeasible by a slip.

Only what one person's own data shows is a contradiction. Pins that compete with
each other for the places of a session are the solver's business, and data.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from solver.entities import Need, Pin, Problem, Session, Volunteer
from solver.reading import shown

Numbered = list[tuple[int, Session]]


def pin_contradictions(problem: Problem) -> Iterator[str]:
    """One line for each pin that contradicts another pin or the person's own data."""
    sessions = {session.id: session for session in problem.sessions}
    people = {person.id: person for person in problem.volunteers}
    asked = defaultdict[str, list[Need]](list)
    for need in problem.needs:
        asked[need.session].append(need)
    first: dict[tuple[str, str], tuple[int, Pin]] = {}
    musts = defaultdict[str, Numbered](list)
    for number, pin in enumerate(problem.pins):
        earlier = first.setdefault((pin.volunteer, pin.session), (number, pin))
        if earlier[1].must != pin.must:
            yield f"pins[{number}]: contradicts pins[{earlier[0]}]: {_pair(pin)} both in and out"
        elif pin.must and earlier[0] == number:
            session, person = sessions[pin.session], people[pin.volunteer]
            if wrong := _impossible(person, session, asked[session.id]):
                yield f"pins[{number}]: {_pair(pin)} cannot be kept: {wrong}"
            musts[pin.volunteer].append((number, session))
    for name, held in musts.items():
        yield from _crowded(people[name], held)


def _pair(pin: Pin) -> str:
    return f"volunteer {shown(pin.volunteer)} in session {shown(pin.session)}"


def _impossible(person: Volunteer, session: Session, needs: list[Need]) -> str:
    """Why the person can take no role in the session; empty when there is one."""
    if not _offered(person, session):
        return "the session lies outside the hours the person offers"
    there = any(reach.office == session.office for reach in person.offices)
    afar = session.office in person.remote_offices
    if not there and not (afar and (session.remote or session.remote_interpreters)):
        return "the person does not reach the office and cannot serve this session remotely"
    roles = _open_roles(person, session, needs)
    if not there and not session.remote:
        roles &= {"interpreter"}
    return "" if roles else "the session has no role for the person"


def _offered(person: Volunteer, session: Session) -> bool:
    return any(w.start <= session.start and session.end <= w.end for w in person.windows)


def _open_roles(person: Volunteer, session: Session, needs: list[Need]) -> set[str]:
    roles = set[str]()
    if person.roles & {"adviser", "student"} and any(
        need.matter in person.matters for need in needs
    ):
        roles.add("adviser")
    if "interpreter" in person.roles and any(need.language in person.interprets for need in needs):
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
    days = [session.start // 1440 for _, session in held]
    if any(days.count(day) > person.max_sessions_per_day for day in set(days)):
        yield (
            f"pins[{last}]: volunteer {shown(person.id)} is pinned to more sessions on a day "
            f"than {person.max_sessions_per_day}"
        )
