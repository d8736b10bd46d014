"""Answers by mail that wait for a coordinator: counted, decided, put away, brought back."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest
from httpx import AsyncClient

from scheduler.model.mail_answers import MailAnswer, Outcome, Said, waits
from scheduler.store import inbound
from scheduler.store.db import rows, value
from tests.api.coordinators import page_after, words_of
from tests.conftest import OpenClient
from tests.support.asking import assignment_of
from tests.support.worlds import World

ANA = "ana@example.org"
NOW = datetime.now(UTC)
DECIDED = [
    (Said.ACCEPTED, Outcome.TAKEN),
    (Said.DECLINED, Outcome.TAKEN),
    (Said.ACCEPTED, Outcome.STALE),
    (Said.COUNTER, Outcome.REPEATED),
    (Said.DECLINED, Outcome.UNKNOWN),
    (Said.NOTHING, Outcome.IGNORED),
    (Said.WORDS, Outcome.IGNORED),
]
WAITING = [
    (Said.COUNTER, Outcome.SHOWN),
    (Said.TENTATIVE, Outcome.SHOWN),
    (Said.DELEGATED, Outcome.SHOWN),
    (Said.DECLINED, Outcome.UNVERIFIED),
    (Said.DECLINED, Outcome.STALE),
    (Said.DECLINED, Outcome.TOO_LATE),
    (Said.WORDS, Outcome.SHOWN),
]


def test_what_was_not_done_by_itself_waits_for_somebody() -> None:
    assert [pair for pair in DECIDED if waits(*pair)] == []
    assert [pair for pair in WAITING if not waits(*pair)] == []
    never = {Outcome.TAKEN, Outcome.REPEATED, Outcome.UNKNOWN, Outcome.IGNORED}
    assert not any(waits(said, outcome) for said, outcome in product(Said, never))


async def came(world: World, said: Said, outcome: Outcome) -> int:
    """An answer of Ana's that was read; gives its number."""
    shift = await assignment_of(world.monday, ANA)
    arrival = await value(
        "INSERT INTO arrival (kind, received_at, digest, content_type, raw, state) "
        "VALUES ('mail', now(), decode(md5(random()::text), 'hex'), '', '', 'read') RETURNING id"
    )
    answer = MailAnswer(shift.uid, said, ANA, shift.sequence, NOW)
    await inbound.note_answer(arrival, ANA, answer, outcome, NOW)
    return int(await value("SELECT max(id) FROM mail_answer"))


@pytest.fixture
async def coordinator(open_client: OpenClient, published_week: World) -> AsyncClient:
    return await open_client(published_week.coordinator)


async def test_the_navigation_counts_only_what_waits(
    coordinator: AsyncClient, open_client: OpenClient, published_week: World
) -> None:
    await came(published_week, Said.ACCEPTED, Outcome.TAKEN)
    assert "nav-count" not in (await coordinator.get("/weeks")).text

    for _ in range(2):
        await came(published_week, Said.COUNTER, Outcome.SHOWN)
    page = (await coordinator.get("/letters")).text
    assert 'Letters</span><span class="nav-count">2<' in page
    assert "Answers by mail (2 waiting)" in page
    for email in (published_week.office, ANA):
        client = await open_client(email)
        assert "nav-count" not in (await client.get("/account", follow_redirects=True)).text


async def test_a_line_is_put_away_and_can_be_brought_back(
    coordinator: AsyncClient, published_week: World
) -> None:
    number = await came(published_week, Said.COUNTER, Outcome.SHOWN)
    page = (await coordinator.get("/letters/answers")).text
    assert "Yours to decide" in words_of(page)
    assert f'action="/letters/answers/{number}/put-away"' in page

    done = await page_after(
        coordinator, await coordinator.post(f"/letters/answers/{number}/put-away")
    )
    assert "Put away: Ana Reyes, \N{LEFT DOUBLE QUOTATION MARK}Another time" in words_of(done)
    assert "Decide, tell the person" not in done
    assert "nav-count" not in done
    assert done.count(f'action="/letters/answers/{number}/bring-back"') == 2  # Undo, and its line

    back = await page_after(
        coordinator, await coordinator.post(f"/letters/answers/{number}/bring-back")
    )
    assert "it waits for you again" in words_of(back)
    assert "Decide, tell the person" in back


async def test_putting_away_twice_keeps_who_did_it_first(
    coordinator: AsyncClient, published_week: World
) -> None:
    number = await came(published_week, Said.DECLINED, Outcome.UNVERIFIED)
    await coordinator.post(f"/letters/answers/{number}/put-away")
    before = await rows("SELECT * FROM mail_answer")
    again = await coordinator.post(f"/letters/answers/{number}/put-away")

    assert again.status_code == 303
    assert await rows("SELECT * FROM mail_answer") == before
    assert before[0]["put_away_by"] == published_week.coordinator


async def test_what_waits_for_nobody_is_not_brought_back(
    coordinator: AsyncClient, published_week: World
) -> None:
    number = await came(published_week, Said.ACCEPTED, Outcome.TAKEN)
    await coordinator.post(f"/letters/answers/{number}/bring-back")

    assert not (await inbound.noted_answer(number)).waiting


async def test_programs_put_away_too(coordinator: AsyncClient, published_week: World) -> None:
    number = await came(published_week, Said.DELEGATED, Outcome.SHOWN)
    await came(published_week, Said.ACCEPTED, Outcome.TAKEN)
    waiting = (await coordinator.get("/api/letters/answers?waiting=true")).json()
    assert [answer["id"] for answer in waiting] == [number]

    put = await coordinator.post(f"/api/letters/answers/{number}/put-away")
    assert (put.json()["waiting"], put.json()["put_away_at"] is None) == (False, False)
    back = await coordinator.post(f"/api/letters/answers/{number}/bring-back")
    assert (back.json()["waiting"], back.json()["put_away_at"]) == (True, None)


@pytest.mark.parametrize("verb", ["put-away", "bring-back"])
async def test_an_answer_that_never_came_is_not_there(coordinator: AsyncClient, verb: str) -> None:
    assert (await coordinator.post(f"/letters/answers/9999/{verb}")).status_code == 404
    assert (await coordinator.post(f"/api/letters/answers/9999/{verb}")).status_code == 404
    assert (await coordinator.get("/letters/answers?put_away=9999")).status_code == 404
