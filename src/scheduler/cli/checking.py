"""``doctor``: what is wrong with this installation, in words."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

import click

from scheduler.cli.shell import json_option, say_json, with_database
from scheduler.places import FONTS, STATIC
from scheduler.settings import Settings
from scheduler.store.db import value
from scheduler.store.jobs import workers_alive
from scheduler.store.letters import letter_counts

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

    async def work(settings: Settings, _url: str) -> list[Check]:
        return [check async for check in _checks(settings)]

    checks = with_database(work)
    if as_json:
        say_json([{"what": c.what, "good": c.good, "mend": c.mend} for c in checks])
    else:
        for c in checks:
            click.echo(f"{'ok   ' if c.good else 'WRONG'}  {c.what}")
            if not c.good:
                click.echo(f"       {c.mend}")
    if not all(c.good for c in checks):
        sys.exit(1)


async def _checks(settings: Settings) -> AsyncIterator[Check]:
    version = int(await value("SHOW server_version_num")) // 10000
    where = "given by DATABASE_URL" if settings.database_url else f"in {settings.data}"
    yield Check(
        f"PostgreSQL {version}, {where}",
        version >= OLDEST_POSTGRES,
        f"Version {OLDEST_POSTGRES} or newer is needed.",
    )
    yield Check(
        "Front end built",
        (STATIC / "manifest.json").exists(),
        "Run: make setup",
    )
    yield Check("Fonts for rosters", any(FONTS.glob("*.ttf")), "Run: make setup")
    people = await value("SELECT count(*) FROM account WHERE NOT disabled")
    yield Check(
        f"{people} accounts can sign in",
        people > 0,
        "Run: opendoor user add you@example.org --name You --role coordinator",
    )
    async for check in _mail_checks(settings):
        yield check
    yield await _worker_check()


async def _mail_checks(settings: Settings) -> AsyncIterator[Check]:
    counts = await letter_counts()
    way = "the outbox of this machine" if settings.local else "a mail service"
    yield Check(f"Letters go to {way}; {counts.get('sent', 0)} sent", good=True)
    failed = counts.get("failed", 0)
    yield Check(
        f"{failed} letters were refused",
        failed == 0,
        "Look at: opendoor outbox list --state failed",
    )
    links_leave = settings.local or settings.base_url.startswith("https://")
    yield Check(
        f"Links in letters lead to {settings.base_url}",
        links_leave,
        "Set BASE_URL to the https address that volunteers reach.",
    )


async def _worker_check() -> Check:
    waiting = await value(
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' "
        "AND (scheduled_at IS NULL OR scheduled_at < now() - interval '1 minute')"
    )
    alive = await workers_alive()
    return Check(
        f"{alive} workers at work, {waiting} jobs waiting",
        alive > 0 or waiting == 0,
        "Start one with: opendoor worker (opendoor serve starts its own).",
    )
