"""Whatever happens to a shift, and however its letters arrive, the newest state is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.readers import READERS
from tests.support.stories import (
    STORIES,
    Calendar,
    Happening,
    ends_as_told,
    mailboxes,
    tell,
    understood,
)

happenings = st.lists(st.sampled_from(Happening), min_size=1, max_size=6).map(tuple)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("story", STORIES)
def test_every_reader_ends_in_the_newest_state(reader: str, story: str) -> None:
    assert ends_as_told(reader, STORIES[story])


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=12, deadline=None)
@given(told=happenings, data=st.data())
def test_letters_may_come_in_any_order_and_more_than_once(
    reader: str, told: tuple[Happening, ...], data: st.DataObject
) -> None:
    story = tell(told)
    read = understood(reader, story.letters)
    order = data.draw(st.permutations(story.letters))
    again = data.draw(st.lists(st.sampled_from(order))) if order else []

    right = mailboxes(read[letter] for letter in story.standing.values())
    assert mailboxes(read[letter] for letter in [*order, *again]) == right


@given(told=happenings)
def test_numbers_never_go_back_and_a_cancelled_uid_never_returns(
    told: tuple[Happening, ...],
) -> None:
    letters = tell(told).letters
    gone: set[str] = set()
    numbers: dict[str, int] = {}
    for letter in letters:
        assert letter.uid not in gone
        assert letter.sequence == numbers.get(letter.uid, -1) + 1
        numbers[letter.uid] = letter.sequence
        gone |= {letter.uid} if letter.method == "CANCEL" else set()


def test_a_calendar_that_hears_of_a_cancel_first_shows_nothing_afterwards() -> None:
    letters = tell([Happening.PUBLISH, Happening.CANCEL]).letters
    first, last = understood("ical.js", letters).values()
    calendar = Calendar()
    calendar.take(last)
    calendar.take(first)

    assert calendar.shown == set()
