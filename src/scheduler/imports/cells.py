"""One row while it is read: it gives values and gathers what is wrong with its cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from scheduler.errors import InvalidInputError
from scheduler.model.directory import Finding, Severity

T = TypeVar("T")

# Pasted from web pages, seen by nobody, and never part of a word in any script.
_INVISIBLE = dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0x00AD))
# They make a name read differently from what it is.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LONGEST_CELL = 1000
_LONGEST_QUOTE = 60


class BadCellError(InvalidInputError):
    """A cell cannot be taken as it is."""

    def __init__(self, problem: str, mend: str) -> None:
        """``problem`` says what is wrong, ``mend`` what to do about it."""
        super().__init__(f"{problem} {mend}")
        self.problem = problem
        self.mend = mend


def quoted(text: str) -> str:
    """What a cell says, as a sentence quotes it."""
    return f"“{text}”" if len(text) <= _LONGEST_QUOTE else f"“{text[:_LONGEST_QUOTE]}…”"


def clean(text: str) -> str:
    """The text of a cell as it was meant: no stray blanks, composed letters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number as a spreadsheet program shows it, and where its columns are."""

    number: int
    cells: Sequence[str]
    columns: Mapping[str, int]

    def text(self, column: str) -> str:
        """What the cell holds; "" when it is blank or the column is missing."""
        place = self.columns.get(column, len(self.cells))
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a file, read cell by cell."""

    file: str
    row: Row
    findings: list[Finding] = field(default_factory=list)

    def text(self, column: str) -> str:
        """What the cell holds; "" when it is blank or the column is missing."""
        return self.row.text(column)

    def read(self, column: str, parse: Callable[[str], T], kept: T) -> T:
        """The cell's value; ``kept`` when it is blank, or bad and found so."""
        text = self.text(column)
        if not text:
            return kept
        try:
            _refuse_hidden(text)
            return parse(text)
        except BadCellError as fault:
            self.bad(column, fault.problem, fault.mend)
            return kept

    def ask_for(self, what: str, columns: Mapping[str, str]) -> None:
        """Every blank cell among ``columns`` (heading → its words) is bad."""
        for column, words in columns.items():
            if not self.text(column):
                self.bad(column, f"There is no {words}.", f"{what} needs the {words}.")

    def bad(self, column: str, problem: str, mend: str) -> None:
        """Note that the row cannot be taken."""
        self.findings.append(Finding(self.file, self.row.number, column, problem, mend))

    def warn(self, column: str, problem: str, mend: str) -> None:
        """Note something a person should look at."""
        self.findings.append(
            Finding(self.file, self.row.number, column, problem, mend, Severity.WARNING)
        )

    @property
    def is_bad(self) -> bool:
        """Whether the row is left out."""
        return any(finding.severity is Severity.BAD for finding in self.findings)


def _refuse_hidden(text: str) -> None:
    if len(text) > LONGEST_CELL:
        raise BadCellError(
            f"The cell holds {len(text)} characters.",
            f"Keep it to {LONGEST_CELL} characters.",
        )
    if not text.isprintable() and any(
        c in _TURNING or unicodedata.category(c) in {"Cc", "Cs"} for c in text
    ):
        raise BadCellError("The cell holds hidden control characters.", "Type its text anew.")
