"""Languages the week asks for that rest on one person, or on nobody."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from solver.entities import Assignment, Need, Problem, Volunteer
from solver.pairs import ADVISER, INTERPRETER, feasible_pairs
from solver.week import Week


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, and the `people` without whom none of its seats could be served.

    There is nobody where no seat can be served as it is, and there are two where it takes
    a relay of the two. `seats` of the week ask for it, worth `weight`; `filled` of them
    have an adviser.
    """

    language: str
    people: tuple[str, ...]
    seats: int
    filled: int
    weight: int
    text: str


def tongues(problem: Problem, assignments: Iterable[Assignment]) -> tuple[Tongue, ...]:
    """Languages that at most one person can serve where and when they are asked for."""
    asked: dict[str, list[Need]] = defaultdict(list)
    for need in problem.needs:
        if need.language is not None and need.seats:
            asked[need.language].append(need)
    language_of = {need.id: need.language for need in problem.needs}
    filled = Counter(language_of.get(item.need) for item in assignments if item.need is not None)
    bearers = _bearers(problem)
    found = [
        _tongue(language, sorted(bearers.get(language, ())), needs, filled[language])
        for language, needs in asked.items()
        if bearers.get(language, NOBODY) or language not in bearers
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.language)))


NOBODY: Final = frozenset[str]()

Crew = tuple[list[Volunteer], list[Volunteer]]


def _tongue(language: str, people: list[str], needs: list[Need], filled: int) -> Tongue:
    seats = sum(need.seats for need in needs)
    weight = sum(need.seats * need.weight for need in needs)
    text = (
        f"Only {' and '.join(people)} can serve the {seats} seats in {language}."
        if people
        else f"Nobody can serve the {seats} seats in {language}."
    )
    return Tongue(language, tuple(people), seats, filled, weight, text)


def _bearers(problem: Problem) -> dict[str, frozenset[str]]:
    """Who is part of every way to serve a language, for those that can be served anywhere."""
    week = Week(problem)
    bearers: dict[str, frozenset[str]] = {}
    for session, (advisers, interpreters) in _crews(problem, week).items():
        for need in map(problem.needs.__getitem__, week.needs_of[session]):
            if need.language is None or not need.seats:
                continue
            for way in _ways(need, advisers, interpreters):
                bearers[need.language] = bearers.get(need.language, way) & way
    return bearers


def _crews(problem: Problem, week: Week) -> dict[int, Crew]:
    """The advisers and the interpreters that could come to each session."""
    pairs = feasible_pairs(problem, week)
    crews = defaultdict[int, Crew](lambda: ([], []))
    for person, session, role in zip(
        pairs.volunteer.tolist(), pairs.session.tolist(), pairs.role.tolist(), strict=True
    ):
        if role in (ADVISER, INTERPRETER):
            crews[session][role == INTERPRETER].append(problem.volunteers[person])
    return crews


def _ways(
    need: Need, advisers: list[Volunteer], interpreters: list[Volunteer]
) -> Iterator[frozenset[str]]:
    """Everybody who could serve the need's language, as a pair with an adviser or alone."""
    able = [person for person in advisers if need.matter in person.matters]
    for person in able:
        if need.language in person.advises_in:
            yield frozenset({person.id})
    for person in interpreters:
        if need.language in person.interprets:
            yield frozenset({person.id})
        for language, bridge in person.relays:
            if language == need.language:
                hearing = [other for other in able if bridge in other.advises_in]
                further = [other for other in interpreters if bridge in other.interprets]
                for other in (*hearing, *further):
                    if other is not person:
                        yield frozenset({person.id, other.id})
