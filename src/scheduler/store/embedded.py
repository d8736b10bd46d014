"""An own PostgreSQL for installations without one: the server of a wheel, started as a child.

Everyone who uses the cluster holds a shared lock on ``users.lock``; the last one out stops
the server, so a command next to a running web server neither starts a second one nor stops
the first. A server left behind by a kill is found, used, and stopped by its next user; one
that is killed while it is used is started again.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from scheduler.errors import InstallationError
from scheduler.store.cluster import DATABASE, SHARED_ROOT, USER, Cluster, place

START_SECONDS = 30.0
WATCH_SECONDS = 1.0


@contextmanager
def embedded_server(data: Path) -> Iterator[str]:
    """Have the server of this data directory running; gives its address."""
    data.mkdir(parents=True, exist_ok=True)
    cluster = place(data)
    with (data / "users.lock").open("a") as users, (data / "server.lock").open("a") as gate:
        with _locked(gate):
            fcntl.flock(users, fcntl.LOCK_SH)
            _ensure_running(cluster)
        try:
            with _watched(cluster, data / "server.lock"):
                yield cluster.url
        finally:
            with _locked(gate):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _nobody_else(users):
                    _stop(cluster)


@contextmanager
def _locked(file: IO[str]) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def _watched(cluster: Cluster, gate: Path) -> Iterator[None]:
    """Start the server again whenever something ends it while it is used."""
    leaving = threading.Event()

    def watch() -> None:
        while not leaving.wait(WATCH_SECONDS):
            if _running_pid(cluster) is None:
                with gate.open("a") as own_gate, _locked(own_gate), suppress(InstallationError):
                    _ensure_running(cluster)

    watcher = threading.Thread(target=watch, name="database watcher", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        leaving.set()
        watcher.join()


def _nobody_else(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(users, fcntl.LOCK_UN)
    return True


def _ensure_running(cluster: Cluster) -> None:
    _make_directories(cluster)
    if not (cluster.directory / "PG_VERSION").exists():
        _create(cluster)
    _start_and_wait(cluster)
    _create_database(cluster)


def _make_directories(cluster: Cluster) -> None:
    for folder in (cluster.directory, cluster.sockets):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if cluster.user:
            shutil.chown(folder, cluster.user)
    if cluster.user and cluster.directory.is_relative_to(SHARED_ROOT):
        cluster.directory.parent.chmod(0o755)


def _create(cluster: Cluster) -> None:
    # initdb wants an empty folder, so it fills one beside and the result is moved in.
    fresh = cluster.directory.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if cluster.user:
        shutil.chown(fresh, cluster.user)
    options = ["--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C", "--no-sync"]
    _run(cluster, "initdb", "-D", str(fresh), *options)
    for item in fresh.iterdir():
        item.rename(cluster.directory / item.name)
    fresh.rmdir()


def _running_pid(cluster: Cluster) -> int | None:
    """The server's process, if the pid file's process really is this cluster's server."""
    try:
        pid = int(cluster.pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if _is_our_server(pid, cluster) else None


def _is_our_server(pid: int, cluster: Cluster) -> bool:
    # A zombie, or a stranger with a recycled number, answers signal 0: ask what it runs.
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return _answers(cluster) if not Path("/proc/self").exists() else False
    return str(cluster.directory).encode() in words


def _clear_leftovers(cluster: Cluster) -> None:
    cluster.pid_file.unlink(missing_ok=True)
    for leftover in cluster.sockets.glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)


def _start(cluster: Cluster) -> subprocess.Popen[bytes]:
    log = cluster.directory / "server.log"
    log.touch(mode=0o600)
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own binary
            [
                str(cluster.binaries / "postgres"),
                "-D",
                str(cluster.directory),
                "-k",
                str(cluster.sockets),
                "-c",
                "listen_addresses=",
                "-c",
                "max_connections=100",
            ],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            # Ctrl-C reaches a whole process group; the server must outlive its users.
            start_new_session=True,
            cwd="/",
            **_as_user(cluster),
        )


def _start_and_wait(cluster: Cluster) -> None:
    deadline = time.monotonic() + START_SECONDS
    started: subprocess.Popen[bytes] | None = None
    while not _answers(cluster):
        if time.monotonic() > deadline:
            raise InstallationError(
                "The embedded database did not start. Its own words are in "
                f"{cluster.directory / 'server.log'}."
            )
        waits = started is None or started.poll() is not None
        # Children of a killed server may still write for a moment: two at once ruin a cluster.
        if waits and _running_pid(cluster) is None and not _lives_in(cluster.directory):
            _clear_leftovers(cluster)
            started = _start(cluster)
        time.sleep(0.02)


def _lives_in(directory: Path) -> bool:
    """Whether a process of the server, which works in its directory, is still there."""
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):  # it ended just now, or is not ours to look at
            if entry.readlink() == directory:
                return True
    return False


def _answers(cluster: Cluster) -> bool:
    ready = subprocess.run(  # noqa: S603 - our own binary
        [str(cluster.binaries / "pg_isready"), "-q", "-h", str(cluster.sockets)],
        check=False,
        cwd="/",
        **_as_user(cluster),
    )
    return ready.returncode == 0


def _create_database(cluster: Cluster) -> None:
    marker = cluster.directory / "opendoor.created"
    if not marker.exists():
        connect = ["-h", str(cluster.sockets), "-U", USER]
        _run(cluster, "psql", *connect, "-d", "postgres", "-qc", f"CREATE DATABASE {DATABASE}")
        marker.touch()


def _run(cluster: Cluster, program: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own binary
        [str(cluster.binaries / program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **_as_user(cluster),
    )
    if done.returncode:
        raise InstallationError(f"The embedded database's {program} failed: {done.stderr.strip()}")


def _as_user(cluster: Cluster) -> dict[str, Any]:
    if cluster.user is None:
        return {}
    return {"user": cluster.user, "group": pwd.getpwnam(cluster.user).pw_gid, "extra_groups": []}


def _stop(cluster: Cluster) -> None:
    pid = _running_pid(cluster)
    if pid is None:
        return
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast" shutdown
    deadline = time.monotonic() + START_SECONDS
    while _is_our_server(pid, cluster) and time.monotonic() < deadline:
        time.sleep(0.02)
    with suppress(ChildProcessError):  # whoever started it also takes its exit code
        os.waitpid(pid, os.WNOHANG)
