"""All commands under one name; each is loaded when it is called for, as some take a second."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

_WHERE: Mapping[str, str] = {
    "serve": "running:serve",
    "worker": "running:worker",
    "migrate": "running:migrate",
    "import": "planning:import_folder",
    "plan": "planning:plan",
    "publish": "planning:publish",
    "advise": "advising:advise",
    "candidates": "advising:candidates",
    "replay": "advising:replay",
    "roster": "documents:roster",
    "outbox": "outbox:outbox",
    "inbound": "inbound:inbound",
    "user": "users:user",
    "doctor": "checking:doctor",
}
"""Every command's module and function, in the order of a coordinator's day."""


class _Late(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_WHERE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _WHERE:
            return None
        module, name = _WHERE[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"scheduler.cli.{module}"), name)
        return command


@click.group(
    cls=_Late, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
def main() -> None:
    """Open Door: staffs free immigration legal clinics.

    Settings come from the environment: OPENDOOR_DATA (data directory, default ./.opendoor),
    DATABASE_URL (default: an own database in the data directory), PORT, BASE_URL,
    SENDGRID_API_KEY or SMTP_URL with MAIL_FROM (default: letters stay in the outbox),
    MAIL_ANSWERS (the address calendars answer to; mail to it comes in by `opendoor inbound` or
    SendGrid's Inbound Parse), SENDGRID_WEBHOOK_KEY (what SendGrid signs its calls with),
    OPENDOOR_SECRET (default: made once, in the data directory), DIGEST_HOUR, HOURS_GOOD_DAYS,
    KEEP_INBOUND_DAYS, KEEP_LETTERS_DAYS, KEEP_AUDIT_DAYS (docs/operations.md).
    """
