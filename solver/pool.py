"""Where the parts of a large week are solved: in processes here, or wherever an executor says."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from concurrent.futures.process import ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Final, Self

from solver.parts import Part, PartPlan, solve_part

TICK: Final = 0.2
"""Seconds between looks at what is done."""


class Pool:
    """Solves parts on an executor, by default on processes of its own.

    A worker that dies costs the time of the parts it had: they are begun anew in
    processes of the pool's own. `workers` is how many parts run at a time.
    """

    def __init__(self, workers: int, seed: int, executor: Executor | None = None) -> None:
        self.workers = workers
        self.seed = seed
        self._given = executor
        self._own: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _wrong: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._own is not None:
            # A part cannot be asked to stop; what it still does is of no use to anybody.
            processes = list((self._own._processes or {}).values())  # noqa: SLF001 - no public way
            self._own.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()

    def _executor(self) -> Executor:
        if self._given is not None:
            return self._given
        if self._own is None:
            self._own = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))
        return self._own

    def solved(
        self, tasks: list[Part], patience: Callable[[], bool]
    ) -> Iterator[tuple[Part, PartPlan]]:
        """Each part with its plan, as they are done; those not done in time are left out.

        `patience` is called a few times a second; False ends the waiting.
        """
        running = self._begun(tasks)
        while running:
            done, _ = wait(running, timeout=TICK, return_when=FIRST_COMPLETED)
            lost: list[Part] = []
            for future in done:
                task = running.pop(future)
                try:
                    yield task, future.result()
                except BrokenExecutor:
                    lost.append(task)
            if lost:
                lost += running.values()
                self._given = self._own = None
                running = self._begun(lost)
            if not patience():
                for future in running:
                    future.cancel()
                return

    def _begun(self, tasks: list[Part]) -> dict[Future[PartPlan], Part]:
        executor = self._executor()
        return {executor.submit(solve_part, task): task for task in tasks}
