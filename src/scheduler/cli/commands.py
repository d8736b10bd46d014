"""All commands under one name."""

from __future__ import annotations

import click

from scheduler.cli import advising, checking, documents, outbox, planning, running, users


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Open Door: staffs free immigration legal clinics.

    Settings come from the environment: OPENDOOR_DATA (data directory, default ./.opendoor),
    DATABASE_URL (default: an own database in the data directory), PORT, BASE_URL,
    SENDGRID_API_KEY or SMTP_URL with MAIL_FROM (default: letters stay in the outbox),
    OPENDOOR_SECRET (default: made once, in the data directory).
    """


for command in (
    running.serve,
    running.worker,
    running.migrate,
    planning.import_folder,
    planning.plan,
    planning.publish,
    advising.advise,
    advising.candidates,
    advising.replay,
    documents.roster,
    outbox.outbox,
    users.user,
    checking.doctor,
):
    main.add_command(command)
