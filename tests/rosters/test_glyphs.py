from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.errors import InstallationError
from scheduler.rosters.glyphs import MISSING, Coverage, coverage

LATIN = frozenset(map(ord, "ab\u0301"))
BENGALI = frozenset(map(ord, "\u0995\u09bf"))


def test_letters_without_a_font_become_a_visible_mark() -> None:
    assert Coverage((LATIN, BENGALI)).drawable("a\u0995\u0e01b") == f"a\u0995{MISSING}b"


def test_a_mark_of_another_script_is_dropped_and_its_letter_stays() -> None:
    glyphs = Coverage((LATIN, BENGALI))
    assert glyphs.drawable("a\u0301\u0995\u09bf") == "a\u0301\u0995\u09bf"
    assert glyphs.drawable("a\u09bf") == "a"


def test_the_products_fonts_draw_the_names_people_have(fonts: Path) -> None:
    names = "Zoë Łukasz Νίκη Ольга ليلى عبد الرحمن রহিমা খাতুন सीता थापा 王小明"
    assert coverage(fonts).drawable(names) == names


def test_a_folder_without_fonts_says_so(tmp_path: Path) -> None:
    with pytest.raises(InstallationError, match="No fonts"):
        coverage(tmp_path)


def test_a_damaged_font_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0" + bytes(12))
    with pytest.raises(InstallationError, match="damaged"):
        coverage(tmp_path)
