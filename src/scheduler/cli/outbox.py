"""``outbox``: the letters, and what became of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from scheduler.cli.shell import console, json_option, say_json, with_database
from scheduler.model.letters import Delivery, RenderedLetter
from scheduler.settings import Settings
from scheduler.store import letters
from scheduler.store.letters import LetterRecord


@click.group(invoke_without_command=True)
@click.option(
    "--export",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write every letter as .eml, numbered in sending order.",
)
@click.pass_context
def outbox(context: click.Context, folder: Path | None) -> None:
    """List, show and export letters."""
    if folder is not None:
        _export(folder)
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())


def _export(folder: Path) -> None:
    async def work(_settings: Settings, _url: str) -> tuple[tuple[int, bytes, str], ...]:
        return await letters.letters_in_sending_order()

    found = with_database(work)
    folder.mkdir(parents=True, exist_ok=True)
    with console.status(f"Writing {len(found)} letters"):
        for position, (number, mime, email) in enumerate(found, 1):
            name = re.sub(r"[^a-z0-9.@-]", "_", email.lower())
            (folder / f"{position:05}-{number}-{name}.eml").write_bytes(mime)
    click.echo(f"Wrote {len(found)} letters to {folder}.")


@outbox.command("list")
@click.option("--state", type=click.Choice([s.value for s in Delivery]), help="Only these.")
@click.option("--search", default="", help="Part of a name, an address or a subject.")
@click.option("--limit", default=50, show_default=True)
@json_option
def list_letters(state: str | None, search: str, limit: int, *, as_json: bool) -> None:
    """Show the letters, newest first."""

    async def work(_settings: Settings, _url: str) -> tuple[tuple[LetterRecord, ...], int]:
        chosen = Delivery(state) if state else None
        return await letters.list_letters(state=chosen, search=search, limit=limit)

    found, total = with_database(work)
    if as_json:
        say_json({"total": total, "letters": [_letter_json(r) for r in found]})
        return
    for r in found:
        click.echo(f"{r.id:>6}  {r.state.value:<11}{r.kind.value:<9}{r.email:<40}{r.subject}")
    click.echo(f"{len(found)} of {total} letters.")


def _letter_json(r: LetterRecord) -> dict[str, object]:
    return {
        "id": r.id,
        "kind": r.kind.value,
        "state": r.state.value,
        "to": r.email,
        "subject": r.subject,
        "created": r.created_at,
        "sent": r.sent_at,
        "attempts": r.attempts,
        "failure": r.failure,
    }


@outbox.command("show")
@click.argument("number", type=int)
@click.option("--raw", is_flag=True, help="The whole message as it was sent.")
def show_letter(number: int, *, raw: bool) -> None:
    """Show one letter."""

    async def work(_settings: Settings, _url: str) -> RenderedLetter | None:
        return await letters.load_rendered(number)

    letter = with_database(work)
    if letter is None:
        click.echo(f"opendoor: Letter {number} has not been rendered yet.", err=True)
        sys.exit(1)
    if raw:
        sys.stdout.buffer.write(letter.mime)
        return
    click.echo(f"To: {letter.to_name} <{letter.to_email}>\nSubject: {letter.subject}\n")
    click.echo(letter.text)
