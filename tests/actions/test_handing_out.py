"""Parts of a large run solved by other processes, which may die, with the same result."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import solver.solve
from benchmarks.families import SIZES, week
from scheduler.actions import solving
from scheduler.actions.handing_out import executor_for
from scheduler.planning.run import RunSettings
from scheduler.store import runs
from scheduler.store.db import value
from scheduler.store.jobs import workers_alive
from solver.apart import field_of
from solver.parts import Part, solve_part
from solver.pool import Pool
from solver.problem import parse_problem
from solver.regional import parts_of
from solver.regions import cut
from tests.support.asking import now
from tests.support.programs import Installation
from tests.support.worlds import ACTOR, World

WEEK = parse_problem(week(SIZES["tiny"], 5))
PARTS = parts_of(WEEK, (), cut(field_of(WEEK), pairs=40), 20, 0)
WORKS: list[Callable[[Part], Any]] = [solve_part]
BEGUN = "Begin a process for parts of large weeks"
PATIENCE = 150.0
"""Seconds for a worker to come: on a busy machine its start takes long."""

IN_LINE = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'parts' AND status = $1"


async def a_run() -> int:
    return await runs.add_run(
        date(2026, 11, 30), ACTOR, now(), seconds=60, seed=0, max_changes=None
    )


async def until(fulfilled: Callable[[], Any], seconds: float = 180) -> None:
    async with asyncio.timeout(seconds):
        while not await fulfilled():  # noqa: ASYNC110 - another process says it
            await asyncio.sleep(0.05)


async def doing() -> int:
    return int(await value(IN_LINE, "doing"))


async def nothing_is_left() -> bool:
    return not await value("SELECT count(*) FROM run_part") and not await value(IN_LINE, "todo")


def submitted(executor: Executor) -> list[Future[Any]]:
    return [executor.submit(work, part) for work in WORKS for part in PARTS]


async def results(futures: list[Future[Any]]) -> list[Any]:
    return await asyncio.gather(*map(asyncio.wrap_future, futures))


def solved_here() -> list[Any]:
    return [work(part) for work in WORKS for part in PARTS]


@asynccontextmanager
async def two_workers(installation: Installation, folder: Path) -> AsyncIterator[list[Path]]:
    """Two workers once both are there, with where they write."""
    logs = [folder / "first.log", folder / "second.log"]
    with (
        installation.running("worker", log=logs[0]),
        installation.running("worker", log=logs[1]),
    ):

        async def both() -> bool:
            return await workers_alive() == 2

        await until(both)
        yield logs


async def test_two_workers_give_the_same_as_this_process(database: str, tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data", database, {"PARTS_AT_ONCE": "1"})
    number = await a_run()
    async with (
        two_workers(installation, tmp_path) as logs,
        executor_for(number, patience=PATIENCE) as executor,
    ):
        here = await asyncio.to_thread(solved_here)
        async with asyncio.timeout(180):
            both = False
            while not both:  # one may be done with all parts before the other looks
                assert await results(await asyncio.to_thread(submitted, executor)) == here
                both = all(BEGUN in log.read_text() for log in logs)
    assert len(PARTS) > 2
    assert await nothing_is_left()


def children_of(pid: int) -> list[int]:
    listed = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for child in " ".join(listed).split()]


def is_running(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


async def processes_beside(worker: int) -> list[int]:
    """The processes for parts of a worker, waited for: a part is taken before its process is."""
    async with asyncio.timeout(180):
        while not (beside := [pid for pid in children_of(worker) if is_running(pid)]):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)
    return beside


async def test_a_killed_workers_parts_are_taken_again(database: str, tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data", database)
    async with executor_for(await a_run(), patience=PATIENCE) as executor:
        with installation.running("worker", log=tmp_path / "first.log") as first:
            futures = await asyncio.to_thread(submitted, executor)
            await until(doing)
            beside = await processes_beside(first.pid)
            first.kill()
            first.wait()
        with installation.running("worker", log=tmp_path / "second.log"):
            async with asyncio.timeout(240):
                found = await results(futures)
    assert found == await asyncio.to_thread(solved_here)
    assert await nothing_is_left()
    assert not any(is_running(pid) for pid in beside)


async def test_where_no_worker_takes_parts_the_run_goes_on_alone(database: str) -> None:
    assert database
    async with executor_for(await a_run(), patience=0.5) as executor:

        def pooled() -> list[Any]:
            with Pool(1, 0, executor) as pool:
                pool.begin(solve_part, PARTS)
                return [part for part, _ in pool.results(lambda: True)]

        assert sorted(map(PARTS.index, await asyncio.to_thread(pooled))) == list(range(len(PARTS)))
        assert await nothing_is_left()
        with pytest.raises(BrokenExecutor):
            await results([await asyncio.to_thread(executor.submit, solve_part, PARTS[0])])


async def test_a_run_that_ends_early_takes_its_parts_back(database: str, tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data", database, {"PARTS_AT_ONCE": "1"})
    with installation.running("worker", log=tmp_path / "worker.log"):
        async with executor_for(await a_run(), patience=PATIENCE) as executor:
            futures = await asyncio.to_thread(submitted, executor)
            await until(doing)
            for future in futures:
                future.cancel()
        assert await nothing_is_left()

        async def given_up() -> bool:
            return not await doing()

        await until(given_up, 60)
    assert "Traceback" not in (tmp_path / "worker.log").read_text()


async def test_a_part_that_cannot_be_solved_is_told(database: str, tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data", database)
    with installation.running("worker", log=tmp_path / "worker.log"):
        async with executor_for(await a_run(), patience=PATIENCE) as executor:
            future = await asyncio.to_thread(executor.submit, os.system, "true")  # type: ignore[arg-type]
            with pytest.raises(BrokenExecutor, match="'system' is nothing that can be done"):
                await asyncio.wrap_future(future)


async def test_a_run_hands_its_parts_to_all_workers(
    database: str, example_week: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.solve, "TOO_LARGE", 100)
    installation = Installation(tmp_path / "data", database)
    async with two_workers(installation, tmp_path) as logs:
        settings = RunSettings(seconds=12)
        number = await solving.run_now(example_week.monday, settings, ACTOR, lambda _: None)
    run = await runs.load_run(number)
    assert run.result is not None
    assert run.result.coverage >= 0.8 * run.result.bound
    assert await nothing_is_left()
    assert any(BEGUN in log.read_text() for log in logs)
