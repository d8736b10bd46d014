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
from solver.relaxation import Relaxed, Relaxer
from solver.stages import Aim
from solver.vectors import Flags, Whole

WORTH_IT: Final = 600
"""Pairs below which a plain search is done before a relaxation would be."""

FEW_PAIRS: Final = 8_000
"""Pairs up to which everything that could still be better is searched in one model."""

FIRST_TURN: Final = 3.0
"""Seconds of the first turn of each kind of search; a turn that was too short doubles them."""

FIRST_PROOF: Final = 8.0
"""Seconds of the first attempt at a proof; every second attempt doubles them."""

PROVING_AFTER: Final = 2
"""Corners looked at before the proof begins: the better the plan, the shorter its proof."""

STALE: Final = 2
"""Corners without anything better after which the finder lends a hand with the proof."""

TINY: Final = 1e-6


class Sift:
    """One stage on one board, from a start to the best that time allows.

    Inside, everything is turned so that more is better: `_reached` and `_bound`
    are the total or its negative.
    """

    def __init__(self, board: Board, aim: Aim, effort: Effort, watch: Watch) -> None:
        self._board = board
        self._aim = aim
        self._effort = effort
        self._watch = watch
        self._deadline = time.monotonic() + effort.seconds
        self._width = board.model.width
        self._sign = 1 if aim.larger else -1
        self._grain = _grain(aim)
        self._values: Whole | None = None
        self._bound = math.inf
        self._going = True
        self._infeasible = False
        self._alone = effort.workers == 1
        self._one = threading.Lock()
        self._relaxed: Relaxed | None = None
        self._polished = threading.Event()

    def run(self, start: Whole | None) -> Outcome:
        """The best values, with the bound that was proved."""
        self._values = start
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
        return outcome if outcome.infeasible else self._outcome()

    def _find(self, seed: int) -> Outcome:
        """Relax, look for the best plan from corner to corner, and prove it when alone."""
        with Relaxer() as relaxer:
            self._relaxed = self._solved_relaxation(relaxer)
            if self._relaxed is not None:
                self._nothing_beyond(self._sign * self._relaxed.bound)
                self._corner_to_corner(relaxer, self._relaxed, seed, self._tell)
        while not self._over():
            outcome = self._whole(self._with(self._left()), self._told)
            if outcome.infeasible:
                return outcome
        if self._infeasible:
            return Outcome(None, math.nan, proved=False, infeasible=True)
        return self._outcome()

    def _beside(self) -> None:
        """With one worker: search the whole model, then prove, or find beside the other."""

        def watch(values: Whole | None, bound: float) -> bool:
            self._note(values, bound)
            return self._going and not self._closed() and not self._polished.is_set()

        effort = replace(self._effort, workers=1)
        self._infeasible = self._whole(effort, watch).infeasible
        while not self._over() and not self._polished.wait(TICK):
            pass
        with Relaxer() as relaxer:
            attempt = 0
            while not self._over() and self._is_provable():
                self._prove(relaxer, attempt, lambda: None, hulls=True)
                attempt += 1
            if not self._over() and self._relaxed is not None:
                seed = effort.seed + 1
                self._corner_to_corner(relaxer, self._relaxed, seed, lambda: None)

    def _is_provable(self) -> bool:
        if self._relaxed is None or self._reached is None:
            return False
        return bool(self._possible()[: self._board.pairs.count].sum() <= FEW_PAIRS)

    def _whole(self, effort: Effort, watch: Watch) -> Outcome:
        """Search a model that leaves nothing out: what it proves holds for the stage."""
        outcome = self._improved(self._board.model, self._values, effort, watch)
        self._note(None, outcome.bound)
        return outcome if outcome.infeasible else self._outcome()

    def _told(self, values: Whole | None, bound: float) -> bool:
        self._note(values, bound)
        self._tell()
        return self._going and not self._closed()

    def _note(self, values: Whole | None, bound: float) -> None:
        """Take over what a search of the whole model knows."""
        if math.isfinite(bound):
            self._nothing_beyond(self._sign * bound)
        if values is not None:
            self._keep(values)

    def _keep(self, values: Whole) -> None:
        """Keep the values when they are better than those known."""
        found = values[: self._width]
        with self._one:
            before = self._reached
            if before is None or self._sign * self._aim.total.value(found) > before:
                self._values = found

    def _over(self) -> bool:
        done = self._closed() or self._infeasible
        return done or not self._going or self._left() <= 0

    def _left(self) -> float:
        return max(self._deadline - time.monotonic(), 0.0)

    def _with(self, seconds: float) -> Effort:
        """The effort for one turn; a single worker counts its turns in steps, not in time."""
        if not self._alone:
            return replace(self._effort, seconds=min(seconds, self._left()))
        return replace(self._effort, seconds=self._left(), steps=seconds)

    @property
    def _reached(self) -> int | None:
        if self._values is None:
            return None
        return self._sign * self._aim.total.value(self._values)

    def _closed(self) -> bool:
        """Whether the bound leaves no room for anything better."""
        reached = self._reached
        return reached is not None and self._bound < reached + self._grain - TINY

    def _solved_relaxation(self, relaxer: Relaxer) -> Relaxed | None:
        """Solve the relaxation, telling progress all the while."""
        model = self._board.model.copy()
        Hulls(self._board, model)
        self._tight = model
        total, larger = self._aim.total, self._aim.larger
        relaxer.begin(model, total, larger=larger, seconds=self._left())
        while not relaxer.done(TICK) and not self._over():
            self._tell()
        return relaxer.answer()

    def _tell(self) -> None:
        bound = math.nan if math.isinf(self._bound) else self._sign * self._bound
        self._going = self._watch(self._values, bound) and self._going

    def _improved(self, model: Model, start: Whole | None, effort: Effort, watch: Watch) -> Outcome:
        """Run CP-SAT on a model and keep what it finds when it is better."""
        total, larger = self._aim.total, self._aim.larger
        outcome = Program(model).improve(
            total, larger=larger, start=start, effort=effort, watch=watch
        )
        if outcome.values is not None:
            self._keep(outcome.values)
        return outcome

    def _corner_to_corner(
        self, relaxer: Relaxer, relaxed: Relaxed, seed: int, tell: Callable[[], None]
    ) -> None:
        """Search what the relaxation uses; then, again and again, what else it could use."""
        corners = Corners(self._tight, self._aim, relaxed, self._board.pairs.count, seed)
        kept = used(relaxed)[: self._width]
        turn, seen, stale, attempt = FIRST_TURN, 0, 0, 0
        while not self._over():
            before = self._reached
            done = self._polish(kept, turn, tell)
            seen, stale = seen + 1, stale + 1 if self._reached == before else 0
            if seen > PROVING_AFTER or not done:
                self._polished.set()
            if stale >= STALE and self._is_provable():
                self._prove(relaxer, attempt, tell, hulls=False)
                attempt, stale = attempt + 1, 0
            if not done:
                turn *= 2
                continue
            face, pull = corners.next(self._wanted())
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
        columns = kept if self._values is None else kept | (self._values > 0)
        model.close(np.flatnonzero(~columns))
        effort = self._with(seconds)

        def watch(values: Whole | None, _bound: float) -> bool:
            if values is not None:
                self._keep(values)
            tell()
            return not self._over()

        outcome = self._improved(model, self._values, effort, watch)
        return outcome.proved or outcome.infeasible

    def _possible(self) -> Flags:
        """The columns that could be part of something better than the plan."""
        if self._relaxed is None:
            return np.ones(self._width, dtype=np.bool_)
        room = self._sign * self._relaxed.bound - (self._reached or 0) - self._grain + TINY
        possible: Flags = self._relaxed.loss[: self._width] <= max(room, 0.0)
        return possible

    def _wanted(self) -> int:
        """The nearest total better than the one reached."""
        return self._sign * ((self._reached or 0) + self._grain)

    def _better(self, *, hulls: bool) -> Model:
        """A model of everything that is better than the plan, and of nothing else."""
        possible = self._possible()
        model = self._board.model.copy()
        model.close(np.flatnonzero(~possible))
        if self._aim.larger:
            model.hold(self._aim.total, lower=self._wanted())
        else:
            model.hold(self._aim.total, upper=self._wanted())
        if hulls:
            Hulls(self._board, model, possible[: self._board.pairs.count])
        return model

    def _prove(
        self, relaxer: Relaxer, attempt: int, tell: Callable[[], None], *, hulls: bool
    ) -> None:
        """Look for anything better than the plan where alone it can be.

        When there is nothing, the plan is proved; when there is something, the plan
        is better for it. Given up for a new attempt when the other worker found a
        better plan, beside which less is possible. The two engines take turns, each
        longer than the one before: where one does not end, the other often does.
        """
        seconds = FIRST_PROOF * 2 ** (attempt // 2)
        if self._alone:
            self._search(attempt, seconds, tell, hulls=attempt % 2 == 0)
        elif attempt % 2:
            self._search(attempt, seconds, tell, hulls=hulls)
        else:
            self._search_otherwise(relaxer, seconds, tell, hulls=hulls)

    def _search(
        self, attempt: int, seconds: float, tell: Callable[[], None], *, hulls: bool
    ) -> None:
        """Search what is better with CP-SAT."""
        before = self._reached or 0

        def watch(values: Whole | None, bound: float) -> bool:
            if math.isfinite(bound):
                self._nothing_beyond(max(before, self._sign * bound))
            if values is not None:
                self._keep(values)
            tell()
            return not self._over() and (values is not None or self._reached == before)

        effort = replace(self._with(seconds), seed=self._effort.seed + attempt)
        outcome = self._improved(self._better(hulls=hulls), None, effort, watch)
        if outcome.infeasible:
            self._nothing_beyond(before)
        elif outcome.proved:
            self._nothing_beyond(self._reached or before)

    def _search_otherwise(
        self, relaxer: Relaxer, seconds: float, tell: Callable[[], None], *, hulls: bool
    ) -> None:
        """Search what is better with the engine of the relaxations."""
        before, larger = self._reached or 0, self._aim.larger
        seconds = min(seconds, self._left())
        model = self._better(hulls=hulls)
        relaxer.begin(model, self._aim.total, larger=larger, seconds=seconds, whole=True)
        while not relaxer.done(TICK / 2) and not self._over() and self._reached == before:
            tell()
        found = relaxer.answer()
        if found is None:
            return
        self._nothing_beyond(max(before, self._sign * found.bound + TINY))
        if found.values.any():
            self._polish(found.values[: self._width] > TINY, self._left(), tell)

    def _nothing_beyond(self, bound: float) -> None:
        with self._one:
            self._bound = min(self._bound, bound)

    def _outcome(self) -> Outcome:
        proved = self._closed()
        bound = self._bound
        if proved and self._reached is not None:
            bound = self._reached
        raw = math.nan if math.isinf(bound) else self._sign * bound
        return Outcome(self._values, raw, proved)


def _grain(aim: Aim) -> int:
    """The smallest difference there can be between two totals."""
    weights = aim.total.weights
    return int(np.gcd.reduce(weights[weights != 0])) if weights.any() else 1
