"""How one stage stands: the best values found so far, and what nothing can exceed.

Two workers find and prove side by side, and both write here.
"""

import math
import threading

import numpy as np

from solver.exact import Outcome
from solver.stages import Aim
from solver.vectors import Whole

TINY = 1e-6

NOISE = 1e-9
"""Share of a total by which a sum in floating point may be off."""


class Standing:
    """The best `values` of one stage and its bound.

    Inside, everything is turned so that more is better: `reached` and `bound` are the
    total or its negative. Totals that go in or come out as such are as the aim has them.
    """

    def __init__(self, aim: Aim, width: int, start: Whole | None) -> None:
        self._aim = aim
        self._width = width
        self._sign = 1 if aim.larger else -1
        self._grain = _grain(aim)
        self._one = threading.Lock()
        self.values = start
        self.bound = math.inf

    @property
    def reached(self) -> int | None:
        """The total of the values; None when there are none yet."""
        if self.values is None:
            return None
        return self._sign * self._aim.total.value(self.values)

    @property
    def closed(self) -> bool:
        """Whether the bound leaves no room for anything better."""
        reached = self.reached
        return reached is not None and self.bound < self._above(reached) - TINY

    def is_near(self, share: float) -> bool:
        """Whether the values are within that share of the bound."""
        reached = self.reached
        return reached is not None and self.bound - reached <= share * abs(self.bound)

    @property
    def raw_bound(self) -> float:
        """The bound as the aim has it; nan while there is none."""
        return math.nan if math.isinf(self.bound) else self._sign * self.bound

    def keep(self, values: Whole) -> None:
        """Keep the values when they are better than those known."""
        found = self._aim.settle(values[: self._width])
        with self._one:
            before = self.reached
            if before is None or self._sign * self._aim.total.value(found) > before:
                self.values = found

    def note(self, values: Whole | None, raw: float) -> None:
        """Take over what a search of the whole model knows."""
        if math.isfinite(raw):
            self.nothing_beyond(raw)
        if values is not None:
            self.keep(values)

    def nothing_beyond(self, total: float) -> None:
        """No plan is better than this total."""
        with self._one:
            self.bound = min(self.bound, self._sign * total)

    def nothing_as_good(self, wanted: int, raw: float = math.nan) -> None:
        """No plan reaches what was wanted; or none beyond `raw`, when that says less."""
        short = self._sign * wanted - self._grain
        beyond = short if math.isnan(raw) else max(short, self._sign * raw)
        self.nothing_beyond(self._sign * beyond)

    def _above(self, reached: int) -> int:
        """The nearest better total there can be."""
        levels = self._aim.levels
        if levels is None:
            return reached + self._grain
        place = int(np.searchsorted(levels, reached, side="right"))
        return int(levels[place]) if place < len(levels) else reached + self._grain

    def wanted(self) -> int:
        """The nearest total better than the one reached."""
        return self._sign * self._above(self.reached or 0)

    def highest(self, below: int) -> int:
        """The best total that the bound allows, or one so many steps below it: above the plan."""
        reached, levels = self.reached or 0, self._aim.levels
        if levels is None:
            steps = int((self.bound - reached + TINY) // self._grain)
            return self._sign * (reached + self._grain * max(steps - below, 1))
        last = int(np.searchsorted(levels, self.bound + TINY, side="right")) - 1 - below
        return max(int(levels[max(last, 0)]), self.wanted())

    def around(self, total: float) -> tuple[int, int]:
        """The totals that a plan can have next to this one: no better, then better."""
        turned, levels = self._sign * total + TINY, self._aim.levels
        if levels is None:
            reached = self.reached or 0
            low = reached + self._grain * int((turned - reached) // self._grain)
            return self._sign * low, self._sign * (low + self._grain)
        place = int(np.searchsorted(levels, turned, side="right"))
        low, high = max(place - 1, 0), min(place, len(levels) - 1)
        return self._sign * int(levels[low]), self._sign * int(levels[high])

    def is_open(self, wanted: int) -> bool:
        """Whether it is not known yet if that total can be reached."""
        return (self.reached or 0) < self._sign * wanted < self.bound + TINY

    def is_beyond(self, wanted: int, total: float) -> bool:
        """Whether what is wanted is better than the total."""
        return self._sign * wanted > self._sign * total + TINY

    def before(self, wanted: int) -> int:
        """The total one step short of what is wanted."""
        return wanted - self._sign * self._grain

    def below(self, bound: float, loss: float) -> float:
        """The total that lies so much below the bound."""
        return bound - self._sign * loss

    def worse_of(self, one: float, other: float) -> float:
        """Of two totals that no plan beats both of, the one that says less."""
        return max(one, other) if self._aim.larger else min(one, other)

    def loosened(self, total: float) -> float:
        """A total computed in floating point, worse by as much as that may be off."""
        return total + self._sign * NOISE * max(1.0, abs(total))

    def steps(self) -> float:
        """How many steps the plan is below the bound."""
        reached, levels = self.reached, self._aim.levels
        if reached is None:
            return math.inf
        if levels is None:
            return (self.bound - reached) / self._grain
        low, high = np.searchsorted(levels, [reached, self.bound + TINY], side="right")
        return float(high - low)

    def room(self, relaxed: float, wanted: int) -> float:
        """How far a relaxation's bound lies beyond what is wanted."""
        return max(self._sign * (self.loosened(relaxed) - wanted) + TINY, 0.0)

    def outcome(self) -> Outcome:
        """What was found, and whether it is proved."""
        closed, reached = self.closed, self.reached
        if closed and reached is not None:
            return Outcome(self.values, self._sign * reached, proved=True)
        return Outcome(self.values, self.raw_bound, proved=False)


def _grain(aim: Aim) -> int:
    """The smallest difference there can be between two totals."""
    weights = aim.total.weights
    return int(np.gcd.reduce(weights[weights != 0])) if weights.any() else 1
