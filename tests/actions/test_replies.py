"""Accept and decline, by letter and by page; a decline opens the seat for someone else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.actions import publishing, replies, solving
from scheduler.actions.replies import ChangedSinceError, NotYoursAnyMoreError
from scheduler.actions.viewing import Showing, view_week
from scheduler.errors import NotFoundError
from scheduler.mail.links import Purpose, sign
from scheduler.model.rosters import Reply
from scheduler.planning.run import RunSettings
from scheduler.store import rosters
from scheduler.store.db import rows
from scheduler.store.rosters import AssignmentRecord
from scheduler.store.week import load_week
from tests.conftest import SendLetters
from tests.support.asking import (
    addresses,
    answer_token,
    assignment_of,
    draft_seats,
    last_letter,
    letters_after,
    now,
    volunteer,
)
from tests.support.worlds import ACTOR, World

pytestmark = pytest.mark.usefixtures("database")

CHANTAL = "chantal@example.org"


async def decline(record: AssignmentRecord) -> None:
    person = record.placement.volunteer
    await replies.answer(record.uid, person, Reply.DECLINED, now(), addresses())


async def test_the_link_of_the_letter_shows_the_shift_and_decides_nothing(
    published_week: World,
) -> None:
    record = await assignment_of(published_week.monday, CHANTAL)
    (letter,) = [x for x in await letters_after() if x.uid == record.uid]
    token = await answer_token(letter.id)
    shown = await replies.look_at_link(token, now(), addresses().secret)
    assert (shown.uid, shown.reply) == (record.uid, Reply.NONE)
    assert (await rosters.load_assignment(record.uid)).reply is Reply.NONE


async def test_accepting_by_letter_is_kept_and_mails_nobody(published_week: World) -> None:
    record = await assignment_of(published_week.monday, CHANTAL)
    token = sign(addresses().secret, Purpose.ANSWER, record.uid, record.sequence, record.ends)
    mark = await last_letter()
    for _ in range(2):  # twice is once
        await replies.answer_link(token, Reply.ACCEPTED, now(), addresses())
    kept = await rosters.load_assignment(record.uid)
    assert (kept.reply, kept.released_at) == (Reply.ACCEPTED, None)
    assert await last_letter() == mark


async def test_declining_opens_the_seat_and_takes_it_from_the_calendar(
    published_week: World, send_letters: SendLetters
) -> None:
    monday = published_week.monday
    record = await assignment_of(monday, CHANTAL)
    mark = await last_letter()
    await decline(record)
    await decline(record)
    await send_letters()

    (cancel,) = await letters_after(mark)
    assert cancel.gist == (CHANTAL, "cancel", record.sequence + 1)
    assert cancel.uid == record.uid
    week = await load_week(monday)
    assert record.placement not in week.published
    view = await view_week(monday, Showing.PUBLISHED)
    assert view.judgement.coverage < view.demand
    assert [given.name for given in view.given_back] == ["Chantal Pierre"]


async def test_nobody_is_put_back_into_what_they_declined(published_week: World) -> None:
    monday = published_week.monday
    record = await assignment_of(monday, CHANTAL)
    await decline(record)
    await solving.run_now(monday, RunSettings(seconds=5), ACTOR, lambda _: None)
    shift = (record.placement.session, record.placement.shift)
    chantal = await volunteer(CHANTAL)
    planned = {(p.volunteer, p.session, p.shift) for p in await draft_seats(monday)}
    assert (chantal, *shift) not in planned


async def test_a_freed_person_can_be_held_elsewhere_at_that_time(published_week: World) -> None:
    record = await assignment_of(published_week.monday, CHANTAL)
    await decline(record)
    (found,) = await rows(
        "SELECT count(*) AS n FROM assignment WHERE volunteer = $1 AND released_at IS NULL "
        "AND starts = $2",
        record.placement.volunteer,
        record.starts,
    )
    assert found["n"] == 0


async def test_a_letter_older_than_the_shift_is_answered_by_the_newest_only(
    published_week: World,
) -> None:
    record = await assignment_of(published_week.monday, CHANTAL)
    stale = sign(addresses().secret, Purpose.ANSWER, record.uid, record.sequence - 1, record.ends)
    with pytest.raises(ChangedSinceError):
        await replies.answer_link(stale, Reply.ACCEPTED, now(), addresses())


async def test_a_shift_given_back_cannot_be_accepted_any_more(published_week: World) -> None:
    record = await assignment_of(published_week.monday, CHANTAL)
    await decline(record)
    with pytest.raises(NotYoursAnyMoreError):
        await replies.answer(
            record.uid, record.placement.volunteer, Reply.ACCEPTED, now(), addresses()
        )


async def test_another_persons_shift_is_as_good_as_unknown(published_week: World) -> None:
    record = await assignment_of(published_week.monday, CHANTAL)
    someone = await volunteer("ben@example.org")
    with pytest.raises(NotFoundError):
        await replies.answer(record.uid, someone, Reply.DECLINED, now(), addresses())


async def test_once_a_shift_has_begun_the_office_has_to_be_called(published_week: World) -> None:
    record = await assignment_of(published_week.monday, CHANTAL)
    begun = record.starts + timedelta(minutes=1)
    with pytest.raises(replies.AlreadyBegunError, match="call the office"):
        await replies.answer(
            record.uid, record.placement.volunteer, Reply.DECLINED, begun, addresses()
        )


async def test_a_decline_is_not_undone_by_publishing_an_older_draft(published_week: World) -> None:
    """The seat stays empty until someone is put into it."""
    monday = published_week.monday
    record = await assignment_of(monday, CHANTAL)
    await solving.run_now(monday, RunSettings(seconds=5), ACTOR, lambda _: None)
    await decline(record)
    preview = await publishing.preview_publication(monday, now())
    added = {p.who_and_when for p in preview.difference.added}
    assert record.placement.who_and_when not in added
