"""The worker: takes jobs from the database and carries them out.

Any number may run. One that is killed leaves its job marked as being done; whoever is left
puts it back once its heartbeat is old, so it is taken up again within half a minute.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from scheduler.actions import (
    advising,
    asking_hours,
    clearing,
    digests,
    inbound,
    own_calendars,
    reminders,
    sending,
    solving,
    solving_parts,
)
from scheduler.actions.invites import Addresses
from scheduler.busy.fetching import Outside
from scheduler.errors import TransportError
from scheduler.mail.choice import transport_from
from scheduler.mail.transport import Transport
from scheduler.model.letters import Sender
from scheduler.settings import Settings
from scheduler.store.jobs import (
    ADVISE,
    CLEAR_OUT,
    PARTS,
    READ,
    READ_CALENDARS,
    REMIND,
    SEND,
    SOLVE,
    SOLVE_PART,
    WRITE_ROUND,
    jobs_due,
)

HEARTBEAT_SECONDS = 3.0
STALLED_SECONDS = 12.0
"""A worker that has been silent this long is taken for dead."""
RESCUE_EVERY_SECONDS = 5.0
WRITE_EVERY = "*/5 * * * *"
CLEAR_EVERY = "23 * * * *"
CALENDARS_EVERY = "*/10 * * * *"
CALENDARS_TAKE = timedelta(minutes=9)
"""A round that has not read all by then leaves the others to the next one."""
JOBS_AT_ONCE = 4
GRACE_SECONDS = 2.0
"""What a stopping worker gives its jobs to finish; the others are taken up by the next one."""

log = logging.getLogger(__name__)
Round = Task[[int], Coroutine[Any, Any, None], [int]]


def job_app(
    database_url: str, settings: Settings, *, rounds: bool = True, outside: Outside | None = None
) -> App:
    """The queue with everything a worker knows how to do; ``rounds`` come by the clock.

    ``outside`` is how people's own calendars are reached.
    """
    app = App(connector=PsycopgConnector(conninfo=database_url, min_size=1, max_size=6))
    transport = transport_of(settings)
    sender = sender_of(settings)
    addresses = Addresses(settings.base_url, settings.secret)

    @app.task(name=SOLVE, queue="runs", retry=_Again())
    async def solve(run: int) -> None:
        await solving.carry_out(run)

    @app.task(name=ADVISE, queue="runs", retry=_Again())
    async def advise(run: int, key: str) -> None:
        await advising.carry_out(run, key)

    @app.task(name=SEND, queue="letters", retry=_Patiently())
    async def send(letter: int) -> None:
        await sending.send_letter(letter, transport, sender)

    @app.task(name=READ, queue="arrivals", retry=_Again())
    async def read(arrival: int) -> None:
        await inbound.read_arrival(arrival, datetime.now(UTC), addresses, sender)

    @app.task(name=REMIND, queue="letters", retry=_Again())
    async def remind(assignment: int, sequence: int, ahead: str) -> None:
        await reminders.remind(assignment, sequence, ahead, datetime.now(UTC), addresses)

    write, clear = _rounds(app, settings, addresses)
    read_calendars = _calendars_round(app, outside or Outside())
    if rounds:
        app.periodic(cron=CALENDARS_EVERY)(read_calendars)
        app.periodic(cron=WRITE_EVERY)(write)
        app.periodic(cron=CLEAR_EVERY)(clear)
    return app


def _rounds(app: App, settings: Settings, addresses: Addresses) -> tuple[Round, Round]:
    """What nothing calls for but the clock. However many workers: each round comes once."""

    @app.task(name=WRITE_ROUND, queue="rounds", queueing_lock=WRITE_ROUND, retry=_Again())
    async def write(timestamp: int) -> None:
        del timestamp  # a round that was held up writes what is due by now
        now, hour = datetime.now(UTC), settings.digest_hour
        await digests.send_due_digests(now, hour, addresses)
        await asking_hours.ask_due_hours(now, hour, settings.hours_good_days, addresses)

    @app.task(name=CLEAR_OUT, queue="rounds", queueing_lock=CLEAR_OUT, retry=_Again())
    async def clear(timestamp: int) -> None:
        del timestamp
        await clearing.clear_out(datetime.now(UTC), settings.keeping)

    return write, clear


def _calendars_round(app: App, outside: Outside) -> Round:
    @app.task(name=READ_CALENDARS, queue="rounds", queueing_lock=READ_CALENDARS, retry=_Again())
    async def read_calendars(timestamp: int) -> None:
        del timestamp
        until = datetime.now(UTC) + CALENDARS_TAKE
        await own_calendars.read_due(outside, lambda: datetime.now(UTC), until)

    return read_calendars


def parts_app(app: App, processes: solving_parts.PartProcesses) -> App:
    """The queue with what a worker does for large runs, its own and those of other workers."""
    parts = App(connector=app.connector)

    @parts.task(name=SOLVE_PART, queue=PARTS, retry=_Stubbornly())
    async def solve_part(part: int) -> None:
        await solving_parts.carry_out(part, processes)

    return parts


class _Again(BaseRetryStrategy):
    """A job that its worker's end cut short waits for the next worker."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        del job
        if isinstance(exception, JobAborted | asyncio.CancelledError):
            return RetryDecision()
        return None


class _Stubbornly(BaseRetryStrategy):
    """A part is tried until its run no longer wants it: the run waits for every one."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        del job
        if isinstance(exception, JobAborted | asyncio.CancelledError):
            return RetryDecision()
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=RESCUE_EVERY_SECONDS))


class _Patiently(_Again):
    """A letter that could not leave is tried again, later and later."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        cut_short = super().get_retry_decision(exception=exception, job=job)
        if cut_short:
            return cut_short
        # A refused key has no last try; anything else ends with the letter marked as failed.
        if not isinstance(exception, TransportError) and job.attempts >= sending.MOST_ATTEMPTS:
            return None
        seconds = sending.wait_before_next(exception, job.attempts)
        log.warning("%s is tried again in %.0f s: %s", job.call_string, seconds, exception)
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=seconds))


def transport_of(settings: Settings) -> Transport:
    """The way letters leave this installation."""
    return transport_from(
        sendgrid_api_key=settings.sendgrid_api_key or "",
        smtp_url=settings.smtp_url or "",
        sendgrid_host=settings.sendgrid_host,
    )


def sender_of(settings: Settings) -> Sender:
    """Who letters come from."""
    return Sender(settings.mail_from, answers=settings.mail_answers)


async def work(database_url: str, settings: Settings, *, until_idle: bool = False) -> None:
    """Carry out jobs until stopped, or until none is left. The store must be open."""
    app = job_app(database_url, settings, rounds=not until_idle)
    async with app.open_async(), _rescuing(app):
        if not until_idle:
            await _work_on(app, settings.parts_at_once)
            return
        await _run(app, JOBS_AT_ONCE, wait=False)
        # A job that waited for another's lock is not seen as work that is left.
        while await jobs_due():
            await _run(app, JOBS_AT_ONCE, wait=False)


async def _work_on(app: App, parts_at_once: int) -> None:
    """Carry out jobs, and beside them parts of large runs, until stopped."""
    processes = solving_parts.PartProcesses(parts_at_once)
    try:
        async with asyncio.TaskGroup() as loops:
            loops.create_task(_run(app, JOBS_AT_ONCE, wait=True))
            loops.create_task(_run(parts_app(app, processes), parts_at_once, wait=True))
    finally:
        processes.end()


async def _run(app: App, at_once: int, *, wait: bool) -> None:
    await app.run_worker_async(
        queues=sorted({task.queue for task in app.tasks.values()}),
        wait=wait,
        concurrency=at_once,
        install_signal_handlers=False,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
        fetch_job_polling_interval=2.0,
        delete_jobs="successful",
        shutdown_graceful_timeout=GRACE_SECONDS,
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
