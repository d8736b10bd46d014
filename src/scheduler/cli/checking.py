"""``doctor``: what is wrong with this installation, in words."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from os import environ

import click

from scheduler.cli.shell import json_option, opened, say_json
from scheduler.errors import InstallationError
from scheduler.mail.requirements import remarks, require_mail
from scheduler.places import FONTS, STATIC
from scheduler.settings import Settings, settings_from
from scheduler.store import access
from scheduler.store.db import database_url, server_version
from scheduler.store.inbound import unread_since
from scheduler.store.jobs import jobs_overdue, workers_alive
from scheduler.store.letters import held_up, letter_counts
from scheduler.worker import transport_of

UNREAD_FOR = timedelta(hours=1)
"""What has lain for so long is not read by itself any more."""
OLDEST_POSTGRES = 14
"""int8range in an exclusion constraint and everything else we use is older than this."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``mend`` is what to do when it is not ``good``."""

    what: str
    good: bool
    mend: str = ""


@click.command()
@json_option
def doctor(*, as_json: bool) -> None:
    """Look over this installation; exit 1 when something is wrong."""
    checks = list(_all_checks())
    if as_json:
        say_json([asdict(check) for check in checks])
    else:
        for check in checks:
            click.echo(f"{'ok   ' if check.good else 'WRONG'}  {check.what}")
            if not check.good:
                click.echo(f"       {check.mend}")
    if not all(check.good for check in checks):
        sys.exit(1)


def _all_checks() -> Iterator[Check]:
    yield Check("Front end built", (STATIC / "manifest.json").exists(), "Run: make setup")
    yield Check("Fonts for rosters", any(FONTS.glob("*.ttf")), "Run: make setup")
    try:
        settings = settings_from(environ)
        transport_of(settings)
        require_mail(settings)
    except InstallationError as error:
        yield Check("The settings in the environment", good=False, mend=error.detail)
        return
    yield Check("The settings in the environment", good=True)
    yield from _links(settings)
    yield from (Check(found.what, found.good, found.mend) for found in remarks(settings))
    try:
        with database_url(settings) as url:
            yield from asyncio.run(_database_checks(settings, url))
    except InstallationError as error:
        yield Check("The database", good=False, mend=error.detail)


def _links(settings: Settings) -> Iterator[Check]:
    yield Check(
        f"Links in letters lead to {settings.base_url}",
        settings.local or settings.base_url.startswith("https://"),
        "Set BASE_URL to the https address that volunteers reach.",
    )


async def _database_checks(settings: Settings, url: str) -> list[Check]:
    async with opened(settings, url):
        return [check async for check in _inside(settings)]


async def _inside(settings: Settings) -> AsyncIterator[Check]:
    version = await server_version()
    where = "given by DATABASE_URL" if settings.database_url else f"in {settings.data}"
    yield Check(
        f"PostgreSQL {version}, {where}",
        version >= OLDEST_POSTGRES,
        f"Version {OLDEST_POSTGRES} or newer is needed.",
    )
    people = sum(not account.disabled for account in await access.accounts())
    yield Check(
        f"{people} accounts can sign in",
        people > 0,
        "Run: opendoor user add you@example.org --name You --role coordinator",
    )
    async for check in _letters(settings):
        yield check
    alive, waiting = await workers_alive(), await jobs_overdue()
    yield Check(
        f"{alive} workers at work, {waiting} jobs waiting",
        alive > 0 or waiting == 0,
        "Start one with: opendoor worker (opendoor serve starts its own).",
    )


async def _letters(settings: Settings) -> AsyncIterator[Check]:
    counts = await letter_counts()
    way = "the outbox of this machine" if settings.local else "a mail service"
    yield Check(f"Letters go to {way}; {counts.get('sent', 0)} sent", good=True)
    failed = counts.get("failed", 0)
    yield Check(
        f"{failed} letters were refused",
        failed == 0,
        "Look at: opendoor outbox list --state failed",
    )
    unread = await unread_since(datetime.now(UTC) - UNREAD_FOR)
    yield Check(
        f"{unread} mails or calls of mail services could not be read",
        unread == 0,
        "Look into the log of the worker for: cannot be read. What came in is kept for a while.",
    )
    for reason, number in await held_up():
        yield Check(f"{number} letters wait to be tried again", good=False, mend=reason)
