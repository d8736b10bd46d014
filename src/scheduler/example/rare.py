"""One rare language of the example, which only somebody who takes it into Spanish interprets."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.example.demand import CONSULTATION, Wish
from scheduler.example.people import Person
from scheduler.example.timetable import MONDAY, Slot
from scheduler.model.availability import Level
from scheduler.model.languages import language_name
from scheduler.model.matters import Kind, Matter

OFFICE = "queens-west"
RARE, BRIDGE = language_name("mam"), language_name("es")

INTERPRETER = Person(
    name="Rosa Ajpop",
    email="rosa.ajpop@example.org",
    phone="718-555-0100",
    kind=Kind.INTERPRETER,
    bar_state="",
    bar_number="",
    credential_expires="",
    matters="",
    languages="",
    relays=f"{RARE} > {BRIDGE}",
    offices=(OFFICE,),
    remote=True,
    hours_per_week="4",
    supervises=False,
    organisation="Neighbors",
)


def rare_wish(slots: tuple[Slot, ...]) -> Wish:
    """One seat in each shift of a clinic that the interpreter can come to."""
    slot = next(s for s in slots if (s.office, s.weekday, s.kind) == (OFFICE, MONDAY, "Clinic"))
    consultations = slot.minutes // CONSULTATION
    return Wish(slot, Matter.ASYLUM, RARE, consultations, CONSULTATION, "high")


def rare_hours() -> Iterator[tuple[str, str, str, str, str]]:
    """When the interpreter can serve."""
    for day in ("Monday", "Thursday"):
        yield INTERPRETER.email, day, "17:00", "21:00", Level.AVAILABLE.value
