"""Runs of the solver, as people follow them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

STAGES = ("coverage", "weakest_office", "changes", "wishes", "fair_load", "travel")
"""The solver's objectives, strictly in this order."""


class RunState(StrEnum):
    """Where a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    """Ended by itself, by its time, or by Stop: its best plan is a draft."""
    FAILED = "failed"
    """Ended without a plan; the reason is stored."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self in {RunState.FINISHED, RunState.FAILED}


@dataclass(frozen=True, slots=True)
class RunProgress:
    """The best plan so far in one stage.

    ``gap`` is (bound - value) / value, None while the value is 0; ``seconds`` count from the
    start of the run.
    """

    stage: str
    value: float
    bound: float | None
    gap: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended, in the words of its coordinator: coverage of demand, and the proof."""

    coverage: int
    demand: int
    bound: int
    gap: float
    proven: bool
    seconds: float
    seats_filled: int
    seats: int
    weakest_office: float
    stages: tuple[RunProgress, ...] = ()
    mark: str = ""
    """A short name of the plan: the same for the same people in the same seats."""
    standby: int = 0
    """Places on standby that somebody was found for, of ``standby_asked``."""
    standby_asked: int = 0
    offices: tuple[tuple[str, float], ...] = ()
    """The covered share of each office that asks for anything, the smallest first."""
