"""The compact VTIMEZONE tells the same instants as zoneinfo, read by somebody else's rules.

Onsets are computed from the RRULEs by dateutil, as a calendar program would; nothing of
our own code or of icalendar's time zones takes part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import Component

from scheduler.calendars.timezones import calendar_times, compact_timezone
from scheduler.errors import InvalidInputError

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
STATES_AND_TERRITORIES = {"US", "PR", "VI", "GU", "MP", "AS"}
FOREIGN = (
    "Africa/Cairo",
    "America/Havana",
    "America/Mexico_City",
    "America/Nuuk",
    "America/Santiago",
    "America/Toronto",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Chatham",
)


def american_zones() -> list[str]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return sorted(row[2] for row in rows if row[0] in STATES_AND_TERRITORIES)


def onsets(half: Component) -> Iterator[tuple[datetime, timedelta]]:
    """Instant and offset of every onset of one half of the zone."""
    first = half["DTSTART"].dt
    walls = [first]
    if "RRULE" in half:
        rule = rrulestr(half["RRULE"].to_ical().decode(), dtstart=first)
        walls = list(rule.between(datetime(2024, 1, 1), datetime(2032, 1, 1)))  # noqa: DTZ001
    for wall in walls:
        yield (wall - half["TZOFFSETFROM"].td).replace(tzinfo=UTC), half["TZOFFSETTO"].td


def changes(zone: ZoneInfo) -> list[datetime]:
    """The hours between 2026 and 2030 in which the zone's offset changes."""
    hours = [FIRST + n * HOUR for n in range((LAST - FIRST) // HOUR)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hour for hour, a, b in zip(hours[1:], offsets, offsets[1:], strict=False) if a != b]


@pytest.mark.parametrize("tzid", [*american_zones(), *FOREIGN])
def test_every_instant_around_every_change_is_the_same(tzid: str) -> None:
    zone, compact = ZoneInfo(tzid), compact_timezone(tzid)
    told = sorted(onset for half in compact.subcomponents for onset in onsets(half))
    starts = [instant for instant, _ in told]
    quarters = [n * HOUR / 4 for n in range(-4 * 48, 4 * 48 + 1)]
    seconds = [-timedelta(seconds=1), timedelta(seconds=1)]

    for moment in changes(zone) or [FIRST]:
        for distance in quarters + seconds:
            instant = moment + distance
            offset = told[bisect_right(starts, instant) - 1][1]
            assert offset == instant.astimezone(zone).utcoffset(), (tzid, instant)


@pytest.mark.parametrize("tzid", [*american_zones(), *FOREIGN])
def test_it_is_compact(tzid: str) -> None:
    raw = compact_timezone(tzid).to_ical().decode()

    assert raw.count("BEGIN:STANDARD") == 1
    assert raw.count("BEGIN:DAYLIGHT") == raw.count("RRULE") / 2 <= 1
    assert "RDATE" not in raw


def test_daylight_is_the_half_that_is_ahead_even_in_dublin() -> None:
    (daylight,) = compact_timezone("Europe/Dublin").daylight

    assert daylight["TZOFFSETTO"].td == HOUR
    assert daylight["TZNAME"] == "IST"


def test_fixed_zones_have_one_half_without_a_rule() -> None:
    assert compact_timezone("America/Phoenix").to_ical().decode().split("\r\n")[2:7] == [
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:MST",
        "TZOFFSETFROM:-0700",
        "TZOFFSETTO:-0700",
    ]


def test_times_beyond_the_yearly_rules_are_told_in_utc() -> None:
    # Until 2087 Morocco's clocks follow the moon, which no yearly rule can say.
    ramadan = datetime(2087, 1, 1, tzinfo=UTC)
    while (
        ramadan > FIRST and calendar_times(ramadan, ramadan, "Africa/Casablanca")[0].tzinfo != UTC
    ):
        ramadan -= timedelta(days=7)

    assert ramadan > FIRST


@pytest.mark.parametrize("tzid", ["", "America/Nowhere", "../../etc/passwd", "/etc/localtime"])
def test_unknown_zones_are_refused(tzid: str) -> None:
    with pytest.raises(InvalidInputError):
        compact_timezone(tzid)
