"""The embedded PostgreSQL: shared by its users, stopped by the last, back after any kill."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from scheduler.store.cluster import (
    SHARED_ROOT,
    Cluster,
    binaries_of_the_wheel,
    copied_binaries,
    place,
)
from scheduler.store.embedded import embedded_server
from tests.support.programs import wait_for


@pytest.fixture
def data() -> Iterator[Path]:
    """A data directory that the server's own user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="opendoor-data-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


async def answer(url: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval("SELECT count(*) FROM kept")
    finally:
        await connection.close()


async def keep_something(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept AS SELECT 1")
    await connection.close()


def server_of(data: Path) -> int:
    """The running server's process id, 0 while there is none."""
    with suppress(FileNotFoundError):
        return int(place(data).pid_file.read_text().split("\n", 1)[0] or 0)
    return 0


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except FileNotFoundError:
        return False


async def test_it_starts_keeps_its_rows_and_stops_with_its_only_user(data: Path) -> None:
    with embedded_server(data) as url:
        pid = server_of(data)
        await keep_something(url)
    assert not is_running(pid)
    with embedded_server(data) as url:
        assert await answer(url) == 1


def test_a_second_user_shares_it_and_the_last_one_stops_it(data: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from scheduler.store.embedded import embedded_server\n"
        "with embedded_server(Path(sys.argv[1])): print('here', flush=True); input()\n"
    )
    with embedded_server(data):
        pid = server_of(data)
        other = subprocess.Popen(  # noqa: S603 - Python itself
            [sys.executable, "-c", program, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert other.stdout is not None
        assert other.stdout.readline() == b"here\n"
        assert server_of(data) == pid
    assert is_running(pid)
    other.communicate(b"\n")
    wait_for(lambda: not is_running(pid), 10, "The last user did not stop the server.")


async def test_a_server_killed_while_it_is_used_comes_back_with_its_rows(data: Path) -> None:
    with embedded_server(data) as url:
        await keep_something(url)
        killed = server_of(data)
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: server_of(data) not in {0, killed}, 40)
        assert await patient_answer(url) == 1


async def patient_answer(url: str) -> object:
    """Ask until the server is up again."""
    for _ in range(600):
        with suppress(OSError, asyncpg.PostgresError):
            return await answer(url)
        await asyncio.sleep(0.05)
    return await answer(url)


def test_a_server_left_by_a_killed_user_is_found_and_stopped_by_the_next(data: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from scheduler.store.embedded import embedded_server\n"
        "with embedded_server(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(  # noqa: S603 - Python itself
        [sys.executable, "-c", program, str(data)], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    left = server_of(data)
    assert is_running(left)
    with embedded_server(data):
        assert server_of(data) == left
    assert not is_running(left)


async def test_a_pid_file_that_names_a_stranger_is_no_server(data: Path) -> None:
    with embedded_server(data) as url:
        await keep_something(url)
    pid_file = place(data).pid_file
    pid_file.write_text(f"{os.getpid()}\n{data}\n")
    with embedded_server(data) as url:
        assert server_of(data) != os.getpid()
        assert await answer(url) == 1


def test_only_its_own_user_reaches_the_cluster(data: Path) -> None:
    with embedded_server(data):
        cluster = place(data)
        for folder in (cluster.directory, cluster.sockets):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        if os.geteuid() == 0:
            assert cluster.user
            owner = Path(f"/proc/{server_of(data)}").stat().st_uid
            assert owner == cluster.directory.stat().st_uid != 0


@pytest.fixture
def closed_data(data: Path) -> Path:
    data.chmod(0o700)
    return data


async def test_a_directory_others_cannot_enter_sends_the_cluster_elsewhere(
    closed_data: Path,
) -> None:
    """Only root needs this: it runs the server as someone who may not enter here."""
    data = closed_data
    cluster = place(data)
    if os.geteuid() != 0:
        assert cluster.directory == data / "postgres"
        return
    assert cluster.directory.is_relative_to(SHARED_ROOT)
    try:
        with embedded_server(data) as url:
            await keep_something(url)
            assert await answer(url) == 1
    finally:
        _forget(cluster)


def _forget(cluster: Cluster) -> None:
    shutil.rmtree(cluster.directory.parent)


def test_a_copy_of_the_server_finds_its_libraries(tmp_path: Path) -> None:
    copy = copied_binaries(binaries_of_the_wheel(), tmp_path)
    said = subprocess.run(  # noqa: S603 - the copy just made
        [copy / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("postgres (PostgreSQL) 18")
    assert copied_binaries(binaries_of_the_wheel(), tmp_path) == copy


def test_a_long_path_keeps_its_socket_short(tmp_path: Path) -> None:
    cluster = place(tmp_path / ("a" * 80))
    assert len(str(cluster.sockets)) < 80
