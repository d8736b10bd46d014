"""The worker that ``serve`` keeps beside itself, in a process of its own."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10.0
AGAIN_SECONDS = 1.0


@contextmanager
def worker_beside() -> Iterator[None]:
    """Keep one worker running: a solve never holds up a page.

    A worker that ends by itself (its database went away, something killed it) is followed
    by another. As each of them looks after the embedded database when it starts, that comes
    back too.
    """
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep_one, args=(stopping,), name="worker keeper")
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _keep_one(stopping: threading.Event) -> None:
    while not stopping.is_set():
        child = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-m", "scheduler.cli", "worker", "--with-parent", str(os.getpid())],
            start_new_session=True,  # Ctrl-C is ours to pass on
        )
        while child.poll() is None and not stopping.wait(0.1):
            pass
        if not stopping.is_set():
            log.warning("The worker ended with %s; starting another", child.returncode)
            stopping.wait(AGAIN_SECONDS)
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
