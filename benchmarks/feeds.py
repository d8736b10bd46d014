"""Ten thousand calendars polled over HTTP, against a static file of about the same size.

The server is ``opendoor serve``, one process, with a database of its own; both go through the
same stack. Each way of asking gets its turn several times, and the middle of its turns counts.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import psycopg

from benchmarks.memory import held_by
from benchmarks.polling import Answer, Poller, free_port, poller, request
from benchmarks.subscribers import subscribe, token
from benchmarks.tables import RESULTS, Table, machine, megabytes, number, write
from scheduler.store.embedded import embedded_server

STATIC_FILE = "manifest.json"
TICKS = os.sysconf("SC_CLK_TCK")
FIRST = "first poll: drawn from the database"


@dataclass(frozen=True, slots=True)
class Polled:
    """One way of asking: how many answers a second, and what the web process spent on each.

    ``ratio`` is against the static file. ``cpu`` is in milliseconds, ``held`` in bytes of
    the web process at the end.
    """

    asked: str
    subscribers: int
    size: int
    answers: int
    rate: float
    ratio: float
    cpu: float
    held: int


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--turns", type=int, default=5, help="of each way of asking (5)")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each turn (2)")
    parser.add_argument("--changes", type=int, default=20, help="polls for each change (20)")
    parser.add_argument("--out", type=Path, default=RESULTS / "feeds.json")


def run(chosen: argparse.Namespace) -> int:
    """Fill, serve, poll, print."""
    began, port = machine(), free_port()
    with ExitStack() as held:
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        held.callback(signal.signal, signal.SIGTERM, before)  # what was started ends, too
        data = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="od-feeds-")))
        data.chmod(0o755)
        url = held.enter_context(embedded_server(data))
        asyncio.run(subscribe(url, chosen.subscribers))
        server = held.enter_context(_serving(url, data, port))
        polls = held.enter_context(poller(port, chosen.connections))
        changing = held.enter_context(psycopg.connect(url, autocommit=True))
        rows = _Turns(server, polls, changing, chosen).rows()
    write(chosen.out, began, rows)
    print(table(rows).text())
    return 0


@contextmanager
def _serving(url: str, data: Path, port: int) -> Iterator[int]:
    """``opendoor serve`` without a worker; gives its process id."""
    with (data / "errors.log").open("wb") as errors:
        server = subprocess.Popen(
            [sys.executable, "-m", "scheduler.cli", "serve", "--no-worker"],
            env={**os.environ, "DATABASE_URL": url, "PORT": str(port), "OPENDOOR_DATA": str(data)},
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,  # what it holds is counted by session
        )
    try:
        _wait_for(server, data, port)
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], data: Path, port: int) -> None:
    while server.poll() is None:
        with suppress(OSError), poller(port, 1) as one:
            next(one.ask_all([request("/health")]))
            return
        time.sleep(0.1)
    sys.exit((data / "errors.log").read_text("utf-8")[-2000:])


class _Turns:
    """Every way of asking, turn by turn."""

    def __init__(
        self,
        server: int,
        polls: Poller,
        changing: psycopg.Connection[tuple[object, ...]],
        chosen: argparse.Namespace,
    ) -> None:
        self._server = server
        self._polls = polls
        self._changing = changing
        self._chosen = chosen
        self._chance = random.Random(0)  # noqa: S311 - whose calendar is polled is no secret
        self._marks: dict[int, str] = {}
        self._asking: deque[int] = deque()

    def rows(self) -> list[Polled]:
        """Measure; the first polls of all come first, for then nothing is drawn yet."""
        first = self._first()
        ways: dict[str, Callable[[], Iterator[bytes]]] = {
            "static file, 200": self._static,
            "feed, 200": self._whole,
            "feed, 304": self._known,
            f"feed, 1 in {self._chosen.changes} changed": self._changed,
        }
        turns: dict[str, list[Polled]] = {asked: [] for asked in ways}
        for _ in range(self._chosen.turns):
            for asked, way in ways.items():
                turns[asked].append(self._turn(asked, way(), self._chosen.seconds))
        middle = [_middle(turns[asked]) for asked in ways]
        return [_against(middle[0], row) for row in (*middle, first)]

    def _first(self) -> Polled:
        everybody = range(1, self._chosen.subscribers + 1)
        return self._turn(FIRST, map(self._poll, everybody), 600)

    def _turn(self, asked: str, way: Iterator[bytes], seconds: float) -> Polled:
        began, spent = time.monotonic(), _cpu(self._server)
        answers, size = 0, 0
        for answer in self._polls.ask_all(_until(way, began + seconds)):
            answers += 1
            size = max(size, len(answer.body))
            if self._asking:
                self._marks[self._asking.popleft()] = answer.mark
            _require(asked, answer)
        wall = time.monotonic() - began
        return Polled(
            asked=asked,
            subscribers=self._chosen.subscribers,
            size=size,
            answers=answers,
            rate=answers / wall,
            ratio=0.0,
            cpu=(_cpu(self._server) - spent) * 1000 / answers,
            held=held_by(self._server),
        )

    def _poll(self, person: int, mark: str = "") -> bytes:
        self._asking.append(person)
        return request(f"/calendar/{token(person)}.ics", mark)

    def _someone(self) -> int:
        return self._chance.randint(1, self._chosen.subscribers)

    def _static(self) -> Iterator[bytes]:
        while True:
            yield request(f"/static/{STATIC_FILE}")

    def _whole(self) -> Iterator[bytes]:
        while True:
            yield self._poll(self._someone())

    def _known(self) -> Iterator[bytes]:
        while True:
            person = self._someone()
            yield self._poll(person, self._marks[person])

    def _changed(self) -> Iterator[bytes]:
        """Somebody's shift changes, and they are the next to ask."""
        while True:
            yield from islice(self._known(), self._chosen.changes - 1)
            person = self._someone()
            self._changing.execute(
                "UPDATE assignment SET sequence = sequence + 1, changed_at = now() WHERE volunteer "
                "= (SELECT id FROM volunteer WHERE email = %s)",
                [f"person{person}@example.org"],
            )
            yield self._poll(person, self._marks[person])


def _until(way: Iterator[bytes], end: float) -> Iterator[bytes]:
    for asked in way:
        yield asked
        if time.monotonic() > end:
            return


def _require(asked: str, answer: Answer) -> None:
    wanted = {304} if asked == "feed, 304" else {200, 304} if "changed" in asked else {200}
    if answer.status not in wanted:
        raise SystemExit(f"{asked}: answered {answer.status}")


def _cpu(pid: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _middle(turns: Sequence[Polled]) -> Polled:
    return sorted(turns, key=lambda turn: turn.rate)[len(turns) // 2]


def _against(static: Polled, row: Polled) -> Polled:
    return replace(row, ratio=row.rate / static.rate)


def table(rows: Sequence[Polled]) -> Table:
    """One line for each way of asking."""
    return Table(
        ("asked for", "bytes", "answers", "a second", "ratio", "web process, ms each", "MB held"),
        tuple(
            (
                row.asked,
                number(row.size),
                number(row.answers),
                number(row.rate),
                number(row.ratio, 2),
                number(row.cpu, 2),
                megabytes(row.held),
            )
            for row in rows
        ),
    )
