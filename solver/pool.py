"""Where the parts of a large week are solved: in processes here, or wherever an executor says."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from concurrent.futures.process import ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Final, Self

from solver.parts import Part, PartPlan

Work = Callable[[Part], PartPlan]
"""What is done with a part: `solver.parts.solve_part`."""

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
        self._running: dict[Future[PartPlan], tuple[Work, Part]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _wrong: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for future in self._running:
            future.cancel()
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

    def begin(self, work: Work, parts: Iterable[Part]) -> None:
        """Put work on parts in line, behind what is there already."""
        executor = self._executor()
        for part in parts:
            self._running[executor.submit(work, part)] = (work, part)

    def results(self, patience: Callable[[], bool]) -> Iterator[tuple[Part, PartPlan]]:
        """Each part with its result, as they are done; what is not done in time stays in line.

        `patience` is called a few times a second; False ends the waiting.
        """
        while self._running and patience():
            done, _ = wait(self._running, timeout=TICK, return_when=FIRST_COMPLETED)
            lost: list[tuple[Work, Part]] = []
            for future in done:
                work, part = self._running.pop(future)
                try:
                    yield part, future.result()
                except BrokenExecutor:
                    lost.append((work, part))
            if lost:
                lost += self._running.values()
                self._running.clear()
                self._given = self._own = None
                for work, part in lost:
                    self.begin(work, [part])
