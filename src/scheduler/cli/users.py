"""``user``: who may sign in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from scheduler.actions.signing_in import LONGEST_TOKEN, TOKEN_LASTS, make_link, make_token
from scheduler.cli.shell import json_option, say_json, with_database
from scheduler.errors import InvalidInputError
from scheduler.model.access import Access, Account
from scheduler.settings import Settings
from scheduler.store import access, audit
from scheduler.store.db import transaction


@click.group()
def user() -> None:
    """Add, list and shut accounts of coordinators and offices. Volunteers come by import."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option(
    "--role", type=click.Choice([Access.COORDINATOR.value, Access.OFFICE.value]), required=True
)
@click.option("--office", help="The office's short name, for the role office.")
def add(email: str, name: str, role: str, office: str | None) -> None:
    """Let someone sign in with EMAIL."""
    chosen = Access(role)

    async def work(_settings: Settings, _url: str) -> None:
        if (chosen is Access.OFFICE) != (office is not None):
            raise InvalidInputError("The role office needs --office, and only it does.")
        async with transaction():
            await access.put_account(email.strip().lower(), name, chosen, office)
            await audit.record("the shell of this machine", "account-added", role, email=email)

    with_database(work)
    click.echo(f"{email} signs in as {role}.")


@user.command("list")
@json_option
def list_users(*, as_json: bool) -> None:
    """Show who may sign in."""

    async def work(_settings: Settings, _url: str) -> tuple[Account, ...]:
        return await access.accounts()

    found = with_database(work)
    if as_json:
        say_json(
            [
                {
                    "email": a.email,
                    "name": a.name,
                    "role": a.access.value,
                    "office": a.office,
                    "disabled": a.disabled,
                }
                for a in found
            ]
        )
        return
    for a in found:
        shut = "  (shut)" if a.disabled else ""
        click.echo(f"{a.access.value:<12}{a.email:<36}{a.name:<24}{a.office or ''}{shut}")
    click.echo(f"{len(found)} accounts.")


@user.command("link")
@click.argument("email")
@click.option("--hours", default=1, show_default=True, help="How long the link is good.")
def link(email: str, hours: int) -> None:
    """Print a sign-in link for EMAIL, for use on this machine."""

    async def work(settings: Settings, _url: str) -> str:
        lasts = timedelta(hours=hours)
        return await make_link(email.strip().lower(), settings.base_url, datetime.now(UTC), lasts)

    click.echo(with_database(work))


@user.command("token")
@click.argument("email")
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST_TOKEN.days),
    default=TOKEN_LASTS.days,
    show_default=True,
    help="How long it is good.",
)
def token(email: str, days: int) -> None:
    """Print a bearer token for programs that act as EMAIL. It is told this once."""

    async def work(_settings: Settings, _url: str) -> str:
        lasts = timedelta(days=days)
        return await make_token(email.strip().lower(), datetime.now(UTC), lasts)

    click.echo(with_database(work))


@user.command("shut")
@click.argument("email")
def shut(email: str) -> None:
    """Shut an account and end its sessions at once."""

    async def work(_settings: Settings, _url: str) -> None:
        async with transaction():
            await access.disable_account(email.strip().lower())
            await audit.record("the shell of this machine", "account-shut", "", email=email)

    with_database(work)
    click.echo(f"{email} cannot sign in any more.")
