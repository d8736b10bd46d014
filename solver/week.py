"""The sessions of a problem as arrays, indexed for building the model.

Sessions, offices, needs and volunteers are numbered as the problem lists them.
"""

from collections import defaultdict

import numpy as np

from solver.entities import Problem
from solver.vectors import Flags, Whole

MINUTES_OF_A_DAY = 1440

NO_WAY = -1
"""In `Week.travel`: the two offices cannot be combined on one day."""


class Week:
    """Arrays with one entry per session, and what is looked up in them.

    `start`, `end`, `length`, `day`, the `office` number, and what may be served
    `remote`. `by_start` are session numbers in order of start, `sorted_start`
    their starts; `travel` holds minutes between offices. `relayed` are for each bridge
    language the languages that anybody interprets into it alone.
    """

    def __init__(self, problem: Problem) -> None:
        sessions = problem.sessions
        self.office_index = {office.id: n for n, office in enumerate(problem.offices)}
        self.session_index = {session.id: n for n, session in enumerate(sessions)}
        self.start = np.array([item.start for item in sessions], dtype=np.int64)
        self.end = np.array([item.end for item in sessions], dtype=np.int64)
        self.length = self.end - self.start
        self.day = self.start // MINUTES_OF_A_DAY
        self.office = np.array([self.office_index[s.office] for s in sessions], dtype=np.int64)
        self.remote = np.array([item.remote for item in sessions], dtype=np.bool_)
        self.remote_interpreters = np.array([s.remote_interpreters for s in sessions], np.bool_)
        self.by_start = np.argsort(self.start, kind="stable")
        self.sorted_start = self.start[self.by_start]
        self.remote_buffer = problem.settings.remote_buffer_minutes
        self.travel = self._travel(problem)
        self.needs_of = defaultdict[int, list[int]](list)
        for number, need in enumerate(problem.needs):
            self.needs_of[self.session_index[need.session]].append(number)
        self.relayed = _relayed(problem)
        self._wanted(problem)

    def _travel(self, problem: Problem) -> Whole:
        size = len(problem.offices)
        travel = np.full((size, size), NO_WAY, dtype=np.int64)
        for (one, other), minutes in problem.travel.items():
            travel[self.office_index[one], self.office_index[other]] = minutes
        np.fill_diagonal(travel, 0)
        return travel

    def _wanted(self, problem: Problem) -> None:
        size = len(problem.sessions)
        self._matter = defaultdict[str, Flags](lambda: np.zeros(size, dtype=np.bool_))
        self._language = defaultdict[str, Flags](lambda: np.zeros(size, dtype=np.bool_))
        for need in problem.needs:
            if need.seats:
                session = self.session_index[need.session]
                self._matter[need.matter][session] = True
                if need.language is not None:
                    self._language[need.language][session] = True
        self.asks_intake = np.array([s.intake > 0 for s in problem.sessions], dtype=np.bool_)
        self._cache: dict[tuple[str, frozenset[str]], Flags] = {}

    def matter_flags(self, matters: frozenset[str]) -> Flags:
        """The sessions that ask for any of the matters."""
        return self._any("matter", matters, self._matter)

    def language_flags(self, languages: frozenset[str]) -> Flags:
        """The sessions that ask for any of the languages."""
        return self._any("language", languages, self._language)

    def interpreter_flags(self, person: tuple[frozenset[str], frozenset[str]]) -> Flags:
        """The sessions where somebody could interpret: directly, as a relay, or beside one.

        `person` are the languages they interpret directly, and those they relay.
        """
        direct, relays = person
        beside = [self.relayed[bridge] for bridge in direct & self.relayed.keys()]
        return self.language_flags(direct.union(relays, *beside))

    def office_flags(self, offices: frozenset[str]) -> Flags:
        """Which offices, by number, are among those given."""
        key = ("office", offices)
        if key not in self._cache:
            flags = np.zeros(len(self.office_index), dtype=np.bool_)
            flags[[self.office_index[office] for office in offices]] = True
            self._cache[key] = flags
        return self._cache[key]

    def _any(self, kind: str, names: frozenset[str], wanted: dict[str, Flags]) -> Flags:
        key = (kind, names)
        if key not in self._cache:
            flags = np.zeros(len(self.start), dtype=np.bool_)
            for name in names & wanted.keys():
                flags |= wanted[name]
            self._cache[key] = flags
        return self._cache[key]


def _relayed(problem: Problem) -> dict[str, frozenset[str]]:
    found = defaultdict[str, set[str]](set)
    for person in problem.volunteers:
        if person.relays and "interpreter" in person.roles:
            for language, bridge in person.relays:
                found[bridge].add(language)
    return {bridge: frozenset(languages) for bridge, languages in found.items()}
