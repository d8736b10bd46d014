"""Comma-separated files as office programs write them: any separator, any usual encoding."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from scheduler.imports.cells import clean
from scheduler.imports.tables import MOST_COLUMNS, Numbered, UnreadableFileError, too_wide

_SEPARATORS = ",;\t"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_EXCEL_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 4000


def delimited_rows(data: bytes) -> Iterator[Numbered]:
    """The rows of a CSV file, numbered as a spreadsheet program shows them."""
    text = decoded(data)
    hint = _EXCEL_HINT.match(text)
    start = hint.end() if hint else 0
    separator = hint[1] if hint else _separator(text)
    return _numbered(_Lines(text, start), separator)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or the Windows code page of western Europe."""
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise UnreadableFileError(
            "The file is not text in an encoding we know.", "Save it as CSV UTF-8 or as XLSX."
        ) from None


def _encoding(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    if max(even, odd) > len(data[:_SAMPLE]) // 8:
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-8"


def _separator(text: str) -> str:
    first = next((m[0] for m in _LINE.finditer(text) if m[0].strip()), "")[:_SAMPLE]
    bare = _QUOTED.sub("", first)
    return max(_SEPARATORS, key=bare.count)


class _Lines:
    """Lines with their ends, one at a time; a row that takes too many of them is stopped."""

    def __init__(self, text: str, start: int) -> None:
        self._found = _LINE.finditer(text, start)
        self.row = 1
        """The row they are read for."""
        self._row_of_count, self._cells = 1, 0

    def __iter__(self) -> Iterator[str]:
        for found in self._found:
            if self._row_of_count != self.row:
                self._row_of_count, self._cells = self.row, 0
            self._cells += sum(found[0].count(separator) for separator in _SEPARATORS)
            if self._cells > 10 * MOST_COLUMNS:
                raise too_wide(self.row)
            yield found[0]


def _numbered(lines: _Lines, separator: str) -> Iterator[Numbered]:
    try:
        for cells in csv.reader(iter(lines), delimiter=separator):
            yield lines.row, [clean(cell) for cell in cells]
            lines.row += 1
    except csv.Error:
        raise UnreadableFileError(
            "From this row on a cell does not end.",
            'Look for a quotation mark (") without its partner, or save the file as XLSX.',
            lines.row,
        ) from None
