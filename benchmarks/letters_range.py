"""Web, workers and database of one installation, to be shot at."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPException
from pathlib import Path

from benchmarks.polling import free_port
from scheduler.store.embedded import embedded_server
from tests.support.answering import Signer
from tests.support.sendgrid_endpoint import KEY, Answer, Endpoint

WORKERS = 1
"""Beside the one that the web process keeps."""
ODDS = {"worker": 9, "web": 6, "database": 5}
"""How often each of them is shot at."""
WEBHOOK_KEY = Signer().public_key
PUBLISHING = 120.0
"""Seconds that a publication may take."""

Process = subprocess.Popen[bytes]


@dataclass
class Range:
    """What is shot at, and how often it was hit."""

    data: Path
    url: str
    endpoint: Endpoint
    chance: random.Random
    web: Process | None = None
    workers: list[Process] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    port: int = field(default_factory=free_port)

    def start(self, *words: str, out: int = subprocess.DEVNULL) -> Process:
        """Start a program of ours, quiet."""
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            env={
                **os.environ,
                "DATABASE_URL": self.url,
                "PORT": str(self.port),
                "OPENDOOR_DATA": str(self.data),
                "OPENDOOR_SECRET": "a key for the benchmark, long enough",
                "SENDGRID_API_KEY": KEY,
                "SENDGRID_HOST": self.endpoint.url,
                "SENDGRID_WEBHOOK_KEY": WEBHOOK_KEY,
                "MAIL_FROM": "schedule@opendoor.example.org",
            },
            stdout=out,
            stderr=(self.data / "errors.log").open("ab"),
        )

    def keep_all(self) -> None:
        """Start web and workers in place of those that are gone."""
        if self.web is None or self.web.poll() is not None:
            self.web = self.start("scheduler.cli", "serve")
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < WORKERS:
            self.workers.append(self.start("scheduler.cli", "worker"))

    def stop(self) -> None:
        """End everything that was started."""
        beside = self._beside()
        for process in (self.web, *self.workers):
            if process is not None:
                process.kill()
                process.wait()
        for pid in beside:
            _kill(pid)

    def shoot(self) -> None:
        """Kill one of them, without a word."""
        (what,) = self.chance.choices(list(ODDS), weights=list(ODDS.values()))
        pids = {"worker": self._any_worker, "web": self._web, "database": self._database}[what]()
        if pids and _kill(self.chance.choice(pids)):
            self.kills[what] += 1

    def _any_worker(self) -> list[int]:
        return [worker.pid for worker in self.workers] + self._beside()

    def _web(self) -> list[int]:
        return [self.web.pid] if self.web else []

    def _beside(self) -> list[int]:
        """The worker that the web process keeps; killed, another takes its place."""
        found: list[int] = []
        for pid in self._web():
            for thread in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):  # the thread, or all of it, ended just now
                    found += map(int, thread.read_text("ascii").split())
        return found

    def _database(self) -> list[int]:
        with suppress(FileNotFoundError, ValueError):
            told = (self.data / "postgres" / "postmaster.pid").read_text("utf-8")
            return [int(told.split("\n")[0])]
        return []

    def mislead(self) -> None:
        """Have the mail service fail now and then, sometimes after it took the letter."""
        if len(self.endpoint.answers) < 2:  # noqa: PLR2004 - a few at a time
            taken = self.chance.random() < 0.5  # noqa: PLR2004 - as often as not
            self.endpoint.answers.append(Answer(500, accept=taken))

    def publish(self, monday: date, token: str) -> None:
        """Press the button in the web; whether it was heard is for the database to say."""
        with suppress(OSError, HTTPException):
            seen = self._ask(f"/api/weeks/{monday}/publish", token)["revision"]
            self._ask(f"/api/weeks/{monday}/publish", token, {"revision": seen, "send_now": True})

    def _ask(self, path: str, token: str, body: object = None) -> dict[str, int]:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=PUBLISHING) as answer:  # noqa: S310
            told: dict[str, int] = json.load(answer)
        return told


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def database(data: Path) -> Iterator[str]:
    """The embedded server, started again whenever it was killed."""
    over = threading.Event()
    with ExitStack() as held:
        url = held.enter_context(embedded_server(data))

        def watch() -> None:
            while not over.wait(0.3):
                with suppress(Exception), embedded_server(data):
                    over.wait(0.1)

        watching = threading.Thread(target=watch, daemon=True)
        watching.start()
        yield url
        over.set()
        watching.join()


@contextmanager
def while_publishing(target: Range, monday: date, token: str) -> Iterator[threading.Thread]:
    """The button is being pressed in a thread of its own."""
    pressed = threading.Thread(target=target.publish, args=(monday, token), daemon=True)
    pressed.start()
    yield pressed
    pressed.join(timeout=PUBLISHING)


def wait_for_web(target: Range, seconds: float = 60.0) -> None:
    """Until the web answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        target.keep_all()
        with suppress(OSError), socket.create_connection(("127.0.0.1", target.port), 1):
            return
        time.sleep(0.2)
