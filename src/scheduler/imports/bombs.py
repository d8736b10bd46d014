"""Workbooks taken apart before they are read: what is left cannot blow up.

A workbook is a ZIP of XML. A small one can hold gigabytes, a sheet of two cells can span
billions, one long text can be used a million times. Here every part is read once, counted
as it streams, and copied into an archive of our own making; only that one is opened.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from scheduler.imports.tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    UnreadableFileError,
    too_long,
    too_wide,
)

MOST_UNPACKED = 60_000_000
MOST_CELLS = 1_500_000
MOST_TEXT = 30_000_000
_MOST_PARTS = 500
_DEEPEST = 50
_CHUNK = 1 << 16
_PART = re.compile(r"(?!.*(?:drawing|media|chart|theme|vba)).*\.(?:xml|rels)", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Za-z]{1,3})?([0-9]{1,7})?")
_DAMAGED = UnreadableFileError(
    "The workbook is damaged.", "Open it, save it anew as XLSX, and try again."
)


def defused(data: bytes) -> bytes:
    """The same workbook, rebuilt from parts that were counted."""
    rebuilt, counted = io.BytesIO(), Counted()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as archive,
            zipfile.ZipFile(rebuilt, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy,
        ):
            for part in _parts(archive):
                with archive.open(part) as source, copy.open(part.filename, "w") as target:
                    _copied(source, target, counted)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError):
        raise _DAMAGED from None
    # The first is what zipfile says to a compression that it does not know.
    except (NotImplementedError, UnicodeError, ValueError):
        raise _DAMAGED from None
    counted.check_texts()
    return rebuilt.getvalue()


def _parts(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = [part for part in archive.infolist() if _PART.fullmatch(part.filename)]
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_big()
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise _DAMAGED
    return parts


def too_big() -> UnreadableFileError:
    """The complaint about a workbook that unpacks to too much."""
    return UnreadableFileError(
        "The workbook unpacks to more than the service takes.",
        "Delete what is not part of the tables, or save each sheet as CSV.",
    )


def _copied(source: IO[bytes], target: IO[bytes], counted: Counted) -> None:
    parser = counted.parser()
    while chunk := source.read(_CHUNK):
        counted.unpacked += len(chunk)
        if counted.unpacked > MOST_UNPACKED:
            raise too_big()
        parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position
        target.write(chunk)
    parser.Parse(b"", True)  # noqa: FBT003 - the same


@dataclass(slots=True)
class Counted:
    """What the parts of a workbook add up to, so far."""

    unpacked: int = 0
    depth: int = 0
    shared: array[int] = field(default_factory=lambda: array("L"))
    """Length of each text that cells share."""
    used: array[int] = field(default_factory=lambda: array("L"))
    """Which of them cells use, as often as they do."""
    row: int = 0
    column: int = 0
    widest: int = 0
    area: int = 0
    spanned: int = 0
    """Cells between the corners of all sheets so far, blank ones counted."""
    is_reference: bool = False
    text: list[str] | None = None
    length: int = 0

    def parser(self) -> expat.XMLParserType:
        """A parser for the next part."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = _refuse_document_type
        self.spanned, self.area = self.spanned + self.area, 0
        self.depth = self.row = self.column = self.widest = self.length = 0
        self.text = None
        return parser

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _DAMAGED
        match name.rpartition(":")[2]:
            case "row":
                self.row = _position(attributes.get("r"), 2) or self.row + 1
                self.column = 0
                if self.row > MOST_ROWS + 1:
                    raise too_long()
            case "c":
                self.column = _position(attributes.get("r"), 1) or self.column + 1
                self.is_reference = attributes.get("t") == "s"
                self._check_cell(attributes.get("r"))
            case "v":
                self.text = [] if self.is_reference else None
            case "si":
                self.length = 0

    def _check_cell(self, reference: str | None) -> None:
        row = _position(reference, 2) or self.row
        self.widest = max(self.widest, self.column)
        if row > MOST_ROWS + 1:
            raise too_long()
        if self.widest > MOST_COLUMNS:
            raise too_wide(row)
        self.area = max(self.area, row * self.widest)
        if self.spanned + self.area > MOST_CELLS:
            raise too_big()

    def _words(self, data: str) -> None:
        self.length += len(data)
        if self.text is not None:
            self.text.append(data)

    def _closed(self, name: str) -> None:
        self.depth -= 1
        match name.rpartition(":")[2]:
            case "v" if self.text is not None:
                self.used.append(int("".join(self.text)))
                self.text = None
            case "si":
                self.shared.append(self.length)

    def check_texts(self) -> None:
        """Refuse when the texts of all cells together are too long."""
        known = len(self.shared)
        if sum(self.shared[index] for index in self.used if index < known) > MOST_TEXT:
            raise too_big()


def _position(reference: str | None, part: int) -> int:
    """The row (part 2) or column (part 1) of "B7"; 0 when it does not say."""
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        raise _DAMAGED
    if part == 2:  # noqa: PLR2004 - as said above
        return int(found[2] or 0)
    column = 0
    for letter in (found[1] or "").upper():
        column = column * 26 + ord(letter) - 64
    return column


def _refuse_document_type(*_: object) -> None:
    raise _DAMAGED
