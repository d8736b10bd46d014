"""Polls one server over a few connections, as fast as it answers."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

HOST = "127.0.0.1"
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    mark: str
    body: bytes


@dataclass
class Poller:
    """Connections that stay open; each has one request under way at a time."""

    lines: list[socket.socket]
    statuses: Counter[int]

    def ask_all(self, asked: Iterable[bytes]) -> Iterator[Answer]:
        """Send the requests, as many at once as there are connections."""
        waiting = iter(asked)
        while True:
            sent = [
                line for line, one in zip(self.lines, waiting, strict=False) if _send(line, one)
            ]
            if not sent:
                return
            for line in sent:
                answer = _read(line)
                self.statuses[answer.status] += 1
                yield answer


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def request(path: str, mark: str = "") -> bytes:
    """A GET, with the entity tag that is known already."""
    known = f"If-None-Match: {mark}\r\n" if mark else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{known}\r\n".encode()


@contextmanager
def poller(port: int, connections: int) -> Iterator[Poller]:
    """Open the connections, and close them at the end."""
    with ExitStack() as held:
        lines = [
            held.enter_context(socket.create_connection((HOST, port), 30))
            for _ in range(connections)
        ]
        yield Poller(lines, Counter())


def _send(line: socket.socket, asked: bytes) -> bool:
    line.sendall(asked)
    return True


def _read(line: socket.socket) -> Answer:
    got = line.recv(65536)
    while _END not in got:
        got += _more(line)
    head, _, body = got.partition(_END)
    first, *fields = head.decode("latin-1").split("\r\n")
    told = {name.lower(): value for name, _, value in (f.partition(": ") for f in fields)}
    status = int(first.split()[1])
    length = 0 if status == 304 else int(told.get("content-length", 0))  # noqa: PLR2004
    while len(body) < length:
        body += _more(line)
    return Answer(status, told.get("etag", ""), body)


def _more(line: socket.socket) -> bytes:
    got = line.recv(65536)
    if not got:
        raise ConnectionError("The server hung up.")
    return got
