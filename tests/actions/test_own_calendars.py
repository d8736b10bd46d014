"""Calendars read by the clock: spread, once each, patiently, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.actions import own_calendars as actions
from scheduler.actions.clearing import clear_out
from scheduler.settings import Keeping
from scheduler.store.db import rows, value
from scheduler.store.jobs import READ_CALENDARS, enqueue
from scheduler.store.own_calendars import busy_of, own_calendar
from scheduler.worker import job_app
from tests.api.volunteers import number_of
from tests.support.calendar_server import CalendarServer, Page, calendar, calendar_server, utc_entry
from tests.support.installation import settings_for

pytestmark = pytest.mark.usefixtures("quiet_week", "database")

NOW = datetime.now(UTC).replace(second=0, microsecond=0)
EMAILS = ("ana@example.org", "ben@example.org", "dana@example.org")
SOON = utc_entry("1", NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2))


@pytest.fixture
async def calendars(
    database: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[CalendarServer]:
    assert database
    async with calendar_server(tmp_path_factory.mktemp("calendars")) as server:
        yield server


async def given(server: CalendarServer, email: str, now: datetime = NOW) -> int:
    number = await number_of(email)
    page = f"/{number}.ics"
    server.pages.setdefault(page, Page(calendar(SOON), headers={"ETag": f'"{number}"'}))
    await actions.use_calendar(number, server.address(page), server.outside(), now)
    server.asked.clear()
    return number


async def read_at(server: CalendarServer, now: datetime) -> int:
    return await actions.read_due(server.outside(), lambda: now, now + timedelta(minutes=9))


async def test_a_calendar_is_read_again_after_some_hours(calendars: CalendarServer) -> None:
    number = await given(calendars, EMAILS[0])
    assert await read_at(calendars, NOW + timedelta(hours=3)) == 0
    calendars.pages[f"/{number}.ics"] = Page(calendar())
    assert await read_at(calendars, NOW + timedelta(hours=5)) == 1
    assert await busy_of(number, NOW) == ()
    assert await read_at(calendars, NOW + timedelta(hours=5)) == 0


async def test_what_is_not_new_is_not_sent_again_until_the_next_day(
    calendars: CalendarServer,
) -> None:
    number = await given(calendars, EMAILS[0])
    marks = []
    for later in (5, 10, 15, 21, 26):
        at = NOW + timedelta(hours=later)
        assert await read_at(calendars, at) == 1
        found = await own_calendar(number)
        assert found is not None
        assert (found.read_at, found.failure) == (at, "")
        marks.append(calendars.asked.pop()[1].get("if-none-match", ""))
    mark = f'"{number}"'
    assert marks == [mark, mark, mark, "", mark]
    assert len(await busy_of(number, NOW)) == 1


async def test_however_many_workers_each_is_read_once(calendars: CalendarServer) -> None:
    for email in EMAILS:
        await given(calendars, email)
    later = NOW + timedelta(hours=5)
    done = await asyncio.gather(*(read_at(calendars, later) for _ in range(4)))
    assert sum(done) == 3
    assert len({target for target, _ in calendars.asked}) == len(calendars.asked) == 3


async def test_a_worker_reads_what_is_due_when_its_round_comes(
    database: str, calendars: CalendarServer
) -> None:
    number = await given(calendars, EMAILS[0], NOW - timedelta(hours=5))
    calendars.pages[f"/{number}.ics"] = Page(calendar())
    await enqueue(READ_CALENDARS, queue="rounds", timestamp=0)
    app = job_app(database, settings_for(database), rounds=False, outside=calendars.outside())
    async with app.open_async():
        await app.run_worker_async(wait=False, install_signal_handlers=False)
    assert await busy_of(number, NOW) == ()
    assert [target for target, _ in calendars.asked] == [f"/{number}.ics"]


async def test_calendars_are_spread(calendars: CalendarServer) -> None:
    for email in EMAILS:
        await given(calendars, email)
    due = [r["next_at"] for r in await rows("SELECT next_at FROM own_calendar")]
    assert len(set(due)) == 3
    assert all(timedelta(hours=4) <= at - NOW <= timedelta(hours=4.5) for at in due)


async def test_one_that_fails_costs_no_other_and_is_tried_less_and_less(
    calendars: CalendarServer,
) -> None:
    broken = await given(calendars, EMAILS[0])
    await given(calendars, EMAILS[1])
    calendars.pages[f"/{broken}.ics"] = Page(status=503)
    assert await read_at(calendars, NOW + timedelta(hours=5)) == 2
    waits = []
    for _ in range(7):
        found = await own_calendar(broken)
        assert found is not None
        assert found.tried_at is not None
        assert found.next_at is not None
        assert found.failing_since == NOW + timedelta(hours=5)
        waits.append((found.next_at - found.tried_at) // timedelta(hours=1))
        await rows("UPDATE own_calendar SET next_at = NULL WHERE volunteer <> $1", broken)
        assert await read_at(calendars, found.next_at) == 1
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    assert len(await busy_of(broken, NOW)) == 1, "what was known goes on to count"


async def test_after_a_month_it_is_left_until_the_person_says(calendars: CalendarServer) -> None:
    number = await given(calendars, EMAILS[0])
    page = calendars.pages.pop(f"/{number}.ics")
    at = NOW
    while at is not None:
        last = at
        await read_at(calendars, at)
        found = await own_calendar(number)
        assert found is not None
        at = found.next_at
        assert last - NOW < timedelta(days=33)
    assert last - NOW > timedelta(days=30)
    calendars.pages[f"/{number}.ics"] = page
    again = await actions.read_again(number, calendars.outside(), last)
    assert again.calendar is not None
    assert again.calendar.next_at is not None
    assert (again.calendar.failure, again.calendar.failing_since) == ("", None)


async def test_what_is_read_while_the_address_changes_does_not_count(
    calendars: CalendarServer,
) -> None:
    number = await given(calendars, EMAILS[0])
    started, go_on = asyncio.Event(), asyncio.Event()

    async def slow(writer: asyncio.StreamWriter) -> None:
        started.set()
        await go_on.wait()
        body = calendar(SOON, SOON.replace("UID:1", "UID:2").replace("DTEND", "X-END"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()

    calendars.pages[f"/{number}.ics"] = Page(say=slow)
    reading = asyncio.create_task(read_at(calendars, NOW + timedelta(hours=5)))
    await started.wait()
    calendars.pages["/new.ics"] = Page(calendar())
    later = NOW + timedelta(hours=5)
    await actions.use_calendar(number, calendars.address("/new.ics"), calendars.outside(), later)
    go_on.set()
    assert await reading == 1
    assert await busy_of(number, NOW) == ()


async def test_what_is_over_is_deleted(calendars: CalendarServer) -> None:
    number = await given(calendars, EMAILS[0])
    assert (await clear_out(NOW, Keeping()))["busy times"] == 0
    assert (await clear_out(NOW + timedelta(days=2), Keeping()))["busy times"] == 1
    assert await busy_of(number, NOW) == ()


async def test_a_calendar_that_says_too_little_is_remarked_upon(calendars: CalendarServer) -> None:
    number = await number_of(EMAILS[0])
    odd = f"UID:1\nDTSTART;TZID=Nowhere/Land:{NOW:%Y%m%d}T230000\nDURATION:PT1H"
    calendars.pages["/odd.ics"] = Page(calendar(odd, "UID:2\nDTSTART:someday"))
    found = await actions.use_calendar(
        number, calendars.address("/odd.ics"), calendars.outside(), NOW
    )
    assert found.calendar is not None
    assert found.calendar.remark == f"{actions.LOST_ZONES} {actions.UNREAD}"
    assert await value("SELECT count(*) FROM busy_time") == 1
