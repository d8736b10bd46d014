"""The same instant in every reader, around every change of the clocks from 2026 to 2030.

``python -m benchmarks.letters_readers --clocks`` looks at every quarter of an hour.
"""

from __future__ import annotations

import pytest

from tests.mail.samples import INVITE, SENDER
from tests.support.clock_changes import (
    FEW,
    SOME,
    sweep_feeds,
    sweep_letters,
    zones_for,
)
from tests.support.readers import READERS

HOW_MANY = "{}: {} shifts in {} zones, {} shown at another time"


@pytest.mark.parametrize("reader", READERS)
def test_every_shift_of_a_feed_is_shown_at_its_time(reader: str) -> None:
    found = sweep_feeds(reader, zones_for(reader), SOME)

    print(HOW_MANY.format(reader, found.shifts, len(zones_for(reader)), len(found.moved)))  # noqa: T201
    assert found.moved == ()


@pytest.mark.parametrize("reader", READERS)
def test_every_shift_of_a_letter_is_shown_at_its_time(reader: str) -> None:
    found = sweep_letters(reader, zones_for(reader), INVITE, SENDER, FEW)

    print(HOW_MANY.format(reader, found.shifts, len(zones_for(reader)), len(found.moved)))  # noqa: T201
    assert found.moved == ()
