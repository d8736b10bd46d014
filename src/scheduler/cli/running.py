"""``serve``, ``worker`` and ``migrate``: the processes of an installation."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import environ

import click
import uvicorn

from api.app import create_app
from scheduler.cli.example import example_week_if_empty, sign_in_links
from scheduler.cli.shell import console, plain_errors
from scheduler.settings import Settings, settings_from
from scheduler.store.db import database_url, open_database
from scheduler.store.db import migrate as migrate_tables
from scheduler.worker import work

PARENT_CHECK_SECONDS = 1.0


@click.command()
@click.option("--example", is_flag=True, help="Load, solve and publish an example week if empty.")
@click.option("--worker/--no-worker", "own_worker", default=True, help="Start a worker as well.")
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(*, example: bool, own_worker: bool, host: str) -> None:
    """Serve the web app, with a worker beside it. Ctrl-C ends both and the own database."""
    with plain_errors():
        settings = settings_from(environ)
        with database_url(settings) as url:
            asyncio.run(_prepare(settings, url, example=example))
            with _worker_beside(url) if own_worker else _nothing():
                uvicorn.run(
                    create_app(settings, url),
                    host=host,
                    port=settings.port,
                    log_level="warning",
                    server_header=False,
                    timeout_graceful_shutdown=3,
                )


async def _prepare(settings: Settings, url: str, *, example: bool) -> None:
    async with open_database(url):
        with console.status("Bringing the tables up to date"):
            await migrate_tables()
        if example:
            await example_week_if_empty(settings, url)
        click.echo(f"\nOpen Door is open at {settings.base_url}   (Ctrl-C stops it)\n")
        for kind, link in await sign_in_links(settings):
            click.echo(f"  {kind:<12}{link}")
        click.echo("")
        sys.stdout.flush()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _worker_beside(url: str) -> Iterator[None]:
    """A worker of its own process: a solve never holds up a page."""
    child = subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-m", "scheduler.cli", "worker", "--with-parent", str(os.getpid())],
        env={**environ, "DATABASE_URL": url},
        start_new_session=True,  # Ctrl-C is ours to pass on
    )
    try:
        yield
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@click.command()
@click.option("--with-parent", type=int, hidden=True, help="End when this process is gone.")
@click.option("--until-idle", is_flag=True, help="End when no job is left.")
def worker(*, with_parent: int | None, until_idle: bool) -> None:
    """Solve runs and send letters. Any number may run against one DATABASE_URL."""
    with plain_errors():
        settings = settings_from(environ)
        with database_url(settings) as url:
            asyncio.run(_work(url, settings, with_parent, until_idle=until_idle))


async def _work(url: str, settings: Settings, parent: int | None, *, until_idle: bool) -> None:
    loop = asyncio.get_running_loop()
    async with open_database(url):
        await migrate_tables()
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

    async def run(url: str) -> tuple[str, ...]:
        async with open_database(url):
            return await migrate_tables()

    with plain_errors():
        settings = settings_from(environ)
        with database_url(settings) as url:
            ran = asyncio.run(run(url))
    click.echo(f"{len(ran)} migrations ran." if ran else "The tables are up to date.")


__all__ = ["Settings", "migrate", "serve", "worker"]
