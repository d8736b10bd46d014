"""What the week lacks as a whole: warnings no single row can give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.imports.needs import NeedOf
from scheduler.model.directory import Finding, Severity
from scheduler.model.languages import ENGLISH, language_name
from scheduler.model.matters import Authority, Matter, authority
from scheduler.model.people import Volunteer


def gaps(
    file: str, needs: Iterable[tuple[int, NeedOf]], people: Iterable[Volunteer]
) -> Iterator[Finding]:
    """Languages nobody speaks and matters nobody may advise in, at the first row of each."""
    rows, everyone = tuple(needs), tuple(people)
    for row, language, count in _languages(rows, _spoken(everyone)):
        problem = f"Nobody on file speaks {language_name(language)} ({_times(count)})."
        mend = "Seats in it will stay empty until someone who speaks it is added."
        yield Finding(file, row, "language", problem, mend, Severity.WARNING)
    for row, matter in _matters(rows):
        yield from _without_advisers(file, row, matter, everyone)


def _spoken(people: tuple[Volunteer, ...]) -> set[str]:
    known = {ENGLISH} | {s.language for p in people for s in p.languages}
    return known | {r.language for p in people for r in p.relays if r.bridge in known}


def _languages(
    rows: tuple[tuple[int, NeedOf], ...], spoken: set[str]
) -> Iterator[tuple[int, str, int]]:
    found: dict[str, list[int]] = {}
    for row, entry in rows:
        if entry.need.language and entry.need.language not in spoken:
            found.setdefault(entry.need.language, []).append(row)
    return ((numbers[0], language, len(numbers)) for language, numbers in found.items())


def _matters(rows: tuple[tuple[int, NeedOf], ...]) -> Iterator[tuple[int, Matter]]:
    first: dict[Matter, int] = {}
    for row, entry in rows:
        first.setdefault(entry.need.matter, row)
    return ((row, matter) for matter, row in first.items())


def _without_advisers(
    file: str, row: int, matter: Matter, people: tuple[Volunteer, ...]
) -> Iterator[Finding]:
    advisers = [p for p in people if matter in p.may_advise_in]
    problem = ""
    if not advisers:
        problem = f"Nobody on file may advise in {matter.label}."
    elif not any(_stands_alone(p, matter) for p in people):
        problem = f"Only law students may advise in {matter.label}, and nobody supervises it."
    if problem:
        mend = "Its seats will stay empty until an attorney or representative for it is added."
        yield Finding(file, row, "matter", problem, mend, Severity.WARNING)


def _stands_alone(person: Volunteer, matter: Matter) -> bool:
    """Whether the person advises in it on their own, or lets students do it."""
    own = authority(person.kind, matter) is Authority.OWN
    return own and (matter in person.matters or person.supervises)


def _times(count: int) -> str:
    return "1 need" if count == 1 else f"{count} needs"
