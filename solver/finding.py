"""Finds the best plan of a stage: among few columns first, then among ever more.

What the relaxation uses are few columns, and the best plan among them is found at
once. Other solutions of the same relaxation, equally good, use other columns, and
together they soon hold a plan as good as any.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Final

import numpy as np

from solver.corners import Corners, used
from solver.exact import TICK
from solver.model import Model, Sum
from solver.proving import prove
from solver.pursuit import Pursuit
from solver.relaxation import Relaxed, Way
from solver.relaxer import Relaxer
from solver.standing import TINY
from solver.vectors import Flags

FIRST_TURN: Final = 2.0
"""Seconds of the first search; a turn that was too short doubles them."""

OFTEN: Final = 1e-3
"""A column that a relaxation uses less than that is not looked at first."""

FEW_KEPT: Final = 1_300
"""Pairs that are searched at once before the relaxation is solved among them."""

FEW_NEAR: Final = 1_900
"""The same where only little may change: of more, those that were part of it most often."""

RELAXED_AT_ONCE: Final = 4_000
"""Pairs among which a relaxation takes a second or two."""

WHOLE: Final = 1.4
"""How many times as many may be relaxed for the sake of a whole total."""

STALE: Final = 2
"""Corners without anything better after which more is looked at, or all."""

CLOSE: Final = 8
"""Steps between plan and bound up to which a single worker tries a proof."""

MORE: Final = 1.2
"""How many times as many pairs are searched as are kept, when those held nothing better."""

WIDER: Final = 1.3
"""How many times as many pairs are looked at when corners hold nothing better."""


class Finder:
    """One worker's way from the first relaxation to ever better plans.

    `first` is the relaxation it begins with.
    """

    def __init__(
        self,
        pursuit: Pursuit,
        relaxer: Relaxer,
        first: Relaxed,
        way: Way,
        tell: Callable[[], None],
    ) -> None:
        self._pursuit = pursuit
        self._relaxer = relaxer
        self._first = self._best = first
        self._way = way
        self._tell = tell
        self._attempts = count()

    def run(self, seed: int, ready: Callable[[], None], *, at_once: bool = False) -> None:
        """Search among ever more columns until time is up or nothing can be better.

        It begins among the columns that were often best, or relaxes all that could be better
        `at_once`. `ready` is called when the first columns were searched.
        """
        pursuit, standing = self._pursuit, self._pursuit.standing
        corners, kept = self._begun(seed, at_once=at_once)
        if kept is None:
            return
        turn, stale, anew = FIRST_TURN, 0, True
        while not pursuit.over():
            before = standing.reached
            more = kept | self._least_lost(kept, MORE) if stale else kept
            done = pursuit.polish(more, turn, self._tell, anew=anew)
            anew = False
            stale = stale + 1 if standing.reached == before else 0
            ready()
            if not done:
                turn *= 2
                if stale < STALE or corners is not None:
                    continue
            kept = self._moved_on(kept, stale)
            stale = 0 if stale >= STALE else stale
            if corners is None:
                corners = self._relaxed_anew(RELAXED_AT_ONCE, seed)
                corner: Relaxed | None = self._best
            else:
                corner = self._asked(*corners.next(standing.wanted()))
            if corners is None:
                return
            if corner is None:
                stale = STALE
            else:
                kept, anew = kept | used(corner)[: pursuit.width], True

    def _moved_on(self, kept: Flags, stale: int) -> Flags:
        """What to keep after so many searches with nothing better; a proof may be tried first."""
        pursuit, standing = self._pursuit, self._pursuit.standing
        if stale < STALE:
            return kept
        wider = kept | self._least_lost(kept, WIDER)
        narrow = standing.steps() <= CLOSE or not (wider & ~kept).any()
        if not (pursuit.alone and narrow and pursuit.is_provable()):
            return wider
        wanted, attempt = standing.wanted(), next(self._attempts)
        prove(pursuit, attempt, wanted, self._tell)
        return kept

    def _begun(self, seed: int, *, at_once: bool) -> tuple[Corners | None, Flags | None]:
        """What was relaxed at once, and the columns to search first."""
        corners = self._relaxed_anew(None, seed) if at_once else None
        if corners is None:
            return None, self._kept_first()
        return corners, used(self._best)[: self._pursuit.width]

    def _kept_first(self) -> Flags | None:
        """The columns the first relaxation uses, or of too many those that count among them."""
        pursuit = self._pursuit
        values = self._first.values[: pursuit.width]
        often: Flags = values > OFTEN
        if self._way == "along" and pursuit.count(often) > FEW_NEAR:
            least = np.partition(values[: pursuit.pairs], -FEW_NEAR)[-FEW_NEAR]
            often = values >= least
        if self._way == "along" or pursuit.count(often) <= FEW_KEPT:
            return often
        corner = self._solved(pursuit.only(often, lean=True))
        return None if corner is None else used(corner)[: pursuit.width]

    def _relaxed_anew(self, most: int | None, seed: int) -> Corners | None:
        """Solve the relaxation of what could be better, or of the `most` pairs that lose least."""
        pursuit, standing = self._pursuit, self._pursuit.standing
        wanted = standing.wanted()
        columns, beyond = pursuit.possible(wanted), float(standing.before(wanted))
        if most is not None and pursuit.count(columns) > most:
            loss = float(np.partition(self._first.loss[: pursuit.pairs], most)[most])
            columns = self._first.loss[: pursuit.width] <= loss
            beyond = standing.below(self._first.bound, loss)
            for total in standing.around(beyond):
                reaching = pursuit.possible(total)
                if standing.is_open(total) and pursuit.count(reaching) <= WHOLE * most:
                    columns, beyond = reaching, float(standing.before(total))
                    break
        model = pursuit.only(columns, lean=True)
        relaxed = self._solved(model)
        if relaxed is None:
            return None
        standing.nothing_beyond(standing.worse_of(standing.loosened(relaxed.bound), beyond))
        loss_of = np.where(columns, relaxed.loss[: pursuit.width], np.inf)
        self._best = replace(relaxed, loss=loss_of)
        pursuit.learn(self._best, beyond)
        return Corners(model, pursuit.aim, relaxed, pursuit.pairs, seed)

    def _least_lost(self, kept: Flags, times: float) -> Flags:
        """So many times as many columns as are kept, those that lose least."""
        pursuit = self._pursuit
        loss = np.where(kept, 0.0, self._best.loss[: pursuit.width])
        most = int(np.count_nonzero(np.isfinite(loss[: pursuit.pairs])))
        number = min(int(pursuit.count(kept) * times), most)
        order = np.argsort(loss[: pursuit.pairs] + ~kept[: pursuit.pairs] * TINY, kind="stable")
        flags: Flags = loss <= loss[order[number - 1]]
        flags[order[number:]] = False
        return flags

    def _solved(self, model: Model) -> Relaxed | None:
        aim = self._pursuit.aim
        return self._asked(model, aim.total, larger=aim.larger)

    def _asked(
        self, model: Model, total: Sum, *, larger: bool = True, way: Way | None = None
    ) -> Relaxed | None:
        """The relaxation of a model, telling progress all the while."""
        pursuit = self._pursuit
        way, seconds = way or self._way, pursuit.left()
        self._relaxer.begin(model, total, larger=larger, seconds=seconds, way=way)
        while not self._relaxer.done(TICK / 4) and not pursuit.over():
            self._tell()
        return self._relaxer.answer()
