"""Real processes of the product: commands that end, and servers that go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

OPENDOOR = (sys.executable, "-m", "scheduler.cli")
_OURS = ("OPENDOOR_", "DATABASE_URL", "PORT", "BASE_URL", "SENDGRID", "SMTP_URL", "MAIL_")


@dataclass(frozen=True)
class Installation:
    """Where a program finds its data: a data directory, or a database's address."""

    data: Path
    database_url: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        """The whole environment of its programs; nothing of the tests' own settings."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
        own = {"OPENDOOR_DATA": str(self.data), "COLUMNS": "200", "NO_COLOR": "1"}
        if self.database_url:
            own["DATABASE_URL"] = self.database_url
        return kept | own | self.environment

    def run(self, *words: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Run ``opendoor`` to its end."""
        return subprocess.run(  # noqa: S603 - this very program
            [*OPENDOOR, *words],
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    @contextmanager
    def running(self, *words: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Keep ``opendoor`` running in a process group of its own; what it says is in ``log``."""
        with log.open("wb") as said:
            process = subprocess.Popen(  # noqa: S603 - this very program
                [*OPENDOOR, *words],
                env=self.variables,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            end(process)


def end(process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> int:
    """Ask a process to end; one that does not is killed."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        return process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise


def wait_for(fulfilled: Callable[[], object], seconds: float = 60, what: str = "") -> float:
    """Wait until something holds; gives the seconds it took."""
    begun = time.monotonic()
    while not fulfilled():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(what or "It did not come true in time.")
        time.sleep(0.05)
    return time.monotonic() - begun
