"""The weekly pattern says the same after tidying, and changes only where it is told to."""

from __future__ import annotations

from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.availability import Level, WeeklySlot, Weeks
from scheduler.model.weekly_pattern import Spoken, Stretch, spoken, tidy, with_level


def at(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    starts = draw(st.integers(0, 22 * 4))
    ends = draw(st.integers(starts + 1, 23 * 4))
    return Stretch(draw(st.integers(0, 1)), at(starts * 15), at(ends * 15))


@st.composite
def patterns(draw: st.DrawFn) -> tuple[WeeklySlot, ...]:
    found = draw(
        st.lists(st.tuples(stretches(), st.sampled_from(Level), st.sampled_from(Weeks)), max_size=5)
    )
    return tuple(WeeklySlot(s.weekday, s.starts, s.ends, level, weeks) for s, level, weeks in found)


def told(pattern: tuple[WeeklySlot, ...], week: Weeks) -> dict[tuple[int, int], Level | None]:
    """What each quarter of an hour says in an odd or an even week, worked out by hand."""
    said: dict[tuple[int, int], Level | None] = {}
    for weekday in range(2):
        for quarter in range(24 * 4 - 1):
            levels = {
                s.level
                for s in pattern
                if s.weekday == weekday
                and s.weeks in (Weeks.EVERY, week)
                and s.starts <= at(quarter * 15)
                and at(quarter * 15) < s.ends
            }
            best = Level.AVAILABLE if Level.AVAILABLE in levels else Level.IF_NEEDED
            said[weekday, quarter] = best if levels else None
    return said


@given(patterns())
def test_tidying_changes_nothing_that_is_said(pattern: tuple[WeeklySlot, ...]) -> None:
    tidied = tidy(pattern)
    for week in (Weeks.ODD, Weeks.EVEN):
        assert told(tidied, week) == told(pattern, week)
    assert tidy(tidied) == tidied


@given(patterns(), stretches(), st.sampled_from([*Level, None]), st.sampled_from(Weeks))
def test_a_change_reaches_its_stretch_and_nothing_else(
    pattern: tuple[WeeklySlot, ...], stretch: Stretch, level: Level | None, weeks: Weeks
) -> None:
    changed = with_level(pattern, stretch, level, weeks)
    for week in (Weeks.ODD, Weeks.EVEN):
        before, after = told(pattern, week), told(changed, week)
        reached = weeks in (Weeks.EVERY, week)
        for (weekday, quarter), said in after.items():
            inside = (
                weekday == stretch.weekday and stretch.starts <= at(quarter * 15) < stretch.ends
            )
            assert said == (level if inside and reached else before[weekday, quarter])
    assert spoken(changed, stretch, weeks) == Spoken(level)


def test_touching_hours_become_one_and_odd_with_even_become_every() -> None:
    pattern = (
        WeeklySlot(0, time(9), time(11), Level.AVAILABLE, Weeks.ODD),
        WeeklySlot(0, time(9), time(11), Level.AVAILABLE, Weeks.EVEN),
        WeeklySlot(0, time(11), time(12, 10), Level.AVAILABLE),
    )
    assert tidy(pattern) == (WeeklySlot(0, time(9), time(12, 10), Level.AVAILABLE),)


def test_a_stretch_that_holds_in_odd_weeks_only_is_mixed() -> None:
    pattern = (WeeklySlot(2, time(18), time(20), Level.AVAILABLE, Weeks.ODD),)
    evening = Stretch(2, time(18), time(20))
    assert spoken(pattern, evening) == Spoken(mixed=True)
    assert spoken(pattern, evening, Weeks.ODD) == Spoken(Level.AVAILABLE)
    assert spoken(pattern, evening, Weeks.EVEN) == Spoken(None)
