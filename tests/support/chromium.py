"""The browser of the browser tests: the machine's own Chromium.

``python -m tests.support.chromium`` prints where it is, or says how to get it.
"""

from __future__ import annotations

import os
import shutil
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The program's path; a missing browser ends the tests with what to do about it."""
    chosen = os.environ.get("CHROMIUM", "")
    found = shutil.which(chosen) if chosen else next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        sys.exit(
            f"CHROMIUM is {chosen!r}, which is no program."
            if chosen
            else "The browser tests need Chromium. Install it (Debian and Ubuntu: apt-get install "
            "chromium), or set CHROMIUM to the path of Chromium or Chrome."
        )
    return found


if __name__ == "__main__":
    sys.stdout.write(f"{chromium()}\n")
