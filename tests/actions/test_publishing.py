"""Published is immutable; letters come from the difference of two versions."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from scheduler.actions import editing, publishing
from scheduler.actions.publishing import Published
from scheduler.errors import ConflictError, NotFoundError, RuleBrokenError
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.planning.views import WantedSeat
from scheduler.store import drafts, rosters
from scheduler.store.db import rows, transaction, value
from scheduler.store.rosters import AssignmentRecord
from scheduler.store.week import load_week
from tests.conftest import SendLetters
from tests.support.asking import (
    addresses,
    assignment_of,
    draft_seats,
    last_letter,
    letters_after,
    now,
    volunteer,
)
from tests.support.worlds import ACTOR, World, solve

pytestmark = pytest.mark.usefixtures("database")


AT_ONCE = timedelta(0)
"""What is held back, and for how long, is the matter of test_folding.py."""


async def publish(world: World, seen: int | None = None) -> Published:
    return await publishing.publish(world.monday, ACTOR, now(), addresses(), seen, AT_ONCE)


def seat_of(placement: Placement) -> WantedSeat:
    return WantedSeat(
        placement.session, placement.shift, placement.role, placement.need, placement.language
    )


async def put_instead(world: World, old: str, new: str) -> Placement:
    """In the earliest shift of one person another sits from now on."""
    placement = (await assignment_of(world.monday, old)).placement
    await editing.put_in(
        world.monday,
        seat_of(placement),
        await volunteer(new),
        ACTOR,
        now(),
        instead=placement.volunteer,
    )
    return placement


async def test_the_first_publication_invites_everyone_once(
    quiet_week: World, send_letters: SendLetters
) -> None:
    await solve(quiet_week.monday)
    planned = await draft_seats(quiet_week.monday)
    published = await publish(quiet_week)
    await send_letters()

    assert (published.roster.version, published.invited) == (1, len(planned))
    told = await letters_after()
    assert {(letter.kind, letter.state, letter.method) for letter in told} == {
        ("invite", "sent", "REQUEST")
    }
    assert len({letter.uid for letter in told}) == len(planned)
    assert await value("SELECT count(*) FROM letter WHERE mime IS NULL") == 0


async def test_publishing_again_writes_only_to_those_for_whom_something_changed(
    published_week: World, send_letters: SendLetters
) -> None:
    monday = published_week.monday
    serves, free = await asylum_advisers()
    before = await assignment_of(monday, serves)
    mark = await last_letter()

    await put_instead(published_week, serves, free)
    preview = await publishing.preview_publication(monday, now())
    published = await publish(published_week)
    await send_letters()

    assert preview.letters == published.letters == 2
    assert (published.roster.version, published.invited, published.cancelled) == (2, 1, 1)
    cancel, invite = await letters_after(mark)
    assert (cancel.email, cancel.kind, cancel.method) == (serves, "cancel", "CANCEL")
    assert (cancel.uid, cancel.sequence) == (before.uid, before.sequence + 1)
    assert (invite.email, invite.kind, invite.method, invite.sequence) == (
        free,
        "invite",
        "REQUEST",
        0,
    )
    assert invite.uid != cancel.uid


async def asylum_advisers() -> tuple[str, str]:
    """Who advises on asylum in the week's first shift, and who could instead."""
    serves = await value(
        "SELECT email FROM assignment a JOIN volunteer v ON v.id = a.volunteer "
        "WHERE email IN ('ana@example.org', 'gita@example.org') ORDER BY starts LIMIT 1"
    )
    return serves, {"ana@example.org", "gita@example.org"}.difference({serves}).pop()


async def test_a_person_who_comes_back_gets_a_new_invitation_not_the_cancelled_one(
    published_week: World, send_letters: SendLetters
) -> None:
    monday = published_week.monday
    emre = await assignment_of(monday, "emre@example.org")
    seat = emre.placement
    await editing.take_out(monday, seat.session, seat.shift, seat.volunteer, ACTOR, now())
    await publish(published_week)
    await send_letters()
    await editing.put_in(monday, seat_of(seat), seat.volunteer, ACTOR, now())
    mark = await last_letter()
    await publish(published_week)
    await send_letters()

    (again,) = await letters_after(mark)
    assert (again.email, again.kind, again.sequence) == ("emre@example.org", "invite", 0)
    assert again.uid != emre.uid


async def test_the_end_of_what_nobody_was_told_of_is_no_news(
    quiet_week: World, send_letters: SendLetters
) -> None:
    monday = quiet_week.monday
    await solve(monday)
    await publish(quiet_week)
    seat = (await assignment_of(monday, "emre@example.org")).placement
    mark = await last_letter()
    await editing.take_out(monday, seat.session, seat.shift, seat.volunteer, ACTOR, now())
    preview = await publishing.preview_publication(monday, now())
    published = await publish(quiet_week)
    await send_letters()

    assert (preview.letters, published.letters, published.cancelled) == (0, 0, 1)
    assert await letters_after(mark) == []
    states = [letter.state for letter in await letters_after() if letter.kind == "invite"]
    assert states.count("superseded") == 1


async def test_publishing_what_is_published_is_refused_and_writes_nothing(
    published_week: World,
) -> None:
    monday = published_week.monday
    week = await load_week(monday)
    async with transaction():
        await drafts.put_draft(monday, week.published, ACTOR, now(), None)
    mark = await last_letter()
    with pytest.raises(ConflictError, match="nothing would change"):
        await publish(published_week)
    assert await last_letter() == mark
    roster = await rosters.latest_roster(monday)
    assert roster is not None
    assert roster.version == 1


async def test_without_a_draft_there_is_nothing_to_publish(quiet_week: World) -> None:
    with pytest.raises(NotFoundError, match="run the solver first"):
        await publish(quiet_week)


async def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(
    quiet_week: World,
) -> None:
    await solve(quiet_week.monday)
    seen = (await publishing.preview_publication(quiet_week.monday, now())).revision
    seat = (await draft_seats(quiet_week.monday))[0]
    await editing.take_out(
        quiet_week.monday, seat.session, seat.shift, seat.volunteer, ACTOR, now()
    )
    with pytest.raises(ConflictError):
        await publish(quiet_week, seen)
    assert await last_letter() == 0


async def test_a_draft_that_breaks_a_rule_is_not_published(quiet_week: World) -> None:
    monday = quiet_week.monday
    await solve(monday)
    week = await load_week(monday)
    ben = await volunteer("ben@example.org")
    asylum = next(p for p in await draft_seats(monday) if p.need and _matter(week, p) == "Asylum")
    edited = await editing.put_in(
        monday, seat_of(asylum), ben, ACTOR, now(), instead=asylum.volunteer
    )
    assert edited.breaks
    with pytest.raises(RuleBrokenError) as refused:
        await publish(quiet_week)
    assert refused.value.faults
    assert await rosters.latest_roster(monday) is None


def _matter(week: object, placement: Placement) -> str:
    session = week.sessions[placement.session]  # type: ignore[attr-defined]
    return str(next(n.matter.label for n in session.needs if n.id == placement.need))


async def test_of_two_publications_at_once_one_wins(quiet_week: World) -> None:
    await solve(quiet_week.monday)
    outcomes = await asyncio.gather(
        *(publish(quiet_week) for _ in range(5)), return_exceptions=True
    )
    won = [o for o in outcomes if isinstance(o, Published)]
    lost = [o for o in outcomes if isinstance(o, NotFoundError | ConflictError)]
    assert (len(won), len(lost)) == (1, 4)
    assert await last_letter() == won[0].letters


async def test_shifts_that_have_begun_stay_as_they_are(published_week: World) -> None:
    monday = published_week.monday
    emre = (await assignment_of(monday, "emre@example.org")).placement
    await editing.take_out(monday, emre.session, emre.shift, emre.volunteer, ACTOR, now())
    after_the_week = now() + timedelta(weeks=6)
    preview = await publishing.preview_publication(monday, after_the_week)
    assert preview.letters == 0


async def test_a_session_may_move_into_the_time_of_its_own_next_shift(
    published_week: World,
) -> None:
    monday = published_week.monday
    ben = await assignment_of(monday, "ben@example.org")
    for minutes in (30, -60):
        await rows(
            "UPDATE session SET starts = starts + $2 * interval '1 minute', "
            "ends = ends + $2 * interval '1 minute' WHERE id = $1",
            ben.placement.session,
            minutes,
        )
        week = await load_week(monday)
        async with transaction():
            await drafts.put_draft(monday, week.published, ACTOR, now(), None)
        await publish(published_week)
    after = await assignment_of(monday, "ben@example.org")
    assert after.starts == ben.starts - timedelta(minutes=30)


async def test_two_sessions_may_change_places_for_one_person(published_week: World) -> None:
    monday, ana = published_week.monday, await volunteer("ana@example.org")
    morning = await more_work_for(ana, published_week, "9 hours")
    evening = await more_work_for(ana, published_week, "19 hours")
    held = (await load_week(monday)).published
    await redraft(published_week, (*held, morning, evening))
    await publish(published_week)
    before = await assignments_of(published_week, morning, evening)

    number = await last_letter()
    for session, hours in ((morning, 5), (evening, -10), (morning, 5)):
        await rows(
            "UPDATE session SET starts = starts + $2 * interval '1 hour', "
            "ends = ends + $2 * interval '1 hour' WHERE id = $1",
            session.session,
            hours,
        )
    await redraft(published_week, (*held, morning, evening))
    done = await publish(published_week)

    after = await assignments_of(published_week, morning, evening)
    assert (done.updated, done.invited, done.cancelled) == (2, 0, 0)
    assert [(r.uid, r.starts, r.sequence, r.released_at) for r in after] == [
        (old.uid, new.starts, old.sequence + 1, None)
        for old, new in zip(before, reversed(before), strict=True)
    ]
    told = [letter.gist for letter in await letters_after(number)]
    # The letters before had not left: these are her first.
    assert told == [("ana@example.org", "invite", 1)] * 2


async def more_work_for(person: int, world: World, after: str) -> Placement:
    """Two hours more at Queens West, on Thursday so long after midnight, that a person could do."""
    session = await value(
        "INSERT INTO session (office, starts, ends, shift_minutes, kind, modality, stations, "
        "intake) SELECT office, day + $2::text::interval, day + $2::text::interval "
        "+ interval '2 hours', 120, kind, modality, stations, 0 FROM (SELECT *, "
        "date_trunc('day', starts, 'America/New_York') + interval '1 day' AS day FROM session) s "
        "WHERE office = (SELECT id FROM office WHERE key = 'queens') AND starts >= $1 "
        "ORDER BY s.id LIMIT 1 RETURNING id",
        world.monday,
        after,
    )
    need = await value(
        "INSERT INTO need (session, matter, language, consultations, minutes_each) "
        "VALUES ($1, 'asylum', 'es', 2, 60) RETURNING id",
        session,
    )
    return Placement(session, 0, person, Role.ADVISER, need, "es", remote=False)


async def redraft(world: World, seats: tuple[Placement, ...]) -> None:
    async with transaction():
        await drafts.put_draft(world.monday, seats, ACTOR, now(), None)


async def assignments_of(world: World, *seats: Placement) -> list[AssignmentRecord]:
    held = await rosters.assignments_of_week(world.monday)
    return [held[seat.who_and_when] for seat in seats]
