"""Matter, language and role: whoever sits in a seat may and can do its work."""

from collections.abc import Iterator
from typing import Final

from solver.case import Breach, Case, Seating
from solver.entities import Volunteer
from solver.vectors import Flags
from solver.week import Week

SENTENCE: Final = "Whoever sits in a seat has its matter, its language and its role."


def breaches(case: Case) -> Iterator[Breach]:
    """Assignments to a seat whose work the person may or can not do."""
    for seating in case.seatings:
        if sentence := lacking(seating):
            given = seating.assignment
            yield Breach(
                "skills", sentence, given.volunteer, given.session, given.need, given.language
            )


def lacking(seating: Seating) -> str:
    """What the person or the seat lacks, as a sentence; empty when all is well."""
    given, person = seating.assignment, seating.person
    allowed = {"adviser", "student"} if given.role == "adviser" else {given.role}
    if not allowed & person.roles:
        return f"{person.id} is no {given.role}."
    if given.role == "adviser":
        return _advising(seating)
    if given.need is not None:
        return f"{person.id} sits in need {given.need} as {given.role}, not as adviser."
    if given.role == "interpreter":
        return _interpreting(seating)
    return ""


def _advising(seating: Seating) -> str:
    person, need = seating.person, seating.need
    if need is None:
        return f"{person.id} advises in session {seating.session.id} in no need."
    if need.session != seating.session.id:
        return f"Need {need.id} belongs to session {need.session}, not {seating.session.id}."
    if need.matter not in person.matters:
        return f"{person.id} does not advise on {need.matter} (need {need.id})."
    return ""


def _interpreting(seating: Seating) -> str:
    person, language = seating.person, seating.assignment.language
    if language is None:
        return f"{person.id} interprets in session {seating.session.id} in no language."
    if language not in person.interprets:
        return f"{person.id} does not interpret {language}."
    return ""


def able(week: Week, person: Volunteer) -> tuple[Flags, Flags, Flags, bool]:
    """Where the person could be of use, by role, over every session of the week.

    Returns flags for adviser, interpreter and intake, and whether the person may
    supervise.
    """
    roles = person.roles
    advises = bool(roles & {"adviser", "student"})
    return (
        week.matter_flags(person.matters if advises else frozenset()),
        week.language_flags(person.interprets if "interpreter" in roles else frozenset()),
        week.intake_flags("intake" in roles),
        "supervisor" in roles,
    )
