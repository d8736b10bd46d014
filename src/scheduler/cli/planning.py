"""``import``, ``plan`` and ``publish``: the weekly work from the shell."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from scheduler.actions import importing, publishing, solving
from scheduler.actions.importing import ImportPreview
from scheduler.actions.invites import Addresses
from scheduler.actions.publishing import Published
from scheduler.actions.viewing import view_week
from scheduler.cli.explaining import EmptySeat, empty_json, empty_seats, show_empty
from scheduler.cli.shell import console, json_option, say_json, week_option, with_database
from scheduler.errors import InvalidInputError
from scheduler.model.directory import Finding
from scheduler.model.runs import RunProgress, RunResult
from scheduler.model.week import day_of
from scheduler.planning.progress_words import beyond
from scheduler.planning.run import RunSettings
from scheduler.settings import Settings
from scheduler.store import runs
from scheduler.store.letters import held_up
from scheduler.worker import work

SHELL = "the shell of this machine"
_SHEETS = (".csv", ".xlsx")


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--skip-bad-rows", is_flag=True, help="Take the good rows and leave the bad ones.")
@json_option
def import_folder(folder: Path, *, dry_run: bool, skip_bad_rows: bool, as_json: bool) -> None:
    """Take a week's spreadsheets from FOLDER (CSV or XLSX), or one workbook.

    Shows what would be added, changed and left, and every row that cannot be taken. With a
    bad row nothing is written and the exit code is 1.
    """
    files = _files(folder)

    async def work(_settings: Settings, _url: str) -> ImportPreview:
        today = day_of(datetime.now(UTC))
        with console.status(f"Reading {len(files)} files") as status:
            preview = await importing.preview_import(files, today)
            if not dry_run and (skip_bad_rows or not preview.bad):
                status.update("Writing what is new")
                await importing.apply_import(files, SHELL, today, skip_bad_rows=skip_bad_rows)
        return preview

    preview = with_database(work)
    stopped = bool(preview.bad) and not skip_bad_rows
    if as_json:
        say_json(_import_json(preview, applied=not dry_run and not stopped))
    else:
        _show_import(preview, dry_run=dry_run, stopped=stopped)
    if stopped:
        sys.exit(1)


def _files(folder: Path) -> Mapping[str, bytes]:
    paths = [folder] if folder.is_file() else sorted(folder.iterdir())
    files = {p.name: p.read_bytes() for p in paths if p.suffix.lower() in _SHEETS}
    if not files:
        click.echo(f"opendoor: {folder} holds no .csv or .xlsx file.", err=True)
        sys.exit(1)
    return files


def _import_json(preview: ImportPreview, *, applied: bool) -> dict[str, object]:
    return {
        "applied": applied,
        "sheets": {
            s.sheet.value: {"added": len(s.added), "changed": len(s.changed), "left": s.left}
            for s in preview.difference.sheets
        },
        "bad_rows": [_finding(f) for f in preview.bad],
        "warnings": [_finding(f) for f in preview.warnings],
    }


def _finding(f: Finding) -> dict[str, object]:
    return {
        "file": f.file,
        "row": f.row,
        "column": f.column,
        "problem": f.problem,
        "mend": f.mend,
    }


def _show_import(preview: ImportPreview, *, dry_run: bool, stopped: bool) -> None:
    for sheet in preview.difference.sheets:
        counts = f"{len(sheet.added)} added, {len(sheet.changed)} changed, {sheet.left} left"
        click.echo(f"{sheet.sheet.value:<14}{counts}")
    for title, findings in (("Cannot be taken", preview.bad), ("Look at", preview.warnings)):
        if findings:
            click.echo(f"\n{title} ({len(findings)}):")
        for f in findings[:50]:
            click.echo(f"  {_where(f)}: {f.problem} {f.mend}")
        if len(findings) > 50:  # noqa: PLR2004 - a screenful; --json has them all
            click.echo(f"  ... and {len(findings) - 50} more (--json lists all).")
    if stopped:
        click.echo("\nNothing was written. Mend the rows, or use --skip-bad-rows.")
    elif dry_run:
        click.echo("\nNothing was written (--dry-run).")


def _where(f: Finding) -> str:
    place = f"{f.file} row {f.row}" if f.row else f.file
    return f"{place}, {f.column}" if f.column else place


@click.command()
@week_option
@click.option("--seconds", default=60, show_default=True, help="How long the solver may take.")
@click.option("--seed", default=0, show_default=True, help="Where its search starts.")
@click.option("--max-changes", type=int, help="At most so many differences from what is published.")
@click.option("--explain", is_flag=True, help="Also say why each empty seat is empty.")
@json_option
def plan(
    monday: date,
    seconds: int,
    seed: int,
    max_changes: int | None,
    *,
    explain: bool,
    as_json: bool,
) -> None:
    """Solve a week; the plan becomes its open draft."""
    settings_of_run = RunSettings(seconds=seconds, seed=seed, max_changes=max_changes)

    async def work(_settings: Settings, _url: str) -> tuple[RunResult, list[EmptySeat]]:
        result = await plan_week(monday, settings_of_run)
        return result, empty_seats(await view_week(monday)) if explain else []

    result, empty = with_database(work)
    if as_json:
        reasons = {"empty": empty_json(empty)} if explain else {}
        say_json(result_json(result) | reasons)
        return
    click.echo(result_words(result))
    if explain:
        for sentence in beyond(result):
            click.echo(sentence)
        show_empty(empty)


async def plan_week(monday: date, settings: RunSettings) -> RunResult:
    """Solve in this process and show how far it is."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("Gathering the week")

        def tell(p: RunProgress) -> None:
            gap = "" if p.gap is None else f", gap {p.gap:.1%}"
            bound = "" if p.bound is None else f", bound {p.bound:g}"
            shown.update(task, description=f"{p.stage}: {p.value:g}{bound}{gap}")

        number = await solving.run_now(monday, settings, SHELL, tell)
    result = (await runs.load_run(number)).result
    if result is None:
        raise InvalidInputError("The run ended without a plan.")
    return result


def result_json(result: RunResult) -> dict[str, object]:
    """The figures of a run, for programs."""
    return {
        "coverage": result.coverage,
        "demand": result.demand,
        "bound": result.bound,
        "gap": result.gap,
        "proven": result.proven,
        "seconds": result.seconds,
        "seats_filled": result.seats_filled,
        "seats": result.seats,
        "weakest_office": result.weakest_office,
        "offices": [{"office": name, "share": share} for name, share in result.offices],
        "standby": result.standby,
        "standby_asked": result.standby_asked,
        "stages": [
            {"stage": s.stage, "value": s.value, "bound": s.bound, "gap": s.gap}
            for s in result.stages
        ],
    }


def result_words(result: RunResult) -> str:
    """The figures of a run, for people."""
    proof = (
        "proven: no plan covers more"
        if result.proven
        else f"no plan covers more than {result.bound} (gap {result.gap:.2%})"
    )
    return (
        f"{result.seats_filled} of {result.seats} seats filled; coverage {result.coverage} of "
        f"{result.demand}, {proof}. Weakest office {result.weakest_office:.0%}. "
        f"{result.seconds:.1f} s."
    )


@click.command()
@week_option
@click.option("--send/--no-send", default=True, help="Send here, or leave it to a worker.")
@click.option("--at-once", is_flag=True, help="Hold no letter back for further changes.")
@json_option
def publish(monday: date, *, send: bool, at_once: bool, as_json: bool) -> None:
    """Publish a week's open draft; letters go to those for whom something changes."""
    started = time.monotonic()

    async def do(settings: Settings, url: str) -> Published:
        addresses = Addresses(settings.base_url, settings.secret)
        hold = timedelta(0) if at_once else settings.letter_hold
        published = await publishing.publish(monday, SHELL, datetime.now(UTC), addresses, hold=hold)
        if send:
            with console.status(f"Sending {published.letters} letters"):
                await work(url, settings, until_idle=True)
            for reason, number in await held_up():
                click.echo(f"{number} letters wait for another try: {reason}", err=True)
        return published

    published = with_database(do)
    seconds = round(time.monotonic() - started, 2)
    if as_json:
        say_json(_published_json(published, seconds))
    else:
        click.echo(
            f"Published version {published.roster.version}: {published.invited} invited, "
            f"{published.updated} updated, {published.cancelled} cancelled, "
            f"{published.unchanged} unchanged: {published.letters} letters. {seconds} s."
        )
        if published.waiting:
            click.echo(
                f"{published.waiting} of them wait for further changes; a worker sends them then."
            )


def _published_json(published: Published, seconds: float) -> dict[str, object]:
    return {
        "version": published.roster.version,
        "invited": published.invited,
        "updated": published.updated,
        "cancelled": published.cancelled,
        "unchanged": published.unchanged,
        "letters": published.letters,
        "waiting": published.waiting,
        "seconds": seconds,
    }
