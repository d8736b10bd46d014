"""A person serves at an office they reach, or remotely where session and role allow it."""

from collections.abc import Iterator
from typing import Final

from solver.case import Breach, Case
from solver.entities import Volunteer
from solver.vectors import Flags, Whole
from solver.week import Week

SENTENCE: Final = "A person serves only at offices they reach, or remotely where that is allowed."


def breaches(case: Case) -> Iterator[Breach]:
    """On-site assignments at an office the person does not reach."""
    for seating in case.seatings:
        person, session, role = seating.person, seating.session, seating.assignment.role
        remote = session.remote or (role == "interpreter" and session.remote_interpreters)
        if remote and session.office in person.remote_offices:
            continue
        if all(reach.office != session.office for reach in person.offices):
            sentence = (
                f"{person.id} does not reach {session.office} for session {session.id} as {role}."
            )
            yield Breach("reach", sentence, person.id, session.id)


def modes(week: Week, person: Volunteer, sessions: Whole) -> tuple[Flags, Flags, Flags]:
    """How the person could serve the sessions given by index.

    Returns whether they travel there, whether they serve remotely in any role,
    and whether they serve remotely as interpreter.
    """
    offices = week.office[sessions]
    afar = week.office_flags(person.remote_offices)[offices]
    there = week.office_flags(frozenset(reach.office for reach in person.offices))[offices]
    anyone = afar & week.remote[sessions]
    return there, anyone, anyone | (afar & week.remote_interpreters[sessions])
