"""``python -m scheduler.cli`` is ``opendoor``."""

from __future__ import annotations

from scheduler.cli.commands import main

main()
