from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rosters.cells import guarded, unguarded

RISKY = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Olga Sherpa", "Olga Sherpa"),
        ("=1+1", "'=1+1"),
        ("'tis", "''tis"),
        ("Sherpa;=1", "Sherpa;'=1"),
        ("O'Brien-Lo", "O'Brien-Lo"),
        ("", ""),
    ],
)
def test_a_beginning_that_could_calculate_is_guarded(text: str, cell: str) -> None:
    assert guarded(text) == cell


@given(st.text(st.sampled_from("=+-@'\t\r\n,;|ab\uff1d")) | st.text())
def test_no_cell_begins_a_formula_and_nothing_is_lost(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(tuple(RISKY))
    assert not any(part.startswith(tuple("=+-@")) for part in cell.split(";"))
    assert unguarded(cell) == text
