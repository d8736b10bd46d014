"""The example week for a first look: imported, solved and published like any other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from scheduler.actions import importing, publishing
from scheduler.actions.invites import Addresses
from scheduler.actions.signing_in import make_link
from scheduler.cli.planning import SHELL, plan_week, result_words
from scheduler.cli.shell import console
from scheduler.example.week import example_week
from scheduler.imports.columns import SheetName
from scheduler.model.access import Access
from scheduler.model.week import day_of, monday_of
from scheduler.planning.run import RunSettings
from scheduler.settings import Settings
from scheduler.store import access
from scheduler.store.db import row, transaction, value
from scheduler.worker import work

SECONDS = 10
"""How long the example's solve may take: its coverage is proven long before."""
COORDINATOR = "coordinator@example.org"
OFFICE = "bronx"
LINKS_LAST = timedelta(hours=12)


async def example_week_if_empty(settings: Settings, url: str) -> None:
    """Load, solve and publish the example week, unless anything is on file already."""
    if await value("SELECT EXISTS (SELECT 1 FROM office)"):
        return
    now = datetime.now(UTC)
    monday = monday_of(day_of(now)) + timedelta(weeks=2)
    with console.status("Loading the example week"):
        preview = await importing.apply_import(example_week(monday), SHELL, now.date())
        await _accounts()
    people = len(preview.difference.of(SheetName.VOLUNTEERS).added)
    click.echo(f"Loaded the example week of {monday}: {people} made-up volunteers.")
    click.echo(result_words(await plan_week(monday, RunSettings(seconds=SECONDS))))
    with console.status("Publishing and writing letters"):
        published = await publishing.publish(
            monday, SHELL, datetime.now(UTC), Addresses(settings.base_url, settings.secret)
        )
        if settings.local:  # nobody real is written to
            await work(url, settings, until_idle=True)
    click.echo(f"Published: {published.letters} letters are in the outbox.")


async def _accounts() -> None:
    async with transaction():
        await access.put_account(COORDINATOR, "Example Coordinator", Access.COORDINATOR, None)
        await access.put_account(f"{OFFICE}@example.org", "Bronx office", Access.OFFICE, OFFICE)


async def sign_in_links(settings: Settings) -> list[tuple[str, str]]:
    """One link for each kind of user, in local mode only: elsewhere letters bring them."""
    if not settings.local:
        return []
    found = await row(
        "SELECT (SELECT email FROM account WHERE role = 'coordinator' AND NOT disabled "
        "ORDER BY id LIMIT 1) AS coordinator, (SELECT email FROM account WHERE role = 'office' "
        "AND NOT disabled ORDER BY id LIMIT 1) AS office, (SELECT v.email FROM volunteer v "
        "JOIN assignment a ON a.volunteer = v.id WHERE a.released_at IS NULL "
        "ORDER BY a.starts DESC, a.id LIMIT 1) AS volunteer"
    )
    now = datetime.now(UTC)
    return [
        (kind, await make_link(email, settings.base_url, now, LINKS_LAST))
        for kind, email in (found or {}).items()
        if email
    ]
