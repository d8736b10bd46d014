"""Everything on file: what spreadsheets bring in and planning starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from scheduler.model.availability import WeeklySlot
from scheduler.model.offices import Office, Travel
from scheduler.model.people import Volunteer
from scheduler.model.sessions import Session


@dataclass(frozen=True, slots=True)
class Directory:
    """What is known, by the keys that spreadsheets use.

    Offices by key, travel by the sorted pair of keys, sessions by office and start (UTC),
    volunteers by e-mail (lower case), weekly availability by e-mail.
    """

    offices: Mapping[str, Office] = field(default_factory=dict)
    travel: Mapping[tuple[str, str], Travel] = field(default_factory=dict)
    sessions: Mapping[tuple[str, datetime], Session] = field(default_factory=dict)
    volunteers: Mapping[str, Volunteer] = field(default_factory=dict)
    availability: Mapping[str, tuple[WeeklySlot, ...]] = field(default_factory=dict)


class Severity(StrEnum):
    """How much a finding weighs."""

    BAD = "bad"
    """The row cannot be taken as it is."""
    WARNING = "warning"
    """The row is taken; a person should look."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one cell or row of a spreadsheet.

    ``row`` is the number a spreadsheet program shows (the heading is row 1; 0 = the whole
    file), ``column`` the heading ("" = the whole row), ``problem`` what is wrong and
    ``mend`` what to do about it, each one sentence.
    """

    file: str
    row: int
    column: str
    problem: str
    mend: str
    severity: Severity = Severity.BAD
