"""Calendars made to take for ever, or to fill a machine: each ends soon, and in words."""

from __future__ import annotations

import resource
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.busy.apart import read_apart
from scheduler.busy.reading import Wanted
from scheduler.busy.refusals import (
    CrowdedCalendarError,
    DamagedCalendarError,
    FineCalendarError,
    IntricateCalendarError,
    UnreadableCalendarError,
)
from tests.support.calendar_server import calendar

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
WANTED = Wanted(SINCE, SINCE + timedelta(days=90), "America/New_York", frozenset())
HEAD = b"BEGIN:VCALENDAR\r\n"
MEGABYTE = 1024 * 1024
PATIENCE = 150
"""Seconds on the wall: what the reader may use of the processor bounds it long before."""


def entry(uid: int, *more: str, day: str = "20261110") -> str:
    return "\n".join([f"UID:{uid}", f"DTSTART:{day}T100000Z", f"DTEND:{day}T110000Z", *more])


def many(count: int, *more: str) -> bytes:
    return calendar(*(entry(uid, *more) for uid in range(count)))


def zones(count: int, rule: str) -> bytes:
    lines = (
        f"BEGIN:VTIMEZONE\nTZID:Z{n}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:{rule}\n"
        "TZOFFSETFROM:-0700\nTZOFFSETTO:-0800\nEND:STANDARD\nEND:VTIMEZONE"
        for n in range(count)
    )
    return calendar(entry(1), zones="\n".join(lines))


REFUSED: dict[str, tuple[Callable[[], bytes], type[UnreadableCalendarError]]] = {
    "hourly": (lambda: calendar(entry(1, "RRULE:FREQ=HOURLY")), FineCalendarError),
    "every minute": (lambda: calendar(entry(1, "rrule:freq=minutely")), FineCalendarError),
    "every second": (lambda: calendar(entry(1, "RRULE:FREQ=SEC\n ONDLY")), FineCalendarError),
    "every second of a day": (
        lambda: calendar(entry(1, "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2;BYSECOND=1,2")),
        FineCalendarError,
    ),
    "daily since the year 1": (
        lambda: calendar(entry(1, "RRULE:FREQ=DAILY", day="00010101")),
        IntricateCalendarError,
    ),
    "a thousand series": (lambda: many(1000, "RRULE:FREQ=DAILY"), CrowdedCalendarError),
    "six thousand entries": (lambda: many(6000), CrowdedCalendarError),
    "thirty thousand entries": (lambda: many(30000), CrowdedCalendarError),
    "single dates": (
        lambda: calendar(
            entry(1, "RDATE:" + ",".join(["20261110T100000Z"] * 11000)),
            entry(2, "RDATE:" + ",".join(["20261110T100000Z"] * 11000)),
        ),
        IntricateCalendarError,
    ),
    "lost dates": (
        lambda: calendar(entry(1, "RRULE:FREQ=DAILY", *["EXDATE:20261110T100000Z"] * 21000)),
        IntricateCalendarError,
    ),
    "zones": (lambda: zones(300, "FREQ=YEARLY"), IntricateCalendarError),
    "one component in the other": (lambda: HEAD * 250_000, DamagedCalendarError),
    "blank lines": (lambda: HEAD + b"\n" * 4_900_000, IntricateCalendarError),
    "short lines": (lambda: HEAD + b"A:\n" * 1_600_000, IntricateCalendarError),
    "one long line": (lambda: HEAD + b"X:" + b"a" * 4_900_000, DamagedCalendarError),
    "folds": (lambda: HEAD + b"X:" + b"\r\n a" * 1_200_000, DamagedCalendarError),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_bomb_is_refused_in_words(name: str) -> None:
    make, refusal = REFUSED[name]
    octets = make()
    assert len(octets) <= 5_000_000
    with pytest.raises(refusal):
        await read_apart(octets, WANTED, PATIENCE)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest < 500 * MEGABYTE  # the database's processes are children, too


@pytest.mark.parametrize(
    "octets",
    [
        calendar(entry(1, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")),
        calendar(*(entry(1, f"RECURRENCE-ID:2026111{n % 10}T100000Z") for n in range(19000))),
    ],
    ids=["a day that never comes", "one entry moved about"],
)
async def test_what_takes_long_ends_all_the_same(octets: bytes) -> None:
    """How far a machine gets within the time it is given, nobody knows."""
    with suppress(IntricateCalendarError):
        assert len((await read_apart(octets, WANTED, PATIENCE)).busy) <= 10


@pytest.mark.parametrize(
    "octets",
    [zones(2, "FREQ=DAILY"), calendar(entry(1, "DTSTAMP" + ';A=""' * 30_000 + ":x"))],
    ids=["a zone that changes daily", "parameters"],
)
async def test_what_only_looks_bad_is_read(octets: bytes) -> None:
    found = await read_apart(octets, WANTED, PATIENCE)
    assert len(found.busy) <= 1


async def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(IntricateCalendarError):
        await read_apart(calendar(entry(1)), WANTED, seconds=0.001)


async def test_it_knows_nothing_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///secret")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    found = await read_apart(calendar(entry(1)), WANTED, PATIENCE)
    assert [one.starts for one in found.busy] == [datetime(2026, 11, 10, 10, tzinfo=UTC)]
