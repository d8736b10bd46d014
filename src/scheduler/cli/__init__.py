"""The command line: ``opendoor``."""

from __future__ import annotations

import logging
import os
import sys
import threading

from scheduler.cli import commands


def main() -> None:
    """Run one command and end with its exit code.

    A search that was cut short may still be inside the solver's own code, in a thread that
    Python cannot end; tearing the interpreter down under it would abort the process.
    """
    code: object = 0
    try:
        commands.main()
    except SystemExit as ended:
        code = ended.code
    if any(thread.daemon for thread in threading.enumerate()):
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))
    sys.exit(code if isinstance(code, int | str) else 0)


__all__ = ["main"]
