"""Several changes within a few minutes are one letter, and none when they lead back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.actions import letters, publishing, reminders, replies
from scheduler.actions.publishing import Published
from scheduler.actions.sending import BehindError, BeingSentError, HeldError, send_letter
from scheduler.errors import ConflictError
from scheduler.mail.outbox import OutboxTransport
from scheduler.model.letters import Delivery
from scheduler.model.rosters import Placement, Reply
from scheduler.model.telling import HOLD, NEAR
from scheduler.store.db import rows, value
from scheduler.store.leaving import lease_letter
from scheduler.store.letters import load_letter
from scheduler.store.rosters import load_assignment
from tests.support.asking import addresses, answer_token, assignment_of, last_letter, now, volunteer
from tests.support.changing import (
    SENDER,
    deliver,
    draft_of,
    gist_of,
    letters_about,
    move_session,
    seats_held,
)
from tests.support.worlds import ACTOR, World

pytestmark = pytest.mark.usefixtures("database")

EMRE, DANA = "emre@example.org", "dana@example.org"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def later() -> datetime:
    """An hour after the week was published."""
    return now() + timedelta(hours=1)


async def publish(
    world: World, seats: tuple[Placement, ...], at: datetime, hold: timedelta = HOLD
) -> Published:
    await draft_of(world.monday, seats, at)
    return await publishing.publish(world.monday, ACTOR, at, addresses(), hold=hold)


async def without(world: World, email: str) -> tuple[Placement, ...]:
    person = await volunteer(email)
    return tuple(p for p in await seats_held(world.monday) if p.volunteer != person)


async def move(world: World, email: str, minutes: int, at: datetime) -> Published:
    """The session of somebody's shift is moved, and published."""
    shift = await assignment_of(world.monday, email)
    await move_session(shift.placement, minutes)
    return await publish(world, await seats_held(world.monday), at)


async def test_changes_of_a_few_minutes_leave_as_one_letter_with_the_last_of_them(
    published_week: World, later: datetime
) -> None:
    before = await assignment_of(published_week.monday, EMRE)
    first = await move(published_week, EMRE, 15, later)
    assert (first.letters, first.waiting) == (1, 1)
    assert await deliver(later + 2 * MINUTE) == []
    await move(published_week, EMRE, 30, later + 3 * MINUTE)
    # It leaves when the first change would have: changes that never stop keep nobody waiting.
    left = await deliver(later + HOLD)

    assert await gist_of(left) == [(EMRE, "update", 2)]
    after = await assignment_of(published_week.monday, EMRE)
    assert (after.uid, after.starts) == (before.uid, before.starts + 45 * MINUTE)
    facts = (await load_letter(left[0])).facts
    assert facts["changed"] == ["time"]
    assert datetime.fromisoformat(facts["stamp"]) == after.changed_at > before.changed_at


async def test_a_change_right_after_a_letter_waits_again(
    published_week: World, later: datetime
) -> None:
    await move(published_week, EMRE, 15, later)
    assert len(await deliver(later + HOLD)) == 1
    await move(published_week, EMRE, 15, later + HOLD + MINUTE)
    assert await deliver(later + 2 * HOLD) == []
    assert len(await deliver(later + 2 * HOLD + MINUTE)) == 1


async def test_what_leads_back_to_what_the_person_knows_is_not_written(
    published_week: World, later: datetime
) -> None:
    before = await assignment_of(published_week.monday, EMRE)
    person = before.placement.volunteer
    await replies.answer(before.uid, person, Reply.ACCEPTED, later, addresses())
    await move(published_week, EMRE, 15, later)
    assert (await assignment_of(published_week.monday, EMRE)).reply is Reply.NONE
    back = await move(published_week, EMRE, -15, later + MINUTE)

    assert (back.updated, back.letters) == (1, 0)
    assert await deliver(later + timedelta(hours=1)) == []
    after = await assignment_of(published_week.monday, EMRE)
    assert (after.uid, after.sequence, after.reply) == (before.uid, 0, Reply.ACCEPTED)
    number = await value("SELECT max(id) FROM letter WHERE state = 'sent' AND email = $1", EMRE)
    token = await answer_token(number)
    assert (await replies.look_at_link(token, later, addresses().secret)).uid == before.uid


async def test_who_is_taken_out_and_put_back_hears_nothing_and_keeps_the_same_event(
    published_week: World, later: datetime
) -> None:
    before = await assignment_of(published_week.monday, EMRE)
    seats = await seats_held(published_week.monday)
    out = await publish(published_week, await without(published_week, EMRE), later)
    assert (out.cancelled, out.waiting) == (1, 1)
    await draft_of(published_week.monday, seats, later)
    ahead = await publishing.preview_publication(published_week.monday, later)
    back = await publish(published_week, seats, later + MINUTE)

    assert (ahead.letters, len(ahead.difference.added)) == (0, 1)
    assert (back.invited, back.letters) == (1, 0)
    assert await deliver(later + timedelta(hours=1)) == []
    after = await assignment_of(published_week.monday, EMRE)
    assert (after.id, after.uid, after.sequence) == (before.id, before.uid, before.sequence)


async def test_a_cancel_that_has_left_is_final(published_week: World, later: datetime) -> None:
    before = await assignment_of(published_week.monday, EMRE)
    seats = await seats_held(published_week.monday)
    await publish(published_week, await without(published_week, EMRE), later)
    assert await gist_of(await deliver(later + HOLD)) == [(EMRE, "cancel", 1)]
    await publish(published_week, seats, later + HOLD + MINUTE)
    assert await gist_of(await deliver(later + HOLD + MINUTE)) == [(EMRE, "invite", 0)]
    assert (await assignment_of(published_week.monday, EMRE)).uid != before.uid


async def test_who_is_moved_to_another_shift_hears_of_both_at_once(
    published_week: World, later: datetime
) -> None:
    monday = published_week.monday
    dana, emre = await volunteer(DANA), (await assignment_of(monday, EMRE)).placement
    await rows(
        "UPDATE volunteer SET remote = true, matters = ARRAY['know-your-rights'] WHERE id = $1",
        dana,
    )
    others = (p for p in await seats_held(monday) if p.volunteer not in {dana, emre.volunteer})
    seats = (*others, replace(emre, volunteer=dana))
    await draft_of(monday, seats, later)
    ahead = await publishing.preview_publication(monday, later)
    done = await publish(published_week, seats, later)

    assert (ahead.letters, ahead.waiting) == (done.letters, done.waiting) == (3, 3)
    assert await deliver(later + 4 * MINUTE) == []
    left = await gist_of(await deliver(later + HOLD))
    assert sorted(left) == [(DANA, "cancel", 1), (DANA, "invite", 0), (EMRE, "cancel", 1)]


async def test_close_to_the_shift_every_change_leaves_at_once(published_week: World) -> None:
    shift = await assignment_of(published_week.monday, EMRE)
    close = shift.starts - NEAR + 30 * MINUTE
    done = await move(published_week, EMRE, 15, close)

    assert (done.letters, done.waiting) == (1, 0)
    assert await gist_of(await deliver(close)) == [(EMRE, "update", 1)]
    away = await publish(published_week, await without(published_week, EMRE), close + MINUTE)
    assert (away.letters, away.waiting) == (1, 0)
    assert await gist_of(await deliver(close + MINUTE)) == [(EMRE, "cancel", 2)]


async def test_a_coordinator_may_send_at_once_what_is_published(
    published_week: World, later: datetime
) -> None:
    gone = await without(published_week, EMRE)
    done = await publish(published_week, gone, later, timedelta(0))
    assert (done.letters, done.waiting) == (1, 0)
    assert await gist_of(await deliver(later)) == [(EMRE, "cancel", 1)]


async def test_a_held_letter_can_be_sent_now(published_week: World, later: datetime) -> None:
    await publish(published_week, await without(published_week, EMRE), later)
    number = await last_letter()
    with pytest.raises(HeldError) as held:
        await send_letter(number, OutboxTransport(), SENDER, lambda: later + MINUTE)
    assert held.value.seconds == 4 * 60
    found = await letters.list_outbox(None, None, "", 0, later)
    assert (found.held, found.held_until) == (1, later + HOLD)
    view = await letters.view_letter(number, SENDER, local=True)
    assert view.held
    assert view.rendered is not None
    assert "You do not need to come" in view.rendered.text

    await letters.send_now(number, ACTOR)
    assert await deliver(later) == [number]
    with pytest.raises(ConflictError, match="not held any more"):
        await letters.send_now(number, ACTOR)
    assert await letters.send_all_now(ACTOR) == 0


async def test_who_gives_a_shift_back_has_it_out_of_their_calendar_at_once(
    published_week: World, later: datetime
) -> None:
    shift = await assignment_of(published_week.monday, EMRE)
    await move(published_week, EMRE, 15, later)
    person = shift.placement.volunteer
    await replies.answer(shift.uid, person, Reply.DECLINED, later + MINUTE, addresses())
    assert await gist_of(await deliver(later + MINUTE)) == [(EMRE, "cancel", 2)]


async def test_the_end_of_a_held_change_is_the_only_thing_that_is_told(
    published_week: World, later: datetime
) -> None:
    await move(published_week, EMRE, 15, later)
    await publish(published_week, await without(published_week, EMRE), later + MINUTE)
    assert await gist_of(await deliver(later + HOLD)) == [(EMRE, "cancel", 2)]


async def test_a_reminder_waits_for_the_change_that_is_held(
    published_week: World, later: datetime
) -> None:
    shift = await assignment_of(published_week.monday, EMRE)
    await move(published_week, EMRE, 15, later)
    at = later + MINUTE
    for sequence in (0, 1):
        assert not await reminders.remind(shift.id, sequence, "days", at, addresses())
    planned = await rows(
        "SELECT args->>'sequence' AS sequence FROM procrastinate_jobs "
        "WHERE task_name = 'remind' AND scheduled_at = $1 ORDER BY id",
        later + HOLD,
    )
    assert [r["sequence"] for r in planned] == ["0", "1"]
    await deliver(later + HOLD)
    assert not await reminders.remind(shift.id, 0, "days", later + HOLD, addresses())
    assert await reminders.remind(shift.id, 1, "days", later + HOLD, addresses())


async def test_letters_about_one_shift_leave_in_their_order(
    published_week: World, later: datetime
) -> None:
    await move(published_week, EMRE, 15, later)
    first = await last_letter()
    leased = later + HOLD
    assert await lease_letter(first, leased) is not None
    await move(published_week, EMRE, 15, leased)
    second = await last_letter()
    held = (await load_letter(second)).held_until
    assert held is not None
    assert held >= leased + HOLD  # counted from the last moment the first may leave
    await letters.send_now(second, ACTOR)

    async def send(number: int, at: datetime) -> None:
        await send_letter(number, OutboxTransport(), SENDER, lambda: at)

    with pytest.raises(BehindError):
        await send(second, leased + MINUTE / 2)
    with pytest.raises(BeingSentError):
        await send(first, leased + MINUTE / 2)
    # The worker that had the first died: the second says more, so the first stays.
    await send(first, leased + 2 * MINUTE)
    assert (await load_letter(first)).state is Delivery.SUPERSEDED
    await send(second, leased + 2 * MINUTE)
    assert (await load_letter(second)).state is Delivery.SENT
    shift = await assignment_of(published_week.monday, EMRE)
    assert await letters_about(shift.id) == 2
    assert (await load_assignment(shift.uid)).sequence == 2
