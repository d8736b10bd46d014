"""A person serves at an office they reach, or remotely where session and role allow it."""

from collections.abc import Iterator
from typing import Final

from solver.case import Breach, Case
from solver.crowd import OUT_OF_REACH, Crowd
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


def modes(week: Week, crowd: Crowd, person: Whole, session: Whole) -> tuple[Flags, Flags, Flags]:
    """How each of the given people of the crowd could serve the session beside them.

    Returns whether they travel there, whether they serve remotely in any role,
    and whether they serve remotely as interpreter.
    """
    office = week.office[session]
    afar = crowd.afar[person, office]
    there = crowd.minutes[person, office] != OUT_OF_REACH
    anyone = afar & week.remote[session]
    return there, anyone, anyone | (afar & week.remote_interpreters[session])
