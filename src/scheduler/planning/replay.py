"""A run once more: the stored problem, the same settings, and what came out then."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.model.runs import RunProgress
from scheduler.planning.basis import mark_of
from scheduler.planning.run import RunSettings, stages_of
from solver.problem import parse_problem

CLOSE = 1e-9
"""Shares are computed in floating point."""


@dataclass(frozen=True, slots=True)
class StageTwice:
    """One aim, then and now; ``proved``: both times no plan could do better."""

    stage: str
    then: float
    now: float
    proved: bool

    @property
    def agrees(self) -> bool:
        """What was proven twice is the same."""
        return not self.proved or abs(self.then - self.now) < CLOSE


@dataclass(frozen=True, slots=True)
class Replayed:
    """A run and its replay. ``same_plan``: the same people in the same seats."""

    stages: tuple[StageTwice, ...]
    same_plan: bool
    seconds: float

    @property
    def agrees(self) -> bool:
        """Whether every figure that both proved is the same.

        A later aim is proven under the values of the earlier ones: it counts only while
        those agree, and of the offices after the weakest only one value is known here.
        """
        for stage in self.stages:
            if not stage.agrees:
                return False
            several = stage.stage == "next_weakest"
            if abs(stage.then - stage.now) >= CLOSE or (several and not stage.proved):
                return True
        return True


def replay(
    snapshot: str,
    settings: RunSettings,
    stages: Iterable[RunProgress],
    mark: str,
) -> Replayed:
    """Solve the stored problem again; call it in a thread of its own."""
    from solver.solve import Limits, solve  # noqa: PLC0415 - loading the engine takes seconds

    plan = solve(
        parse_problem(json.loads(snapshot)),
        Limits(
            seconds=float(settings.seconds),
            workers=settings.workers,
            seed=settings.seed,
            max_changes=settings.max_changes,
        ),
    )
    then = {stage.stage: stage for stage in stages}
    now = stages_of(plan)
    return Replayed(
        stages=tuple(
            StageTwice(
                stage.stage,
                then[stage.stage].value,
                stage.value,
                proved=stage.gap == 0 and then[stage.stage].gap == 0,
            )
            for stage in now
            if stage.stage in then
        ),
        same_plan=mark_of(plan.assignments, plan.standby) == mark,
        seconds=round(plan.seconds, 2),
    )
