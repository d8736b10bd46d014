"""Groups of people who are interchangeable in a session, and where they can sit.

Two advisers belong to one group of a session when they can sit in the same of
its needs, speak the language of the same ones, and both or neither are students; two
interpreters when they interpret the same of its languages, directly and as relays.
Where somebody relays, the advisers of a group also hear the same relays.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np

from solver.entities import Assignment, Problem
from solver.pairs import ADVISER, INTERPRETER, Pairs
from solver.vectors import Whole
from solver.week import Week

NO_NEED = -1

Relay = tuple[str, str]
"""A language and the bridge language it is interpreted into."""

Voice = tuple[str, str]
"""What somebody interprets: a language, and its bridge language or ""."""

Seats = tuple[tuple[int, bool], ...]
"""Need numbers, each with whether the group speaks its language."""


class Sitting(NamedTuple):
    """What advisers of one group have in common; one of the previous roster is `alone`."""

    session: int
    seats: Seats
    student: bool
    hears: frozenset[str]
    alone: int | None


@dataclass(slots=True)
class Flow:
    """How many of a group take one kind of seat.

    `members` are the pair columns of the group (one shared array), `most` bounds
    the flow. For advisers `need` is a number and `understood` says that they
    speak its language; `hears` are the bridge languages that they advise in, of
    relays in the session. For interpreters `language` is what they interpret, and
    `bridge` what they interpret it into if that is one language only.
    `student` says that its advisers are law students. `kept` marks an assignment of the
    previous roster. `column` is set by the board.
    """

    session: int
    members: Whole
    most: int
    need: int = NO_NEED
    language: str = ""
    understood: bool = True
    student: bool = False
    kept: bool = False
    hears: frozenset[str] = frozenset()
    bridge: str = ""
    column: int = field(default=-1)


def adviser_flows(
    problem: Problem, week: Week, pairs: Pairs, before: frozenset[Assignment]
) -> list[Flow]:
    """The flows of adviser groups into the needs of their session."""
    people, needs = problem.volunteers, problem.needs
    bridges = {
        session: frozenset(bridge for _, bridge in ways)
        for session, ways in relays_of(problem, week, pairs).items()
    }

    @cache
    def places(session: int, matters: frozenset[str], languages: frozenset[str]) -> Seats:
        return tuple(
            (number, needs[number].language is None or needs[number].language in languages)
            for number in week.needs_of[session]
            if needs[number].seats and needs[number].matter in matters
        )

    known = {(item.volunteer, item.session, item.need) for item in before if item.role == "adviser"}
    named = {(volunteer, session) for volunteer, session, _ in known}
    groups: dict[Sitting, list[int]] = defaultdict(list)
    for column in np.flatnonzero(pairs.role == ADVISER).tolist():
        person, session = people[pairs.volunteer[column]], int(pairs.session[column])
        seats = places(session, person.matters, person.advises_in)
        hears = bridges[session] & person.advises_in if session in bridges else frozenset()
        alone = column if (person.id, problem.sessions[session].id) in named else None
        student = bool(pairs.student[column])
        groups[Sitting(session, seats, student, hears, alone)].append(column)
    flows = []
    for group, columns in groups.items():
        members = np.array(columns, dtype=np.int64)
        name = people[pairs.volunteer[columns[0]]].id
        for number, understood in group.seats:
            need = needs[number]
            kept = group.alone is not None and (name, need.session, need.id) in known
            most = min(len(columns), need.seats)
            flow = Flow(
                session=group.session,
                members=members,
                most=most,
                need=number,
                language=need.language or "",
                understood=understood,
                student=group.student,
                kept=kept,
                hears=group.hears,
            )
            flows.append(flow)
    return flows


def interpreter_flows(
    problem: Problem, week: Week, pairs: Pairs, before: frozenset[Assignment]
) -> list[Flow]:
    """The flows of interpreter groups into the languages of their session."""
    people, asked = problem.volunteers, _asked(problem, week)
    ways = relays_of(problem, week, pairs)
    known = {
        (item.volunteer, item.session, (item.language, item.bridge or ""))
        for item in before
        if item.role == "interpreter"
    }
    named = {(volunteer, session) for volunteer, session, _ in known}
    groups: dict[tuple[int, frozenset[Voice], int | None], list[int]] = defaultdict(list)
    for column in np.flatnonzero(pairs.role == INTERPRETER).tolist():
        person, session = people[pairs.volunteer[column]], int(pairs.session[column])
        alone = column if (person.id, problem.sessions[session].id) in named else None
        bridges = {bridge for _, bridge in ways[session]} if session in ways else frozenset()
        direct = person.interprets & (asked[session] | bridges)
        voices = {(language, "") for language in direct} | (
            ways.get(session, set()) & person.relays
        )
        if not voices:  # a relay that did not come would have been taken further
            further = person.interprets & week.relayed.keys()
            voices = {(bridge, "") for bridge in further if week.relayed[bridge] & asked[session]}
        groups[session, frozenset(voices), alone].append(column)
    flows = []
    for (session, voices, alone), columns in groups.items():
        members = np.array(columns, dtype=np.int64)
        name = people[pairs.volunteer[columns[0]]].id
        for language, bridge in sorted(voices):
            kept = alone is not None and (
                (name, problem.sessions[session].id, (language, bridge)) in known
            )
            most = len(columns)
            flows.append(Flow(session, members, most, language=language, kept=kept, bridge=bridge))
    return flows


def relays_of(problem: Problem, week: Week, pairs: Pairs) -> dict[int, set[Relay]]:
    """What is relayed, by the session: each language that is asked for, with its bridge."""
    found = defaultdict[int, set[Relay]](set)
    if not week.relayed:
        return found
    asked, people = _asked(problem, week), problem.volunteers
    relaying = np.array([bool(person.relays) for person in people], dtype=np.bool_)
    columns = np.flatnonzero((pairs.role == INTERPRETER) & relaying[pairs.volunteer])
    for column in columns.tolist():
        session = int(pairs.session[column])
        for language, bridge in people[pairs.volunteer[column]].relays:
            if language in asked[session]:
                found[session].add((language, bridge))
    return found


def _asked(problem: Problem, week: Week) -> dict[int, set[str]]:
    """The languages that seats of each session ask for."""
    asked = defaultdict[int, set[str]](set)
    for need in problem.needs:
        if need.language is not None and need.seats:
            asked[week.session_index[need.session]].add(need.language)
    return asked
