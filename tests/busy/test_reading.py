"""What a calendar says of its owner's time, and nothing else it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.busy.own import is_own
from scheduler.busy.reading import Reading, Wanted, read_calendar
from scheduler.busy.refusals import (
    DamagedCalendarError,
    NotACalendarError,
    UnreadableCalendarError,
    WebPageError,
)
from scheduler.busy.sieve import Span, sieved
from scheduler.model.busy import Busy, merged
from tests.support.calendar_server import calendar

NEW_YORK = "America/New_York"
ZONE = ZoneInfo(NEW_YORK)
SINCE = datetime(2026, 10, 26, 4, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=90)
LATEST = datetime(2100, 1, 1)  # noqa: DTZ001 - wall time
OURS = "3f1c9a@opendoor.example.org"
WANTED = Wanted(SINCE, UNTIL, NEW_YORK, frozenset({OURS}))
WALL_ZONE = """
BEGIN:VTIMEZONE
TZID:Somewhere West
BEGIN:STANDARD
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
TZOFFSETFROM:-0700
TZOFFSETTO:-0800
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
END:DAYLIGHT
END:VTIMEZONE
"""


def read(*entries: str, zones: str = "") -> Reading:
    return read_calendar(calendar(*entries, zones=zones), WANTED)


def spoken(reading: Reading, zone: ZoneInfo = ZONE) -> list[str]:
    """The busy times as the clocks of a zone show them."""
    return [
        f"{one.starts.astimezone(zone):%a %d %b %H:%M} to {one.ends.astimezone(zone):%d %H:%M}"
        for one in reading.busy
    ]


def at(*times: str, more: str = "") -> str:
    """One entry; times are lines without the word that both begin with."""
    starts, ends = times
    return f"UID:1\nDTSTART{starts}\nDTEND{ends}\n{more}"


NOON_TO_ONE = (":20261110T170000Z", ":20261110T180000Z")


@pytest.mark.parametrize(
    ("times", "meant"),
    [
        (NOON_TO_ONE, "Tue 10 Nov 12:00 to 10 13:00"),
        ((":20261110T120000", ":20261110T130000"), "Tue 10 Nov 12:00 to 10 13:00"),
        (
            (";TZID=Europe/Paris:20261110T180000", ";TZID=Europe/Paris:20261110T190000"),
            "Tue 10 Nov 12:00 to 10 13:00",
        ),
        (
            (";TZID=Pacific Standard Time:20261110T090000", ":20261110T180000Z"),
            "Tue 10 Nov 12:00 to 10 13:00",
        ),
        (
            (";TZID=Somewhere West:20261110T090000", ";TZID=Somewhere West:20261110T100000"),
            "Tue 10 Nov 12:00 to 10 13:00",
        ),
        (
            (';TZID="America/New_York":20261110T120000', ";X=1:20261110T180000Z"),
            "Tue 10 Nov 12:00 to 10 13:00",
        ),
        ((";VALUE=DATE:20261101", ";VALUE=DATE:20261102"), "Sun 01 Nov 00:00 to 02 00:00"),
        ((":20261110T170017Z", ":20261110T180001Z"), "Tue 10 Nov 12:00 to 10 13:01"),
    ],
    ids=["utc", "floating", "zone", "windows", "own zone", "quoted", "whole day", "seconds"],
)
def test_times_are_real_whatever_they_are_written_in(times: tuple[str, str], meant: str) -> None:
    found = read(at(*times), zones=WALL_ZONE)
    assert spoken(found) == [meant]
    assert not found.lost_zones
    assert not found.unread


def test_a_whole_day_is_as_long_as_the_day() -> None:
    """On 1 November 2026 New York's clocks go back: that day has 25 hours."""
    (one,) = read("UID:1\nDTSTART;VALUE=DATE:20261101").busy
    assert one.ends - one.starts == timedelta(hours=25)


def test_a_zone_nobody_explains_is_where_the_person_lives_and_that_is_said() -> None:
    zone = ";TZID=Nowhere/Land:"
    found = read(at(f"{zone}20261110T120000", f"{zone}20261110T130000"))
    assert spoken(found) == ["Tue 10 Nov 12:00 to 10 13:00"]
    assert found.lost_zones


@pytest.mark.parametrize(
    ("line", "busy"),
    [
        ("TRANSP:TRANSPARENT", False),
        ("TRANSP:OPAQUE", True),
        ("STATUS:CANCELLED", False),
        ("STATUS:TENTATIVE", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", True),
        ("CLASS:PRIVATE", True),
    ],
)
def test_who_can_be_asked_is_not_busy(line: str, busy: bool) -> None:  # noqa: FBT001 - a table
    assert bool(read(at(*NOON_TO_ONE, more=line)).busy) is busy


@pytest.mark.parametrize(
    "uid",
    [
        OURS,
        OURS.upper(),
        f" {OURS}",
        "040000008200E00074C5B7101A82E00800000000" + "0" * 24 + "340000007643616C2D55696401000000"
        f"{OURS.encode().hex().upper()}00",
    ],
    ids=["as sent", "upper case", "blank", "Exchange"],
)
def test_our_own_shifts_come_back_and_are_nothing_new(uid: str) -> None:
    ours = at(*NOON_TO_ONE).replace("UID:1", f"UID:{uid}")
    again = f"UID:{uid}\nRECURRENCE-ID:20261110T170000Z\nDTSTART:20261111T170000Z\nDURATION:PT1H"
    assert read(ours, again).busy == ()
    assert len(read(ours, at(":20261110T173000Z", ":20261110T183000Z")).busy) == 1


@settings(deadline=None)
@given(st.text("0123456789ABCDEFabcdef@.-", max_size=200))
def test_nobody_elses_entry_is_taken_for_ours(uid: str) -> None:
    assert not is_own(f"04{uid}", frozenset({OURS}))


def test_a_series_with_exceptions() -> None:
    zone = ";TZID=America/New_York:"
    found = read(
        f"UID:1\nDTSTART{zone}20261026T100000\nDTEND{zone}20261026T110000\n"
        f"RRULE:FREQ=WEEKLY;COUNT=6\nEXDATE{zone}20261102T100000\nRDATE{zone}20261105T100000",
        f"UID:1\nRECURRENCE-ID{zone}20261109T100000\n"
        f"DTSTART{zone}20261110T150000\nDTEND{zone}20261110T163000",
        f"UID:1\nRECURRENCE-ID{zone}20261116T100000\nTRANSP:TRANSPARENT\n"
        f"DTSTART{zone}20261116T100000\nDTEND{zone}20261116T110000",
    )
    assert spoken(found) == [
        "Mon 26 Oct 10:00 to 26 11:00",
        "Thu 05 Nov 10:00 to 05 11:00",
        "Tue 10 Nov 15:00 to 10 16:30",
        "Mon 23 Nov 10:00 to 23 11:00",
        "Mon 30 Nov 10:00 to 30 11:00",
    ]


def test_busy_times_the_calendar_has_worked_out_itself() -> None:
    periods = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\nDTSTART:20261101T000000Z\r\n"
        b"FREEBUSY:20261110T170000Z/PT1H,20261111T170000Z/20261111T180000Z\r\n"
        b"FREEBUSY;FBTYPE=FREE:20261112T170000Z/PT1H\r\n"
        b"FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261113T170000Z/PT1H\r\n"
        b"END:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    )
    assert spoken(read_calendar(periods, WANTED)) == [
        "Tue 10 Nov 12:00 to 10 13:00",
        "Wed 11 Nov 12:00 to 11 13:00",
        "Fri 13 Nov 12:00 to 13 13:00",
    ]


def test_what_is_long_over_or_far_ahead_is_not_kept() -> None:
    found = read(
        at(":20261020T120000Z", ":20261020T130000Z"),
        at(":20270301T120000Z", ":20270301T130000Z"),
        at(":20250101T000000Z", ":20280101T000000Z").replace("UID:1", "UID:2"),
    )
    assert found.busy == (Busy(SINCE, UNTIL),)


def test_one_entry_that_makes_no_sense_costs_no_other() -> None:
    for broken in (
        "DTSTART:20261110T990000\nDTEND:20261110T110000",
        "DTSTART:yesterday",
        "DTSTART:20261301T000000Z",
        "DTSTART:20261110T110000Z\nRRULE:FREQ=SOMETIMES",
        "DTSTART:20261110T110000Z\nRRULE:FREQ=DAILY;INTERVAL=0",
        "DTSTART:20261110T110000Z\nDTEND:20261110T110000Z\nRDATE:x",
    ):
        found = read(f"UID:broken\n{broken}", at(*NOON_TO_ONE))
        assert "Tue 10 Nov 12:00 to 10 13:00" in spoken(found), broken
        assert found.unread, broken


def test_nothing_but_times_passes_the_sieve() -> None:
    entry = (
        "UID:someone@hospital.example\nSUMMARY:Oncology\nLOCATION:Room 5\nDESCRIPTION:Dr. Who\n"
        " and more\nATTENDEE;CN=Ana:mailto:ana@example.org\nX-SECRET:1\nDTSTART:20261110T170000Z\n"
        "DTEND:20261110T180000Z\nBEGIN:VALARM\nTRIGGER:-PT5M\nDESCRIPTION:Oncology\nEND:VALARM"
    )
    span = Span(SINCE.date(), UNTIL.date())
    (part,) = sieved(calendar(entry), span, frozenset()).parts
    assert part.split("\r\n") == [
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTART:20261110T170000Z",
        "DTEND:20261110T180000Z",
        "END:VEVENT",
    ]


@pytest.mark.parametrize(
    ("octets", "refusal"),
    [
        (b"", NotACalendarError),
        (b"hello", NotACalendarError),
        (b"\x00\x01\x02", NotACalendarError),
        (b"<!DOCTYPE html><html>", WebPageError),
        (b"\r\n <html>", WebPageError),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", DamagedCalendarError),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", DamagedCalendarError),
        (calendar(at(*NOON_TO_ONE))[:-8], DamagedCalendarError),
    ],
)
def test_what_is_no_whole_calendar_is_refused(
    octets: bytes, refusal: type[UnreadableCalendarError]
) -> None:
    with pytest.raises(refusal):
        read_calendar(octets, WANTED)


def test_line_ends_folds_and_marks_of_other_programs() -> None:
    text = calendar(at(*NOON_TO_ONE)).decode()
    folded = text.replace("DTSTART:2026", "DTST\r\n ART:20\r\n\t26")
    for form in (text.replace("\r\n", "\n"), text.replace("\r\n", "\r"), "\ufeff" + text, folded):
        assert spoken(read_calendar(form.encode(), WANTED)) == ["Tue 10 Nov 12:00 to 10 13:00"]


RICH = calendar(
    "UID:1\nDTSTART;TZID=Somewhere West:20261026T100000\n"
    "DTEND;TZID=Somewhere West:20261026T110000\n"
    "RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=MO,WE\nEXDATE;TZID=Somewhere West:20261102T100000\n"
    "RDATE;TZID=Somewhere West:20261105T100000\nSEQUENCE:1",
    "UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Somewhere West:20261116T100000\n"
    "DTSTART;TZID=Somewhere West:20261116T150000\nDURATION:PT1H",
    "UID:2\nDTSTART;VALUE=DATE:20261110\nRRULE:FREQ=YEARLY;UNTIL=20300101",
    "UID:3\nDTSTART:20261110T100000\nRDATE;VALUE=PERIOD:20261120T100000Z/PT3H",
    zones=WALL_ZONE,
).decode()
changes = st.lists(
    st.tuples(
        st.integers(0, len(RICH)),
        st.integers(0, 30),
        st.text('0123456789TZ:;=,-+/PDH\r\n" é', max_size=5),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(changes)
def test_whatever_a_calendar_holds_it_is_read_or_refused(
    changed: list[tuple[int, int, str]],
) -> None:
    text = RICH
    for place, length, instead in changed:
        text = text[:place] + instead + text[place + length :]
    try:
        found = read_calendar(text.encode(), WANTED)
    except UnreadableCalendarError:
        return
    assert all(SINCE <= one.starts < one.ends <= UNTIL for one in found.busy)


# ---- against somebody else's arithmetic -------------------------------------------

rules = st.builds(
    "{};INTERVAL={}{}".format,
    st.sampled_from(
        [
            *("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,WE,SU", "FREQ=MONTHLY"),
            *("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY"),
        ]
    ),
    st.integers(1, 3),
    st.sampled_from(["", ";COUNT=7", ";COUNT=40", ";UNTIL=20261201T000000Z"]),
)
zones = st.sampled_from([NEW_YORK, "Europe/London", "Australia/Sydney", "Asia/Kolkata"])
firsts = st.datetimes(datetime(2026, 6, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001 - wall time
    lambda found: found.replace(second=0, microsecond=0)
)


@settings(max_examples=150, deadline=None)
@given(rules, zones, firsts, st.integers(1, 300))
def test_series_agree_with_wall_clocks(rule: str, zone: str, first: datetime, minutes: int) -> None:
    """The oracle counts on the wall, without zones, and looks at the clock afterwards."""
    place, bare, stops = ZoneInfo(zone), rule, LATEST
    if "UNTIL" in rule:
        stops = datetime(2026, 12, 1, tzinfo=UTC).astimezone(place).replace(tzinfo=None)
        bare = rule.replace("20261201T000000Z", f"{stops:%Y%m%dT%H%M%S}")
    last = UNTIL.replace(tzinfo=None) + timedelta(days=3)
    starts = list(rrulestr(bare, dtstart=first).between(first, last, inc=True))
    if first not in starts and first <= stops:
        starts.append(first)  # the first is the first, whatever its rule says
    expected = [
        Busy(s.replace(tzinfo=place), (s + timedelta(minutes=minutes)).replace(tzinfo=place))
        for s in starts
    ]
    real = [Busy(b.starts.astimezone(UTC), b.ends.astimezone(UTC)) for b in expected]
    clipped = merged(
        Busy(max(b.starts, SINCE), min(b.ends, UNTIL))
        for b in real
        if b.starts < b.ends and b.starts < UNTIL and b.ends > SINCE
    )
    ends = first + timedelta(minutes=minutes)
    entry = (
        f"UID:1\nDTSTART;TZID={zone}:{first:%Y%m%dT%H%M%S}\n"
        f"DTEND;TZID={zone}:{ends:%Y%m%dT%H%M%S}\nRRULE:{rule}"
    )
    assert read(entry).busy == clipped
