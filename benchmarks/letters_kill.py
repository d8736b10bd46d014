"""Kills everything at random while a week's letters are published and sent.

``python -m benchmarks.letters_kill --letters 3000`` publishes twice (the second time a tenth
of the seats is somebody else's) with two workers sending through a local SendGrid. The
publishing process, the workers and the database get SIGKILL at random; SendGrid answers
with 500 at random, or takes a letter and lets the answer get lost. Then it counts: letters
lost, letters that contradict what is published, and doubles, which must be identical.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scheduler.store.db import open_database, rows, value
from scheduler.store.embedded import embedded_server
from tests.support.sendgrid_endpoint import KEY, Answer, Endpoint, sendgrid_endpoint

WORKERS = 2


@dataclass
class Range:
    """What is shot at, and how often it was hit."""

    data: Path
    url: str
    endpoint: Endpoint
    chance: random.Random
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of everything that runs here."""
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "OPENDOOR_DATA": str(self.data),
            "OPENDOOR_SECRET": "a key for the benchmark, long enough",
            "SENDGRID_API_KEY": KEY,
            "SENDGRID_HOST": self.endpoint.url,
            "MAIL_FROM": "schedule@opendoor.example.org",
        }

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a program of ours, quiet."""
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=(self.data / "errors.log").open("ab"),
        )

    def keep_workers(self) -> None:
        """Start workers in place of those that are gone."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < WORKERS:
            self.workers.append(self.start("scheduler.cli", "worker"))

    def stop(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.kill()

    def shoot(self) -> None:
        """Kill one thing, mostly a worker."""
        if self.chance.random() < 0.75:  # noqa: PLR2004 - databases fall over less often
            self.chance.choice(self.workers).kill()
            self.kills["worker"] += 1
            return
        with suppress(ProcessLookupError, FileNotFoundError, ValueError):
            pid = (self.data / "postgres" / "postmaster.pid").read_text("utf-8").split("\n")[0]
            os.kill(int(pid), signal.SIGKILL)
            self.kills["database"] += 1
        time.sleep(0.5)

    def mislead(self) -> None:
        """Have the mail service fail now and then, sometimes after it took the letter."""
        if len(self.endpoint.answers) < 2:  # noqa: PLR2004 - a few at a time
            taken = self.chance.random() < 0.5  # noqa: PLR2004 - as often as not
            self.endpoint.answers.append(Answer(500, accept=taken))


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


def run(letters: int, seconds: float, seed: int) -> bool:
    """Publish, kill, drain and count; whether nothing went wrong."""
    with ExitStack() as held:
        data = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="od-kill-")))
        data.chmod(0o755)
        endpoint = held.enter_context(sendgrid_endpoint())
        url = held.enter_context(database(data))
        chance = random.Random(seed)  # noqa: S311 - which process falls is no secret
        target = Range(data, url, endpoint, chance)
        held.callback(target.stop)
        if target.start("benchmarks.letters_week", "fill", str(letters)).wait():
            sys.exit((data / "errors.log").read_text("utf-8")[-2000:])
        until = time.monotonic() + seconds
        for which in ("first", "second"):
            _publish(target, which, letters)
            _drain(target, until if which == "second" else time.monotonic() + seconds / 3)
        return asyncio.run(_count(target))


def _publish(target: Range, which: str, letters: int) -> None:
    """Until it is published, however often its process dies."""
    while True:
        publishing = target.start("benchmarks.letters_week", which, str(letters))
        lives = target.kills["publishing"] < 3 and target.chance.random() < 0.7  # noqa: PLR2004
        with suppress(subprocess.TimeoutExpired):
            publishing.wait(target.chance.uniform(1.5, 6) if lives else 120)
        if publishing.poll() == 0:
            return
        publishing.kill()
        publishing.wait()
        target.kills["publishing"] += 1


def _drain(target: Range, until: float) -> None:
    """Let workers send, and kill, until nothing is left; near the end nobody is shot."""
    shots_end = time.monotonic() + (until - time.monotonic()) * 0.7
    while time.monotonic() < until + 120:
        target.keep_workers()
        if time.monotonic() < shots_end:
            target.mislead()
            time.sleep(target.chance.uniform(1, 4))
            target.shoot()
            continue
        time.sleep(1)
        with suppress(Exception):
            if not asyncio.run(_waiting(target.url)):
                return


async def _waiting(url: str) -> int:
    async with open_database(url, connections=1):
        sql = "SELECT count(*) FROM letter WHERE state IN ('queued', 'sending')"
        return int(await value(sql))


async def _count(target: Range) -> bool:
    async with open_database(target.url, connections=1):
        letters = await rows(
            "SELECT l.id, l.state, l.kind, l.sequence, l.assignment, a.uid, a.released_at "
            "FROM letter l JOIN assignment a ON a.id = l.assignment ORDER BY l.id"
        )
    arrived = defaultdict(list)
    for mail in target.endpoint.accepted:
        arrived[int(mail["custom_args"]["letter_id"])].append(mail)
    lost = [r["id"] for r in letters if r["state"] not in {"sent", "superseded"}]
    lost += [r["id"] for r in letters if r["state"] == "sent" and not arrived[r["id"]]]
    odd = [n for n, mails in arrived.items() if len({json.dumps(m) for m in mails}) > 1]
    wrong = _contradictions(letters, target.endpoint.accepted)
    doubles = sum(len(mails) - 1 for mails in arrived.values() if mails)
    kinds = Counter(r["kind"] for r in letters)
    print(f"letters decided    {len(letters)} {dict(kinds)}")
    print(f"mails accepted     {len(target.endpoint.accepted)}")
    print(f"killed             {dict(target.kills)}")
    print(f"lost               {len(lost)}")
    print(f"contradicting      {len(wrong)}")
    print(f"doubles            {doubles}, of which not identical: {len(odd)}")
    return not (lost or wrong or odd)


def _contradictions(letters: list[dict[str, Any]], accepted: list[dict[str, Any]]) -> list[str]:
    """Shifts whose newest mail is not what is published, or whose mails came out of order."""
    of = {r["id"]: r for r in letters}
    order: dict[str, list[int]] = defaultdict(list)
    for mail in accepted:
        letter = of[int(mail["custom_args"]["letter_id"])]
        order[letter["uid"]].append(letter["sequence"])
    newest = {r["uid"]: r for r in letters if r["state"] != "superseded"}
    wrong = [uid for uid, numbers in order.items() if numbers != sorted(numbers)]
    wrong += [
        uid
        for uid, r in newest.items()
        if (r["released_at"] is None) == (r["kind"] == "cancel")
        or (order[uid] and max(order[uid]) != r["sequence"])
    ]
    return sorted(set(wrong))


def main() -> None:
    """Read the arguments, run, and end with 1 when something went wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--letters", type=int, default=300)
    asked.add_argument("--seconds", type=float, default=60, help="how long to kill for")
    asked.add_argument("--seed", type=int, default=1)
    wanted = asked.parse_args()
    began = time.monotonic()
    fine = run(wanted.letters, wanted.seconds, wanted.seed)
    print(f"seconds            {time.monotonic() - began:.0f}")
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
