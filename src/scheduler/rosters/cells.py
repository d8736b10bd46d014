"""Text in CSV that no spreadsheet program takes for a formula, and the way back.

A cell is read as a formula when it begins with one of ``= + - @``, a tab or a line end, or
with their full-width twins; programs that separate by another character see the beginning
of a cell in the middle of ours. An apostrophe goes before each such place, the sign by which
people themselves tell a spreadsheet "this is text". An apostrophe that was already there
gets one too, so that taking one away at each place gives back exactly what went in.
"""

from __future__ import annotations

import re

_BEGINNING = r"(^|[,;|\t\r\n])"
_RISKY = "=+@\t\r\n\uff1d\uff0b\uff0d\uff20-"
_FORMULA = re.compile(rf"{_BEGINNING}(?=['{_RISKY}])")
_GUARD = re.compile(rf"{_BEGINNING}'")


def guarded(text: str) -> str:
    """The text for a CSV cell."""
    return _FORMULA.sub(r"\1'", text)


def unguarded(cell: str) -> str:
    """The text that ``guarded`` was given."""
    return _GUARD.sub(r"\1", cell)
