"""Who could be where in a week with a roster, and who still has room for it."""

from collections import defaultdict
from collections.abc import Callable

import numpy as np

from solver.case import Case
from solver.entities import Volunteer
from solver.pairs import Pairs
from solver.seat import Room
from solver.spare import Spare
from solver.vectors import Flags, Whole
from solver.week import Week


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
        self._able: dict[tuple[str, str], Flags] = {}
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
        return self._who("matter", matter, lambda p: matter in p.matters and _advises(p))

    def advises_in(self, language: str) -> Flags:
        """Who among all volunteers advises in the language."""
        return self._who("adviser", language, lambda p: language in p.advises_in and _advises(p))

    def interprets(self, language: str) -> Flags:
        """Who among all volunteers interprets the language into whatever is spoken."""
        return self._who(
            "interpreter",
            language,
            lambda p: language in p.interprets and "interpreter" in p.roles,
        )

    def relays(self, language: str) -> dict[str, Flags]:
        """Who interprets the language only into another, by that bridge language."""
        bridges = [bridge for bridge, relayed in self._week.relayed.items() if language in relayed]
        return {
            bridge: self._who(
                bridge,
                language,
                lambda p, way=(language, bridge): way in p.relays and "interpreter" in p.roles,  # type: ignore[misc]
            )
            for bridge in sorted(bridges)
        }

    def _who(self, kind: str, skill: str, able: Callable[[Volunteer], bool]) -> Flags:
        if (kind, skill) not in self._able:
            people = self.case.problem.volunteers
            self._able[kind, skill] = np.array([able(person) for person in people], dtype=np.bool_)
        return self._able[kind, skill]


def _advises(person: Volunteer) -> bool:
    return bool(person.roles & {"adviser", "student"})


def _by_session_and_role(pairs: Pairs) -> dict[tuple[int, int], Whole]:
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column, (session, role) in enumerate(
        zip(pairs.session.tolist(), pairs.role.tolist(), strict=True)
    ):
        groups[session, role].append(column)
    return {key: np.array(columns, dtype=np.int64) for key, columns in groups.items()}
