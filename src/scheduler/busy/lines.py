"""The lines of a calendar (RFC 5545 3.1), put together again and taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scheduler.busy.refusals import DamagedCalendarError, IntricateCalendarError

MOST_LINES = 500_000
LONGEST_LINE = 200_000
_END = re.compile(r"\r\n|\n|\r")
_PROPERTY = re.compile(r"([A-Za-z0-9-]+)((?:;[^:\";]*(?:\"[^\"]*\"[^:\";]*)*)*):(.*)", re.DOTALL)


class Line(NamedTuple):
    """One property; ``parameters`` begin with a semicolon, or there are none."""

    name: str
    parameters: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}{self.parameters}:{self.value}"


def lines_of(text: str) -> Iterator[Line]:
    """Every property of the calendar, in order; what is none is left out."""
    for line in _unfolded(text):
        found = _PROPERTY.fullmatch(line)
        if found:
            yield Line(found[1].upper(), found[2], found[3])


def _unfolded(text: str) -> Iterator[str]:
    parts: list[str] = []
    length = 0
    for count, piece in enumerate(_pieces(text)):
        if count > MOST_LINES:
            raise IntricateCalendarError
        if piece[:1] not in {" ", "\t"}:
            yield "".join(parts)
            parts, length = [], 0
        length += len(piece)
        if length > LONGEST_LINE:
            raise DamagedCalendarError
        parts.append(piece[1:] if parts else piece)
    yield "".join(parts)


def _pieces(text: str) -> Iterator[str]:
    at = 0
    for end in _END.finditer(text):
        yield text[at : end.start()]
        at = end.end()
    yield text[at:]
