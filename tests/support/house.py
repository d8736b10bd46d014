"""A whole installation for the journeys: web, worker and PostgreSQL of its own."""

from __future__ import annotations

import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.programs import Installation, wait_for


@dataclass(frozen=True)
class House:
    """Where it is open, and the shell beside it."""

    address: str
    installation: Installation

    def sign_in_link(self, email: str) -> str:
        """What ``opendoor user link`` prints."""
        done = self.installation.run("user", "link", email)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_up(port: int) -> bool:
    """Whether a web process answers there."""
    with suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=1).status_code == 200
    return False


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A data directory that the database's own user can reach, whoever runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="opendoor-house-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def open_house(coordinator: str, log: Path) -> Iterator[House]:
    """An empty installation that is being served; one coordinator may sign in."""
    port = free_port()
    with reachable_folder() as data:
        installation = Installation(data, environment={"PORT": str(port)})
        added = installation.run(
            "user", "add", coordinator, "--name", "Cora Ordonez", "--role", "coordinator"
        )
        assert added.returncode == 0, added.stderr
        with installation.running("serve", log=log):
            wait_for(lambda: is_up(port), 90, "The web process did not come up.")
            yield House(f"http://localhost:{port}", installation)
        said = log.read_text()
        assert not re.search("Traceback|ERROR", said), said
