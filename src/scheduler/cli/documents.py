"""``roster``: an office's published week as a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from scheduler.actions.published import view_office_roster
from scheduler.actions.rosters import roster_document
from scheduler.cli.shell import json_option, say_json, week_option, with_database
from scheduler.model.rosters import OfficeRoster
from scheduler.places import FONTS
from scheduler.settings import Settings


@click.command()
@week_option
@click.option("--office", required=True, help="Its short name, like bronx.")
@click.option("--pdf", "form", flag_value="pdf", help="One sheet a day, to print.")
@click.option("--xlsx", "form", flag_value="xlsx", help="A workbook.")
@click.option("--csv", "form", flag_value="csv", help="Plain rows.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it.")
@json_option
def roster(monday: date, office: str, form: str | None, out: Path | None, *, as_json: bool) -> None:
    """Show or write what is published for one office."""

    async def work(_settings: Settings, _url: str) -> tuple[OfficeRoster, bytes]:
        shown = await view_office_roster(monday, office)
        return shown, await roster_document(monday, office, form, FONTS) if form else b""

    shown, document = with_database(work)
    target = out or Path(f"roster-{office}-{monday}.{form}")
    if form:
        target.write_bytes(document)
    counts = _counts(shown)
    if as_json:
        say_json(counts | {"file": str(target) if form else None, "bytes": len(document)})
        return
    if not form:
        _show(shown)
    click.echo(
        f"{shown.office_name}, version {shown.version}: {counts['days']} days, "
        f"{counts['shifts']} shifts, {counts['people']} people, {counts['empty']} empty seats."
    )
    if form:
        click.echo(f"Wrote {target} ({len(document):,} bytes).")


def _counts(roster: OfficeRoster) -> dict[str, object]:
    shifts = [s for day in roster.days for session in day.sessions for s in session.shifts]
    lines = [line for shift in shifts for line in shift.lines]
    return {
        "office": roster.office,
        "version": roster.version,
        "days": len(roster.days),
        "shifts": len(shifts),
        "people": len({line.name for line in lines if line.name}),
        "empty": sum(1 for line in lines if not line.name),
    }


def _show(roster: OfficeRoster) -> None:
    for day in roster.days:
        click.echo(f"\n{day.day:%A %d %B %Y}")
        for session in day.sessions:
            for shift in session.shifts:
                click.echo(f"  {shift.starts:%H:%M}-{shift.ends:%H:%M} {session.kind.value}")
                for line in shift.lines:
                    matter = line.matter.label if line.matter else ""
                    who = line.name or "(empty)"
                    click.echo(f"    {line.role:<12}{who:<28}{matter:<30}{line.language}")
