"""``opendoor inbound``: a mail server's pipe, which never loses a mail."""

from __future__ import annotations

import subprocess
from pathlib import Path

from scheduler.store.db import rows
from tests.support.programs import OPENDOOR, Installation

MAIL = b"From: ana@example.org\r\nSubject: Late\r\n\r\nI come at six.\r\n"


def pipe(
    installation: Installation, mail: bytes, *words: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - this very program
        [*OPENDOOR, "inbound", *words],
        env=installation.variables,
        input=mail,
        capture_output=True,
        check=False,
        timeout=60,
    )


async def test_a_mail_is_kept_as_it_came_with_the_server_that_vouches(
    database: str, tmp_path: Path
) -> None:
    here = Installation(tmp_path, database)
    done = pipe(here, MAIL, "--server", "mx.example.org")
    pipe(here, MAIL, "--server", "mx.example.org")

    assert (done.returncode, done.stderr) == (0, b"")
    (kept,) = await rows("SELECT raw, content_type, state FROM arrival")
    assert kept == {
        "raw": MAIL,
        "content_type": 'message/rfc822; authserv-id="mx.example.org"',
        "state": "stored",
    }


def test_a_mail_that_cannot_be_kept_is_left_with_the_mail_server(tmp_path: Path) -> None:
    nowhere = Installation(tmp_path, f"postgresql:///nothing?host={tmp_path}")
    done = pipe(nowhere, MAIL)

    assert done.returncode == 75
    assert b"Traceback" not in done.stderr


def test_nothing_on_standard_input_is_no_mail(tmp_path: Path) -> None:
    done = pipe(Installation(tmp_path), b"")

    assert done.returncode == 1
    assert b"standard input" in done.stderr


def test_the_address_for_inbound_parse_is_shown(tmp_path: Path) -> None:
    done = pipe(Installation(tmp_path), b"", "--address")

    assert done.returncode == 0
    assert done.stdout.startswith(b"http://localhost:8000/webhooks/sendgrid/inbound?key=")
