"""One stage solved by sifting: the relaxation says which columns can matter.

The relaxation is solved with everyone's real weeks. The columns its solution uses
are few, and the best plan among them is found at once; other solutions of the same
relaxation, equally good, use other columns, and together they soon hold a plan as
good as any. What is left is to prove it: a column whose loss is larger than the
distance between the bound and a value cannot be part of anything better than that
value, so only the columns that could still beat the plan are searched to the end.
With a second worker, proving and finding go on side by side.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from solver.board import Board
from solver.corners import Corners, used
from solver.exact import TICK, Effort, Outcome, Program, Watch
from solver.hull import Hulls
from solver.model import Model
from solver.relaxation import Relaxed, Relaxer, Way
from solver.stages import Aim
from solver.standing import TINY, Standing
from solver.vectors import Flags, Whole

WORTH_IT: Final = 600
"""Pairs below which a plain search is done before a relaxation would be."""

FEW_PAIRS: Final = 8_000
"""Pairs up to which everything that could still be better is searched in one model."""

FIRST_TURN: Final = 3.0
"""Seconds of the first turn of each kind of search; a turn that was too short doubles them."""

FIRST_PROOF: Final = 8.0
"""Seconds of the first attempt at a proof; every second attempt doubles them."""

STALE: Final = 2
"""Corners without anything better after which the finder lends a hand with the proof."""


class Sift:
    """One stage on one board, from a start to the best that time allows.

    `near` says that only little may change.
    """

    def __init__(
        self, board: Board, aim: Aim, effort: Effort, watch: Watch, *, near: bool = False
    ) -> None:
        self._near = near
        self._board = board
        self._aim = aim
        self._effort = effort
        self._watch = watch
        self._deadline = time.monotonic() + effort.seconds
        self._width = board.model.width
        self._standing = Standing(aim, self._width, None)
        self._going = True
        self._infeasible = False
        self._alone = effort.workers == 1
        self._relaxed: Relaxed | None = None
        self._ready = threading.Event()

    def run(self, start: Whole | None) -> Outcome:
        """The best values, with the bound that was proved."""
        self._standing.values = start
        if self._board.pairs.count < WORTH_IT:
            return self._whole(self._effort, self._told)
        if self._alone:
            return self._find(self._effort.seed)
        beside = threading.Thread(target=self._beside, daemon=True)
        beside.start()
        self._effort = replace(self._effort, workers=self._effort.workers - 1)
        outcome = self._find(self._effort.seed)
        self._going = False
        beside.join()
        return outcome if outcome.infeasible else self._standing.outcome()

    def _find(self, seed: int) -> Outcome:
        """Relax, look for the best plan from corner to corner, and prove it when alone."""
        with Relaxer() as relaxer:
            relaxed = self._solved_relaxation(relaxer)
            if relaxed is not None:
                self._standing.nothing_beyond(relaxed.bound)
                self._relaxed = relaxed
                if self._is_provable():
                    self._ready.set()
                self._corner_to_corner(relaxer, relaxed, seed, self._tell)
        while not self._over():
            outcome = self._whole(self._with(self._left()), self._told)
            if outcome.infeasible:
                return outcome
        if self._infeasible:
            return Outcome(None, math.nan, proved=False, infeasible=True)
        return self._standing.outcome()

    def _beside(self) -> None:
        """With one worker: search the whole model, then prove, or find beside the other.

        The proof goes from the bound down, so that it need not wait for the best plan:
        the higher what is looked for, the fewer columns can be part of it, and the sooner
        it is known that there is nothing.
        """

        def watch(values: Whole | None, bound: float) -> bool:
            self._standing.note(values, bound)
            return self._going and not self._standing.closed and not self._ready.is_set()

        effort = replace(self._effort, workers=1)
        self._infeasible = self._whole(effort, watch).infeasible
        while not self._over() and not self._ready.wait(TICK):
            pass
        with Relaxer() as relaxer:
            attempt = lowered = 0
            while not self._over() and self._is_provable():
                before = self._standing.bound
                wanted = self._standing.highest(2**lowered - 1)
                self._prove(relaxer, attempt, wanted, lambda: None, hulls=True)
                if self._standing.bound < before:
                    lowered += 1
                else:
                    attempt += 1
            if not self._over() and self._relaxed is not None:
                seed = effort.seed + 1
                self._corner_to_corner(relaxer, self._relaxed, seed, lambda: None)

    def _is_provable(self) -> bool:
        """Whether what could be better than the plan is little enough for one model."""
        if self._relaxed is None or self._standing.reached is None:
            return False
        pairs = self._board.pairs.count
        return bool(
            pairs <= FEW_PAIRS or self._possible(self._standing.wanted())[:pairs].sum() <= FEW_PAIRS
        )

    def _whole(self, effort: Effort, watch: Watch) -> Outcome:
        """Search a model that leaves nothing out: what it proves holds for the stage."""
        outcome = self._improved(self._board.model, self._standing.values, effort, watch)
        self._standing.note(None, outcome.bound)
        return outcome if outcome.infeasible else self._standing.outcome()

    def _told(self, values: Whole | None, bound: float) -> bool:
        self._standing.note(values, bound)
        self._tell()
        return self._going and not self._standing.closed

    def _over(self) -> bool:
        done = self._standing.closed or self._infeasible
        return done or not self._going or self._left() <= 0

    def _left(self) -> float:
        return max(self._deadline - time.monotonic(), 0.0)

    def _with(self, seconds: float) -> Effort:
        """The effort for one turn; a single worker counts its turns in steps, not in time."""
        if not self._alone:
            return replace(self._effort, seconds=min(seconds, self._left()))
        return replace(self._effort, seconds=self._left(), steps=seconds)

    def _solved_relaxation(self, relaxer: Relaxer) -> Relaxed | None:
        """Solve the relaxation, telling progress all the while."""
        self._tight = self._board.model.copy()
        Hulls(self._board, self._tight)
        total, larger = self._aim.total, self._aim.larger
        way: Way = "along" if self._near else "inside"
        relaxer.begin(self._tight, total, larger=larger, seconds=self._left(), way=way)
        while not relaxer.done(TICK / 4) and not self._over():
            self._tell()
        return relaxer.answer()

    def _tell(self) -> None:
        standing = self._standing
        self._going = self._watch(standing.values, standing.raw_bound) and self._going

    def _improved(self, model: Model, start: Whole | None, effort: Effort, watch: Watch) -> Outcome:
        """Run CP-SAT on a model and keep what it finds when it is better."""
        total, larger = self._aim.total, self._aim.larger
        outcome = Program(model).improve(
            total, larger=larger, start=start, effort=effort, watch=watch
        )
        if outcome.values is not None:
            self._standing.keep(outcome.values)
        return outcome

    def _corner_to_corner(
        self, relaxer: Relaxer, relaxed: Relaxed, seed: int, tell: Callable[[], None]
    ) -> None:
        """Search what the relaxation uses; then, again and again, what else it could use."""
        corners = Corners(self._tight, self._aim, relaxed, self._board.pairs.count, seed)
        kept = used(relaxed)[: self._width]
        turn, stale, attempt = FIRST_TURN, 0, 0
        while not self._over():
            before = self._standing.reached
            done = self._polish(kept, turn, tell)
            stale = stale + 1 if self._standing.reached == before else 0
            self._ready.set()
            if stale >= STALE and self._is_provable():
                self._prove(relaxer, attempt, self._standing.wanted(), tell, hulls=False)
                attempt, stale = attempt + 1, 0
            if not done:
                turn *= 2
                continue
            face, pull = corners.next(self._standing.wanted())
            relaxer.begin(face, pull, larger=True, seconds=self._left())
            while not relaxer.done(TICK / 4) and not self._over():
                tell()
            corner = relaxer.answer()
            if corner is None:
                return
            kept = kept | used(corner)[: self._width]

    def _polish(self, kept: Flags, seconds: float, tell: Callable[[], None]) -> bool:
        """Improve the plan among the kept columns and those it uses, until nothing is better.

        Proves nothing about the others. False when time was too short for it.
        """
        model = self._board.model.copy()
        columns = kept if self._standing.values is None else kept | (self._standing.values > 0)
        model.close(np.flatnonzero(~columns))
        effort = self._with(seconds)

        def watch(values: Whole | None, _bound: float) -> bool:
            if values is not None:
                self._standing.keep(values)
            tell()
            return not self._over()

        outcome = self._improved(model, self._standing.values, effort, watch)
        return outcome.proved or outcome.infeasible

    def _possible(self, wanted: int) -> Flags:
        """The columns that could be part of a plan that reaches what is wanted."""
        if self._relaxed is None:
            return np.ones(self._width, dtype=np.bool_)
        room = self._standing.room(self._relaxed.bound, wanted)
        possible: Flags = self._relaxed.loss[: self._width] <= room
        return possible

    def _better(self, wanted: int, *, hulls: bool) -> Model:
        """A model of everything that reaches what is wanted, and of nothing else."""
        possible = self._possible(wanted)
        model = self._board.model.copy()
        model.close(np.flatnonzero(~possible))
        if self._aim.larger:
            model.hold(self._aim.total, lower=wanted)
        else:
            model.hold(self._aim.total, upper=wanted)
        if hulls:
            Hulls(self._board, model, possible[: self._board.pairs.count])
        return model

    def _prove(
        self, relaxer: Relaxer, attempt: int, wanted: int, tell: Callable[[], None], *, hulls: bool
    ) -> None:
        """Look for anything that reaches what is wanted, where alone it can be.

        When there is nothing, the bound is lower for it; when there is something, the
        plan is better for it. Given up when the other worker reached it. The two
        engines take turns, each longer than the one before: where one does not end,
        the other often does.
        """
        seconds = FIRST_PROOF * 2 ** (attempt // 2)
        if self._alone:
            self._search(attempt, wanted, seconds, tell, hulls=attempt % 2 == 0)
        elif attempt % 2:
            self._search(attempt, wanted, seconds, tell, hulls=hulls)
        else:
            self._search_otherwise(relaxer, wanted, seconds, tell, hulls=hulls)

    def _search(
        self, attempt: int, wanted: int, seconds: float, tell: Callable[[], None], *, hulls: bool
    ) -> None:
        """Search what is better with CP-SAT."""
        standing = self._standing

        def watch(values: Whole | None, bound: float) -> bool:
            if math.isfinite(bound):
                standing.nothing_as_good(wanted, bound)
            if values is not None:
                standing.keep(values)
            tell()
            return not self._over() and (values is not None or standing.is_open(wanted))

        effort = replace(self._with(seconds), seed=self._effort.seed + attempt)
        outcome = self._improved(self._better(wanted, hulls=hulls), None, effort, watch)
        if outcome.infeasible:
            standing.nothing_as_good(wanted)
        elif outcome.proved:
            standing.nothing_beyond(outcome.bound)

    def _search_otherwise(
        self,
        relaxer: Relaxer,
        wanted: int,
        seconds: float,
        tell: Callable[[], None],
        *,
        hulls: bool,
    ) -> None:
        """Search what is better with the engine of the relaxations."""
        larger = self._aim.larger
        seconds = min(seconds, self._left())
        model = self._better(wanted, hulls=hulls)
        relaxer.begin(model, self._aim.total, larger=larger, seconds=seconds, way="whole")
        while not relaxer.done(TICK / 2) and self._standing.is_open(wanted) and not self._over():
            tell()
        found = relaxer.answer()
        if found is None:
            return
        self._standing.nothing_as_good(wanted, found.bound)
        if found.values.any():
            self._polish(found.values[: self._width] > TINY, self._left(), tell)
