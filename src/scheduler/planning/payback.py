"""What a person's hours are good for: the seats they could serve in the coming weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scheduler.model.availability import Window
from scheduler.model.languages import ENGLISH
from scheduler.model.matters import Kind
from scheduler.model.people import Volunteer
from scheduler.model.sessions import Modality, Need, Role, Session, Shift, seats, shifts
from scheduler.planning.problem import servable

Taken = Mapping[tuple[int, int, str, int | None], int]
"""How many people are held in a shift: by session, shift, role and need."""


@dataclass(frozen=True, slots=True)
class Payback:
    """Open seats the hours reach, and how many of them are in each language but English."""

    seats: int
    languages: tuple[tuple[str, int], ...]


def payback(
    person: Volunteer, hours: Iterable[Window], sessions: Iterable[Session], taken: Taken
) -> Payback:
    """Open seats in shifts that lie whole in the person's hours, within reach and skill.

    It looks past the pledge and what the person serves already: this is what the hours
    open up, not what they will be asked to do.
    """
    offered = servable(person, hours)
    total, languages = 0, Counter[str]()
    for session in sessions:
        if not _reaches(person, session):
            continue
        for shift in shifts(session):
            if not any(w.starts <= shift.starts and shift.ends <= w.ends for w in offered):
                continue
            for language, empty in _empty(person, session, shift, taken):
                total += empty
                languages[language] += empty
    told = [(code, n) for code, n in languages.most_common() if n and code not in {"", ENGLISH}]
    return Payback(total, tuple(told))


def _empty(
    person: Volunteer, session: Session, shift: Shift, taken: Taken
) -> Iterator[tuple[str, int]]:
    """Language ("" for any) and number of the seats nobody sits in that the person could."""
    if person.kind is Kind.INTAKE:
        held = taken.get((session.id, shift.index, Role.INTAKE, None), 0)
        yield "", max(0, session.intake - held)
        return
    for need in session.needs:
        if _serves(person, need):
            held = taken.get((session.id, shift.index, Role.ADVISER, need.id), 0)
            yield need.language or "", max(0, seats(need, session) - held)


def _reaches(person: Volunteer, session: Session) -> bool:
    if session.office in person.offices:
        return True
    if not person.remote:
        return False
    if session.modality is Modality.HYBRID:
        return person.kind is Kind.INTERPRETER
    return session.modality is Modality.REMOTE


def _serves(person: Volunteer, need: Need) -> bool:
    if person.kind is Kind.INTERPRETER:
        return need.language in person.interprets or bool(person.bridges_from(need.language))
    return need.matter in person.may_advise_in and (
        need.language is None or need.language in person.advises_in
    )
