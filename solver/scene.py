"""Who could be where in a week with a roster, and who still has room for it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from solver.case import Case
from solver.entities import Volunteer
from solver.pairs import Pairs
from solver.seat import Room
from solver.spare import Spare
from solver.vectors import Flags, Whole
from solver.week import Week

Skill = str | tuple[str, str]
"""A matter, a language, or a language with the one it is relayed into."""


class Scene:
    """Every feasible pair beside the roster: `hours` says who has hours left, `free` who is."""

    def __init__(self, case: Case, week: Week, pairs: Pairs) -> None:
        self.case = case
        self.pairs = pairs
        self._week = week
        spare = Spare(case, week)
        self.hours: Flags = spare.has_hours(pairs)
        self.free: Flags = self.hours & spare.is_free(pairs)
        self._groups = _by_session_and_role(pairs)
        self._holders = _holders(case.problem.volunteers)
        self._able: dict[tuple[str, Skill], Flags] = {}
        self._rooms: dict[str, Room] = {}

    def room(self, session: str) -> Room:
        """How full the session is."""
        if session not in self._rooms:
            self._rooms[session] = Room(self.case, session)
        return self._rooms[session]

    def group(self, session: str, role: int) -> Whole:
        """The pairs of the session in the role."""
        empty = np.empty(0, dtype=np.int64)
        return self._groups.get((self._week.session_index[session], role), empty)

    def has_matter(self, matter: str) -> Flags:
        """Who among all volunteers may advise in the matter."""
        return self._who("matter", matter)

    def advises_in(self, language: str) -> Flags:
        """Who among all volunteers advises in the language."""
        return self._who("adviser", language)

    def interprets(self, language: str) -> Flags:
        """Who among all volunteers interprets the language into whatever is spoken."""
        return self._who("interpreter", language)

    def relays(self, language: str) -> dict[str, Flags]:
        """Who interprets the language only into another, by that bridge language."""
        bridges = [bridge for bridge, relayed in self._week.relayed.items() if language in relayed]
        return {bridge: self._who("relay", (language, bridge)) for bridge in sorted(bridges)}

    def _who(self, kind: str, skill: Skill) -> Flags:
        if (kind, skill) not in self._able:
            flags = np.zeros(len(self.case.problem.volunteers), dtype=np.bool_)
            flags[self._holders.get((kind, skill), [])] = True
            self._able[kind, skill] = flags
        return self._able[kind, skill]


def _holders(people: Sequence[Volunteer]) -> dict[tuple[str, Skill], list[int]]:
    """Who has each skill, by number."""
    holders: dict[tuple[str, Skill], list[int]] = defaultdict(list)
    for number, person in enumerate(people):
        skills: list[tuple[str, Iterable[Skill]]] = []
        if _advises(person):
            skills += [("matter", person.matters), ("adviser", person.advises_in)]
        if "interpreter" in person.roles:
            skills += [("interpreter", person.interprets), ("relay", person.relays)]
        for kind, held in skills:
            for skill in held:
                holders[kind, skill].append(number)
    return dict(holders)


def _advises(person: Volunteer) -> bool:
    return bool(person.roles & {"adviser", "student"})


def _by_session_and_role(pairs: Pairs) -> dict[tuple[int, int], Whole]:
    order = np.lexsort((pairs.role, pairs.session))
    session, role = pairs.session[order], pairs.role[order]
    starts = np.flatnonzero(np.diff(session, prepend=-1) | np.diff(role, prepend=-1))
    keys = zip(session[starts].tolist(), role[starts].tolist(), strict=True)
    return dict(zip(keys, np.split(order, starts[1:]), strict=True)) if len(starts) else {}
