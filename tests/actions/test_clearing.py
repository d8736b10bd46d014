"""What is kept only for a while is deleted when its time has come, and nothing else is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from httpx import AsyncClient

from scheduler.actions.clearing import clear_out
from scheduler.actions.inbound import keep_arrival, read_arrival
from scheduler.model.access import Access, Person
from scheduler.model.letters import Sender
from scheduler.settings import Keeping
from scheduler.store import access, audit, clearing
from scheduler.store.db import rows, value
from scheduler.store.events import DeliveryEvent, note_event
from scheduler.store.inbound import ArrivalKind
from scheduler.store.uploads import keep_upload
from tests.conftest import SignIn
from tests.support.answering import Answer, mail_of
from tests.support.asking import addresses
from tests.support.worlds import World

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime.now(UTC)
KEEPING = Keeping(inbound=30, letters=90, audit=730)


async def count(table: str) -> int:
    return int(await value(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names of this file


async def arrived(days_ago: float, *, read: bool = True) -> int:
    when = NOW - timedelta(days=days_ago)
    raw = mail_of(Answer("unknown", f"on-day-{days_ago}@example.org"))
    await keep_arrival(ArrivalKind.MAIL, "message/rfc822", raw, when)
    number = int(await value("SELECT max(id) FROM arrival"))
    if read:
        await read_arrival(number, when, addresses(), Sender("a@opendoor.example.org"))
    return number


async def test_what_came_in_is_kept_for_thirty_days_and_what_was_made_of_it_longer(
    database: str,
) -> None:
    assert database
    old, unread, young = await arrived(31), await arrived(32, read=False), await arrived(29)
    event = DeliveryEvent("e1", None, "delivered", "a@example.org", "", NOW - timedelta(days=31))
    await note_event(event, old)

    done = await clear_out(NOW, KEEPING)

    assert done["arrivals"] == 2
    assert [r["id"] for r in await rows("SELECT id FROM arrival")] == [young]
    assert unread != young
    assert await count("mail_answer") == 2
    assert await value("SELECT arrival FROM delivery_event") is None


async def test_how_long_is_for_the_installation_to_say(database: str) -> None:
    assert database
    await arrived(5)

    assert (await clear_out(NOW, KEEPING))["arrivals"] == 0
    assert (await clear_out(NOW, Keeping(inbound=4)))["arrivals"] == 1


async def test_more_than_a_batch_goes_at_once(database: str) -> None:
    assert database
    many = clearing.BATCH * 2 + 5
    await rows(
        "INSERT INTO audit_entry (at, actor, action, subject, detail) "
        "SELECT $1::timestamptz, 'a', 'b', '', '{}' FROM generate_series(1, $2::int)",
        NOW - timedelta(days=731),
        many,
    )
    await audit.record("a", "now")

    assert (await clear_out(NOW, KEEPING))["audit entries"] == many
    assert await count("audit_entry") == 1


async def test_letters_lose_their_words_when_they_and_their_shift_are_old(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    later = NOW + timedelta(days=100)
    assert (await clear_out(NOW + timedelta(days=91), KEEPING))["letters emptied"] == 0
    ends = await value("SELECT max(ends) FROM assignment")
    assert ends < later

    done = await clear_out(ends + timedelta(days=91), KEEPING)

    assert done["letters emptied"] == await count("letter")
    (left,) = await rows(
        "SELECT DISTINCT text, html, calendar, mime, facts::text, state FROM letter"
    )
    assert (left["text"], left["html"], left["facts"]) == ("", "", "{}")
    assert (left["calendar"], left["mime"], left["state"]) == (None, None, "sent")
    assert (await clear_out(ends + timedelta(days=91), KEEPING))["letters emptied"] == 0

    await sign_in(app_client, published_week.coordinator)
    number = await value("SELECT max(id) FROM letter WHERE kind = 'invite'")
    page = await app_client.get(f"/letters/{number}")
    assert page.status_code == 200
    assert "not kept any more" in page.text


async def test_an_old_letter_that_was_given_up_is_nothing_to_send_again(
    published_week: World,
) -> None:
    assert published_week
    await rows("UPDATE letter SET state = 'failed', assignment = NULL")
    await clear_out(NOW + timedelta(days=91), KEEPING)

    assert await value("SELECT count(*) FROM letter WHERE state = 'failed'") == 0


async def test_links_browsers_uploads_and_undone_jobs_do_not_pile_up(quiet_week: World) -> None:
    coordinator = await access.person_by_email(quiet_week.coordinator)
    assert coordinator == Person(
        quiet_week.coordinator, "Cora Ordonez", Access.COORDINATOR, account=coordinator.account
    )
    for days in (3, 0):
        then = NOW - timedelta(days=days)
        await access.add_sign_in_link(
            f"t{days}", "a@example.org", then, then + timedelta(minutes=9)
        )
        await access.add_web_session(f"s{days}", "", coordinator, then, then + timedelta(days=1))
    await keep_upload({"a.csv": b"x"}, "a", NOW - timedelta(days=31))
    await keep_upload({"b.csv": b"x"}, "a", NOW)
    await rows("UPDATE procrastinate_jobs SET status = 'failed'")
    await rows("UPDATE procrastinate_events SET at = now() - interval '31 days'")

    await clear_out(NOW, KEEPING)

    assert await count("sign_in_link") == await count("web_session") == 1
    assert await count("upload") == 1
    assert await value("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == 0


async def test_what_still_stands_is_left_alone(published_week: World) -> None:
    before = {
        table: await count(table)
        for table in (
            "assignment",
            "letter",
            "volunteer",
            "session",
            "roster",
            "weekly_availability",
        )
    }
    await rows(
        "INSERT INTO digest (account, day, at, told) SELECT id, $1, now(), '[]' FROM account",
        date(2026, 12, 7),
    )

    await clear_out(NOW, KEEPING)

    assert before == {table: await count(table) for table in before}
    assert await count("digest") == 2
    assert published_week
