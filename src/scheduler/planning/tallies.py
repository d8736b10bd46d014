"""A week counted by person and by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from scheduler.model.people import Volunteer
from scheduler.model.sessions import Role
from scheduler.model.week import Week
from scheduler.planning.attention import SeatThere


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """What one person does in the week."""

    volunteer: int
    person: Volunteer
    seats: tuple[SeatThere, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class LanguageWeek:
    """What the week asks for in one language, and who could give it.

    ``paired`` of the filled seats have an interpreter beside the adviser. ``advise``,
    ``interpret`` and ``relay`` (only into another language) count people on file, whatever
    their hours.
    """

    language: str | None
    name: str
    wanted: int
    filled: int
    paired: int
    advise: int
    interpret: int
    relay: int


def by_person(week: Week, seats: Iterable[SeatThere]) -> tuple[PersonWeek, ...]:
    """Everybody who sits somewhere, by name."""
    held: dict[int, list[SeatThere]] = defaultdict(list)
    for there in seats:
        if there.seat.volunteer is not None:
            held[there.seat.volunteer].append(there)
    found = [
        PersonWeek(
            number,
            week.volunteers[number],
            tuple(sorted(own, key=lambda there: there.shift.starts)),
            sum(int((t.shift.ends - t.shift.starts) / timedelta(minutes=1)) for t in own),
        )
        for number, own in held.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.person.name.casefold(), one.volunteer)))


def by_language(week: Week, seats: Iterable[SeatThere]) -> tuple[LanguageWeek, ...]:
    """Every language that advisers' seats ask for, those with most empty seats first."""
    wanted: dict[str | None, list[SeatThere]] = defaultdict(list)
    for there in seats:
        if there.seat.role is Role.ADVISER:
            wanted[there.seat.language].append(there)
    found = [_language(week, language, own) for language, own in wanted.items()]
    return tuple(sorted(found, key=lambda one: (one.filled - one.wanted, -one.wanted, one.name)))


def _language(week: Week, language: str | None, seats: list[SeatThere]) -> LanguageWeek:
    people = week.volunteers.values()
    return LanguageWeek(
        language=language,
        name=seats[0].seat.language_name,
        wanted=len(seats),
        filled=sum(1 for there in seats if there.seat.volunteer is not None),
        paired=sum(1 for there in seats if there.seat.partners),
        advise=sum(1 for p in people if p.may_advise_in and language in {None, *p.advises_in}),
        interpret=sum(1 for p in people if language in p.interprets),
        relay=sum(1 for p in people if p.bridges_from(language)),
    )
