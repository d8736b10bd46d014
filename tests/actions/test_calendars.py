"""A calendar is drawn once and kept, and yet nobody is ever shown an older one."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import asyncpg
import pytest
from icalendar import Calendar

from scheduler.actions import editing, importing, publishing, replies
from scheduler.actions.calendars import Drawing, Drawings, feed, new_feed_address
from scheduler.errors import NotFoundError
from scheduler.model.rosters import Placement, Reply
from scheduler.planning.views import WantedSeat
from scheduler.store.db import rows, transaction, value
from scheduler.store.directory import save_volunteers, volunteer_of
from scheduler.store.drafts import put_draft
from scheduler.store.feeds import Subject
from scheduler.store.week import load_week
from tests.support.asking import addresses, assignment_of, now, volunteer
from tests.support.installation import BASE_URL
from tests.support.worlds import ACTOR, WORLD, quiet_sheets

pytestmark = pytest.mark.usefixtures("database", "published_week")

ANA = "ana@example.org"
MONDAY = WORLD.monday
Change = Callable[[], Awaitable[object]]


@dataclass
class Subscribed:
    """A calendar program that polls an address of one process, as browsers and phones do."""

    token: str
    drawings: Drawings
    at: datetime

    async def poll(self) -> Drawing:
        return await feed(self.token, BASE_URL, self.at, self.drawings)

    async def drawn_afresh(self) -> Drawing:
        """What a process that has just been started shows."""
        return await feed(self.token, BASE_URL, self.at, Drawings())


async def subscribed(subject: Subject) -> Subscribed:
    address = await new_feed_address(BASE_URL, ACTOR, subject)
    token = address.rpartition("/")[2].removesuffix(".ics")
    return Subscribed(token, Drawings(), now())


async def subject(which: str) -> Subject:
    if which == "person":
        return Subject(volunteer=await volunteer(ANA))
    return Subject("bronx" if which == "office" else None)


# ---- what changes a calendar ----------------------------------------------------


async def publish() -> None:
    await publishing.publish(MONDAY, ACTOR, now(), addresses())


def seat_of(held: Placement) -> WantedSeat:
    return WantedSeat(held.session, held.shift, held.role, held.need, held.language)


async def cancelled() -> None:
    held = (await assignment_of(MONDAY, ANA)).placement
    await editing.take_out(MONDAY, held.session, held.shift, held.volunteer, ACTOR, now())
    await publish()


async def swapped() -> None:
    held = (await assignment_of(MONDAY, ANA)).placement
    other = await volunteer("gita@example.org")
    await editing.put_in(MONDAY, seat_of(held), other, ACTOR, now(), instead=held.volunteer)
    await publish()


async def declined() -> None:
    shift = await assignment_of(MONDAY, ANA)
    own = shift.placement.volunteer
    await replies.answer(shift.uid, own, Reply.DECLINED, now(), addresses())


async def office_renamed() -> None:
    sheets = quiet_sheets(MONDAY)
    offices = sheets["offices.csv"].replace(b"Bronx / Westchester", b"The Bronx")
    await importing.apply_import({"offices.csv": offices}, ACTOR, now().date())


async def office_moved() -> None:
    sheets = quiet_sheets(MONDAY)
    offices = sheets["offices.csv"].replace(b"100 Example Plaza", b"7 Example Square")
    await importing.apply_import({"offices.csv": offices}, ACTOR, now().date())


async def session_moved() -> None:
    """Half an hour earlier: demand first, then what is published."""
    held = (await assignment_of(MONDAY, ANA)).placement
    await rows(
        "UPDATE session SET starts = starts - interval '30 minutes', "
        "ends = ends - interval '30 minutes' WHERE id = $1",
        held.session,
    )
    week = await load_week(MONDAY)
    async with transaction():
        await put_draft(MONDAY, week.published, ACTOR, now(), None)
    await publish()


async def renamed() -> None:
    (row,) = await rows("SELECT * FROM volunteer WHERE email = $1", ANA)
    async with transaction():
        await save_volunteers([replace(volunteer_of(row), name="Anaïs Reyes")])


async def reads_spanish() -> None:
    (row,) = await rows("SELECT * FROM volunteer WHERE email = $1", ANA)
    async with transaction():
        await save_volunteers([replace(volunteer_of(row), language="es")])


async def asked_for_more() -> None:
    held = (await assignment_of(MONDAY, ANA)).placement
    await rows("UPDATE session SET intake = intake + 1 WHERE id = $1", held.session)


CHANGES: dict[str, tuple[Change, set[str]]] = {
    "cancelled": (cancelled, {"person", "office", "everywhere"}),
    "swapped": (swapped, {"person", "office", "everywhere"}),
    "declined": (declined, {"person", "office", "everywhere"}),
    "office renamed": (office_renamed, {"person", "office", "everywhere"}),
    "office moved": (office_moved, {"person"}),
    "session moved": (session_moved, {"person", "office", "everywhere"}),
    "person renamed": (renamed, {"office", "everywhere"}),
    "reads Spanish": (reads_spanish, {"person"}),
    "asked for more": (asked_for_more, {"office", "everywhere"}),
}
"""What happens, and whose calendars read otherwise afterwards."""


@pytest.mark.parametrize("what", CHANGES)
async def test_the_next_poll_after_a_change_has_it(what: str) -> None:
    change, seen_by = CHANGES[what]
    programs = {which: await subscribed(await subject(which)) for which in _WHICH}
    before = {which: await program.poll() for which, program in programs.items()}
    await change()
    after = {which: await program.poll() for which, program in programs.items()}
    assert {which for which in _WHICH if after[which].mark != before[which].mark} == seen_by
    for which, program in programs.items():
        assert after[which].octets == (await program.drawn_afresh()).octets


_WHICH = ("person", "office", "everywhere")


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_in_whatever_order_every_process_shows_the_newest(
    seed: int,
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same series at every run
    processes = [
        Subscribed(program.token, Drawings(), program.at)
        for program in [await subscribed(await subject(which)) for which in _WHICH]
        for _ in range(2)
    ]
    series = chance.sample(
        ["office renamed", "office moved", "person renamed", "asked for more"], 3
    )
    series.insert(chance.randrange(4), chance.choice(["declined", "cancelled", "swapped"]))
    for what in series:
        await asyncio.gather(*(p.poll() for p in chance.sample(processes, 4)))
        await CHANGES[what][0]()
        for process in processes:
            assert (await process.poll()).octets == (await process.drawn_afresh()).octets


# ---- time passes ------------------------------------------------------------------


async def test_a_cancelled_shift_leaves_after_thirty_days() -> None:
    program = await subscribed(await subject("person"))
    await cancelled()
    program.at = now()
    assert b"STATUS:CANCELLED" in (await program.poll()).octets
    program.at += timedelta(days=29)
    assert b"STATUS:CANCELLED" in (await program.poll()).octets
    program.at += timedelta(days=1)
    assert b"STATUS:CANCELLED" not in (await program.poll()).octets


@pytest.mark.parametrize("which", ["office", "everywhere"])
async def test_weeks_long_past_leave_an_offices_calendar(which: str) -> None:
    program = await subscribed(await subject(which))
    assert b"BEGIN:VEVENT" in (await program.poll()).octets
    program.at += timedelta(weeks=4)
    assert b"BEGIN:VEVENT" in (await program.poll()).octets
    program.at += timedelta(weeks=1)
    assert b"BEGIN:VEVENT" not in (await program.poll()).octets


# ---- what is drawn, and when ------------------------------------------------------


async def test_unchanged_it_is_not_drawn_again_even_when_something_else_changed() -> None:
    program = await subscribed(Subject(volunteer=await volunteer("dana@example.org")))
    first = await program.poll()
    await declined()  # Ana serves at another office
    assert await program.poll() is first


async def test_a_change_that_is_not_committed_is_not_shown_and_then_is(database: str) -> None:
    program = await subscribed(await subject("office"))
    before = await program.poll()
    other = await asyncpg.connect(database)
    try:
        change = other.transaction()
        await change.start()
        await other.execute("UPDATE volunteer SET name = 'Zoë' WHERE email = $1", ANA)
        assert (await program.poll()).mark == before.mark
        assert (await program.drawn_afresh()).mark == before.mark
        await change.commit()
    finally:
        await other.close()
    assert "Zoë" in (await program.poll()).octets.decode()


async def test_many_who_poll_while_it_changes_end_with_the_newest() -> None:
    program = await subscribed(await subject("everywhere"))

    async def keep_polling() -> None:
        for _ in range(6):
            await program.poll()

    await asyncio.gather(*(keep_polling() for _ in range(6)), declined(), renamed())
    assert (await program.poll()).octets == (await program.drawn_afresh()).octets


async def test_kept_calendars_make_room_for_others() -> None:
    one, other = [await subscribed(Subject(office)) for office in ("bronx", "queens")]
    size = max([len((await program.poll()).octets) for program in (one, other)])
    small = Drawings(most=size)
    one.drawings = other.drawings = small
    first = await one.poll()
    await other.poll()
    again = await one.poll()
    assert again is not first
    assert again.octets == first.octets


async def test_a_calendar_is_in_the_language_of_the_persons_letters() -> None:
    program = await subscribed(await subject("person"))
    assert b"NAME:My shifts at Open Door" in (await program.poll()).octets
    await reads_spanish()
    told = (await program.poll()).octets.decode().replace("\r\n ", "")
    assert "NAME:Mis turnos en Open Door" in told
    assert "SUMMARY:Asesoría\\, Bronx / Westchester" in told
    assert "Por favor\\, traiga: Una identificación con foto" in told
    for english in ("Adviser", "photo ID", "bring"):
        assert english not in told


# ---- every office's ---------------------------------------------------------------


async def test_every_office_is_in_one_calendar_each_shift_saying_where_it_is() -> None:
    offices = [await subscribed(Subject(o)) for o in ("bronx", "queens", "hotline")]
    own = {e["UID"] for o in offices for e in events(await o.poll())}
    everywhere = events(await (await subscribed(Subject())).poll())
    assert {e["UID"] for e in everywhere} == own
    assert {str(e["SUMMARY"]).partition(":")[0] for e in everywhere} == {
        "Bronx / Westchester",
        "Queens West",
        "Hotline",
    }


def events(drawn: Drawing) -> list[dict[str, object]]:
    calendar = Calendar.from_ical(drawn.octets)
    assert isinstance(calendar, Calendar)
    return list(calendar.events)


async def test_addresses_end_one_by_one() -> None:
    programs = {which: await subscribed(await subject(which)) for which in _WHICH}
    newer = await subscribed(Subject())
    await newer.poll()
    with pytest.raises(NotFoundError):
        await programs["everywhere"].poll()
    await programs["person"].poll()
    await programs["office"].poll()
    assert await value("SELECT count(*) FROM feed WHERE revoked_at IS NULL") == 3
