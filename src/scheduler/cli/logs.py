"""What the processes of an installation say while they run: one line an event, no addresses."""

from __future__ import annotations

import logging
import sys

from scheduler.errors import OpenDoorError

_QUIET = ("procrastinate", "uvicorn", "asyncio", "aiosmtplib", "httpx")
"""Libraries that report every step; only what goes wrong is of interest."""
_POOLS = ("asyncpg.pool", "psycopg.pool")
"""Each repeats every second, at length, what the failed request says once."""


def log_to_stderr() -> None:
    """Set logging up for this process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _POOLS:
        logging.getLogger(name).setLevel(logging.CRITICAL)


class _OneLine(logging.Formatter):
    """Words for what we know; a traceback only for what nobody foresaw.

    A message is kept on one line, so that nothing a stranger sends can pass for an entry.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = "".join(c if c.isprintable() else repr(c)[1:-1] for c in record.message)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        """Put a foreseen error's sentence where its traceback would be."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, OpenDoorError):
            record.msg = f"{record.getMessage()}: {error.detail}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return super().format(record)
