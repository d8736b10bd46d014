from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from scheduler.errors import NotFoundError
from scheduler.model.rosters import Reply, RosterDay
from scheduler.rosters.pdf import roster_pdf
from tests.rosters.worlds import (
    MISCHIEF,
    MONDAY,
    PEOPLE,
    TWELVE_SCRIPTS,
    full_week,
    hostile_names,
    long_saturday,
    named,
    quiet_week,
    roster,
    session,
)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def squeezed(words: str) -> str:
    return "".join(words.replace("\u200b", "").split())


def test_a_sheet_says_who_serves_where_when_and_in_which_language(fonts: Path) -> None:
    words = squeezed(text(roster_pdf(quiet_week(), fonts)))
    for expected in (
        "Bronx / Westchester",
        "Monday, December 7, 2026",
        "Version 3",
        "published Friday, December 4, 2026, 3:04 pm",
        "Clinic · 2:00 \u2013 6:00 pm",
        "Hybrid · 6 stations · 12 of 14 seats filled",
        "2:00 pm",
        "to 4:00 pm",
        "Olga Sherpa",
        "Green card",
        "Spanish",
        "also Nepali",
        "REMOTE",
        "with Jorge Kim",
        "supervised by Ada Lo",
        "Looking for a stand-in",
        "王小明",
        "Arrived",
        "Left",
        "Did not",
    ):
        assert squeezed(expected) in words


def test_it_is_tagged_for_screen_readers_with_language_and_title(fonts: Path) -> None:
    pdf = read(roster_pdf(quiet_week(), fonts))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Bronx / Westchester, roster from December 7, 2026"


def test_every_day_is_one_letter_sheet_however_full(fonts: Path) -> None:
    pdf = read(roster_pdf(full_week(), fonts))
    assert [page.mediabox[2:] for page in pdf.pages] == [[612, 792]] * 5
    assert "Wednesday" in pdf.pages[2].extract_text()
    assert "No sessions on this day" in pdf.pages[0].extract_text()
    assert "No seats in this shift" in pdf.pages[1].extract_text()
    assert pdf.pages[4].extract_text().count("Olga Sherpa") == 18


def test_a_long_saturday_stays_legible(fonts: Path) -> None:
    pdf = read(roster_pdf(long_saturday(), fonts))
    sizes: set[float] = set()

    def visit(words: str, _cm: object, matrix: list[float], _font: object, size: float) -> None:
        if "Sherpa" in words:
            sizes.add(round(abs(size * matrix[3]), 1))

    pdf.pages[0].extract_text(visitor_text=visit)
    assert len(pdf.pages) == 1
    assert sizes
    assert min(sizes) >= 7


def test_the_days_asked_for_are_the_pages(fonts: Path) -> None:
    week = full_week()
    one = read(roster_pdf(week, fonts, days=[MONDAY + timedelta(days=3)]))
    assert [("Thursday" in page.extract_text()) for page in one.pages] == [True]
    with pytest.raises(NotFoundError):
        roster_pdf(week, fonts, days=[date(2027, 1, 1)])
    with pytest.raises(NotFoundError):
        roster_pdf(roster(), fonts)


def test_the_same_roster_gives_the_same_bytes(fonts: Path) -> None:
    assert roster_pdf(quiet_week(), fonts) == roster_pdf(quiet_week(), fonts)


def test_who_declined_is_not_named(fonts: Path) -> None:
    declined = replace(PEOPLE[0], reply=Reply.DECLINED)
    words = text(roster_pdf(roster(RosterDay(MONDAY, (session([declined]),))), fonts))
    assert "Olga" not in words
    assert squeezed("Looking for a stand-in") in squeezed(words)


def test_markup_in_a_name_is_printed_as_it_is_written(fonts: Path) -> None:
    name = '#import "x" $y$ *b* _i_ <s>'
    assert squeezed(name) in squeezed(text(roster_pdf(named([name]), fonts)))


def test_all_mischief_and_twelve_scripts_print_on_one_sheet(fonts: Path) -> None:
    pdf = read(roster_pdf(named(MISCHIEF + TWELVE_SCRIPTS), fonts))
    assert len(pdf.pages) == 1
    assert "\u202e" not in pdf.pages[0].extract_text()


@settings(max_examples=15, deadline=None)
@given(st.lists(hostile_names, min_size=1, max_size=12))
def test_whatever_people_are_called_there_is_one_tagged_sheet(
    fonts: Path, names: list[str]
) -> None:
    pdf = read(roster_pdf(replace(named(names), office_name=names[0]), fonts))
    assert len(pdf.pages) == 1
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
