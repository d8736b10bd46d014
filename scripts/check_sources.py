"""What no file of the repository may hold: where packages come from is each machine's affair.

A lock that names a registry binds everyone to it, mirrors and closed networks included.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_HOSTS = r"(registry\.npm|files\.pythonhosted|(www\.|test\.)?pypi\.|registry\.yarn)\w*\.?\w*"
_FORBIDDEN = (
    (re.compile(rb"https?://" + _HOSTS.encode()), "names a package registry"),
    (re.compile(rb"^\s*--(extra-)?index-url", re.MULTILINE), "chooses a package index"),
    (re.compile(rb'"resolved":\s*"https?:'), "binds a lock to a registry"),
)


def main() -> None:
    """Look through every file under version control; exit 1 when one is in the way."""
    found = [fault for file in _files() for fault in _faults(file)]
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"Sources: {len(found)} faults.\n")
    sys.exit(1 if found else 0)


def _files() -> list[Path]:
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "-z"], check=True, capture_output=True, text=True
    )
    return [Path(name) for name in listed.stdout.split("\0") if name and Path(name).is_file()]


def _faults(file: Path) -> Iterator[str]:
    content = file.read_bytes()
    for pattern, what in _FORBIDDEN:
        for hit in pattern.finditer(content):
            line = content.count(b"\n", 0, hit.start()) + 1
            yield f"{file}:{line}: {what}"


if __name__ == "__main__":
    main()
