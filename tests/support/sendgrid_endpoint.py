"""A local SendGrid: v3 mail/send over real HTTP, refusing what the real one refuses.

    with sendgrid_endpoint() as endpoint:
        transport = SendGridTransport(endpoint.key, host=endpoint.url)
        ...
        (accepted,) = endpoint.accepted

The rules are those of the v3 reference ("Mail Send errors"), as far as letters of ours
could break them.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "SG.test-key.not-a-real-one"
_ADDRESS = re.compile(r"[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,]+")
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; ?method=[A-Z]+)?")
_RESERVED = {
    "x-sg-id",
    "x-sg-eid",
    "received",
    "dkim-signature",
    "content-type",
    "content-transfer-encoding",
    "to",
    "from",
    "subject",
    "reply-to",
    "cc",
    "bcc",
}
_MOST_CUSTOM_ARGS = 10_000
Fault = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """What the endpoint says instead of judging the next letter."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    accept: bool = False
    """Whether the letter is taken all the same: the answer got lost, not the letter."""
    reset: bool = False
    """Whether the connection breaks instead of an answer."""


@dataclass
class Endpoint:
    """The running service: what it took, and what it will answer next."""

    url: str
    key: str = KEY
    bodies: list[bytes] = field(default_factory=list)
    """What it took, byte for byte as it came."""
    answers: deque[Answer] = field(default_factory=deque)
    """Answers for the next letters, one each; afterwards letters are judged again."""
    requests: int = 0

    @property
    def accepted(self) -> list[dict[str, Any]]:
        """The letters it took, in the order they came."""
        return [json.loads(body) for body in self.bodies]


@contextmanager
def sendgrid_endpoint() -> Iterator[Endpoint]:
    """Run the service on a free local port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Desk)
    server.daemon_threads = True
    endpoint = Endpoint(url=f"http://127.0.0.1:{server.server_port}")
    server.endpoint = endpoint  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def faults(mail: dict[str, Any]) -> list[Fault]:
    """What is wrong with a request, as (field, sentence)."""
    return [
        *_people(mail),
        *_contents(mail.get("content") or []),
        *_attachments(mail.get("attachments") or []),
        *_extras(mail),
    ]


def _people(mail: dict[str, Any]) -> Iterator[Fault]:
    sender = (mail.get("from") or {}).get("email", "")
    if not _ADDRESS.fullmatch(sender):
        yield "from", "The from object must be provided with a valid email address."
    if not mail.get("subject"):
        yield "subject", "The subject is required."
    letters = mail.get("personalizations") or []
    if not letters:
        yield "personalizations", "The personalizations field is required."
    for number, letter in enumerate(letters):
        people = letter.get("to") or []
        if not people:
            yield f"personalizations.{number}.to", "The to array is required."
        emails = [str(person.get("email", "")).lower() for person in people]
        if not all(map(_ADDRESS.fullmatch, emails)):
            yield f"personalizations.{number}.to.0.email", "Does not contain a valid address."
        if len(set(emails)) < len(emails):
            yield "personalizations", "Each email address should be unique."


def _contents(contents: list[dict[str, Any]]) -> Iterator[Fault]:
    kinds = [str(content.get("type", "")) for content in contents]
    if not contents:
        yield "content", "Unless a valid template_id is provided, content is required."
    if any(not _TYPE.fullmatch(kind) for kind in kinds):
        yield "content.0.type", "The content type contains characters that are not allowed."
    if any(not content.get("value") for content in contents):
        yield "content.0.value", "The content value must be a string at least one long."
    order = [{"text/plain": 0, "text/html": 1}.get(kind, 2) for kind in kinds]
    if order != sorted(order):
        yield "content", "text/plain must come first, followed by text/html, then the others."


def _attachments(attachments: list[dict[str, Any]]) -> Iterator[Fault]:
    for number, attachment in enumerate(attachments):
        place = f"attachments.{number}"
        try:
            base64.b64decode(attachment.get("content", ""), validate=True)
        except binascii.Error:
            yield f"{place}.content", "The attachment content must be base64 encoded."
        if not attachment.get("filename"):
            yield f"{place}.filename", "The attachment filename is required."
        if re.search(r"[;\r\n]", str(attachment.get("type", ""))):
            yield f"{place}.type", "The attachment type cannot contain ';' or CRLF characters."


def _extras(mail: dict[str, Any]) -> Iterator[Fault]:
    headers = mail.get("headers") or {}
    if _RESERVED & {name.lower() for name in headers}:
        yield "headers", "Header can not be one of the reserved keys."
    arguments = mail.get("custom_args") or {}
    if any(not isinstance(value, str) for value in arguments.values()):
        yield "custom_args", "The custom_args must be strings."
    if len(json.dumps(arguments)) > _MOST_CUSTOM_ARGS:
        yield "custom_args", "The custom_args must be at most 10000 bytes."


class _Desk(BaseHTTPRequestHandler):
    """One request: key, form, content, in the order in which the real service looks."""

    protocol_version = "HTTP/1.1"

    @property
    def endpoint(self) -> Endpoint:
        found = self.server.endpoint  # type: ignore[attr-defined]
        assert isinstance(found, Endpoint)
        return found

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.endpoint.requests += 1
        if self.endpoint.answers:
            self._answer_as_told(self.endpoint.answers.popleft(), body)
        elif self.headers.get("Authorization") != f"Bearer {self.endpoint.key}":
            self._refuse(401, [("", "The provided authorization grant is invalid.")])
        elif self.path != "/v3/mail/send":
            self._refuse(404, [("", "Not Found")])
        elif self.headers.get("Content-Type") != "application/json":
            self._refuse(415, [("", "Content-Type should be application/json.")])
        else:
            self._judge(body)

    def _judge(self, body: bytes) -> None:
        try:
            mail = json.loads(body)
        except ValueError:
            self._refuse(400, [("", "Bad Request")])
            return
        wrong = faults(mail)
        if wrong:
            self._refuse(400, wrong)
            return
        self.endpoint.bodies.append(body)
        self._say(202, {"X-Message-Id": f"message-{len(self.endpoint.bodies)}"}, b"")

    def _answer_as_told(self, answer: Answer, body: bytes) -> None:
        if answer.accept:
            self.endpoint.bodies.append(body)
        time.sleep(answer.wait)
        if answer.reset:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._say(answer.status, answer.headers, b'{"errors":[{"message":"told to"}]}')

    def _refuse(self, status: int, wrong: list[Fault]) -> None:
        told = {"errors": [{"message": m, "field": f or None, "help": None} for f, m in wrong]}
        self._say(status, {"Content-Type": "application/json"}, json.dumps(told).encode())

    def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # the client did not wait
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet: the tests' output is the tests'."""
