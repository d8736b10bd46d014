"""What every command shares: an open database, words on errors, JSON, and days as text."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from os import environ
from typing import Any, TypeVar

import click
from rich.console import Console

from scheduler.errors import OpenDoorError
from scheduler.model.week import monday_of
from scheduler.settings import Settings, settings_from
from scheduler.store.db import database_url, migrate, open_database

Result = TypeVar("Result")
console = Console(stderr=True)
"""Progress and remarks go to standard error, results to standard output."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what went wrong into its sentence and exit 1."""
    try:
        yield
    except OpenDoorError as error:
        click.echo(f"opendoor: {error.detail}", err=True)
        for where, sentence in error.faults:
            if sentence not in error.detail:
                click.echo(f"  {where}: {sentence}", err=True)
        sys.exit(1)


def with_database(work: Callable[[Settings, str], Awaitable[Result]]) -> Result:
    """Open the database, bring its tables up to date, and do the work."""
    with plain_errors():
        settings = settings_from(environ)
        with database_url(settings) as url:
            return asyncio.run(_opened(settings, url, work))


async def _opened(
    settings: Settings, url: str, work: Callable[[Settings, str], Awaitable[Result]]
) -> Result:
    async with opened(settings, url):
        return await work(settings, url)


@asynccontextmanager
async def opened(settings: Settings, url: str, *, migrating: bool = True) -> AsyncIterator[None]:
    """The database, open and with its tables up to date."""
    async with open_database(url, hours_good_days=settings.hours_good_days):
        if migrating:
            with console.status("Bringing the tables up to date"):
                await migrate()
        yield


def say_json(value: Any) -> None:  # noqa: ANN401 - anything JSON can say
    """Print for programs."""
    click.echo(json.dumps(value, indent=2, default=str))


class Week(click.ParamType[date]):
    """A week, by any of its days."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Give the Monday of the day's week."""
        if isinstance(value, date):
            return monday_of(value)
        try:
            return monday_of(date.fromisoformat(value))
        except ValueError:
            self.fail(f"{value!r} is not a date; write it like 2026-12-07.", param, ctx)


week_option = click.option("--week", "monday", type=Week(), required=True, help="Any day of it.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
