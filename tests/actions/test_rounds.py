"""Rounds: what workers do because the clock says so, once however many they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from procrastinate.periodic import PeriodicDeferrer

from scheduler.actions.inbound import keep_arrival
from scheduler.store.db import rows, value
from scheduler.store.inbound import ArrivalKind
from scheduler.store.jobs import CLEAR_OUT, READ_CALENDARS, WRITE_ROUND, enqueue
from scheduler.worker import job_app
from tests.conftest import SendLetters
from tests.support.installation import settings_for


async def test_a_worker_clears_out_when_its_round_comes(
    database: str, send_letters: SendLetters
) -> None:
    assert database
    then = datetime.now(UTC) - timedelta(days=31)
    await keep_arrival(ArrivalKind.EVENTS, "application/json", b"[]", then)
    await enqueue(CLEAR_OUT, queue="rounds", timestamp=0)
    await enqueue(WRITE_ROUND, queue="rounds", timestamp=0)

    await send_letters()

    assert await value("SELECT count(*) FROM arrival") == 0
    assert await rows("SELECT * FROM procrastinate_jobs") == []


async def test_a_worker_that_only_empties_the_queue_begins_no_round(
    database: str, send_letters: SendLetters
) -> None:
    assert database
    await send_letters()

    assert await rows("SELECT * FROM procrastinate_periodic_defers") == []


async def test_two_workers_begin_each_round_once(database: str) -> None:
    now = datetime(2026, 12, 7, 12, 25, tzinfo=UTC).timestamp()
    for _ in range(2):
        app = job_app(database, settings_for(database))
        async with app.open_async():
            deferrer = PeriodicDeferrer(app.periodic_registry)
            await deferrer.defer_jobs(deferrer.get_previous_tasks(at=now))

    found = await rows("SELECT task_name FROM procrastinate_jobs ORDER BY task_name")
    assert [r["task_name"] for r in found] == [CLEAR_OUT, READ_CALENDARS, WRITE_ROUND]
