"""The six spreadsheets and their columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, StrEnum
from types import MappingProxyType


class SheetName(StrEnum):
    """The six spreadsheets, in the order in which they are read."""

    OFFICES = "offices"
    TRAVEL = "travel"
    SESSIONS = "sessions"
    NEEDS = "needs"
    VOLUNTEERS = "volunteers"
    AVAILABILITY = "availability"


class Content(Enum):
    """What a column holds; a workbook stores dates and times as numbers."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading; without a needed one the sheet cannot be read."""

    heading: str
    needed: bool = False
    content: Content = Content.TEXT


def _columns(needed: str, optional: str = "") -> tuple[Column, ...]:
    known = {
        "date": Content.DATE,
        "credential_expires": Content.DATE,
        "start": Content.TIME,
        "end": Content.TIME,
    }
    return tuple(
        Column(heading, is_needed, known.get(heading, Content.TEXT))
        for headings, is_needed in ((needed, True), (optional, False))
        for heading in headings.split()
    )


COLUMNS: Mapping[SheetName, tuple[Column, ...]] = MappingProxyType(
    {
        SheetName.OFFICES: _columns("office name stations", "timezone address conference"),
        SheetName.TRAVEL: _columns("from to minutes"),
        SheetName.SESSIONS: _columns(
            "office date start end",
            "shift_minutes kind modality stations intake_volunteers standby",
        ),
        SheetName.NEEDS: _columns(
            "office date start matter language consultations", "minutes_each priority"
        ),
        SheetName.VOLUNTEERS: _columns(
            "name email kind",
            "phone bar_state bar_number credential_expires matters languages relays offices"
            " remote hours_per_week supervises organisation",
        ),
        SheetName.AVAILABILITY: _columns("email weekday start end", "level weeks"),
    }
)

_SPELLINGS = {"e_mail": "email", "mail": "email", "organization": "organisation"}


def heading_key(written: str) -> str:
    """A heading as the columns name it: "Hours per week" is ``hours_per_week``."""
    key = re.sub(r"[\W_]+", "_", written.casefold()).strip("_")
    return _SPELLINGS.get(key, key)


def nearest_heading(written: str, headings: tuple[str, ...]) -> str | None:
    """The heading that looks most like what was written, if any does."""
    close = get_close_matches(heading_key(written), headings, n=1, cutoff=0.75)
    return close[0] if close else None
