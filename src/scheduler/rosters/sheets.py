"""The roster as spreadsheets: XLSX for people, CSV for other programs.

Neither can hold a formula: XLSX cells are written with their type and marked as quoted text,
CSV cells are guarded (``cells``).
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, time

from xlsxwriter.workbook import Workbook

from scheduler.model.rosters import OfficeRoster
from scheduler.rosters.cells import guarded
from scheduler.rosters.printable import printable
from scheduler.rosters.rows import HEADINGS, Cell, day_rows
from scheduler.rosters.worksheet import add_day, looks

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def roster_csv(roster: OfficeRoster) -> bytes:
    """Every seat of the week: RFC 4180, UTF-8 with BOM, all text quoted and guarded."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for day in roster.days:
        writer.writerows(map(_plain, row.cells) for row in day_rows(roster, day))
    return text.getvalue().encode("utf-8-sig")


def roster_xlsx(roster: OfficeRoster) -> bytes:
    """A workbook with a sheet per day, each set up to print on one page.

    The same roster gives the same bytes. A week without a day has one sheet that says so.
    """
    content = io.BytesIO()
    workbook = Workbook(content, _OPTIONS)
    created = roster.published_at.astimezone(UTC).replace(tzinfo=None)
    title = f"{printable(roster.office_name)}, roster from {roster.monday}"
    workbook.set_properties({"title": title, "author": "Open Door", "created": created})
    formats = looks(workbook)
    for day in roster.days:
        add_day(workbook, formats, roster, day)
    if not roster.days:
        empty = workbook.add_worksheet("No sessions")
        empty.write_string(0, 0, "No sessions in this week.", formats.text)
    workbook.close()
    return content.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return guarded(cell) if isinstance(cell, str) else str(cell)
