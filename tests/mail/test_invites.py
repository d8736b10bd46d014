"""The calendar part, read back with icalendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from scheduler.mail.invites import calendar_part
from scheduler.model.letters import Sender
from tests.mail.samples import CANCEL, INVITE, REMOTE, SENDER, UPDATE, read_event


def test_a_request_says_everything_a_calendar_needs() -> None:
    calendar = Calendar.from_ical(calendar_part(INVITE, SENDER).decode())
    event = read_event(calendar_part(INVITE, SENDER))

    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert event["UID"] == INVITE.uid
    assert event["SEQUENCE"] == 0
    assert event["DTSTAMP"].dt == INVITE.stamp
    assert event["LAST-MODIFIED"].dt == INVITE.stamp
    assert event["CREATED"].dt == INVITE.created
    assert event["STATUS"] == "CONFIRMED"
    assert event["CLASS"] == "PRIVATE"
    assert event["SUMMARY"] == "Open Door: Adviser"
    assert event["LOCATION"] == f"Queens office, {INVITE.address}"
    assert INVITE.answer_url in event["DESCRIPTION"]
    assert "A photo ID for the front desk; Your bar card" in event["DESCRIPTION"]
    assert "CONFERENCE" not in event


def test_organizer_is_a_bare_constant_address_and_the_one_attendee_is_the_recipient() -> None:
    raw = calendar_part(INVITE, SENDER)
    event = read_event(raw)

    assert b"\r\nORGANIZER:mailto:letters@opendoor.example.org\r\n" in raw
    assert event["ATTENDEE"] == "mailto:ana.rivera@example.org"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Ana Rivera",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }
    assert raw.count(b"mailto:") == 2


def test_times_are_told_in_the_zone_with_its_rules() -> None:
    raw = calendar_part(INVITE, SENDER)
    event = read_event(raw)

    assert b"\r\nDTSTART;TZID=America/New_York:20270302T140000\r\n" in raw
    assert b"\r\nDTEND;TZID=America/New_York:20270302T160000\r\n" in raw
    assert event["DTSTART"].dt == INVITE.starts
    assert raw.count(b"BEGIN:VTIMEZONE") == raw.count(b"BEGIN:STANDARD") == 1
    assert b"RDATE" not in raw


@pytest.mark.parametrize(
    ("timezone", "starts"),
    [
        # 01:30 occurs twice that night, and half of the calendar programs take the wrong one.
        ("America/New_York", datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 11, 7, 6, 30, tzinfo=UTC)),
        ("UTC", datetime(2027, 3, 2, 19, tzinfo=UTC)),
    ],
)
def test_times_that_a_zone_cannot_tell_are_told_in_utc(timezone: str, starts: datetime) -> None:
    ends = starts + timedelta(hours=2)
    raw = calendar_part(replace(INVITE, timezone=timezone, starts=starts, ends=ends), SENDER)

    assert f"\r\nDTSTART:{starts:%Y%m%dT%H%M%SZ}\r\n".encode() in raw
    assert f"\r\nDTEND:{ends:%Y%m%dT%H%M%SZ}\r\n".encode() in raw
    assert b"VTIMEZONE" not in raw


def test_updates_keep_the_identity_and_raise_the_sequence() -> None:
    before, after = (read_event(calendar_part(i, SENDER)) for i in (INVITE, UPDATE))

    assert after["SEQUENCE"] > before["SEQUENCE"]
    for name in ("UID", "ORGANIZER", "ATTENDEE", "CREATED"):
        assert after[name].to_ical() == before[name].to_ical()


def test_cancels_keep_everything_but_status_and_sequence() -> None:
    calendar = Calendar.from_ical(calendar_part(CANCEL, SENDER).decode())
    before, after = (read_event(calendar_part(i, SENDER)) for i in (INVITE, CANCEL))

    assert calendar["METHOD"] == "CANCEL"
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] == 2
    for name in ("UID", "ORGANIZER", "ATTENDEE", "DTSTART", "DTEND", "SUMMARY", "LOCATION"):
        assert after[name].to_ical() == before[name].to_ical()


def test_remote_shifts_have_their_link_where_every_program_looks() -> None:
    event = read_event(calendar_part(REMOTE, SENDER))

    assert event["CONFERENCE"] == REMOTE.conference
    assert event["CONFERENCE"].params["VALUE"] == "URI"
    assert event["LOCATION"] == REMOTE.conference
    assert REMOTE.conference in event["DESCRIPTION"]


def test_an_onlooker_learns_nothing_about_the_people_served() -> None:
    raw = calendar_part(INVITE, SENDER).replace(b"\r\n ", b"")

    assert b"Asylum" not in raw
    assert b"Creole" not in raw


def test_the_sender_of_another_house_is_its_organizer() -> None:
    event = read_event(calendar_part(INVITE, Sender("plan@clinic.example", "Clinic, Inc.")))

    assert event["ORGANIZER"] == "mailto:plan@clinic.example"
    assert event["SUMMARY"] == "Clinic, Inc.: Adviser"
