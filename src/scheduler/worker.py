"""The worker: takes jobs from the database and carries them out.

Any number may run. One that is killed leaves its job marked as being done; whoever is left
puts it back once its heartbeat is old, so it is taken up again within half a minute.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from procrastinate import App, PsycopgConnector, RetryStrategy

from scheduler.actions import sending, solving
from scheduler.errors import TransportError
from scheduler.mail.choice import transport_from
from scheduler.mail.transport import Transport
from scheduler.model.letters import Sender
from scheduler.settings import Settings
from scheduler.store.jobs import SEND, SOLVE, jobs_due

HEARTBEAT_SECONDS = 3.0
STALLED_SECONDS = 12.0
"""A worker that has been silent this long is taken for dead."""
RESCUE_EVERY_SECONDS = 5.0

log = logging.getLogger(__name__)


def job_app(database_url: str, settings: Settings) -> App:
    """The queue with everything a worker knows how to do."""
    app = App(connector=PsycopgConnector(conninfo=database_url, min_size=1, max_size=6))
    transport = transport_of(settings)
    sender = sender_of(settings)

    @app.task(name=SOLVE, queue="runs")
    async def solve(run: int) -> None:
        await solving.carry_out(run)

    @app.task(
        name=SEND,
        queue="letters",
        # A mail service that is down is asked again after 4, 16, 64 ... seconds.
        retry=RetryStrategy(
            max_attempts=sending.MOST_ATTEMPTS,
            exponential_wait=4,
            retry_exceptions={TransportError},
        ),
    )
    async def send(letter: int) -> None:
        await sending.send_letter(letter, transport, sender)

    return app


def transport_of(settings: Settings) -> Transport:
    """The way letters leave this installation."""
    return transport_from(
        sendgrid_api_key=settings.sendgrid_api_key or "", smtp_url=settings.smtp_url or ""
    )


def sender_of(settings: Settings) -> Sender:
    """Who letters come from."""
    return Sender(settings.mail_from)


async def work(database_url: str, settings: Settings, *, until_idle: bool = False) -> None:
    """Carry out jobs until stopped, or until none is left. The store must be open."""
    app = job_app(database_url, settings)
    async with app.open_async(), _rescuing(app):
        await _run(app, wait=not until_idle)
        # A job that waited for another's lock is not seen as work that is left.
        while until_idle and await jobs_due():
            await _run(app, wait=False)


async def _run(app: App, *, wait: bool) -> None:
    await app.run_worker_async(
        wait=wait,
        concurrency=4,
        install_signal_handlers=False,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
        fetch_job_polling_interval=2.0,
        delete_jobs="successful",
        shutdown_graceful_timeout=5.0,
    )


@asynccontextmanager
async def _rescuing(app: App) -> AsyncIterator[None]:
    task = asyncio.create_task(_rescue(app))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _rescue(app: App) -> None:
    while True:
        stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
        for job in stalled:
            log.warning("Taking up job %s (%s) again: its worker is gone", job.id, job.task_name)
            await app.job_manager.retry_job(job, retry_at=datetime.now(UTC) - timedelta(seconds=1))
        await asyncio.sleep(RESCUE_EVERY_SECONDS)
