"""Settles a stage: few columns are left open, and a search with cuts ends.

What is known, and what earlier stages reached, closes most columns. One worker searches
everything that could still be better, beginning anew when that has become much less;
the other what loses least, then ever more of it. Both say what they know as they go,
and what one finds closes columns for the other.
"""

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from solver.exact import TICK
from solver.pursuit import Pursuit
from solver.relaxation import Relaxed
from solver.relaxer import Relaxer
from solver.standing import TINY
from solver.vectors import Flags

MUCH_LESS: Final = 0.6
"""When no more than this share of the columns could still be better, a search begins anew."""

WIDER: Final = 2.0
"""How many times as many pairs are looked at next."""

MOST_FAILURES: Final = 5
"""How often the engine may end without a word before it is given up."""


class Settler:
    """One worker that settles a stage, looking for what beats the plan found so far."""

    def __init__(self, pursuit: Pursuit, relaxer: Relaxer, tell: Callable[[], None]) -> None:
        self._pursuit = pursuit
        self._standing = pursuit.standing
        self._relaxer = relaxer
        self._tell = tell
        self._failures = 0

    def settle(self) -> None:
        """Search everything that could be better than the plan, to the end."""
        pursuit, standing = self._pursuit, self._standing
        done = False
        while not done and not pursuit.over():
            columns = self._possible()
            few = MUCH_LESS * pursuit.count(columns)

            def is_much_less(few: float = few) -> bool:
                return pursuit.count(self._possible()) < few

            def heed(bound: float) -> None:
                standing.nothing_beyond(standing.loosened(bound))

            done = self._search(columns, heed, is_much_less)

    def widen(self, relaxed: Relaxed) -> None:
        """Search the columns that lose least for the best plan, then ever more of them."""
        pursuit, standing = self._pursuit, self._standing
        loss = relaxed.loss[: pursuit.width]
        columns: Flags = relaxed.values[: pursuit.width] > TINY
        count, least = pursuit.count(columns), 0.0
        while not pursuit.over():
            others = standing.loosened(standing.below(relaxed.bound, least))

            def heed(bound: float, others: float = others) -> None:
                standing.nothing_beyond(standing.worse_of(standing.loosened(bound), others))

            self._search(columns, heed, lambda: False)
            count = int(count * WIDER)
            possible = self._possible()
            losses = np.sort(loss[: pursuit.pairs][possible[: pursuit.pairs]])
            if count >= len(losses):
                return
            least = float(losses[count])
            columns = possible & (loss < least)

    def _possible(self) -> Flags:
        return self._pursuit.possible(self._standing.wanted())

    def _search(
        self, columns: Flags, heed: Callable[[float], None], is_idle: Callable[[], bool]
    ) -> bool:
        """Search those columns and the plan's own; `heed` hears what nothing among them beats.

        Whether it is done: not when it would be `is_idle` to go on, nor when the engine was
        killed or failed, unless that happens again and again.
        """
        pursuit, standing, start = self._pursuit, self._standing, self._standing.values
        if start is None:
            return True
        wanted = standing.wanted()
        self._relaxer.begin(
            pursuit.only(columns | (start > 0), lean=True),
            pursuit.aim.total,
            larger=pursuit.aim.larger,
            seconds=pursuit.left(),
            way="whole",
            wanted=wanted,
            seed=pursuit.effort.seed,
        )

        def note(news: Relaxed) -> None:
            if news.values.any():
                pursuit.take(news.values)
            if not math.isnan(news.bound):
                heed(standing.worse_of(news.bound, float(standing.before(wanted))))

        while not self._relaxer.done(TICK / 2) and not pursuit.over() and not is_idle():
            self._tell()
            for news in self._relaxer.news():
                note(news)
        ended = self._relaxer.done(0)
        found = self._relaxer.answer()
        if found is not None:
            note(found)
        elif ended:
            self._failures += 1
            return self._failures >= MOST_FAILURES
        return ended
