"""Availability: the weekly pattern of each person, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from itertools import islice

from scheduler.imports.cells import BadCellError, Cells
from scheduler.imports.sheets import Sheet
from scheduler.imports.taking import Taken, take
from scheduler.imports.values import clock, email
from scheduler.imports.words import WEEKDAYS, level, listed, weekday, weeks
from scheduler.model.availability import Level, WeeklySlot, Weeks
from scheduler.model.people import Volunteer

Numbered = tuple[int, WeeklySlot]

MOST_A_DAY = 24


@dataclass(frozen=True, slots=True)
class SlotOf:
    """A row: whose slot, and which."""

    email: str
    slot: WeeklySlot


@dataclass(frozen=True, slots=True)
class People:
    """The people that rows may name; and those left out as bad."""

    known: Mapping[str, Volunteer]
    refused: Mapping[str, str]
    """E-mail as written in the sheet of volunteers, to where it stands."""

    def __call__(self, text: str) -> str:
        """The e-mail, when it is someone's."""
        address = email(text)
        if address in self.known:
            return address
        if address in self.refused:
            raise BadCellError(
                f"The volunteer {address} was left out.", f"Mend {self.refused[address]} first."
            )
        near = get_close_matches(address, self._alike(address), n=1, cutoff=0.85)
        raise BadCellError(
            f"Nobody on file or in the sheet of volunteers has the e-mail {address}.",
            f"Did you mean {near[0]}?"
            if near
            else "Correct the address, or add the person to the sheet of volunteers.",
        )

    def _alike(self, address: str) -> list[str]:
        """Some that begin alike: comparing with everyone would take long."""
        return list(islice((e for e in self.known if e[:2] == address[:2]), 200))

    @staticmethod
    def of(known: Mapping[str, Volunteer], refused: Iterable[Cells]) -> People:
        """These people, and the rows left out."""
        where = {c.text("email").lower(): f"row {c.row.number} of {c.file}" for c in refused}
        return People(known, where)


def read_availability(sheet: Sheet | None, people: People) -> Taken[SlotOf]:
    """The slots of the sheet; where two meet, a warning names both rows."""
    before: dict[tuple[str, int], list[Numbered]] = {}

    def one(cells: Cells) -> SlotOf | None:
        found = _slot(cells, people)
        if found:
            same_day = before.setdefault((found.email, found.slot.weekday), [])
            _check_day(cells, found.slot, same_day)
        return found

    return take(sheet, one)


def _slot(cells: Cells, people: People) -> SlotOf | None:
    words = {"email": "e-mail", "weekday": "day of the week", "start": "start", "end": "end"}
    cells.ask_for("A time", words)
    address = cells.read("email", people, "")
    slot = WeeklySlot(
        cells.read("weekday", weekday, 0),
        cells.read("start", clock, time.min),
        cells.read("end", clock, time.max),
        cells.read("level", level, Level.AVAILABLE),
        cells.read("weeks", weeks, Weeks.EVERY),
    )
    if not cells.is_bad and slot.ends <= slot.starts:
        problem = f"The end ({slot.ends:%H:%M}) is not after the start ({slot.starts:%H:%M})."
        cells.bad("end", problem, "Write an end later on the same day, at most 23:59.")
    return None if cells.is_bad else SlotOf(address, slot)


def _check_day(cells: Cells, slot: WeeklySlot, before: list[Numbered]) -> None:
    """Compare with the person's other rows for the day, and join them."""
    same = [row for row, other in before if other == slot]
    if same:
        cells.warn("", f"The row is the same as row {same[0]}.", "Delete one of them.")
        return
    if len(before) == MOST_A_DAY:
        problem = f"The person has {MOST_A_DAY} times on {WEEKDAYS[slot.weekday]} already."
        cells.bad("weekday", problem, "Join times that follow one another.")
        return
    _warn_of_overlaps(cells, slot, [entry for entry in before if _overlap(slot, entry[1])])
    before.append((cells.row.number, slot))


def _warn_of_overlaps(cells: Cells, slot: WeeklySlot, others: list[Numbered]) -> None:
    if not others:
        return
    there = listed([f"{_hours(other)} in row {row}" for row, other in others], "and")
    problem = f"{WEEKDAYS[slot.weekday]} {_hours(slot)} here overlaps {there}."
    same_level = all(other.level is slot.level for _, other in others)
    counts = "They count as one stretch" if same_level else "Where they overlap, “available” counts"
    cells.warn("start", problem, f"All are kept. {counts}; nothing needs to be done.")


def _overlap(one: WeeklySlot, other: WeeklySlot) -> bool:
    same_weeks = one.weeks is other.weeks or Weeks.EVERY in {one.weeks, other.weeks}
    return same_weeks and one.starts < other.ends and other.starts < one.ends


def _hours(slot: WeeklySlot) -> str:
    return f"{slot.starts:%H:%M}–{slot.ends:%H:%M} ({slot.level.value})"  # noqa: RUF001 - a range


def patterns(slots: Iterable[SlotOf]) -> dict[str, tuple[WeeklySlot, ...]]:
    """Each person's weekly pattern in the order of the week, the same slot once."""
    found: dict[str, set[WeeklySlot]] = {}
    for entry in slots:
        found.setdefault(entry.email, set()).add(entry.slot)
    return {address: in_order(pattern) for address, pattern in found.items()}


def in_order(slots: Iterable[WeeklySlot]) -> tuple[WeeklySlot, ...]:
    """The slots as they come in a week."""
    return tuple(sorted(slots, key=lambda s: (s.weekday, s.starts, s.ends, s.level, s.weeks)))
