"""A PostgreSQL for the tests: one server a test run, one fresh database a test.

Databases are copied from templates, which costs a tenth of a second. A template is built
by whichever process needs it first; the others wait for it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from scheduler.store.cluster import DATABASE
from scheduler.store.db import migrate, open_database
from scheduler.store.embedded import embedded_server

_WHERE = "OPENDOOR_TEST_SERVER"
_FASTER = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
_MIGRATED = "migrated"


def make_room() -> None:
    """Choose the folder of this run's server; every worker process inherits it."""
    room = Path(tempfile.mkdtemp(prefix="opendoor-tests-"))
    room.chmod(0o755)  # as root, the server runs as someone else
    os.environ[_WHERE] = str(room)


def clear_room() -> None:
    """Take the folder away again, once no worker uses it."""
    shutil.rmtree(os.environ.pop(_WHERE), ignore_errors=True)


@dataclass(frozen=True)
class DatabaseServer:
    """The running server; ``url`` is its maintenance database."""

    url: str

    def address(self, name: str) -> str:
        """The address of one of its databases."""
        return self.url.replace(f"/{DATABASE}?", f"/{name}?")

    async def template(self, name: str, fill: Callable[[str], Awaitable[None]]) -> str:
        """A migrated database filled once a run; gives its name, to copy from."""
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute("SELECT pg_advisory_lock(hashtext($1))", name)
            if not await _exists(connection, name):
                half_done = await self._copy(connection, _MIGRATED if name != _MIGRATED else None)
                async with open_database(self.address(half_done)):
                    await fill(self.address(half_done))
                await connection.execute(f'ALTER DATABASE "{half_done}" RENAME TO "{name}"')
        finally:
            await connection.close()
        return name

    @asynccontextmanager
    async def database(
        self, template: str = _MIGRATED, fill: Callable[[str], Awaitable[None]] | None = None
    ) -> AsyncIterator[str]:
        """A database of one's own; gives its address and drops it afterwards."""
        await self.template(_MIGRATED, _migrate)
        if fill:
            await self.template(template, fill)
        connection = await asyncpg.connect(self.url)
        try:
            name = await self._copy(connection, template)
            yield self.address(name)
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        finally:
            await connection.close()

    @asynccontextmanager
    async def empty_database(self) -> AsyncIterator[str]:
        """A database without a single table."""
        connection = await asyncpg.connect(self.url)
        try:
            name = await self._copy(connection, None)
            yield self.address(name)
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        finally:
            await connection.close()

    async def _copy(self, connection: asyncpg.Connection, template: str | None) -> str:
        name = f"test-{uuid.uuid4().hex[:12]}"
        origin = template or "template0"
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{origin}"')
        return name


async def _exists(connection: asyncpg.Connection, name: str) -> bool:
    return bool(await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name))


async def _migrate(_url: str) -> None:
    await migrate()


@contextmanager
def database_server() -> Iterator[DatabaseServer]:
    """The run's server: started by the first process, stopped by the last."""
    with embedded_server(Path(os.environ[_WHERE])) as url:
        yield DatabaseServer(url)


async def hurry(server: DatabaseServer) -> None:
    """Give durability away: after a crash these databases are not wanted back."""
    connection = await asyncpg.connect(server.url)
    try:
        for setting in _FASTER:
            await connection.execute(f"ALTER SYSTEM SET {setting}")
        await connection.execute("SELECT pg_reload_conf()")
    finally:
        await connection.close()
