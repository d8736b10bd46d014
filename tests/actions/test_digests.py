"""Digests: once a day at most, when there is something to say, and true."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from scheduler.actions import editing, publishing, replies
from scheduler.actions.digests import is_due, send_due_digests
from scheduler.model.access import Access
from scheduler.model.digests import Rhythm, is_wanted_on
from scheduler.model.rosters import Reply
from scheduler.store.db import rows, value
from scheduler.store.digests import Subscriber, claim_day
from scheduler.store.events import Trouble, mark_trouble
from tests.conftest import SendLetters
from tests.support.asking import addresses, assignment_of
from tests.support.worlds import ACTOR, COORDINATOR, OFFICE, World

pytestmark = pytest.mark.usefixtures("database")

ANA = "ana@example.org"
HOUR = 7
ZONE = ZoneInfo("America/New_York")


def at_hour(day: date, hour: int = 8) -> datetime:
    """That hour of the day where the offices are."""
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


async def send(now: datetime) -> int:
    return await send_due_digests(now, HOUR, addresses())


async def written(email: str) -> list[Mapping[str, Any]]:
    """The digests to somebody, oldest first."""
    return await rows(
        "SELECT * FROM letter WHERE kind = 'digest' AND email = $1 ORDER BY id", email
    )


async def long_known() -> None:
    """The accounts were opened, and the week was published, days ago."""
    await rows("UPDATE account SET created_at = now() - interval '30 days'")
    await rows(
        "UPDATE assignment SET created_at = created_at - interval '20 days', "
        "changed_at = changed_at - interval '20 days'"
    )


async def text_to(email: str, send_letters: SendLetters) -> str:
    await send_letters()
    return str((await written(email))[-1]["text"])


@pytest.mark.parametrize(
    ("local", "opened", "due"),
    [
        ("2026-12-08 06:59", "2026-12-01 12:00", False),
        ("2026-12-08 07:00", "2026-12-01 12:00", True),
        ("2026-12-08 18:59", "2026-12-01 12:00", True),
        ("2026-12-08 19:00", "2026-12-01 12:00", False),
        ("2026-12-08 12:00", "2026-12-08 07:30", False),
    ],
)
def test_a_digest_is_due_from_its_hour_on_for_half_a_day(
    local: str,
    opened: str,
    due: bool,  # noqa: FBT001
) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=ZONE)
    since = datetime.fromisoformat(opened).replace(tzinfo=ZONE)
    reader = Subscriber(
        1, "a@example.org", "", Access.COORDINATOR, None, "en", Rhythm.DAILY, ZONE.key, since
    )

    assert is_due(reader, now.date(), now.astimezone(UTC), HOUR) is due
    assert not is_due(replace(reader, rhythm=Rhythm.OFF), now.date(), now.astimezone(UTC), HOUR)


def test_the_weekly_one_comes_on_mondays() -> None:
    monday = date(2026, 12, 7)
    days = [monday + timedelta(days=n) for n in range(7)]

    assert [is_wanted_on(Rhythm.WEEKLY, day) for day in days] == [True] + [False] * 6
    assert all(is_wanted_on(Rhythm.DAILY, day) for day in days)
    assert not any(is_wanted_on(Rhythm.OFF, day) for day in days)


async def test_an_office_reads_who_comes_and_what_is_open_since_when(
    published_week: World, send_letters: SendLetters
) -> None:
    await long_known()
    monday = published_week.monday
    ana = await assignment_of(monday, ANA)
    gita = await assignment_of(monday, "gita@example.org")
    left = at_hour(monday - timedelta(days=2), 15)
    await replies.answer(gita.uid, gita.placement.volunteer, Reply.ACCEPTED, left, addresses())
    await replies.answer(ana.uid, ana.placement.volunteer, Reply.DECLINED, left, addresses())

    assert await send(at_hour(monday - timedelta(days=1))) > 0
    text = await text_to(OFFICE, send_letters)

    assert "Bronx / Westchester: the coming days" in text
    assert "Ana cannot come" in text
    assert "Gita said yes" in text
    assert f"Adviser, Asylum in Spanish · since {left.astimezone(ZONE):%a, %b} {left.day}" in text
    assert "Still open" in text
    assert "✓ Gita\n      Adviser, Asylum in Spanish\n" in text
    assert "… Ben\n      Adviser, Green card in Haitian Creole · no answer yet" in text
    assert "Queens" not in text


async def test_nobody_is_named_in_full_nor_by_address_in_an_offices_digest(
    published_week: World, send_letters: SendLetters
) -> None:
    await long_known()
    await send(at_hour(published_week.monday))
    await send_letters()
    (letter,) = await written(OFFICE)

    for part in (letter["text"], letter["html"], letter["subject"]):
        for secret in ("Reyes", "Okafor", "@example.org", "555"):
            assert secret not in part.replace(OFFICE, "")


async def test_an_office_hears_nothing_while_nothing_happens(published_week: World) -> None:
    await long_known()
    quiet = published_week.monday - timedelta(days=3)  # a Friday: the first session is on Monday

    await send(at_hour(quiet))
    assert await written(OFFICE) == []
    await send(at_hour(published_week.monday - timedelta(days=1)))
    assert len(await written(OFFICE)) == 1


async def test_nobody_gets_two_on_one_day(published_week: World) -> None:
    await long_known()
    now = at_hour(published_week.monday)

    first = await send(now)
    again = await send(now + timedelta(minutes=5))
    assert (first, again) == (2, 0)
    assert len(await written(OFFICE)) == len(await written(COORDINATOR)) == 1


async def test_two_workers_at_once_send_one(published_week: World) -> None:
    await long_known()
    now = at_hour(published_week.monday)

    sent = await asyncio.gather(*(send(now) for _ in range(4)))
    assert sum(sent) == 2
    assert len(await written(OFFICE)) == 1


async def test_a_round_that_breaks_off_in_between_leaves_it_to_the_next(
    published_week: World,
) -> None:
    await long_known()
    now = at_hour(published_week.monday)
    await rows(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE 'the power is gone'; END $$"
    )
    await rows("CREATE TRIGGER fail BEFORE UPDATE ON digest FOR EACH ROW EXECUTE FUNCTION fail()")

    with pytest.raises(asyncpg.RaiseError):
        await send(now)
    await rows("DROP TRIGGER fail ON digest")
    assert await value("SELECT count(*) FROM digest") == 0
    assert await value("SELECT count(*) FROM letter WHERE kind = 'digest'") == 0

    assert await send(now) == 2


async def test_a_day_that_is_taken_stays_taken(published_week: World) -> None:
    assert published_week
    account = await value("SELECT id FROM account WHERE email = $1", OFFICE)
    day, now = date(2026, 12, 7), datetime.now(UTC)

    assert await claim_day(account, day, now)
    assert not await claim_day(account, day, now)
    assert await claim_day(account, day + timedelta(days=1), now)


async def test_who_wants_none_or_whom_mail_does_not_reach_gets_none(published_week: World) -> None:
    await long_known()
    await rows("UPDATE account SET digest = 'off' WHERE email = $1", OFFICE)
    await mark_trouble(Trouble(COORDINATOR, "bounce", "", datetime.now(UTC)))

    assert await send(at_hour(published_week.monday)) == 0


async def test_a_coordinator_reads_what_waits_and_how_far_the_offices_are(
    published_week: World, send_letters: SendLetters
) -> None:
    await long_known()
    monday = published_week.monday
    ana = await assignment_of(monday, ANA)
    left = at_hour(monday - timedelta(days=6))
    await replies.answer(ana.uid, ana.placement.volunteer, Reply.DECLINED, left, addresses())
    await mark_trouble(Trouble("dana@example.org", "bounce", "no such user", left))
    await rows("UPDATE volunteer SET credential_expires = $1 WHERE name = 'Emre Kaya'", monday)
    await rows(
        "INSERT INTO mail_answer (sender, said, outcome, sequence, comment, at, waiting, "
        "put_away_by) VALUES ('friend@example.org', 'words', 'shown', 0, '', $1, true, '')",
        left,
    )
    await rows("UPDATE letter SET state = 'failed' WHERE email = 'farah@example.org'")

    await send(at_hour(monday - timedelta(days=5)))
    text = await text_to(COORDINATOR, send_letters)

    for told in (
        "Given back, and nobody in their place",
        "• Ana Reyes\n      Adviser · Bronx / Westchester",
        "Answers by mail that wait for you",
        "• friend@example.org\n      wrote a mail",
        "Invited, without an answer",
        "• Ben Okafor\n      Adviser · Bronx / Westchester",
        "Mail does not reach them",
        "• dana@example.org\n      since",
        "Letters that could not be delivered",
        "Credentials that end\nhttp://localhost:8000/people?expiring=true\n    • Emre Kaya",
        "Bronx / Westchester: 5 of 6 filled",
        "Queens West: 1 of 1 filled",
        "All offices: 7 of 8 filled",
    ):
        assert told in text, text


async def test_a_coordinator_is_not_told_twice_of_the_same_but_every_monday(
    published_week: World,
) -> None:
    await long_known()
    tuesday = published_week.monday - timedelta(days=6)
    assert tuesday.weekday() == 1

    await send(at_hour(tuesday))
    await send(at_hour(tuesday + timedelta(days=1)))
    assert len(await written(COORDINATOR)) == 1

    now = at_hour(tuesday + timedelta(days=2))
    await mark_trouble(Trouble("dana@example.org", "bounce", "", now))
    await send(now)
    assert len(await written(COORDINATOR)) == 2
    facts = (await written(COORDINATOR))[1]["facts"]
    assert "trouble dana@example.org" in facts

    await send(at_hour(published_week.monday))
    assert len(await written(COORDINATOR)) == 3


async def test_an_invitation_of_today_is_no_news_to_a_coordinator(published_week: World) -> None:
    await rows("UPDATE account SET created_at = now() - interval '30 days'")
    soon = datetime.now(ZONE).date() + timedelta(days=1)

    await send(at_hour(soon))
    told = [str(letter["facts"]) for letter in await written(COORDINATOR)]
    assert not any("unanswered" in facts for facts in told)
    assert published_week


async def test_a_week_that_is_near_and_not_published_is_told_of(
    quiet_week: World, send_letters: SendLetters
) -> None:
    await rows("UPDATE account SET created_at = now() - interval '30 days'")

    await send(at_hour(quiet_week.monday - timedelta(days=8)))
    assert await written(COORDINATOR) == []
    await send(at_hour(quiet_week.monday - timedelta(days=7)))
    text = await text_to(COORDINATOR, send_letters)

    assert "Begins soon, and is not published" in text
    assert "The plan is not published yet." in text
    await send(at_hour(quiet_week.monday - timedelta(days=1)))
    assert "The plan is not published yet." in await text_to(OFFICE, send_letters)


async def test_who_was_taken_off_and_who_came_instead_is_news_to_the_office(
    published_week: World, send_letters: SendLetters
) -> None:
    await long_known()
    monday = published_week.monday
    emre = await assignment_of(monday, "emre@example.org")
    seat = emre.placement
    await editing.take_out(monday, seat.session, seat.shift, seat.volunteer, ACTOR, emre.created_at)
    await publishing.publish(monday, ACTOR, datetime.now(UTC), addresses())
    await rows("UPDATE account SET office = (SELECT id FROM office WHERE key = 'hotline')")
    await rows("UPDATE account SET role = 'office'")

    await send(at_hour(datetime.now(ZONE).date() + timedelta(days=1)))
    assert "Emre does not come any more" in await text_to(OFFICE, send_letters)


async def test_a_spanish_digest_has_one_click_and_no_calendar(
    published_week: World, send_letters: SendLetters
) -> None:
    await long_known()
    await rows("UPDATE account SET language = 'es'")
    await send(at_hour(published_week.monday))
    await send_letters()
    for reader in (OFFICE, COORDINATOR):
        (letter,) = await written(reader)
        mail = message_from_bytes(letter["mime"])

        assert mail["Content-Language"] == "es"
        assert mail["List-Unsubscribe"].strip().startswith("<http://localhost:8000/letters-to-me/")
        assert [p.get_content_type() for p in mail.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
        assert '<html lang="es" dir="ltr">' in letter["html"]
