"""The command line: ``opendoor``."""

from __future__ import annotations

from scheduler.cli.commands import main

__all__ = ["main"]
