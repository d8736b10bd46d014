"""Small named weeks of one office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduler.model.matters import Matter
from scheduler.model.rosters import (
    OfficeRoster,
    Reply,
    RosterDay,
    RosterLine,
    RosterSession,
    RosterShift,
)
from scheduler.model.sessions import Modality, SessionKind

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 12, 7)

PEOPLE = (
    RosterLine("Adviser", "Olga Sherpa", Matter.GREEN_CARD, "Spanish", ("Spanish", "Nepali"), 1),
    RosterLine("Adviser", "Jorge Kim", Matter.ASYLUM, "Arabic", (), 2, beside="ليلى عبد الرحمن"),
    RosterLine(
        "Interpreter",
        "ليلى عبد الرحمن",
        Matter.ASYLUM,
        "Arabic",
        ("Arabic", "French"),
        2,
        remote=True,
        beside="Jorge Kim",
        reply=Reply.ACCEPTED,
    ),
    RosterLine(
        "Adviser",
        "",
        Matter.REMOVAL_DEFENSE,
        "Haitian Creole",
        station=3,
        empty_because="Nobody who speaks Haitian Creole is free.",
    ),
    RosterLine("Adviser", "রহিমা খাতুন", Matter.DACA, "Bengali", station=4, supervisor="Ada Lo"),
    RosterLine("Adviser", "王小明", Matter.NATURALIZATION, "Mandarin", ("Mandarin",), 5),
    RosterLine("Intake", "Wolfgang Adeyemi-Oluwaseun van der Bergh III", None, "English"),
)


def session(
    lines: Iterable[RosterLine],
    day: date = MONDAY,
    hours: tuple[int, int] = (14, 18),
    shifts: int = 2,
) -> RosterSession:
    """A hybrid clinic cut into equal shifts, the same people in each."""
    starts, ends = (datetime(day.year, day.month, day.day, h, tzinfo=NEW_YORK) for h in hours)
    length = (ends - starts) / shifts
    people = tuple(lines)
    cut = tuple(
        RosterShift(starts + n * length, starts + (n + 1) * length, people) for n in range(shifts)
    )
    return RosterSession(SessionKind.CLINIC, Modality.HYBRID, starts, ends, 6, cut)


def roster(*days: RosterDay, version: int = 3) -> OfficeRoster:
    return OfficeRoster(
        office="bronx",
        office_name="Bronx / Westchester",
        timezone="America/New_York",
        monday=MONDAY,
        version=version,
        published_at=datetime(2026, 12, 4, 20, 4, tzinfo=UTC),
        days=days,
    )


def quiet_week() -> OfficeRoster:
    """One afternoon, six people of seven, in four scripts."""
    return roster(RosterDay(MONDAY, (session(PEOPLE),)))


def long_saturday() -> OfficeRoster:
    """Three sessions with 42 seats on one day."""
    day = MONDAY + timedelta(days=5)
    blocks = ((9, 13), (13, 17), (17, 21))
    return roster(RosterDay(day, tuple(session(PEOPLE, day, hours) for hours in blocks)))


def full_week() -> OfficeRoster:
    """Five days: no session, an empty session, one seat, a usual day, far too many seats."""
    days = [MONDAY + timedelta(days=n) for n in range(5)]
    sessions: tuple[tuple[RosterSession, ...], ...] = (
        (),
        (session((), days[1]),),
        (session(PEOPLE[:1], days[2], shifts=1),),
        (session(PEOPLE, days[3]),),
        (session(PEOPLE * 6, days[4], shifts=3),),
    )
    return roster(*map(RosterDay, days, sessions))


def named(names: Iterable[str]) -> OfficeRoster:
    """A shift of advisers with these names."""
    lines = [RosterLine("Adviser", n, Matter.ASYLUM, "English", (n,), 1, beside=n) for n in names]
    return roster(RosterDay(MONDAY, (session(lines, shifts=1),)))


TWELVE_SCRIPTS = (
    "Zoë Łukasz",
    "Ольга Шерпа",
    "Νίκη Παππά",
    "ليلى عبد الرحمن",
    "שרה כהן",
    "রহিমা খাতুন",
    "सीता थापा",
    "王小明",
    "김민준",
    "สมชาย ใจดี",
    "አበበ በቀለ",
    "Նարե Սարգսյան",
)

MISCHIEF = (
    "\u202egnp.exe",
    "a\u200bb\u200dc\ufeff",
    '=HYPERLINK("http://x.test","y")',
    "+1-1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r\nATTENDEE:mailto:x@y.test",
    "END:VEVENT\r\nEND:VCALENDAR",
    "<script>alert(1)</script>",
    '#import "@preview/x:1.0.0"',
    "#panic(1) $x$ *b* _i_ `c` @ref <label> // \\",
    '#set page(fill: red); #read("/etc/passwd")',
    "x;=1,=2",
    "'=1",
    "e" + "\u0301" * 60,
    "A" * 400,
    "\ud800\ue000\uffff\x00\x1b[31m",
    "\u3164",
)

hostile_names = st.one_of(
    st.sampled_from(TWELVE_SCRIPTS + MISCHIEF),
    st.tuples(st.sampled_from(MISCHIEF), st.sampled_from(TWELVE_SCRIPTS)).map("".join),
    st.text(st.characters(), min_size=1, max_size=40),
)
