"""The tables, the migrations and the database say the same."""

from __future__ import annotations

import asyncio
import sys

import asyncpg
import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from scheduler.errors import InstallationError
from scheduler.store.db import migrate, open_database, rows, server_version
from scheduler.store.piccolo_conf import APP_REGISTRY
from tests.support.database_server import DatabaseServer

APP_CONFIG = APP_REGISTRY.get_app_config("scheduler")


async def test_a_new_migration_would_have_nothing_to_change() -> None:
    proposed = await AutoMigrationManager().get_alter_statements(APP_CONFIG)
    assert [line for change in proposed for line in change.statements] == []


async def test_every_table_has_its_columns_in_the_database(database: str) -> None:
    assert database
    found = await rows(
        "SELECT table_name, column_name, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'public'"
    )
    existing = {(r["table_name"], r["column_name"]): r["is_nullable"] == "YES" for r in found}
    wanted = {
        (table._meta.tablename, column._meta.db_column_name): column._meta.null  # noqa: SLF001
        for table in APP_CONFIG.table_classes
        for column in table._meta.columns  # noqa: SLF001
    }
    assert {place: existing.get(place) for place in wanted} == wanted


async def test_migrating_twice_changes_nothing(database: str) -> None:
    assert database
    assert await migrate() == ()


async def test_a_database_newer_than_the_program_is_not_touched(database: str) -> None:
    assert database
    await rows(
        "INSERT INTO migration (name, app_name, ran_on) "
        "VALUES ('2099-01-01T00:00:00:000000', 'scheduler', now())"
    )
    with pytest.raises(InstallationError, match="a newer Open Door than this one"):
        await migrate()


async def test_eight_processes_migrate_an_empty_database_at_once(server: DatabaseServer) -> None:
    async with server.empty_database() as address:
        program = "import asyncio, sys; from tests.store.test_schema import bring_up; "
        program += "print(asyncio.run(bring_up(sys.argv[1])))"
        started = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", program, address), stdout=asyncio.subprocess.PIPE
            )
            for _ in range(8)
        ]
        said = [(await process.communicate())[0].decode().strip() for process in started]
    assert [process.returncode for process in started] == [0] * 8
    assert sorted(said) == ["0"] * 7 + [str(len(list(_migrations())))]


async def bring_up(address: str) -> int:
    """What each of the eight processes does."""
    async with open_database(address):
        return len(await migrate())


def _migrations() -> list[str]:
    folder = APP_CONFIG.migrations_folder_path
    return [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]


async def test_a_server_that_does_not_answer_is_told_in_words() -> None:
    with pytest.raises(InstallationError, match="Is DATABASE_URL right"):
        async with open_database("postgresql://nobody@127.0.0.1:9/nothing"):
            pass


async def test_the_server_is_new_enough(database: str) -> None:
    assert database
    assert await server_version() >= 14


async def test_two_places_at_once_are_refused_by_the_database_itself(
    database: str, published_week: object
) -> None:
    """With every check of ours out of the way: plain SQL, straight into the table."""
    assert published_week
    connection = await asyncpg.connect(database)
    try:
        copied = (
            "INSERT INTO assignment (uid, session, shift, volunteer, starts, ends, role, remote, "
            "sequence, reply, created_at, changed_at) SELECT 'another', session, 9, volunteer, "
            "starts + interval '1 hour', ends + interval '1 hour', role, remote, 0, 'none', "
            "now(), now() FROM assignment ORDER BY id LIMIT 1"
        )
        with pytest.raises(asyncpg.ExclusionViolationError):
            await connection.execute(copied)
        # Back to back is not at once, and someone who was released is free again.
        await connection.execute(copied.replace("1 hour", "12 hours"))
        await connection.execute("UPDATE assignment SET released_at = now()")
        await connection.execute(copied.replace("'another'", "'free again'"))
    finally:
        await connection.close()
