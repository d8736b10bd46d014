"""Runs of the solver: asked for, followed, ended."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from scheduler.errors import NotFoundError
from scheduler.model.runs import RunProgress, RunResult, RunState
from scheduler.store.db import Row, row, rows, value


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as people follow it."""

    id: int
    monday: date
    state: RunState
    requested_by: str
    requested_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    seconds: int
    seed: int
    max_changes: int | None
    stop_requested: bool
    progress: tuple[RunProgress, ...]
    result: RunResult | None
    failure: str
    draft: int | None


_SELECT = (
    "SELECT r.*, (SELECT d.id FROM draft d WHERE d.run = r.id ORDER BY d.id DESC LIMIT 1) "
    "AS draft FROM run r "
)


async def add_run(
    monday: date, actor: str, now: datetime, *, seconds: int, seed: int, max_changes: int | None
) -> int:
    """A run that waits for a worker; gives its id."""
    return int(
        await value(
            "INSERT INTO run (monday, state, requested_by, requested_at, seconds, seed, "
            "max_changes, stop_requested, progress, snapshot, result, failure) "
            "VALUES ($1, 'queued', $2, $3, $4, $5, $6, false, '[]', '{}', '{}', '') RETURNING id",
            monday,
            actor,
            now,
            seconds,
            seed,
            max_changes,
        )
    )


async def load_run(number: int) -> RunRecord:
    """One run."""
    found = await row(_SELECT + "WHERE r.id = $1", number)
    if found is None:
        raise NotFoundError(f"There is no run {number}.")
    return _record(found)


async def runs_of(monday: date, limit: int = 20) -> tuple[RunRecord, ...]:
    """The week's runs, newest first."""
    found = await rows(_SELECT + "WHERE r.monday = $1 ORDER BY r.id DESC LIMIT $2", monday, limit)
    return tuple(_record(r) for r in found)


async def latest_runs(limit: int = 50) -> tuple[RunRecord, ...]:
    """The runs of all weeks, newest first."""
    found = await rows(_SELECT + "ORDER BY r.id DESC LIMIT $1", limit)
    return tuple(_record(r) for r in found)


async def active_run(monday: date) -> int | None:
    """The run of this week that has not ended."""
    found = await value(
        "SELECT id FROM run WHERE monday = $1 AND state IN ('queued', 'running') "
        "ORDER BY id DESC LIMIT 1",
        monday,
    )
    return None if found is None else int(found)


async def start_run(number: int, now: datetime, snapshot: str) -> None:
    """A worker has taken it up; ``snapshot`` is the problem it solves, as JSON."""
    await rows(
        "UPDATE run SET state = 'running', started_at = $2, snapshot = $3::jsonb, "
        "progress = '[]' WHERE id = $1",
        number,
        now,
        snapshot,
    )


async def note_progress(number: int, progress: Iterable[RunProgress]) -> bool:
    """Write how far it is; gives whether someone pressed Stop."""
    return bool(
        await value(
            "UPDATE run SET progress = $2::jsonb WHERE id = $1 RETURNING stop_requested",
            number,
            json.dumps([asdict(p) for p in progress]),
        )
    )


async def ask_to_stop(number: int) -> bool:
    """Press Stop; gives whether the run had not ended."""
    found = await value(
        "UPDATE run SET stop_requested = true WHERE id = $1 "
        "AND state IN ('queued', 'running') RETURNING id",
        number,
    )
    return found is not None


async def finish_run(
    number: int, now: datetime, progress: Iterable[RunProgress], result: RunResult
) -> None:
    """It ended with a plan."""
    await rows(
        "UPDATE run SET state = 'finished', ended_at = $2, progress = $3::jsonb, "
        "result = $4::jsonb WHERE id = $1",
        number,
        now,
        json.dumps([asdict(p) for p in progress]),
        json.dumps(asdict(result)),
    )


async def fail_run(number: int, now: datetime, reason: str) -> None:
    """It ended without a plan."""
    await rows(
        "UPDATE run SET state = 'failed', ended_at = $2, failure = $3 WHERE id = $1",
        number,
        now,
        reason,
    )


def _record(r: Row) -> RunRecord:
    result = json.loads(r["result"])
    return RunRecord(
        id=r["id"],
        monday=r["monday"],
        state=RunState(r["state"]),
        requested_by=r["requested_by"],
        requested_at=r["requested_at"],
        started_at=r["started_at"],
        ended_at=r["ended_at"],
        seconds=r["seconds"],
        seed=r["seed"],
        max_changes=r["max_changes"],
        stop_requested=r["stop_requested"],
        progress=tuple(RunProgress(**p) for p in json.loads(r["progress"])),
        result=_result(result) if result else None,
        failure=r["failure"],
        draft=r["draft"],
    )


def _result(stored: dict[str, object]) -> RunResult:
    stored.pop("questions", None)  # kept beside the result: store/questions.py
    stages = stored.pop("stages", [])
    known = tuple(RunProgress(**stage) for stage in stages)  # type: ignore[attr-defined]
    offices = tuple((name, share) for name, share in stored.pop("offices", []))  # type: ignore[attr-defined]
    return RunResult(**stored, stages=known, offices=offices)  # type: ignore[arg-type]
