"""Local times on the nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime

from .worlds import complaints, read, sheet


def test_a_time_the_clocks_skip_is_bad() -> None:
    reading = read(sheet("sessions", "harbor,2027-03-14,02:30,04:00,,,,,"))
    assert complaints(reading) == [
        (
            "sessions.csv",
            2,
            "start",
            "On 2027-03-14 the clocks in America/New_York go forward: 02:30 does not exist.",
            "Write a time before or after the change.",
        )
    ]


def test_of_a_time_that_comes_twice_the_first_is_taken() -> None:
    reading = read(sheet("sessions", "harbor,2026-11-01,01:30,03:00,,,,,"))
    assert reading.bad == ()
    assert [(f.column, f.problem, f.mend) for f in reading.warnings] == [
        (
            "start",
            "On 2026-11-01 the clocks in America/New_York go back: 01:30 comes twice.",
            "The first of the two is taken; write another time if you mean the second.",
        )
    ]
    session = reading.directory.sessions[("harbor", datetime(2026, 11, 1, 5, 30, tzinfo=UTC))]
    assert session.minutes == 150


def test_a_need_finds_its_session_on_that_night() -> None:
    files = {
        **sheet("sessions", "harbor,2026-11-01,01:30,03:00,,,,,"),
        **sheet("needs", "harbor,2026-11-01,1:30 AM,Visa,any,1,,"),
    }
    assert read(files).bad == ()


def test_each_office_has_its_own_clock() -> None:
    files = {
        **sheet("offices", "paris,Paris,Europe/Paris,2"),
        **sheet("sessions", "paris,2026-12-08,10:00,12:00,,,,,"),
    }
    assert ("paris", datetime(2026, 12, 8, 9, tzinfo=UTC)) in read(files).directory.sessions
