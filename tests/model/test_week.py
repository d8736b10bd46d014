"""Which day and week a moment is in: those of the offices, not of the server."""

from datetime import UTC, date, datetime

import pytest

from scheduler.model.week import day_of, monday_of, week_span


@pytest.mark.parametrize(
    ("moment", "day", "monday"),
    [
        (datetime(2026, 11, 23, 4, 59, tzinfo=UTC), date(2026, 11, 22), date(2026, 11, 16)),
        (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), date(2026, 11, 23), date(2026, 11, 23)),
        (datetime(2026, 7, 6, 3, 59, tzinfo=UTC), date(2026, 7, 5), date(2026, 6, 29)),
        (datetime(2026, 7, 6, 4, 0, tzinfo=UTC), date(2026, 7, 6), date(2026, 7, 6)),
    ],
)
def test_a_sunday_evening_in_new_york_belongs_to_the_week_before(
    moment: datetime, day: date, monday: date
) -> None:
    assert (day_of(moment), monday_of(day_of(moment))) == (day, monday)


def test_a_week_begins_where_its_day_does() -> None:
    first, last = week_span(date(2026, 11, 23))
    assert (day_of(first), day_of(last)) == (date(2026, 11, 23), date(2026, 11, 30))
