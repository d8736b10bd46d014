"""Following runs: how far one is, what holds it up, and what its plan would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.model.rosters import Difference, difference
from scheduler.model.runs import RunState
from scheduler.model.week import Week, week_span
from scheduler.planning.progress_words import StageView, beyond, stages
from scheduler.planning.run import demand_of
from scheduler.store import drafts, runs
from scheduler.store.directory import load_sessions
from scheduler.store.jobs import workers_alive
from scheduler.store.runs import RunRecord
from scheduler.store.week import load_week


class Pace(StrEnum):
    """How a run goes, as far as anyone waiting for it cares."""

    WAITING = "waiting"
    """For a worker to take it up, and one is there."""
    NO_WORKER = "no worker"
    """Nobody is there to take it up, or its worker has died."""
    WORKING = "working"
    STOPPING = "stopping"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with everything its page shows."""

    run: RunRecord
    pace: Pace
    elapsed: float
    demand: int
    stages: tuple[StageView, ...]
    beyond: tuple[str, ...] = ()
    """What the plan of a finished run gained beyond the usual aims, in sentences."""

    @property
    def coverage(self) -> int:
        """The best plan so far, in the weight of the demand it covers."""
        if self.run.result:
            return self.run.result.coverage
        return int(max((p.value for p in self.run.progress if p.stage == "coverage"), default=0))

    @property
    def bound(self) -> int | None:
        """What no plan covers more than; None while nothing is known."""
        if self.run.result:
            return self.run.result.bound
        known = [
            p.bound for p in self.run.progress if p.stage == "coverage" and p.bound is not None
        ]
        return int(min(known)) if known else None


async def view_run(number: int, now: datetime) -> RunView:
    """How far a run is."""
    run = await runs.load_run(number)
    sessions = await load_sessions(week_span(run.monday))
    return RunView(
        run=run,
        pace=_pace(run, alive=await workers_alive()),
        elapsed=_elapsed(run, now),
        demand=demand_of(sessions.values()),
        stages=stages(run.result.stages if run.result else run.progress),
        beyond=beyond(run.result) if run.result else (),
    )


def _elapsed(run: RunRecord, now: datetime) -> float:
    if run.started_at is None:
        return 0.0
    return ((run.ended_at or now) - run.started_at).total_seconds()


def _pace(run: RunRecord, *, alive: int) -> Pace:
    match run.state:
        case RunState.FINISHED:
            return Pace.FINISHED
        case RunState.FAILED:
            return Pace.FAILED
        case RunState.QUEUED:
            return Pace.WAITING if alive else Pace.NO_WORKER
        case RunState.RUNNING:
            if not alive:
                return Pace.NO_WORKER
            return Pace.STOPPING if run.stop_requested else Pace.WORKING


@dataclass(frozen=True, slots=True)
class PlanOfRun:
    """What the plan of a run would change for people, against what is published and the draft."""

    week: Week
    against_published: Difference
    against_draft: Difference | None
    """None when the draft is this very plan, or there is no draft."""
    is_open: bool


async def view_plan_of(run: RunRecord) -> PlanOfRun | None:
    """The plan a finished run left; None when it left none."""
    if run.draft is None:
        return None
    week = await load_week(run.monday)
    plan = await drafts.seats_of_draft(run.draft)
    draft = await drafts.open_draft(run.monday)
    other = draft is not None and draft.id != run.draft
    return PlanOfRun(
        week=week,
        against_published=difference(week.published, plan),
        against_draft=difference(draft.seats, plan) if draft and other else None,
        is_open=draft is not None and draft.id == run.draft,
    )


@dataclass(frozen=True, slots=True)
class RunsPage:
    """The runs of a week, or of all weeks."""

    monday: date | None
    runs: tuple[RunRecord, ...]
    workers: int


async def view_runs(monday: date | None) -> RunsPage:
    """The latest runs and whether anyone is there to carry out the next."""
    found = await (runs.runs_of(monday) if monday else runs.latest_runs())
    return RunsPage(monday, found, await workers_alive())
