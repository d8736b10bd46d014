"""``inbound``: a way in for mail where no SendGrid stands before the house."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from os import environ

import click

from scheduler.actions.inbound import OWN_SERVER, keep_arrival
from scheduler.cli.shell import plain_errors, with_database
from scheduler.settings import Settings, settings_from
from scheduler.store.inbound import ArrivalKind

TRY_LATER = 75
"""What mail servers take for "keep the mail and try again" (EX_TEMPFAIL of sysexits.h)."""
LARGEST_MAIL = 30 * 1024 * 1024


@click.command()
@click.option(
    "--server",
    default="",
    help="The name by which your mail server signs its Authentication-Results.",
)
@click.option("--address", is_flag=True, help="Only show the address for SendGrid's Inbound Parse.")
def inbound(server: str, *, address: bool) -> None:
    """Take one mail from standard input, for a mail server's pipe.

    In Postfix's aliases:  answers: "|opendoor inbound --server mx.example.org"
    """
    if address:
        with plain_errors():
            settings = settings_from(environ)
        key = settings.inbound_key
        click.echo(f"{settings.base_url}/webhooks/sendgrid/inbound?key={key}")
        return
    raw = sys.stdin.buffer.read(LARGEST_MAIL + 1)
    if not raw or len(raw) > LARGEST_MAIL or not server.isascii():
        click.echo("opendoor: A mail of at most 30 MB is expected on standard input.", err=True)
        sys.exit(1)
    kind = "message/rfc822"
    if server:
        kind += f'; {OWN_SERVER}="{server}"'

    async def work(_settings: Settings, _url: str) -> None:
        await keep_arrival(ArrivalKind.MAIL, kind, raw, datetime.now(UTC))

    try:
        with_database(work)
    except BaseException:  # noqa: BLE001
        # Whatever it is, the mail must not be lost: the server keeps it for us.
        click.echo("opendoor: The mail could not be kept; try again later.", err=True)
        sys.exit(TRY_LATER)
