from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rosters.printable import UNREADABLE, printable, shown_name
from tests.rosters.worlds import TWELVE_SCRIPTS, hostile_names


@pytest.mark.parametrize("name", TWELVE_SCRIPTS)
def test_names_of_any_script_stay_as_they_are(name: str) -> None:
    assert printable(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("\u202egnp.exe", "gnp.exe"),
        ("O\u200blga", "Olga"),
        ("O\u200dlga", "Olga"),
        ("می\u200cروم", "می\u200cروم"),
        ("two\r\nlines\tand  more", "two lines and more"),
        ("\ue000", "\ufffd"),
        ("e" + "\u0302" * 60, "ê" + "\u0302" * 4),
    ],
)
def test_what_hides_or_breaks_lines_goes(written: str, seen: str) -> None:
    assert printable(written) == seen


@given(st.text(st.characters()) | hostile_names)
def test_what_is_left_is_one_visible_line_and_stays_the_same(text: str) -> None:
    shown = printable(text)
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert shown == shown.strip()
    assert printable(shown) == shown


def test_a_person_with_an_invisible_name_is_no_empty_seat() -> None:
    assert shown_name("\u3164\u200b") == UNREADABLE
    assert shown_name("") == ""
