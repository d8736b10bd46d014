"""The example as six spreadsheets: it comes in through the same door as everyone's."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import date
from random import Random

from scheduler.example.demand import demand
from scheduler.example.hours import weekly_hours
from scheduler.example.people import Person, people
from scheduler.example.rare import INTERPRETER, rare_hours, rare_wish
from scheduler.example.timetable import PLACES, TIMEZONE, WAYS, Slot, timetable
from scheduler.imports.columns import SheetName

Cell = str | int


def example_week(monday: date, seed: int = 7) -> Mapping[str, bytes]:
    """The six CSV files of the week that begins on this Monday, the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - made-up people, nothing secret
    slots = timetable()
    wishes = (*demand(slots, chance), rare_wish(slots))
    crowd = tuple(people(monday, chance))[:-1]
    sheets: Mapping[SheetName, Iterable[tuple[Cell, ...]]] = {
        SheetName.OFFICES: ((p.key, p.name, TIMEZONE, p.stations) for p in PLACES),
        SheetName.TRAVEL: WAYS,
        SheetName.SESSIONS: (_session(slot, monday) for slot in slots),
        SheetName.NEEDS: (
            (w.slot.office, w.slot.day(monday), w.slot.start, w.matter.label, *astuple(w)[2:])
            for w in wishes
        ),
        SheetName.VOLUNTEERS: (_volunteer(person) for person in (*crowd, INTERPRETER)),
        SheetName.AVAILABILITY: (
            *(row for person in crowd for row in weekly_hours(person, chance)),
            *rare_hours(),
        ),
    }
    return {f"{name}.csv": _csv(_HEADINGS[name], rows) for name, rows in sheets.items()}


_HEADINGS: Mapping[SheetName, str] = {
    SheetName.OFFICES: "office name timezone stations",
    SheetName.TRAVEL: "from to minutes",
    SheetName.SESSIONS: (
        "office date start end shift_minutes kind modality stations intake_volunteers"
    ),
    SheetName.NEEDS: "office date start matter language consultations minutes_each priority",
    SheetName.VOLUNTEERS: (
        "name email phone kind bar_state bar_number credential_expires matters languages relays"
        " offices remote hours_per_week supervises organisation"
    ),
    SheetName.AVAILABILITY: "email weekday start end level",
}


def _session(slot: Slot, monday: date) -> tuple[Cell, ...]:
    office, _, start, end, *rest = astuple(slot)
    return (office, slot.day(monday), start, end, *rest)


def _volunteer(person: Person) -> tuple[Cell, ...]:
    return tuple(_cell(value) for value in astuple(person))


def _cell(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "; ".join(value)
        case _:
            return str(value)


def _csv(headings: str, rows: Iterable[tuple[Cell, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings.split())
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
