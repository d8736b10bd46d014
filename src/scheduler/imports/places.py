"""Offices and the way between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from scheduler.imports.cells import BadCellError, Cells, quoted
from scheduler.imports.sheets import Sheet
from scheduler.imports.taking import Identity, Taken, take
from scheduler.imports.values import line, web_address, whole
from scheduler.imports.words import listed
from scheduler.model.offices import Office, Travel

DEFAULT_TIMEZONE = "America/New_York"
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_KEY = 40
stations = whole(1, 500)


def read_offices(sheet: Sheet | None, on_file: Mapping[str, Office]) -> Taken[Office]:
    """The offices of the sheet, blanks filled from what is on file."""
    return take(
        sheet,
        lambda cells: _office(cells, on_file),
        Identity(
            lambda office: office.key,
            "office",
            lambda office: f"The office {office.key} is",
            "Keep one row for each office.",
        ),
    )


def _office(cells: Cells, on_file: Mapping[str, Office]) -> Office:
    cells.ask_for("An office", {"office": "short name (office)"})
    key = cells.read("office", office_key, "")
    if key not in on_file:
        cells.ask_for("A new office", {"name": "name", "stations": "number of stations"})
    old = on_file.get(key, Office(key, "", DEFAULT_TIMEZONE, 1))
    return replace(
        old,
        name=cells.read("name", line, old.name),
        timezone=cells.read("timezone", timezone, old.timezone),
        stations=cells.read("stations", stations, old.stations),
        address=cells.read("address", line, old.address),
        conference=cells.read("conference", web_address, old.conference),
    )


def office_key(text: str) -> str:
    """A short name for addresses and file names."""
    key = text.lower()
    if len(key) <= _LONGEST_KEY and _KEY.fullmatch(key):
        return key
    raise BadCellError(
        f"{quoted(text)} cannot be an office's short name.",
        "Use small letters, digits and hyphens, such as central-brooklyn.",
    )


@cache
def _zones() -> Mapping[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones())}


def timezone(text: str) -> str:
    """A time zone by its IANA name."""
    found = _zones().get(text.replace(" ", "_").casefold())
    if found:
        return found
    wanted = text[:40].casefold()
    near = get_close_matches(wanted, [z for z in _zones() if z[0] == wanted[0]], n=1)
    hint = f"Did you mean {_zones()[near[0]]}?" if near else "Write a name such as"
    raise BadCellError(
        f"{quoted(text)} is not a time zone.", hint if near else f"{hint} America/New_York."
    )


def read_travel(sheet: Sheet | None, offices: OfficeNames) -> Taken[Travel]:
    """Minutes between offices, each pair once and in either direction."""
    pairs: dict[tuple[str, str], tuple[int, int]] = {}

    def one(cells: Cells) -> Travel | None:
        cells.ask_for(
            "A way", {"from": "office (from)", "to": "office (to)", "minutes": "number of minutes"}
        )
        ends = sorted((cells.read("from", offices, ""), cells.read("to", offices, "")))
        minutes = cells.read("minutes", whole(1, 600), 1)
        if cells.is_bad:
            return None
        if ends[0] == ends[1]:
            problem = f"The way leads from {ends[0]} to itself."
            cells.bad("to", problem, "Name two offices, or delete the row.")
        _check_pair(cells, pairs, (ends[0], ends[1]), minutes)
        return Travel(ends[0], ends[1], minutes)

    return take(sheet, one)


def _check_pair(
    cells: Cells,
    pairs: dict[tuple[str, str], tuple[int, int]],
    pair: tuple[str, str],
    minutes: int,
) -> None:
    row, before = pairs.setdefault(pair, (cells.row.number, minutes))
    way = f"The way between {pair[0]} and {pair[1]}"
    if before != minutes:
        problem = f"{way} takes {before} minutes in row {row} and {minutes} here."
        cells.bad("minutes", problem, "It is the same both ways: keep one of the rows.")
    elif row != cells.row.number:
        cells.warn("", f"{way} is already in row {row}.", "Delete one of the rows.")


@dataclass(frozen=True, slots=True)
class OfficeNames:
    """The offices that rows may name, by key or by name; and those left out as bad."""

    known: Mapping[str, str]
    """Key and name, in small letters, to the key."""
    refused: Mapping[str, str]
    """What the bad rows of the offices' sheet call theirs, to where they stand."""

    def __call__(self, text: str) -> str:
        """The office's key; says what is nearest when there is none."""
        found = self.known.get(text.casefold())
        if found:
            return found
        if text.casefold() in self.refused:
            raise BadCellError(
                f"The office {text} was left out.", f"Mend {self.refused[text.casefold()]} first."
            )
        raise BadCellError(f"{quoted(text)} is not an office.", self._mend(text[:60].casefold()))

    def _mend(self, text: str) -> str:
        near = get_close_matches(text, self.known, n=1)
        if near:
            return f"Did you mean {self.known[near[0]]}?"
        keys = tuple(dict.fromkeys(self.known.values()))
        return f"Write {listed(keys)}." if keys else "Bring in the sheet of offices first."

    @staticmethod
    def of(offices: Iterable[Office], refused: Iterable[Cells]) -> OfficeNames:
        """The names of these offices, and of the rows left out."""
        all_of_them = tuple(offices)
        return OfficeNames(
            {o.name.casefold(): o.key for o in all_of_them} | {o.key: o.key for o in all_of_them},
            {c.text("office").casefold(): f"row {c.row.number} of {c.file}" for c in refused},
        )


def several(parse: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    """A parser of several, separated by semicolons, each named once."""
    return lambda text: tuple(
        dict.fromkeys(parse(part.strip()) for part in text.split(";") if part.strip())
    )
