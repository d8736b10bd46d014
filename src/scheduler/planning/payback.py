"""What a person's hours are good for: the seats they could serve in a week."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from scheduler.model.languages import ENGLISH
from scheduler.model.matters import Kind
from scheduler.model.people import Volunteer
from scheduler.model.sessions import Modality, Need, Session, seats, shifts
from scheduler.model.week import Week
from scheduler.planning.problem import servable


@dataclass(frozen=True, slots=True)
class Payback:
    """Seats the hours reach, and how many of them are in each language but English."""

    seats: int
    languages: tuple[tuple[str, int], ...]


def payback(week: Week, volunteer: int) -> Payback:
    """Seats in shifts that lie whole in the person's hours, within reach and skill."""
    person = week.volunteers.get(volunteer)
    if person is None:
        return Payback(0, ())
    hours = servable(person, week.windows[volunteer])
    total, languages = 0, Counter[str]()
    for session in week.sessions.values():
        fitting = sum(
            1
            for shift in shifts(session)
            if any(w.starts <= shift.starts and shift.ends <= w.ends for w in hours)
        )
        if not fitting or not _reaches(person, session):
            continue
        if person.kind is Kind.INTAKE:
            total += fitting * session.intake
            continue
        for need in session.needs:
            if _serves(person, need):
                total += fitting * seats(need, session)
                if need.language not in {None, ENGLISH}:
                    languages[need.language or ""] += fitting * seats(need, session)
    return Payback(total, tuple(languages.most_common()))


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
        return need.language in person.interprets
    return need.matter in person.may_advise_in and (
        need.language is None or need.language in person.advises_in
    )
