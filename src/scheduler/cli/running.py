"""``serve``, ``worker`` and ``migrate``: the processes of an installation."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from os import environ
from types import FrameType

import click

from scheduler.cli.companion import worker_beside
from scheduler.cli.example import example_week_if_empty, sign_in_links
from scheduler.cli.logs import log_to_stderr
from scheduler.cli.shell import opened, plain_errors
from scheduler.errors import InstallationError
from scheduler.mail.requirements import require_mail
from scheduler.settings import Settings, settings_from
from scheduler.store.db import database_url
from scheduler.store.db import migrate as migrate_tables
from scheduler.worker import transport_of, work

PARENT_CHECK_SECONDS = 1.0


@click.command()
@click.option("--example", is_flag=True, help="Load, solve and publish an example week if empty.")
@click.option("--worker/--no-worker", "own_worker", default=True, help="Start a worker as well.")
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(*, example: bool, own_worker: bool, host: str) -> None:
    """Serve the web app, with a worker beside it. Ctrl-C ends both and the own database."""
    log_to_stderr()
    with plain_errors(), _stoppable():
        settings = settings_from(environ)
        transport_of(settings)  # a wrong mail address stops the start, not the first letter
        require_mail(settings)
        with listening(host, settings.port) as listener, database_url(settings) as url:
            asyncio.run(_prepare(settings, url, example=example))
            with worker_beside() if own_worker else nullcontext():
                _serve(settings, url, listener)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end everything in order, and count as having done the job."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Open Door is closed.", err=True)
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Hold the port before anything is started for it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends without delay only where the socket says that it is TCP; unsaid, every
    # answer on a connection that stays open waits for the reader's acknowledgement (40 ms).
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except OSError as error:
            raise InstallationError(_cannot_listen(host, port, error)) from error
        yield listener


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program. Stop that one, or choose another "
            f"port: PORT={port % 65535 + 1} opendoor serve"
        )
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."


async def _prepare(settings: Settings, url: str, *, example: bool) -> None:
    async with opened(settings, url):
        if example:
            await example_week_if_empty(settings, url)
        click.echo(f"\nOpen Door is open at {settings.base_url}   (Ctrl-C stops it)\n")
        for kind, link in await sign_in_links(settings):
            click.echo(f"  {kind:<12}{link}")
        click.echo("")
        sys.stdout.flush()


def _serve(settings: Settings, url: str, listener: socket.socket) -> None:
    # No other command needs the web, and loading it takes longer than most of them.
    import uvicorn  # noqa: PLC0415

    from api.app import create_app  # noqa: PLC0415

    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings, url),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
    )
    try:
        server.run(sockets=[listener])
    finally:
        # A second Ctrl-C must not leave the worker or the database behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@click.command()
@click.option("--with-parent", type=int, hidden=True, help="End when this process is gone.")
@click.option("--until-idle", is_flag=True, help="End when no job is left.")
def worker(*, with_parent: int | None, until_idle: bool) -> None:
    """Solve runs and send letters. Any number may run against one DATABASE_URL."""
    log_to_stderr()
    with plain_errors():
        settings = settings_from(environ)
        with database_url(settings) as url:
            asyncio.run(_work(url, settings, with_parent, until_idle=until_idle))


async def _work(url: str, settings: Settings, parent: int | None, *, until_idle: bool) -> None:
    loop = asyncio.get_running_loop()
    async with opened(settings, url):
        working = asyncio.create_task(work(url, settings, until_idle=until_idle))
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, working.cancel)
        watching = asyncio.create_task(_end_with(parent, working))
        with suppress(asyncio.CancelledError):
            await working
        watching.cancel()


async def _end_with(parent: int | None, working: asyncio.Task[None]) -> None:
    while parent is not None:
        if os.getppid() != parent:
            working.cancel()
            return
        await asyncio.sleep(PARENT_CHECK_SECONDS)


@click.command()
def migrate() -> None:
    """Bring the tables up to date."""

    async def run(settings: Settings, url: str) -> tuple[str, ...]:
        async with opened(settings, url, migrating=False):
            return await migrate_tables()

    with plain_errors():
        settings = settings_from(environ)
        with database_url(settings) as url:
            ran = asyncio.run(run(settings, url))
    click.echo(f"{len(ran)} migrations ran." if ran else "The tables are up to date.")
