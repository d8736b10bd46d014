"""Who sits with whom: each adviser without the client's language with who interprets it.

Usually that is one interpreter. Who interprets only into a bridge language is enough for an
adviser who advises in that; for others somebody who interprets the bridge language sits with
them as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from scheduler.model.languages import language_code, language_name
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role, Session
from scheduler.model.week import Week
from scheduler.planning.problem import assignments, shift_id, volunteer_id, week_problem
from scheduler.planning.views import WantedSeat
from solver.case import Case
from solver.seat import Room

Work = tuple[str, str | None]
"""What an interpreter interprets: the language, and the bridge language of a relay."""
Way = tuple[Work, ...]
"""The interpreters through whom an adviser understands: one, or two in a row."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An adviser who needs somebody to interpret."""

    volunteer: int
    language: str
    hears: frozenset[str]


def beside(week: Week, session: Session, here: Iterable[Placement]) -> dict[int, tuple[int, ...]]:
    """For everybody of a pair or a relay in one shift the others, an adviser first.

    The order is that of the people's ids, so it is the same on every page and sheet.
    """
    people = sorted(here, key=lambda p: p.volunteer)
    free: dict[Work, list[int]] = defaultdict(list)
    for placement in people:
        if placement.role is Role.INTERPRETER and placement.language is not None:
            free[placement.language, placement.bridge].append(placement.volunteer)
    waiting = tuple(_waiting(week, session, people))
    found: dict[int, tuple[int, ...]] = {}
    for adviser, way in zip(waiting, _ways(waiting, free), strict=True):
        table = (adviser.volunteer, *(free[work].pop(0) for work in way))
        found |= {one: tuple(p for p in table if p != one) for one in table if way}
    return found


def _waiting(week: Week, session: Session, people: Iterable[Placement]) -> Iterator[_Waiting]:
    needs = {need.id: need for need in session.needs}
    for placement in people:
        if placement.role is not Role.ADVISER or placement.need not in needs:
            continue
        language = needs[placement.need].language
        hears = week.volunteers[placement.volunteer].advises_in
        if language is not None and language not in hears:
            yield _Waiting(placement.volunteer, language, hears)


def _ways(waiting: tuple[_Waiting, ...], free: Mapping[Work, list[int]]) -> tuple[Way, ...]:
    """A way for each adviser, () for none: as many understood as can be, by as few as can be."""
    entwined = {name for language, bridge in free if bridge for name in (language, bridge)}

    @cache
    def best(at: int, left: frozenset[tuple[Work, int]]) -> tuple[int, int, tuple[Way, ...]]:
        if at == len(waiting):
            return 0, 0, ()
        open_ways = list(_open(waiting[at], Counter(dict(left))))
        # Where no relay is about, the first free interpreter is as good as any.
        tried = [*open_ways, ()] if waiting[at].language in entwined else (open_ways or [()])[:1]
        found = []
        for way in tried:
            rest = Counter(dict(left))
            rest.subtract(way)
            understood, used, ways = best(at + 1, frozenset(rest.items()))
            found.append((understood + bool(way), used - len(way), (way, *ways)))
        return max(found, key=lambda one: one[:2])

    return best(0, frozenset((work, len(who)) for work, who in free.items()))[2]


def _open(adviser: _Waiting, left: Counter[Work]) -> Iterator[Way]:
    direct: Work = (adviser.language, None)
    if left[direct]:
        yield (direct,)
    for work in sorted(left, key=str):
        language, bridge = work
        if language != adviser.language or bridge is None or not left[work]:
            continue
        if bridge in adviser.hears:
            yield (work,)
        elif left[bridge, None]:
            yield work, (bridge, None)


def bridge_in(
    week: Week, seat: WantedSeat, volunteer: int, placed: Iterable[Placement]
) -> str | None:
    """Into which language alone the person would interpret in this seat; None: into English.

    Of several the one that is of use there, as the solver chooses it, too.
    """
    if seat.role is not Role.INTERPRETER or not week.volunteers[volunteer].bridges_from(
        seat.language
    ):
        return None
    gone = (volunteer, seat.session, seat.shift)
    others = assignments(p for p in placed if p.who_and_when != gone)
    case = Case(week_problem(week), others)
    room = Room(case, shift_id(seat.session, seat.shift))
    bridge = room.bridge_for(case.people[volunteer_id(volunteer)], language_name(seat.language))
    return None if bridge is None else language_code(bridge)
