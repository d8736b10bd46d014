"""Languages the week asks for that rest on one person, or on nobody."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from solver.entities import Assignment, Need, Problem, Volunteer
from solver.pairs import ADVISER, INTERPRETER, feasible_pairs
from solver.week import Week


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, and the `people` (one or none) who could serve its seats at all.

    `seats` of the week ask for it, worth `weight`; `filled` of them have an adviser.
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
    speakers = _speakers(problem)
    found = [
        _tongue(language, sorted(speakers[language]), needs, filled[language])
        for language, needs in asked.items()
        if len(speakers[language]) <= 1
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.language)))


def _tongue(language: str, people: list[str], needs: list[Need], filled: int) -> Tongue:
    seats = sum(need.seats for need in needs)
    weight = sum(need.seats * need.weight for need in needs)
    text = (
        f"Only {people[0]} can serve the {seats} seats in {language}."
        if people
        else f"Nobody can serve the {seats} seats in {language}."
    )
    return Tongue(language, tuple(people), seats, filled, weight, text)


def _speakers(problem: Problem) -> dict[str, set[str]]:
    """Who could serve each language in some session that asks for it, as a pair or alone."""
    week = Week(problem)
    pairs = feasible_pairs(problem, week)
    speakers: dict[str, set[str]] = defaultdict(set)
    for person, session, role in zip(
        pairs.volunteer.tolist(), pairs.session.tolist(), pairs.role.tolist(), strict=True
    ):
        volunteer = problem.volunteers[person]
        for number in week.needs_of[session]:
            need = problem.needs[number]
            if need.language is not None and _serves(volunteer, need, role):
                speakers[need.language].add(volunteer.id)
    return speakers


def _serves(person: Volunteer, need: Need, role: int) -> bool:
    if role == INTERPRETER:
        return need.language in person.interprets
    return role == ADVISER and need.language in person.advises_in and need.matter in person.matters
