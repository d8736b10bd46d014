"""Matter, language and role: whoever sits in a seat may and can do its work."""

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

import numpy as np

from solver.case import Breach, Case, Seating
from solver.crowd import Crowd
from solver.entities import Volunteer
from solver.vectors import Flags, Whole
from solver.week import Week

SENTENCE: Final = "Whoever sits in a seat has its matter, its language and its role."

NOTHING: Final = frozenset[str]()

S = TypeVar("S")


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
    bridge = seating.assignment.bridge
    if language is None:
        return f"{person.id} interprets in session {seating.session.id} in no language."
    if bridge is not None:
        able = (language, bridge) in person.relays
        return "" if able else f"{person.id} does not interpret {language} into {bridge}."
    if language not in person.interprets:
        return f"{person.id} does not interpret {language}."
    return ""


def able(week: Week, crowd: Crowd, person: Whole, session: Whole) -> Flags:
    """Whether each of the given people could be of use in the session beside them.

    Returns one column for each of adviser, interpreter, intake and supervisor.
    """
    people = crowd.people
    advises = [p.matters if p.roles & {"adviser", "student"} else NOTHING for p in people]
    speaks = [_interpreted(p) for p in people]
    takes_in = np.array(["intake" in p.roles for p in people], dtype=np.bool_)
    supervises = np.array(["supervisor" in p.roles for p in people], dtype=np.bool_)
    return np.stack(
        [
            _of_use(advises, week.matter_flags, person, session),
            _of_use(speaks, week.interpreter_flags, person, session),
            takes_in[person] & week.asks_intake[session],
            supervises[person],
        ],
        axis=1,
    )


def _interpreted(person: Volunteer) -> tuple[frozenset[str], frozenset[str]]:
    """The languages somebody interprets directly, and those they interpret only into another."""
    if "interpreter" not in person.roles:
        return NOTHING, NOTHING
    return person.interprets, frozenset(language for language, _ in person.relays)


def _of_use(
    skills: list[S],
    wanted: Callable[[S], Flags],
    person: Whole,
    session: Whole,
) -> Flags:
    """Look up who has a skill that is wanted; people with equal skills share one row."""
    rows = {skill: number for number, skill in enumerate(dict.fromkeys(skills))}
    table = np.stack([wanted(skill) for skill in rows])
    row = np.array([rows[skill] for skill in skills], dtype=np.int64)
    flags: Flags = table[row[person], session]
    return flags
