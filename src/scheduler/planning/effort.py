"""How long the solver may work on a question, how it tells how far it is, and how it stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event


@dataclass(slots=True)
class Effort:
    """Limits of one question, and what its thread and the one that waits tell each other.

    ``told`` is called in the solving thread, with the figures done and wanted.
    """

    seconds: float
    workers: int = 2
    told: Callable[[int, int], None] | None = None
    stop: Event = field(default_factory=Event)
