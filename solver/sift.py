"""One stage solved by sifting: the relaxation says which columns can matter.

A column whose loss is larger than the distance between the bound and a value
cannot be part of anything better than that value. So the relaxation is solved
first, with everyone's real weeks; what it uses gives a good plan at once; and
the columns that could still beat that plan are few enough to be searched to the
end. A plain search of the whole model runs beside all this when there is a
second worker: whichever proves first, or the two together, end the stage.
"""

import math
import threading
import time
from dataclasses import replace
from typing import Final

import numpy as np

from solver.board import Board
from solver.exact import TICK, Effort, Outcome, Program, Watch
from solver.hull import Hulls
from solver.model import Model
from solver.relaxation import Relaxed, Relaxing
from solver.stages import Aim
from solver.vectors import Flags, Whole

WORTH_IT: Final = 600
"""Pairs below which a plain search is done before a relaxation would be."""

SUPPORT_SHARE: Final = 0.5
"""Share of the time left that the search among the used columns may take."""

FEW_PAIRS: Final = 8_000
"""Pairs up to which everything that could still be better is searched in one model."""

FIRST_TURN: Final = 3.0
"""Seconds of the first turn of each kind of search; every round doubles them."""

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
        self._values: Whole | None = None
        self._bound = math.inf
        self._going = True
        self._infeasible = False
        self._alone = effort.workers == 1

    def run(self, start: Whole | None) -> Outcome:
        """The best values, with the bound that was proved."""
        self._values = start
        if self._board.pairs.count < WORTH_IT:
            return self._whole(self._effort, self._told)
        if self._alone:
            return self._sequel(self._relaxed())
        beside = threading.Thread(target=self._beside, daemon=True)
        beside.start()
        self._effort = replace(self._effort, workers=self._effort.workers - 1)
        outcome = self._sequel(self._relaxed())
        self._going = False
        beside.join()
        return outcome if outcome.infeasible else self._outcome()

    def _beside(self) -> None:
        """Search the whole model with one worker until the stage is over."""

        def watch(values: Whole | None, bound: float) -> bool:
            self._note(values, bound)
            return self._going and not self._closed()

        self._infeasible = self._whole(replace(self._effort, workers=1), watch).infeasible

    def _whole(self, effort: Effort, watch: Watch) -> Outcome:
        """Search a model that leaves nothing out: what it proves holds for the stage."""
        outcome = self._improved(self._board.model, self._values, effort, watch)
        if math.isfinite(outcome.bound):
            self._bound = min(self._bound, self._sign * outcome.bound)
        return outcome if outcome.infeasible else self._outcome()

    def _told(self, values: Whole | None, bound: float) -> bool:
        self._note(values, bound)
        self._tell()
        return self._going and not self._closed()

    def _note(self, values: Whole | None, bound: float) -> None:
        """Take over what a search of the whole model knows."""
        if not math.isnan(bound):
            self._bound = min(self._bound, self._sign * bound)
        if values is not None:
            self._keep(values)

    def _keep(self, values: Whole) -> None:
        """Keep the values when they are better than those known."""
        found = values[: self._width]
        before = self._reached
        if before is None or self._sign * self._aim.total.value(found) > before:
            self._values = found

    def _sequel(self, relaxed: Relaxed | None) -> Outcome:
        """What follows the relaxation: closing in on it, or waiting for the other search."""
        if relaxed is not None:
            self._bound = min(self._bound, self._sign * relaxed.bound)
            self._close_in(relaxed)
        while self._left() > 0 and not self._over():
            outcome = self._whole(self._with(self._left()), self._told)
            if outcome.infeasible:
                return outcome
        return (
            Outcome(None, math.nan, proved=False, infeasible=True)
            if self._infeasible
            else self._outcome()
        )

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
        return reached is not None and self._bound < reached + self._grain() - TINY

    def _grain(self) -> int:
        """The smallest difference there can be between two totals."""
        weights = self._aim.total.weights
        return int(np.gcd.reduce(weights[weights != 0])) if weights.any() else 1

    def _relaxed(self) -> Relaxed | None:
        """Solve the relaxation, telling progress all the while."""
        model = self._board.model.copy()
        Hulls(self._board, model)
        total, larger = self._aim.total, self._aim.larger
        work = Relaxing(model, total, larger=larger, seconds=self._left())
        while not work.done(TICK) and not self._over():
            self._tell()
        return work.end()

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

    def _close_in(self, relaxed: Relaxed) -> None:
        """Search what the relaxation uses, then in turns everything that could be better."""
        loss = relaxed.loss[: self._width]
        used: Flags = relaxed.values[: self._width] > TINY
        self._polish(used, self._left() * SUPPORT_SHARE)
        turn = FIRST_TURN
        while not self._over() and self._left() > 0 and self._values is not None:
            room = self._sign * relaxed.bound - (self._reached or 0) - self._grain() + TINY
            possible: Flags = loss <= max(room, 0.0)
            self._polish(loss <= min(TINY * turn, room), turn)
            if np.count_nonzero(possible[: self._board.pairs.count]) <= FEW_PAIRS:
                self._prove(possible, turn, hulls=False)
                self._prove(possible, turn, hulls=True)
            turn *= 2

    def _polish(self, kept: Flags, seconds: float) -> None:
        """Improve the plan among the kept columns and those it uses; proves nothing."""
        if self._over() or self._left() <= 0:
            return
        model = self._board.model.copy()
        columns = kept if self._values is None else kept | (self._values > 0)
        model.close(np.flatnonzero(~columns))
        self._improved(model, self._values, self._with(min(seconds, self._left())), self._heed)

    def _prove(self, possible: Flags, seconds: float, *, hulls: bool) -> None:
        """Look for anything better than the plan where alone it can be.

        When there is nothing, the plan is proved; when there is something, the
        plan is better for it.
        """
        if self._over() or self._left() <= 0 or self._reached is None:
            return
        model = self._board.model.copy()
        model.close(np.flatnonzero(~possible))
        before, wanted = self._reached, self._reached + self._grain()
        if self._aim.larger:
            model.hold(self._aim.total, lower=wanted)
        else:
            model.hold(self._aim.total, upper=-wanted)
        if hulls:
            Hulls(self._board, model, possible[: self._board.pairs.count])
        outcome = self._improved(model, None, self._with(min(seconds, self._left())), self._heed)
        if outcome.infeasible:
            self._bound = min(self._bound, before)
        elif outcome.proved and self._reached is not None:
            self._bound = min(self._bound, self._reached)
        elif math.isfinite(outcome.bound):
            self._bound = min(self._bound, max(before, self._sign * outcome.bound))

    def _heed(self, values: Whole | None, _bound: float) -> bool:
        """Watch a search whose bound says nothing about the stage."""
        if values is not None:
            self._keep(values)
        self._tell()
        return not self._over()

    def _outcome(self) -> Outcome:
        proved = self._closed()
        bound = self._bound
        if proved and self._reached is not None:
            bound = self._reached
        raw = math.nan if math.isinf(bound) else self._sign * bound
        return Outcome(self._values, raw, proved)
