"""Groups of people who are interchangeable in a session, and where they can sit.

Two advisers belong to one group of a session when they can sit in the same of
its needs and speak the language of the same ones; two interpreters when they
interpret the same of its languages.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from solver.entities import Assignment, Problem
from solver.pairs import ADVISER, INTERPRETER, Pairs
from solver.vectors import Whole
from solver.week import Week

NO_NEED = -1

Seats = tuple[tuple[int, bool], ...]
"""Need numbers, each with whether the group speaks its language."""


@dataclass(slots=True)
class Flow:
    """How many of a group take one kind of seat.

    `members` are the pair columns of the group (one shared array), `most` bounds
    the flow. For advisers `need` is a number and `understood` says that they
    speak its language; for interpreters `language` is what they interpret.
    `kept` marks an assignment of the previous roster. `column` is set by the board.
    """

    session: int
    members: Whole
    most: int
    need: int = NO_NEED
    language: str = ""
    understood: bool = True
    kept: bool = False
    column: int = field(default=-1)


def adviser_flows(
    problem: Problem, week: Week, pairs: Pairs, before: frozenset[Assignment]
) -> list[Flow]:
    """The flows of adviser groups into the needs of their session."""
    people, needs = problem.volunteers, problem.needs

    @cache
    def places(session: int, matters: frozenset[str], languages: frozenset[str]) -> Seats:
        return tuple(
            (number, needs[number].language is None or needs[number].language in languages)
            for number in week.needs_of[session]
            if needs[number].seats and needs[number].matter in matters
        )

    known = {(item.volunteer, item.session, item.need) for item in before if item.role == "adviser"}
    named = {(volunteer, session) for volunteer, session, _ in known}
    groups: dict[tuple[int, Seats, int | None], list[int]] = defaultdict(list)
    for column in np.flatnonzero(pairs.role == ADVISER).tolist():
        person, session = people[pairs.volunteer[column]], int(pairs.session[column])
        seats = places(session, person.matters, person.advises_in)
        alone = column if (person.id, problem.sessions[session].id) in named else None
        groups[session, seats, alone].append(column)
    flows = []
    for (session, seats, alone), columns in groups.items():
        members = np.array(columns, dtype=np.int64)
        name = people[pairs.volunteer[columns[0]]].id
        for number, understood in seats:
            need = needs[number]
            kept = alone is not None and (name, need.session, need.id) in known
            most = min(len(columns), need.seats)
            flows.append(
                Flow(session, members, most, number, need.language or "", understood, kept)
            )
    return flows


def interpreter_flows(
    problem: Problem, week: Week, pairs: Pairs, before: frozenset[Assignment]
) -> list[Flow]:
    """The flows of interpreter groups into the languages of their session."""
    people = problem.volunteers
    seats: dict[tuple[int, str], int] = defaultdict(int)
    for need in problem.needs:
        if need.language is not None:
            seats[week.session_index[need.session], need.language] += need.seats
    asked: dict[int, set[str]] = defaultdict(set)
    for (session, language), count in seats.items():
        if count:
            asked[session].add(language)
    known = {(i.volunteer, i.session, i.language) for i in before if i.role == "interpreter"}
    named = {(volunteer, session) for volunteer, session, _ in known}
    groups: dict[tuple[int, frozenset[str], int | None], list[int]] = defaultdict(list)
    for column in np.flatnonzero(pairs.role == INTERPRETER).tolist():
        person, session = people[pairs.volunteer[column]], int(pairs.session[column])
        alone = column if (person.id, problem.sessions[session].id) in named else None
        groups[session, person.interprets & asked[session], alone].append(column)
    flows = []
    for (session, languages, alone), columns in groups.items():
        members = np.array(columns, dtype=np.int64)
        name = people[pairs.volunteer[columns[0]]].id
        for language in sorted(languages):
            kept = alone is not None and (name, problem.sessions[session].id, language) in known
            flows.append(Flow(session, members, len(columns), language=language, kept=kept))
    return flows
