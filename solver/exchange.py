"""Regions that may take people away from elsewhere, when that covers more in all.

A region solved beside fixed work elsewhere cannot have the one interpreter who sits
in a seat that matters less. Here it can: the sessions in which its people serve
elsewhere belong to the part as well, as they are, so that leaving one is counted
for what it costs there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from solver.entities import Assignment, Problem, Volunteer
from solver.parts import Part
from solver.regional import guest_of, is_stuck, left_of
from solver.regions import Regions


def exchanges_of(
    problem: Problem,
    assignments: Iterable[Assignment],
    regions: Regions,
    batch: Sequence[int],
    seconds: float,
    seed: int,
) -> list[Part]:
    """The regions of a batch as parts, each with the sessions it may take people from.

    Whoever is at home in a region of the batch may leave any session outside the
    batch for it. A session outside belongs to one part only, so that two of them
    never take from it what it can spare just once; whoever serves in one that
    belongs to another part stays there. Others who serve in a part's sessions can
    only stay or leave.
    """
    return _Batch(problem, assignments, regions, batch).parts(seconds, seed)


class _Batch:
    def __init__(
        self,
        problem: Problem,
        assignments: Iterable[Assignment],
        regions: Regions,
        batch: Sequence[int],
    ) -> None:
        self._problem = problem
        self._batch = batch
        place = {office.id: int(regions.office[n]) for n, office in enumerate(problem.offices)}
        self._sessions = {session.id: session for session in problem.sessions}
        self._region = {session.id: place[session.office] for session in problem.sessions}
        self._home = {
            person.id: int(home)
            for person, home in zip(problem.volunteers, regions.volunteer, strict=True)
        }
        self._people = {person.id: person for person in problem.volunteers}
        self._held = defaultdict[str, list[str]](list)
        self._seats = defaultdict[str, list[Assignment]](list)
        for item in assignments:
            self._held[item.volunteer].append(item.session)
            self._seats[item.session].append(item)

    def parts(self, seconds: float, seed: int) -> list[Part]:
        outside, at_home = self._outside(), defaultdict[int, list[Volunteer]](list)
        for person in self._problem.volunteers:
            at_home[self._home[person.id]].append(person)
        return [
            self._part(region, outside[region], at_home[region], seconds, seed)
            for region in self._batch
        ]

    def _outside(self) -> dict[int, set[str]]:
        """For each region the sessions outside the batch that belong to its part."""
        inside = set(self._batch)
        found: dict[int, set[str]] = {region: set() for region in inside}
        for session, seats in self._seats.items():
            if self._region[session] in inside:
                continue
            homes = Counter(self._home[item.volunteer] for item in seats)
            ours = [(count, -home) for home, count in homes.items() if home in inside]
            if ours:
                found[-max(ours)[1]].add(session)
        return found

    def _part(
        self, region: int, outside: set[str], people: list[Volunteer], seconds: float, seed: int
    ) -> Part:
        problem = self._problem
        whole = {name for name, place in self._region.items() if place == region}
        within = whole | outside
        taken = tuple(item for session in sorted(within) for item in self._seats[session])
        offices = {self._sessions[name].office for name in within}
        mine = [own for person in people if (own := self._own(person, within)) is not None]
        names = {person.id for person in mine}
        guests = list(dict.fromkeys(i.volunteer for i in taken if i.volunteer not in names))
        here = names | set(guests)
        part = replace(
            problem,
            offices=tuple(office for office in problem.offices if office.id in offices),
            travel={w: m for w, m in problem.travel.items() if w[0] in offices and w[1] in offices},
            sessions=tuple(session for session in problem.sessions if session.id in within),
            needs=tuple(need for need in problem.needs if need.session in within),
            volunteers=tuple(
                _at(person, offices)
                for person in [*mine, *(self._guest(name, within) for name in guests)]
            ),
            pins=tuple(p for p in problem.pins if p.volunteer in here and p.session in within),
            previous=(),
        )
        return Part(part, taken, seconds, seed, settled=frozenset(outside))

    def _own(self, person: Volunteer, within: set[str]) -> Volunteer | None:
        """Somebody at home, with what work elsewhere leaves; None when they had better stay."""
        held = [self._sessions[name] for name in self._held.get(person.id, [])]
        here = [session for session in held if session.id in within]
        away = [session for session in held if session.id not in within]
        return None if is_stuck(here, away) else left_of(person, away)

    def _guest(self, name: str, within: set[str]) -> Volunteer:
        here = [self._sessions[s] for s in dict.fromkeys(self._held[name]) if s in within]
        return guest_of(self._people[name], here)


def _at(person: Volunteer, offices: set[str]) -> Volunteer:
    """The person with those offices only."""
    return replace(
        person,
        offices=tuple(way for way in person.offices if way.office in offices),
        remote_offices=frozenset(person.remote_offices & offices),
    )
