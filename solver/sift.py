"""One stage solved by sifting: a relaxation says which columns can matter.

Prices, or the relaxation itself, say with everyone's real weeks which columns are used
by the best mixtures of plans. They are few, and the best plan among them is found at
once. What is left is to prove it: a column whose loss is larger than the distance
between the bound and a value cannot be part of anything better than that value, so
only the columns that could still beat the plan are searched to the end. With a second
worker, proving and finding go on side by side.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Final

from solver.board import Board
from solver.exact import TICK, Effort, Outcome, Watch
from solver.finding import Finder
from solver.priced import Priced
from solver.proving import go_down
from solver.pursuit import FEW_PAIRS, Pursuit
from solver.relaxation import Relaxed, Way
from solver.relaxer import Relaxer
from solver.settling import Settler
from solver.stages import Aim
from solver.vectors import Flags, Whole

WORTH_IT: Final = 600
"""Pairs below which a plain search is done before a relaxation would be."""

STEPS: Final = 10
"""Steps of the prices between looks at whether it should stop."""


class Sift:
    """One stage on one board, from a start to the best that time allows.

    `near` says that only little may change.
    """

    def __init__(
        self, board: Board, aim: Aim, effort: Effort, watch: Watch, *, near: bool = False
    ) -> None:
        self._pursuit = Pursuit(board, aim, effort, watch)
        self._near = near
        self._way: Way = "along" if near else "inside"
        self._relaxed: Relaxed | None = None
        self._ready = threading.Event()

    def run(self, start: Whole | None) -> Outcome:
        """The best values, with the bound that was proved."""
        pursuit = self._pursuit
        pursuit.standing.values = start
        if pursuit.pairs < WORTH_IT:
            return pursuit.whole(pursuit.effort, self._told)
        if pursuit.alone:
            return self._find()
        late = pursuit.aim.stage != "coverage" and start is not None
        if late and pursuit.count(pursuit.open) <= FEW_PAIRS:
            return self._both(self._widen, self._settle)
        return self._both(self._find, self._prove)

    def possible(self, total: int) -> Flags:
        """The columns that can be part of a plan with that total, by all that is known."""
        return self._pursuit.possible(total)

    def _both(self, here: Callable[[], Outcome], beside: Callable[[], None]) -> Outcome:
        """Work with two threads; only this one tells progress."""
        pursuit = self._pursuit
        other = threading.Thread(target=beside, daemon=True)
        other.start()
        try:
            outcome = here()
        finally:
            pursuit.going = False
            other.join()
        return outcome if outcome.infeasible else pursuit.standing.outcome()

    def _widen(self) -> Outcome:
        """Relax, search what loses least, then ever more, and in the end everything."""
        pursuit = self._pursuit
        with Relaxer() as relaxer:
            settler = Settler(pursuit, relaxer, pursuit.tell)
            relaxed = self._first_relaxation(relaxer)
            if relaxed is not None:
                pursuit.standing.nothing_beyond(pursuit.standing.loosened(relaxed.bound))
                pursuit.learn(relaxed)
                settler.widen(relaxed)
            settler.settle()
        return pursuit.outcome()

    def _settle(self) -> None:
        """Search everything from the beginning, beside the other."""
        with Relaxer() as relaxer:
            Settler(self._pursuit, relaxer, lambda: None).settle()

    def _find(self) -> Outcome:
        """Relax, look for the best plan from corner to corner, and prove it when alone."""
        pursuit = self._pursuit
        with Relaxer() as relaxer:
            relaxed = self._first_relaxation(relaxer)
            if relaxed is not None:
                pursuit.standing.nothing_beyond(pursuit.standing.loosened(relaxed.bound))
                pursuit.learn(relaxed)
                self._relaxed = relaxed
                many = pursuit.pairs > FEW_PAIRS and pursuit.standing.reached is not None
                if pursuit.is_provable() or many:
                    self._ready.set()
                finder = Finder(pursuit, relaxer, relaxed, self._way, pursuit.tell)
                finder.run(pursuit.effort.seed, self._ready.set)
        while not pursuit.over():
            outcome = pursuit.whole(pursuit.turn(pursuit.left()), self._told)
            if outcome.infeasible:
                return outcome
        return pursuit.outcome()

    def _first_relaxation(self, relaxer: Relaxer) -> Relaxed | None:
        """By prices where they are mostly those of places; else solved, telling progress."""
        pursuit, steps = self._pursuit, count()
        aim = pursuit.aim
        if aim.stage == "coverage":

            def goes_on() -> bool:
                if not next(steps) % STEPS:
                    pursuit.tell()
                return not pursuit.over()

            model = pursuit.board.model
            priced = Priced(pursuit.board, model, aim.total, larger=aim.larger, near=self._near)
            return priced.relaxed(goes_on)
        model = pursuit.only(pursuit.open, lean=True)
        seconds = pursuit.left()
        relaxer.begin(model, aim.total, larger=aim.larger, seconds=seconds, way=self._way)
        while not relaxer.done(TICK / 4) and not pursuit.over():
            pursuit.tell()
        return relaxer.answer()

    def _prove(self) -> None:
        """Search the whole model until there are prices, then prove beside the other."""
        pursuit, standing = self._pursuit, self._pursuit.standing

        def watch(values: Whole | None, bound: float) -> bool:
            standing.note(values, bound)
            return pursuit.going and not standing.closed and not self._ready.is_set()

        effort = replace(pursuit.effort, workers=1)
        if not self._near or standing.reached is None:
            pursuit.infeasible = pursuit.whole(effort, watch).infeasible
        while not pursuit.over() and not self._ready.wait(TICK):
            pass
        if pursuit.over() or self._relaxed is None:
            return
        self._prove_from(self._relaxed, effort.seed + 1)

    def _prove_from(self, relaxed: Relaxed, seed: int) -> None:
        """Prove from the bound down, then search everything, in the end find beside the other.

        From the bound down, so that it need not wait for the best plan: the higher what is
        looked for, the fewer columns can be part of it, and the sooner it is known that there
        is nothing.
        """
        pursuit = self._pursuit
        with Relaxer() as relaxer:
            go_down(pursuit, relaxer)
            if not pursuit.over() and pursuit.is_provable():
                Settler(pursuit, relaxer, lambda: None).settle()
            if not pursuit.over():
                finder = Finder(pursuit, relaxer, relaxed, self._way, lambda: None)
                finder.run(seed, lambda: None, at_once=True)

    def _told(self, values: Whole | None, bound: float) -> bool:
        pursuit = self._pursuit
        pursuit.standing.note(values, bound)
        pursuit.tell()
        return pursuit.going and not pursuit.standing.closed
