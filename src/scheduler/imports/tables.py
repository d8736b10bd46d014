"""A table as a file holds it: rows of texts, numbered, before anyone asks what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.errors import InvalidInputError

MOST_BYTES = 10_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
_LAST_ROW = 1_048_576
"""Of any spreadsheet program, blank rows counted."""

Numbered = tuple[int, list[str]]


class UnreadableFileError(InvalidInputError):
    """The file cannot be read; says so in two sentences and, where known, the row."""

    def __init__(self, problem: str, mend: str, row: int = 0) -> None:
        """``problem`` says what is wrong, ``mend`` what to do about it."""
        super().__init__(f"{problem} {mend}")
        self.problem = problem
        self.mend = mend
        self.row = row


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its file as findings name it, its own name, heading row and rows under it."""

    file: str
    name: str
    """What the file or the sheet of a workbook is called."""
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[Numbered, ...]


def table(file: str, name: str, rows: Iterator[Numbered]) -> Table | None:
    """The table that starts with the first row that is not blank; None when there is none."""
    filled = within_limits(rows)
    first = next(filled, None)
    if first is None:
        return None
    return Table(file, name, first[0], tuple(first[1]), tuple(filled))


def within_limits(rows: Iterator[Numbered]) -> Iterator[Numbered]:
    """The rows that are not blank, as long as they are not too many or too wide."""
    for number, cells in rows:
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise too_wide(number)
        if number > _LAST_ROW:
            raise too_long()
        if any(cells):
            if number > MOST_ROWS + 1:
                raise too_long()
            yield number, cells[:MOST_COLUMNS]


def too_wide(row: int) -> UnreadableFileError:
    """The complaint about a row with too many cells."""
    return UnreadableFileError(
        f"The row has more than {MOST_COLUMNS} columns.",
        "Delete what stands to the right of the table.",
        row,
    )


def too_long() -> UnreadableFileError:
    """The complaint about a sheet with too many rows."""
    return UnreadableFileError(
        f"The sheet has more than {MOST_ROWS:,} rows.",
        "Delete what stands beneath the table, or send it in parts.",
    )
