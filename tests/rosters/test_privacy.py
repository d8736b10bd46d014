from __future__ import annotations

import io
import re
from pathlib import Path

from pypdf import PdfReader

from scheduler.rosters.feeds import roster_feed
from scheduler.rosters.pdf import roster_pdf
from scheduler.rosters.sheets import roster_csv, roster_xlsx
from tests.rosters.test_sheets import xlsx_rows
from tests.rosters.worlds import full_week

MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
PHONE = re.compile(r"\+?\d[\d ().-]{8,}\d")


def test_no_document_has_an_address_or_a_phone_number(fonts: Path) -> None:
    week = full_week()
    pages = PdfReader(io.BytesIO(roster_pdf(week, fonts))).pages
    feed = roster_feed([week], "https://opendoor.test/roster").decode()
    unidentified = re.sub(r"^(UID|DT\w+|LAST-MODIFIED|[ ])[^\n]*$", "", feed, flags=re.MULTILINE)
    texts = {
        "pdf": "\n".join(page.extract_text() for page in pages),
        "csv": roster_csv(week).decode("utf-8-sig").replace('"2026-12-', '"'),
        "xlsx": "\n".join(str(cell) for row in xlsx_rows(roster_xlsx(week)) for cell in row),
        "feed": unidentified,
    }
    assert {name: MAIL.findall(text) + PHONE.findall(text) for name, text in texts.items()} == {
        name: [] for name in texts
    }
