"""One day on one sheet of a workbook: heads that stay, ticks to set, a page that prints.

What people need at the door comes first and is the print area; the rest stands to its right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from scheduler.model.rosters import OfficeRoster, RosterDay
from scheduler.rosters.printable import printable
from scheduler.rosters.rows import HEADINGS, Cell, SheetRow, day_rows
from scheduler.rosters.words import day_words

_PRINTED = {
    "Starts": 10,
    "Ends": 10,
    "Session": 17,
    "Station": 8,
    "Role": 12,
    "Name": 28,
    "Matter": 20,
    "Language": 16,
    "Speaks": 24,
    "Serves": 9,
    "Arrived": 8,
    "Left": 8,
    "Did not come": 13,
}
_BESIDE = {"Beside": 24, "Supervisor": 24, "Seat": 22, "Reply": 10, "Why empty": 40}
_COLUMNS = _PRINTED | _BESIDE
"""Headings with widths in characters; those that are no field of a row are for ticks."""

_HEAD_ROW = 1
_US_LETTER = 1
_LONGEST = 32_767
"""Characters a cell holds; Excel refuses a file with more."""
_INK, _ACCENT, _WASH, _LINE = "#1B2426", "#0B5457", "#EEF4F2", "#B9C6C3"


@dataclass(frozen=True, slots=True)
class Looks:
    """How cells look."""

    title: Format
    head: Format
    text: Format
    name: Format
    open: Format
    number: Format
    time: Format
    tick: Format


def looks(workbook: Workbook) -> Looks:
    """The looks of a workbook; text is marked as quoted, so that it stays text when edited."""
    row = {"font_color": _INK, "bottom": 1, "bottom_color": _LINE, "valign": "top"}
    text = row | {"num_format": "@", "quote_prefix": True, "text_wrap": True}
    return Looks(
        title=workbook.add_format({"bold": True, "font_size": 14, "font_color": _ACCENT}),
        head=workbook.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": _ACCENT}),
        text=workbook.add_format(text),
        name=workbook.add_format(text | {"bold": True}),
        open=workbook.add_format(text | {"font_color": _ACCENT, "bg_color": _WASH}),
        number=workbook.add_format(row | {"align": "center"}),
        time=workbook.add_format(row | {"num_format": "h:mm AM/PM", "align": "left"}),
        tick=workbook.add_format({"border": 1, "border_color": _INK}),
    )


def add_day(workbook: Workbook, look: Looks, roster: OfficeRoster, day: RosterDay) -> None:
    """A sheet with every seat of the day."""
    sheet = workbook.add_worksheet(f"{day.day:%a} {day.day}")
    title = f"{printable(roster.office_name)} \u00b7 {day_words(day.day)}"
    sheet.write_string(0, 0, f"{title} \u00b7 version {roster.version}", look.title)
    for column, (heading, width) in enumerate(_COLUMNS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEAD_ROW, column, heading, look.head)
    rows = day_rows(roster, day)
    for index, row in enumerate(rows, start=_HEAD_ROW + 1):
        fields = dict(zip(HEADINGS, row.cells, strict=True))
        for column, heading in enumerate(_COLUMNS):
            _write(sheet, (index, column), fields.get(heading), _look(look, heading, row))
    _set_up(sheet, last=_HEAD_ROW + max(len(rows), 1))


def _look(look: Looks, heading: str, row: SheetRow) -> Format:
    if heading not in HEADINGS:
        return look.tick
    if heading in {"Starts", "Ends"}:
        return look.time
    if heading == "Station":
        return look.number
    if not row.name:
        return look.open
    return look.name if heading == "Name" else look.text


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, look: Format) -> None:
    """Each cell by the method of its type: the library's guessing ``write`` is never used."""
    if cell is None or cell == "":
        sheet.write_blank(*at, None, look)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell[:_LONGEST], look)
    elif isinstance(cell, date | time):
        sheet.write_datetime(*at, cell, look)
    else:
        sheet.write_number(*at, cell, look)


def _set_up(sheet: Worksheet, last: int) -> None:
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.autofilter(_HEAD_ROW, 0, last, len(_COLUMNS) - 1)
    sheet.set_paper(_US_LETTER)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.print_area(0, 0, last, len(_PRINTED) - 1)
    sheet.fit_to_pages(1, 1)
