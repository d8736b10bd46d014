"""An executor for the parts of a large week that leaves them to whoever takes them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import TYPE_CHECKING, Any, cast

from scheduler.planning.part_work import read, written

if TYPE_CHECKING:
    from solver.parts import Part

HandOut = Callable[[bytes], "Future[bytes]"]
"""Puts a part in line as bytes; its future gives the result as bytes."""


class PartsElsewhere(Executor):
    """Hands parts out. Whatever goes wrong there counts as broken: the run then goes on alone."""

    def __init__(self, hand_out: HandOut) -> None:
        self._hand_out = hand_out

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        """Have ``fn``, a function of ``solver.parts``, done with the one part given."""
        (part,) = (*args, *kwargs.values())
        future: Future[Any] = Future()
        answer = self._hand_out(written(fn, cast("Part", part)))

        def arrived(answer: Future[bytes]) -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(read(fn, answer.result()))
            except Exception as error:  # noqa: BLE001 - told to the solver
                future.set_exception(BrokenExecutor(str(error)))

        future.add_done_callback(lambda done: answer.cancel() if done.cancelled() else None)
        answer.add_done_callback(arrived)
        return future
