"""XLSX workbooks: every sheet as rows of texts, with dates and times as people write them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from scheduler.imports.bombs import defused
from scheduler.imports.cells import clean
from scheduler.imports.columns import Content
from scheduler.imports.tables import Numbered, UnreadableFileError

Cell = int | float | str | bool | time | date | datetime | timedelta
ContentOf = Callable[[str], Content]

MOST_SHEETS = 20
_DAY = 24 * 60
_DAY_ONE = date(1899, 12, 30)
_LAST_SERIAL = 100_000


def workbook_sheets(data: bytes, content_of: ContentOf) -> Iterator[tuple[str, Iterator[Numbered]]]:
    """Name and rows of every sheet; ``content_of`` tells what a heading's column holds."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(defused(data)))
        if len(workbook.sheet_names) > MOST_SHEETS:
            raise UnreadableFileError(
                f"The workbook has more than {MOST_SHEETS} sheets.",
                "Keep the six that are meant, or save each as CSV.",
            )
        for name in workbook.sheet_names:
            yield name, _rows(workbook.get_sheet_by_name(name), content_of)
    except CalamineError:
        raise UnreadableFileError(
            "The workbook cannot be read.", "Open it, save it anew as XLSX, and try again."
        ) from None


def _rows(sheet: CalamineSheet, content_of: ContentOf) -> Iterator[Numbered]:
    contents: list[Content] = []
    if sheet.start is None:
        return
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [
            written(cell, contents[i] if i < len(contents) else Content.TEXT)
            for i, cell in enumerate(cells)
        ]
        if not contents and any(texts):
            contents = [content_of(text) for text in texts]
        yield number, texts


def written(cell: Cell, content: Content) -> str:
    """A cell as it would stand in a CSV file."""
    match cell:
        case str():
            return clean(cell)
        case bool():
            return "yes" if cell else "no"
        case int() | float():
            return _number(float(cell), content)
        case timedelta():
            return _number(cell / timedelta(days=1), content)
        case _:
            return _moment(cell, content)


def _number(value: float, content: Content) -> str:
    if content is Content.TIME and 0 <= value < 1:
        return _of_day(round(value * _DAY))
    if content is Content.DATE and 1 <= value < _LAST_SERIAL and value.is_integer():
        return (_DAY_ONE + timedelta(days=int(value))).isoformat()
    return str(int(value)) if value.is_integer() else repr(value)


def _moment(cell: time | date | datetime, content: Content) -> str:
    if isinstance(cell, time):
        return _of_day(cell.hour * 60 + cell.minute + round(cell.second / 60))
    if not isinstance(cell, datetime):
        return cell.isoformat()
    if content is Content.TIME:
        return _moment(cell.time(), content)
    if content is Content.DATE or cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat(sep=" ", timespec="minutes")


def _of_day(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
