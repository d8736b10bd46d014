from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from scheduler.errors import InvalidInputError
from scheduler.rosters.feeds import FeedEvent, person_feed, roster_feed, shift_uid
from scheduler.rosters.printable import shown_name
from tests.rosters.worlds import full_week, hostile_names, named, quiet_week, roster

MINE = "My shifts"
PAGE = "https://opendoor.test/offices/bronx/roster"
FORBIDDEN = {"ATTENDEE", "ORGANIZER", "VALARM"}


def parsed(data: bytes) -> Calendar:
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    return calendar


def events(data: bytes) -> list[Event]:
    return parsed(data).events


def my_shift(**changes: object) -> FeedEvent:
    starts = datetime(2026, 12, 7, 19, tzinfo=UTC)
    event = FeedEvent(
        uid="f3b1@opendoor.test",
        sequence=2,
        stamp=datetime(2026, 12, 4, 20, 4, tzinfo=UTC),
        starts=starts,
        ends=starts + timedelta(hours=2),
        timezone="America/New_York",
        summary="Open Door: Adviser, 2:00 pm shift",
        location="Bronx / Westchester",
        description="Bring your bar card.\nRing twice.",
        url="https://opendoor.test/shifts",
    )
    return replace(event, **changes)  # type: ignore[arg-type]  # any field, as named


def test_an_office_subscribes_to_its_shifts() -> None:
    calendar = parsed(roster_feed([quiet_week()], PAGE))
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT1H"
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["X-PUBLISHED-TTL"] == "PT1H"
    assert calendar["X-WR-CALNAME"] == "Roster Bronx / Westchester"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]
    first, second = calendar.events
    assert first["DTSTART"].to_ical() == b"20261207T140000"
    assert first["DTSTART"].params["TZID"] == "America/New_York"
    assert second.start.astimezone(UTC) == datetime(2026, 12, 7, 21, tzinfo=UTC)
    assert (first["SEQUENCE"], first["CLASS"], first["STATUS"]) == (3, "PRIVATE", "CONFIRMED")
    assert first["DTSTAMP"].dt == datetime(2026, 12, 4, 20, 4, tzinfo=UTC)
    assert first["SUMMARY"] == "Clinic, 6 of 7 seats filled"
    assert first["LOCATION"] == "Bronx / Westchester"
    assert first["URL"] == PAGE
    assert first["DESCRIPTION"].split("\n")[1:4] == [
        "Station 2: Adviser - Jorge Kim",
        "Station 2: Interpreter - ليلى عبد الرحمن (remote)",
        "Station 3: Adviser - Looking for a stand-in",
    ]


def test_a_shift_keeps_its_uid_in_every_version_and_differs_from_all_others() -> None:
    old, new = (
        [event["UID"] for event in events(roster_feed([week], PAGE))]
        for week in (full_week(), replace(full_week(), version=9))
    )
    assert old == new
    assert len(set(old)) == len(old) == 8
    start = datetime(2026, 12, 7, 19, tzinfo=UTC)
    assert shift_uid("bronx", start, 0) != shift_uid("rockland", start, 0)


def test_several_weeks_are_one_calendar() -> None:
    next_week = replace(full_week(), version=1)
    assert len(events(roster_feed([quiet_week(), next_week], PAGE))) == 10
    assert events(roster_feed([], PAGE)) == events(roster_feed([roster()], PAGE)) == []


def test_the_same_roster_gives_the_same_feed() -> None:
    assert roster_feed([full_week()], PAGE) == roster_feed([full_week()], PAGE)


def test_matters_and_languages_of_the_people_served_stay_out_of_calendars() -> None:
    data = roster_feed([quiet_week()], PAGE).decode()
    assert not [word for word in ("Asylum", "DACA", "Creole", "Bengali") if word in data]


def test_a_persons_shift_is_told_as_the_letter_tells_it() -> None:
    (event,) = events(person_feed([my_shift()], MINE))
    assert (event["UID"], event["SEQUENCE"]) == ("f3b1@opendoor.test", 2)
    assert event["DTSTART"].to_ical() == b"20261207T140000"
    assert event["DESCRIPTION"] == "Bring your bar card.\nRing twice."
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "OPAQUE")


def test_a_cancelled_shift_stays_and_says_so() -> None:
    (event,) = events(person_feed([my_shift(cancelled=True, sequence=3)], MINE))
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 3)


def test_an_hour_that_occurs_twice_is_told_in_utc() -> None:
    again = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    (event,) = events(person_feed([my_shift(starts=again, ends=again + timedelta(hours=2))], MINE))
    assert event["DTSTART"].to_ical() == b"20261101T063000Z"


def test_a_link_that_is_no_web_address_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        person_feed([my_shift(url="javascript:alert(1)")], MINE)
    with pytest.raises(InvalidInputError):
        roster_feed([quiet_week()], "https://x.test/\r\nATTENDEE:mailto:x@y.test")


def _unfolded(data: bytes) -> list[str]:
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for line in data.split(b"\r\n"):
        line.decode()  # a fold inside a character would not decode
    return data.decode().replace("\r\n ", "").split("\r\n")


@settings(deadline=None)
@given(st.lists(hostile_names, min_size=1, max_size=6))
def test_names_cannot_add_a_line_to_an_offices_calendar(names: list[str]) -> None:
    data = roster_feed([replace(named(names), office_name=names[0])], PAGE)
    (event,) = events(data)
    assert not FORBIDDEN & set(event)
    told = [line.removeprefix("Station 1: Adviser - ") for line in event["DESCRIPTION"].split("\n")]
    assert told == [shown_name(name) for name in names]
    assert sum(line.startswith("BEGIN:") for line in _unfolded(data)) == 5


@settings(deadline=None)
@given(hostile_names, hostile_names, hostile_names, hostile_names)
def test_no_field_of_a_persons_shift_can_add_a_line(
    summary: str, location: str, description: str, uid: str
) -> None:
    hostile = my_shift(summary=summary, location=location, description=description, uid=uid)
    data = person_feed([hostile], name=summary)
    (event,) = events(data)
    assert not FORBIDDEN & set(event)
    assert sum(line.startswith("BEGIN:") for line in _unfolded(data)) == 5
