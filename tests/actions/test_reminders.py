"""Reminders: planned with the invitation, sent while they are true, ended by one click."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
from httpx import AsyncClient

from scheduler.actions import editing, publishing, replies
from scheduler.actions.invites import Addresses
from scheduler.actions.reminders import remind
from scheduler.actions.reminding import due_at
from scheduler.model.letters import LetterKind
from scheduler.model.reminders import Ahead
from scheduler.model.rosters import Reply
from scheduler.store.db import rows, value
from scheduler.store.events import Trouble, mark_trouble
from scheduler.store.rosters import AssignmentRecord
from tests.conftest import SendLetters
from tests.support.asking import assignment_of
from tests.support.installation import settings_for
from tests.support.worlds import ACTOR, World

pytestmark = pytest.mark.usefixtures("database")

ANA = "ana@example.org"
NOW = datetime.now(UTC)
SETTINGS = settings_for("")
ADDRESSES = Addresses("https://opendoor.example.org", SETTINGS.secret)
NEW_YORK = "America/New_York"


async def planned(assignment: int, sequence: int) -> dict[str, datetime]:
    found = await rows(
        "SELECT args, scheduled_at FROM procrastinate_jobs WHERE task_name = 'remind' "
        "AND (args->>'assignment')::int = $1 AND (args->>'sequence')::int = $2",
        assignment,
        sequence,
    )
    return {json.loads(r["args"])["ahead"]: r["scheduled_at"] for r in found}


async def reminders() -> list[dict[str, str]]:
    return [
        dict(r) for r in await rows("SELECT email, text, mime FROM letter WHERE kind = 'reminder'")
    ]


async def remind_now(shift: AssignmentRecord, ahead: Ahead, hours: float) -> bool:
    now = shift.starts - timedelta(hours=hours)
    return await remind(shift.id, shift.sequence, ahead.value, now, ADDRESSES)


async def test_publishing_plans_every_reminder_that_still_lies_ahead(
    published_week: World,
) -> None:
    shift = await assignment_of(published_week.monday, ANA)
    found = await planned(shift.id, 0)

    assert set(found) == {"week", "days", "hours"}
    assert all(at == due_at(shift.starts, Ahead(a), NEW_YORK) for a, at in found.items())


@pytest.mark.parametrize(
    ("local", "ahead", "due"),
    [
        ("2026-12-07 14:00", Ahead.WEEK, "2026-11-30 14:00"),
        ("2026-12-07 14:00", Ahead.DAYS, "2026-12-05 14:00"),
        ("2026-12-07 14:00", Ahead.HOURS, "2026-12-07 12:00"),
        ("2026-12-07 09:00", Ahead.HOURS, "2026-12-06 20:30"),
        ("2026-12-07 10:00", Ahead.HOURS, "2026-12-07 08:00"),
        ("2026-12-07 23:30", Ahead.HOURS, "2026-12-07 20:30"),
        ("2026-12-07 07:00", Ahead.DAYS, "2026-12-05 08:00"),
        ("2026-12-07 21:30", Ahead.DAYS, "2026-12-06 08:00"),
        ("2026-11-02 09:30", Ahead.DAYS, "2026-10-31 10:30"),
    ],
)
def test_nobody_is_written_to_at_night(local: str, ahead: Ahead, due: str) -> None:
    zone = ZoneInfo(NEW_YORK)
    starts = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)

    assert due_at(starts, ahead, NEW_YORK) == datetime.fromisoformat(due).replace(tzinfo=zone)


async def test_a_reminder_says_when_and_where_and_how_to_have_no_more(
    published_week: World, send_letters: SendLetters
) -> None:
    shift = await assignment_of(published_week.monday, ANA)
    assert await remind_now(shift, Ahead.DAYS, 48)
    await send_letters()

    (letter,) = await reminders()
    mail = message_from_bytes(letter["mime"])  # type: ignore[arg-type]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<https://opendoor.example.org/reminders/")
    assert "Bronx / Westchester" in letter["text"]
    assert "You have not told us yet" in letter["text"]
    assert "text/calendar" not in [part.get_content_type() for part in mail.walk()]


async def test_binding_letters_cannot_be_unsubscribed_from(published_week: World) -> None:
    assert published_week
    assert await value("SELECT count(*) FROM letter WHERE mime IS NOT NULL") > 0
    found = await rows("SELECT mime FROM letter WHERE kind = 'invite'")
    assert not any(b"List-Unsubscribe" in r["mime"] for r in found)


async def test_the_week_before_only_those_are_reminded_who_have_not_answered(
    published_week: World, send_letters: SendLetters
) -> None:
    shift = await assignment_of(published_week.monday, ANA)
    await replies.answer(shift.uid, shift.placement.volunteer, Reply.ACCEPTED, NOW, ADDRESSES)

    assert not await remind_now(shift, Ahead.WEEK, 168)
    assert await remind_now(shift, Ahead.DAYS, 48)
    await send_letters()
    (letter,) = await reminders()
    assert "You said that you will be there" in letter["text"]


async def test_what_is_no_longer_true_is_not_sent(published_week: World) -> None:
    shift = await assignment_of(published_week.monday, ANA)
    assert not await remind(shift.id, shift.sequence + 1, "days", NOW, ADDRESSES)
    assert not await remind(0, 0, "days", NOW, ADDRESSES)
    assert not await remind_now(shift, Ahead.DAYS, 5)
    assert not await remind_now(shift, Ahead.HOURS, -1)
    await replies.answer(shift.uid, shift.placement.volunteer, Reply.DECLINED, NOW, ADDRESSES)

    assert not await remind_now(shift, Ahead.DAYS, 48)
    assert await reminders() == []


async def test_who_gave_their_seat_away_is_not_reminded_of_it(published_week: World) -> None:
    monday = published_week.monday
    shift = await assignment_of(monday, "emre@example.org")
    seat = shift.placement
    await editing.take_out(monday, seat.session, seat.shift, seat.volunteer, ACTOR, NOW)
    await publishing.publish(monday, ACTOR, datetime.now(UTC), ADDRESSES)

    assert not await remind_now(shift, Ahead.DAYS, 48)


async def test_an_address_in_trouble_gets_no_reminder(published_week: World) -> None:
    shift = await assignment_of(published_week.monday, ANA)
    await mark_trouble(Trouble(ANA, "bounce", "", NOW))

    assert not await remind_now(shift, Ahead.DAYS, 48)


async def test_a_reminder_does_not_replace_a_letter_that_waits(published_week: World) -> None:
    shift = await assignment_of(published_week.monday, ANA)
    await rows("UPDATE letter SET state = 'queued' WHERE assignment = $1", shift.id)
    assert await remind_now(shift, Ahead.DAYS, 48)

    states = await rows("SELECT kind, state FROM letter WHERE assignment = $1", shift.id)
    assert {(r["kind"], r["state"]) for r in states} == {
        ("invite", "queued"),
        (LetterKind.REMINDER.value, "queued"),
    }


async def test_one_click_ends_reminders_and_looking_does_not(
    app_client: AsyncClient, published_week: World, send_letters: SendLetters
) -> None:
    shift = await assignment_of(published_week.monday, ANA)
    await remind_now(shift, Ahead.DAYS, 48)
    await send_letters()
    (letter,) = await reminders()
    mail = message_from_bytes(letter["mime"])  # type: ignore[arg-type]
    path = mail["List-Unsubscribe"].strip().strip("<>").removeprefix("https://opendoor.example.org")

    assert (await app_client.get(path)).status_code == 200
    assert (await app_client.head(path)).status_code == 200
    assert await wants_reminders()
    clicked = await app_client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert (clicked.status_code, clicked.text) == (200, "")
    assert not await wants_reminders()
    assert not await remind_now(shift, Ahead.HOURS, 2)

    assert (await app_client.post(path, data={"want": "perhaps"})).status_code == 422
    again = await app_client.post(path, data={"want": "daily"})
    assert again.status_code == 303
    assert await wants_reminders()
    for wrong in (path[:-3] + "abc", "/reminders/x"):
        assert (await app_client.get(wrong)).status_code == 404
        assert (await app_client.post(wrong)).status_code == 404


async def wants_reminders() -> bool:
    return bool(await value("SELECT reminders FROM volunteer WHERE email = $1", ANA))


async def test_a_place_that_moved_is_told_and_asked_about_again(
    published_week: World, send_letters: SendLetters
) -> None:
    monday = published_week.monday
    shift = await assignment_of(monday, ANA)
    await replies.answer(shift.uid, shift.placement.volunteer, Reply.ACCEPTED, NOW, ADDRESSES)
    await rows("UPDATE office SET address = '7 Other Street' WHERE key = 'bronx'")
    seat = (await assignment_of(monday, "emre@example.org")).placement
    await editing.take_out(monday, seat.session, seat.shift, seat.volunteer, ACTOR, NOW)
    preview = await publishing.preview_publication(monday, datetime.now(UTC))
    await publishing.publish(monday, ACTOR, datetime.now(UTC), ADDRESSES, hold=timedelta(0))
    await send_letters()

    moved = await assignment_of(monday, ANA)
    assert (moved.uid, moved.sequence, moved.reply) == (shift.uid, 1, Reply.NONE)
    assert shift.placement in [after for _, after in preview.difference.changed]
    text = await value("SELECT text FROM letter WHERE assignment = $1 AND sequence = 1", shift.id)
    assert "7 Other Street" in text
    assert "What changed: the place." in text
    assert set(await planned(shift.id, 1)) == {"week", "days", "hours"}
