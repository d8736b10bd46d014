"""The database: opening it, one transaction, migrations, and rows as plain dictionaries."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import asyncpg
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards

from scheduler.errors import InstallationError, InvalidInputError
from scheduler.model.hours_letters import GOOD_DAYS
from scheduler.settings import Settings
from scheduler.store.embedded import embedded_server
from scheduler.store.piccolo_conf import APP_REGISTRY, DB

os.environ.setdefault("PICCOLO_CONF", "scheduler.store.piccolo_conf")

_MIGRATION_LOCK = 7_240_331_118
"""Any number, the same for every process that might migrate."""

Row = dict[str, Any]


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The address of the database, with the embedded server running where none is given."""
    if settings.database_url:
        yield settings.database_url
        return
    with embedded_server(settings.data) as url:
        yield url


@asynccontextmanager
async def open_database(
    url: str, connections: int = 10, *, hours_good_days: int = GOOD_DAYS
) -> AsyncIterator[None]:
    """Connect the pool that every query of this process uses.

    ``hours_good_days`` is the installation's word about how long hours count as confirmed.
    """
    DB.config = {"dsn": url}
    _opened_for["hours_good_days"] = hours_good_days
    try:
        await DB.start_connection_pool(min_size=1, max_size=connections, reset=_as_it_is)
    except (OSError, asyncpg.PostgresError, ValueError) as error:
        raise InstallationError(
            f"The database does not answer ({error.__class__.__name__}: {error}). "
            "Is DATABASE_URL right, and the server running?"
        ) from error
    try:
        yield
    finally:
        await DB.close_connection_pool()


_opened_for = {"hours_good_days": GOOD_DAYS}


def hours_good_days() -> int:
    """How many days a person's hours count as confirmed here; 0: for ever."""
    return _opened_for["hours_good_days"]


async def _as_it_is(_: asyncpg.Connection) -> None:
    """Nothing to put back when a connection returns to the pool.

    Nobody here sets anything for longer than a transaction, and one left open is rolled
    back in any case. Resetting would be a second round trip for every query.
    """


def transaction() -> Any:  # noqa: ANN401 - Piccolo's own context manager
    """All or nothing for what is awaited inside. Inside another one it joins that one."""
    return DB.transaction()


@asynccontextmanager
async def snapshot() -> AsyncIterator[None]:
    """One moment of the database for every look inside; nothing can be written."""
    async with transaction():
        await rows("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


async def rows(sql: str, *values: object) -> list[Row]:
    """Run one statement with $1, $2, ... and give its rows.

    A value no column can hold (a number too long, text with a null byte) is the sender's
    mistake, wherever it came in.
    """
    try:
        return await _rows(sql, values)
    except asyncpg.DataError as error:
        raise InvalidInputError from error


async def _rows(sql: str, values: tuple[object, ...]) -> list[Row]:
    current = DB.current_transaction.get()
    if current is not None:
        return [dict(row) for row in await current.connection.fetch(sql, *values)]
    if DB.pool is None:
        raise InstallationError("The database is not open.")
    async with DB.pool.acquire() as connection:
        return [dict(row) for row in await connection.fetch(sql, *values)]


async def row(sql: str, *values: object) -> Row | None:
    """The first row, or None."""
    found = await rows(sql, *values)
    return found[0] if found else None


async def value(sql: str, *values: object) -> Any:  # noqa: ANN401 - whatever the column holds
    """The first column of the first row, or None."""
    found = await row(sql, *values)
    return next(iter(found.values())) if found else None


async def execute_many(sql: str, values: Sequence[Sequence[object]]) -> None:
    """Run one statement for many rows; inside a transaction only."""
    await _connection_in_transaction().executemany(sql, values)


async def run_script(sql: str) -> None:
    """Run several statements at once; for migrations, inside their transaction."""
    await _connection_in_transaction().execute(sql)


def _connection_in_transaction() -> Any:  # noqa: ANN401 - asyncpg has no types
    current = DB.current_transaction.get()
    if current is None:
        raise InstallationError("This write belongs into a transaction.")
    return current.connection


async def server_version() -> int:
    """The PostgreSQL behind it, by its major number."""
    return int(await value("SHOW server_version_num")) // 10_000


async def migrate() -> tuple[str, ...]:
    """Bring the tables up to date; gives the ids of the migrations that ran.

    Any number of processes may call this at once: an advisory lock lets one at a time
    through. A database newer than this program is refused.
    """
    lock = await asyncpg.connect(**DB.config)
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", _MIGRATION_LOCK)
        before = await _applied()
        _require_known(before)
        spoken = io.StringIO()
        with contextlib.redirect_stdout(spoken):  # Piccolo reports on standard output
            try:
                await run_forwards(app_name="scheduler")
            except SystemExit as error:
                raise InstallationError(f"A migration failed: {spoken.getvalue()}") from error
        return tuple(name for name in await _applied() if name not in before)
    finally:
        await lock.close()


def _require_known(applied: Sequence[str]) -> None:
    known: set[str] = set()
    for app in APP_REGISTRY.app_configs.values():
        known.update(
            BaseMigrationManager().get_migration_modules(app.resolved_migrations_folder_path)
        )
    if set(applied) - known:
        raise InstallationError(
            "The database was brought up to date by a newer Open Door than this one. "
            "Update the program, or restore the backup from before."
        )


async def _applied() -> tuple[str, ...]:
    if await value("SELECT to_regclass('migration')") is None:
        return ()
    found = await rows("SELECT name FROM migration WHERE app_name = 'scheduler' ORDER BY name")
    return tuple(r["name"] for r in found)
