"""One stage under way: what is known of it, and the searches that may add to that.

Finding and proving go on side by side, in two threads; both read and write here.
"""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from solver.board import Board
from solver.exact import Effort, Outcome, Program, Watch
from solver.hull import Hulls
from solver.model import Model
from solver.relaxation import Relaxed
from solver.stages import Aim
from solver.standing import Standing
from solver.vectors import Flags, Real, Whole

FEW_PAIRS: Final = 8_000
"""Pairs up to which everything that could still be better is searched in one model."""

HULLED: Final = 2_000
"""Pairs up to which a search among them is worth the columns of everybody's weeks."""

HELPFUL: Final = 0.05
"""A plan further from the bound than this share of it leads a search astray."""


class Pursuit:
    """A stage on its board, with the time there is for it."""

    def __init__(self, board: Board, aim: Aim, effort: Effort, watch: Watch) -> None:
        self.board = board
        self.aim = aim
        self.effort = effort
        self.alone = effort.workers == 1
        self.width = board.model.width
        self.pairs = board.pairs.count
        self.standing = Standing(aim, self.width, None)
        self.going = True
        self.infeasible = False
        self._watch = watch
        self._deadline = time.monotonic() + effort.seconds
        lower, upper = board.model.bounds()
        self.open: Flags = upper > lower
        self._known: list[tuple[Relaxed, float | None]] = []

    def over(self) -> bool:
        """Whether all is known, or the time is up."""
        done = self.standing.closed or self.infeasible
        return done or not self.going or self.left() <= 0

    def left(self) -> float:
        """Seconds that are left."""
        return max(self._deadline - time.monotonic(), 0.0)

    def turn(self, seconds: float) -> Effort:
        """The effort for one search, with half of the workers: two searches go on at a time.

        A single worker counts in steps, not in time.
        """
        if not self.alone:
            workers = max(self.effort.workers // 2, 1)
            return replace(self.effort, workers=workers, seconds=min(seconds, self.left()))
        return replace(self.effort, seconds=self.left(), steps=seconds)

    def tell(self) -> None:
        """Say how it stands, and hear whether to go on."""
        standing = self.standing
        self.going = self._watch(standing.values, standing.raw_bound) and self.going

    def learn(self, relaxed: Relaxed, beyond: float | None = None) -> None:
        """Take in what a relaxation says of the losses, perhaps only of totals `beyond`."""
        self._known.append((relaxed, beyond))

    def possible(self, wanted: int) -> Flags:
        """The columns that could be part of a plan that reaches what is wanted."""
        standing = self.standing
        flags = self.open.copy()
        for relaxed, beyond in self._known:
            if beyond is None or standing.is_beyond(wanted, beyond):
                flags &= relaxed.loss[: self.width] <= standing.room(relaxed.bound, wanted)
        return flags

    def is_provable(self, wanted: int | None = None) -> bool:
        """Whether what reaches the wanted, or else what beats the plan, fits into one model."""
        if not self._known or (wanted is None and self.standing.reached is None):
            return False
        possible = self.possible(self.standing.wanted() if wanted is None else wanted)
        return self.pairs <= FEW_PAIRS or self.count(possible) <= FEW_PAIRS

    def count(self, columns: Flags) -> int:
        """How many of the columns are pairs."""
        return int(np.count_nonzero(columns[: self.pairs]))

    def only(self, columns: Flags, *, hulls: bool = True, lean: bool = False) -> Model:
        """The model of those columns alone, with everybody's real weeks in it if asked for."""
        model = self.board.model.copy()
        model.close(np.flatnonzero(~columns))
        if hulls:
            Hulls(self.board, model, columns[: self.pairs], lean=lean)
        return model

    def take(self, values: Real) -> bool:
        """Keep values that an engine found in floating point, if whole they keep every rule."""
        found = self.aim.settle(np.round(values[: self.width]).astype(np.int64))
        if not self.board.model.holds(found):
            return False
        self.standing.keep(found)
        return True

    def improved(self, model: Model, start: Whole | None, effort: Effort, watch: Watch) -> Outcome:
        """Run CP-SAT on a model and keep what it finds when it is better."""
        outcome = Program(model).improve(
            self.aim.total, larger=self.aim.larger, start=start, effort=effort, watch=watch
        )
        if outcome.values is not None:
            self.standing.keep(outcome.values)
        return outcome

    def whole(self, effort: Effort, watch: Watch) -> Outcome:
        """Search a model that leaves nothing out: what it proves holds for the stage."""
        outcome = self.improved(self.board.model, self.standing.values, effort, watch)
        self.standing.note(None, outcome.bound)
        if outcome.infeasible:
            return outcome
        return self.standing.outcome()

    def polish(
        self,
        kept: Flags,
        seconds: float,
        tell: Callable[[], None],
        *,
        anew: bool = False,
    ) -> bool:
        """Improve the plan among the kept columns and those it uses, until nothing is better.

        Whoever is kept for a session may take any seat in it that they can. Proves nothing
        about the others. False when time was too short for it. Among many columns, a search
        `anew` does not begin from the plan: it soon ends elsewhere.
        """
        start = self.standing.values if self.standing.is_near(HELPFUL) else None
        columns = self.board.with_seats(kept if start is None else kept | (start > 0)) & self.open
        if anew and self.count(columns) > HULLED:
            start = None
        model = self.only(columns, hulls=False)
        if start is None or self.count(columns) <= HULLED:
            hulls = Hulls(self.board, model, columns[: self.pairs])
            start = None if start is None else hulls.complete(start)

        def watch(values: Whole | None, _bound: float) -> bool:
            if values is not None:
                self.standing.keep(values)
            tell()
            return not self.over()

        outcome = self.improved(model, start, self.turn(seconds), watch)
        return outcome.proved or outcome.infeasible

    def outcome(self) -> Outcome:
        """What was found, and whether it is proved."""
        if self.infeasible:
            return Outcome(None, math.nan, proved=False, infeasible=True)
        return self.standing.outcome()
