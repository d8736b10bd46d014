"""Web and worker as real processes: killed, stopped, started again."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from scheduler.actions import solving
from scheduler.mail.choice import transport_from
from scheduler.model.letters import LetterKind
from scheduler.model.runs import RunState
from scheduler.planning.run import RunSettings
from scheduler.store import runs
from scheduler.store.cluster import place
from scheduler.store.db import transaction, value
from scheduler.store.letters import queue_letter
from tests.support.asking import now
from tests.support.programs import Installation, end, wait_for
from tests.support.smtp_server import smtp_server
from tests.support.worlds import ACTOR, World

RESCUED_WITHIN = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(question: str, seconds: float, *values: object) -> None:
    """Ask the database until it says yes."""
    async with asyncio.timeout(seconds):
        while not await value(question, *values):  # noqa: ASYNC110 - another process says it
            await asyncio.sleep(0.1)


async def test_a_killed_workers_run_is_taken_up_again(
    database: str, example_week: World, tmp_path: Path
) -> None:
    installation = Installation(tmp_path / "data", database)
    number = await solving.request_run(example_week.monday, RunSettings(seconds=15), ACTOR, now())
    with installation.running("worker", log=tmp_path / "first.log") as first:
        await until("SELECT state = 'running' FROM run WHERE id = $1", 60, number)
        first.kill()
        first.wait()
    started = await value("SELECT started_at FROM run WHERE id = $1", number)
    with installation.running("worker", log=tmp_path / "second.log"):
        again = "SELECT started_at > $2 FROM run WHERE id = $1"
        await until(again, RESCUED_WITHIN, number, started)
        await until("SELECT state = 'finished' FROM run WHERE id = $1", 60, number)
    run = await runs.load_run(number)
    assert run.result is not None


async def test_a_worker_that_is_stopped_leaves_its_run_to_the_next(
    database: str, unplanned_week: World, tmp_path: Path
) -> None:
    installation = Installation(tmp_path / "data", database)
    number = await solving.request_run(unplanned_week.monday, RunSettings(seconds=15), ACTOR, now())
    log = tmp_path / "first.log"
    with installation.running("worker", log=log) as first:
        await until("SELECT state = 'running' FROM run WHERE id = $1", 60, number)
        begun = now()
        assert await asyncio.to_thread(end, first) == 0
        assert (now() - begun).total_seconds() < 10
    assert "Traceback" not in log.read_text()
    assert (await runs.load_run(number)).state is RunState.RUNNING
    with installation.running("worker", log=tmp_path / "second.log"):
        await until("SELECT state = 'finished' FROM run WHERE id = $1", 60, number)


async def test_a_killed_workers_letter_is_sent_by_the_next(database: str, tmp_path: Path) -> None:
    facts = {
        "kind": "notice",
        "email": "ana@example.org",
        "name": "Ana",
        "subject": "Hello",
        "paragraphs": ["A word."],
    }
    async with smtp_server() as server:
        hole = await asyncio.start_server(_says_nothing, "127.0.0.1", 0)
        silent = hole.sockets[0].getsockname()[1]
        mail = {"MAIL_FROM": "schedule@example.org", "SMTP_URL": f"smtp://127.0.0.1:{silent}"}
        async with transaction():
            number = await queue_letter(
                LetterKind.NOTICE, facts["email"], facts["name"], facts, now()
            )
        stuck = Installation(tmp_path / "data", database, mail)
        with stuck.running("worker", log=tmp_path / "first.log") as first:
            await until("SELECT state = 'sending' FROM letter WHERE id = $1", 60, number)
            first.kill()
            first.wait()
        hole.close()
        # The lease is a minute; a test need not wait for it.
        await value("UPDATE letter SET leased_until = now() WHERE id = $1 RETURNING 1", number)
        healthy = Installation(tmp_path / "data", database, mail | {"SMTP_URL": server.url})
        with healthy.running("worker", log=tmp_path / "second.log"):
            await until("SELECT state = 'sent' FROM letter WHERE id = $1", RESCUED_WITHIN, number)
        assert len(server.letters) == 1
        assert transport_from(smtp_url=server.url).name == "smtp"


async def _says_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()


@pytest.fixture
def own_data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="opendoor-serve-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def is_up(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=1).status_code == 200
    except httpx.TransportError:
        return False


def is_running(pid: int) -> bool:
    """Whether there is more of it than a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except FileNotFoundError:
        return False


def children_of(pid: int) -> list[int]:
    listed = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for child in " ".join(listed).split()]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_serve_ends_with_everything_it_started_and_finds_all_data_again(
    own_data: Path, tmp_path: Path, how: signal.Signals
) -> None:
    port = free_port()
    installation = Installation(own_data, environment={"PORT": str(port)})
    log = tmp_path / "serve.log"
    with installation.running("serve", log=log) as web:
        wait_for(lambda: is_up(port), 60, log.read_text())
        wait_for(lambda: len(children_of(web.pid)) == 2, 20, "PostgreSQL and a worker")
        started = children_of(web.pid)
        assert (
            installation.run(
                "user", "add", "cora@example.org", "--name", "Cora", "--role", "coordinator"
            ).returncode
            == 0
        )
        seconds = wait_for(lambda: end(web, how) == 0)
        assert seconds < 20
    assert [pid for pid in started if is_running(pid)] == []
    assert "Traceback" not in log.read_text()
    assert "cora@example.org" in installation.run("user", "list").stdout


def test_serve_survives_the_death_of_its_database_and_its_worker(
    own_data: Path, tmp_path: Path
) -> None:
    port = free_port()
    installation = Installation(own_data, environment={"PORT": str(port)})
    page = f"http://127.0.0.1:{port}/sign-in/unknown"
    with installation.running("serve", log=tmp_path / "serve.log") as web:
        wait_for(lambda: is_up(port), 60)
        wait_for(lambda: len(children_of(web.pid)) == 2, 20)
        killed = children_of(web.pid)
        database = int(place(own_data).pid_file.read_text().split("\n", 1)[0])
        os.kill(database, signal.SIGKILL)
        wait_for(lambda: httpx.get(page, timeout=10).status_code == 410, 40)
        (worker,) = [pid for pid in killed if pid != database]
        if worker in children_of(web.pid):
            os.kill(worker, signal.SIGKILL)
        wait_for(lambda: set(children_of(web.pid)) - set(killed), 20)
        assert httpx.get(page, timeout=10).status_code == 410


def test_a_taken_port_is_a_sentence(own_data: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        installation = Installation(own_data, environment={"PORT": str(port)})
        done: subprocess.CompletedProcess[str] = installation.run("serve")
    assert done.returncode == 1
    assert re.match(rf"opendoor: Port {port} is taken by another program\.", done.stderr)
    assert "Traceback" not in done.stderr
    assert tmp_path
    assert not (own_data / "postgres").exists()
