"""Blank never erases, and what the files do not speak of stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from scheduler.model.availability import Level, WeeklySlot, Weeks
from scheduler.model.directory import Directory
from scheduler.model.matters import Kind, Matter
from scheduler.model.offices import Office
from scheduler.model.people import LanguageSkill, Volunteer
from scheduler.model.sessions import Modality, Need, Priority, Session, SessionKind

from .worlds import MONDAY_TWO, quiet_week, read, sheet


def test_rows_of_keys_alone_change_nothing() -> None:
    files = {
        **sheet("offices", "Harbor,,,"),
        **sheet("sessions", "harbor,2026-12-07,14:00,18:00,,,,,"),
        **sheet("needs", "harbor,2026-12-07,14:00,Asylum,Korean,,,"),
        **sheet("volunteers", ",ANA@example.org,,,,,,,,,,,,"),
    }
    reading = read(files)
    assert reading.bad == ()
    assert reading.directory == quiet_week()


def test_new_rows_of_little_get_the_defaults() -> None:
    files = {
        **sheet("offices", "hotline,Hotline,,6"),
        **sheet(
            "sessions",
            "hotline,2026-12-08,10:00,14:00,,,,,",
            "hillside,2026-12-08,10:00,14:00,,,,,",
        ),
        **sheet("needs", "hillside,2026-12-08,10:00,Visa,Any,3,,"),
        **sheet("volunteers", "Bo Tran,bo@example.org,,Intake,,,,,,,,,,"),
    }
    directory = read(files).directory
    starts, ends = datetime(2026, 12, 8, 15, tzinfo=UTC), datetime(2026, 12, 8, 19, tzinfo=UTC)
    remote, room = SessionKind.HOTLINE, SessionKind.CLINIC
    assert directory.offices["hotline"] == Office("hotline", "Hotline", "America/New_York", 6)
    assert directory.volunteers["bo@example.org"] == Volunteer(
        "bo@example.org", "Bo Tran", Kind.INTAKE
    )
    assert directory.sessions[("hotline", starts)] == Session(
        "hotline", starts, ends, 120, remote, Modality.REMOTE, 6, 0
    )
    assert directory.sessions[("hillside", starts)] == Session(
        "hillside",
        starts,
        ends,
        120,
        room,
        Modality.ON_SITE,
        2,
        0,
        (Need(Matter.VISA, None, 3, 45),),
    )


def test_a_row_changes_only_what_it_says() -> None:
    before = quiet_week().volunteers["ana@example.org"]
    row = ",ana@example.org,,,,,,,Korean (interpret); Korean (advise),,no,4,,"
    assert read(sheet("volunteers", row)).directory.volunteers["ana@example.org"] == replace(
        before,
        languages=(LanguageSkill("ko", advise=True, interpret=True),),
        remote=False,
        pledge_minutes=240,
    )


def test_what_spreadsheets_do_not_hold_stays_on_file() -> None:
    office = read(sheet("offices", "harbor,Harbor,,5")).directory.offices["harbor"]
    assert office == Office("harbor", "Harbor", "America/New_York", 5, "1 Pier St")
    session = read(sheet("sessions", "harbor,2026-12-07,14:00,17:00,60,,,,")).directory.sessions[
        ("harbor", MONDAY_TWO)
    ]
    assert (session.id, session.needs) == (
        7,
        (Need(Matter.ASYLUM, "ko", 4, 45, Priority.HIGH, 71),),
    )


def test_a_person_s_rows_replace_their_pattern_and_nobody_else_s() -> None:
    rows = ["min@example.org,Fri,5:30 PM,8 pm,if needed,odd", "min@example.org,Tue,9:00,12:00,,"]
    headings = "email,weekday,start,end,level,weeks"
    availability = read(sheet("availability", *rows, headings=headings)).directory.availability
    assert availability == {
        "ana@example.org": quiet_week().availability["ana@example.org"],
        "min@example.org": (
            WeeklySlot(1, time(9), time(12), Level.AVAILABLE),
            WeeklySlot(4, time(17, 30), time(20), Level.IF_NEEDED, Weeks.ODD),
        ),
    }


def test_a_person_with_nothing_but_bad_rows_keeps_their_pattern() -> None:
    reading = read(sheet("availability", "min@example.org,Friday,20:00,17:00,"))
    assert reading.directory.availability == quiet_week().availability


def needs_after(*rows: str, on_file: tuple[Need, ...] | None = None) -> tuple[Need, ...]:
    """The needs of the session at the harbor after an import."""
    before = quiet_week()
    key = ("harbor", MONDAY_TWO)
    session = before.sessions[key]
    if on_file is not None:
        before = replace(before, sessions={key: replace(session, needs=on_file)})
    files = sheet("needs", *(f"harbor,2026-12-07,14:00,Asylum,Korean,{row}" for row in rows))
    return read(files, before).directory.sessions[key].needs


HIGH = Need(Matter.ASYLUM, "ko", 4, 45, Priority.HIGH, 71)
LOW = Need(Matter.ASYLUM, "ko", 2, 30, Priority.LOW, 72)


def test_one_row_for_the_one_need_changes_it() -> None:
    assert needs_after("6,60,low") == (Need(Matter.ASYLUM, "ko", 6, 60, Priority.LOW, 71),)


def test_two_rows_tell_needs_apart_by_minutes_and_priority() -> None:
    assert needs_after("6,45,high", "2,30,low") == (
        replace(HIGH, consultations=6),
        replace(LOW, id=0),
    )


def test_with_two_on_file_a_row_means_the_one_it_agrees_with() -> None:
    assert needs_after("9,,low", on_file=(HIGH, LOW)) == (HIGH, replace(LOW, consultations=9))


def test_with_two_on_file_a_row_like_neither_is_a_third() -> None:
    assert needs_after("9,20,normal", on_file=(HIGH, LOW)) == (
        HIGH,
        LOW,
        Need(Matter.ASYLUM, "ko", 9, 20, Priority.NORMAL),
    )


def test_with_two_on_file_and_one_met_the_other_row_is_the_other_need() -> None:
    assert needs_after("4,45,high", "9,20,normal", on_file=(HIGH, LOW)) == (
        HIGH,
        Need(Matter.ASYLUM, "ko", 9, 20, Priority.NORMAL, 72),
    )


def test_with_two_on_file_a_row_that_fits_both_means_the_first_and_says_so() -> None:
    before = quiet_week()
    session = replace(before.sessions[("harbor", MONDAY_TWO)], needs=(HIGH, LOW))
    before = replace(before, sessions={("harbor", MONDAY_TWO): session})
    reading = read(sheet("needs", "harbor,2026-12-07,14:00,Asylum,Korean,9,,"), before)
    assert [(f.problem, f.mend) for f in reading.warnings] == [
        (
            "2 needs on file fit this row; the first of them is meant.",
            "Write minutes and priority to tell them apart.",
        )
    ]
    assert reading.directory.sessions[("harbor", MONDAY_TWO)].needs == (
        replace(HIGH, consultations=9),
        LOW,
    )


def test_reading_the_same_rows_again_changes_nothing() -> None:
    for rows in (("6,60,low",), ("6,45,high", "2,30,low"), ("9,20,normal", "1,,")):
        once = needs_after(*rows)
        assert needs_after(*rows, on_file=once) == once


def test_one_sheet_alone_needs_no_other() -> None:
    assert read({}).directory == quiet_week()
    alone = read(sheet("offices", "harbor,Harbor,,3"), Directory())
    assert list(alone.directory.offices) == ["harbor"]
