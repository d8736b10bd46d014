"""Busy times joined, and taken out of hours, minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.model.availability import Level, Window
from scheduler.model.busy import Busy, is_busy, merged, without

FIRST = datetime(2026, 12, 7, tzinfo=UTC)
MOST = 120


def at(minute: int) -> datetime:
    return FIRST + timedelta(minutes=minute)


stretches = st.tuples(st.integers(0, MOST), st.integers(1, 40)).map(
    lambda found: (at(found[0]), at(found[0] + found[1]))
)
busy_times = st.lists(stretches.map(lambda found: Busy(*found)), max_size=6)
windows = st.lists(stretches.map(lambda found: Window(*found, Level.AVAILABLE)), max_size=4)


def minutes(starts: datetime, ends: datetime) -> set[int]:
    return set(
        range((starts - FIRST) // timedelta(minutes=1), (ends - FIRST) // timedelta(minutes=1))
    )


@settings(deadline=None)
@given(windows, busy_times)
def test_what_is_left_is_every_minute_that_is_not_busy(
    offered: list[Window], busy: list[Busy]
) -> None:
    taken = set().union(*(minutes(one.starts, one.ends) for one in busy))
    for window in offered:
        left = without([window], busy)
        kept = [minutes(piece.starts, piece.ends) for piece in left]
        assert set().union(*kept) == minutes(window.starts, window.ends) - taken
        assert sum(map(len, kept)) == len(set().union(*kept)), "no minute twice"
        assert all(piece.starts < piece.ends and piece.level is window.level for piece in left)


@settings(deadline=None)
@given(busy_times)
def test_joined_times_are_the_same_minutes_in_order_and_apart(busy: list[Busy]) -> None:
    joined = merged(busy)
    assert set().union(*(minutes(one.starts, one.ends) for one in joined)) == set().union(
        *(minutes(one.starts, one.ends) for one in busy)
    )
    assert all(a.ends < b.starts for a, b in pairwise(joined))
    assert merged(joined) == joined


@settings(deadline=None)
@given(busy_times, stretches)
def test_who_is_busy_for_a_minute_is_busy(
    busy: list[Busy], asked: tuple[datetime, datetime]
) -> None:
    taken = set().union(*(minutes(one.starts, one.ends) for one in busy))
    assert is_busy(busy, *asked) == bool(taken & minutes(*asked))


def test_parts_of_minutes_count_whole() -> None:
    part = Busy(at(5) + timedelta(seconds=30), at(6) + timedelta(microseconds=1))
    assert merged([part]) == (Busy(at(5), at(7)),)
