"""A board relaxed by prices alone: nearly as good as solving the relaxation, in a moment.

Every row that ties people together has a price. At given prices everybody takes the
best of the weeks they can really serve, each pair the best of what it can do in its
session, and every other column its better end; what that is worth, with what the rows
allow at their prices, bounds every plan (the Lagrangian dual).
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from scipy.sparse import csr_array, vstack

from solver.best_weeks import BestWeeks
from solver.board import Board
from solver.model import BOUNDLESS, Model, Sum
from solver.relaxation import Relaxed
from solver.stretches import Stretches
from solver.subgradient import AVERAGED, SCALED, Reach, lowered
from solver.vectors import Real

START: Final = 0.5
"""The share of its weight that every place costs in the beginning."""

REACH: Final = Reach(0.05, 0.00002)
"""Shares of the first sum that the steps aim for."""

NEAR: Final = Reach(0.02, 0.00002)
"""The same where little may change."""

MOST_SETS: Final = 2_000
"""Sets of choices of one day beyond which a person counts as serving all that is worth it."""

TINY: Final = 1e-6

NEVER: Final = -1e9
"""What a column that is closed is worth: far less than anything could make up for."""

NEWEST: Final = 0.05
"""How much the newest prices count in what was often best."""

ONE_PERSONS: Final = ("weekly_minutes", "day_sessions")
"""Rules whose rows speak of one person only: every week that can be served keeps them."""


class Priced:
    """The prices of a model's rows for one total, which is to be made large or small.

    `model` is the board's, possibly with more columns and rows; its closed columns are
    never taken. `near` says that only little may change.
    """

    def __init__(
        self, board: Board, model: Model, total: Sum, *, larger: bool, near: bool = False
    ) -> None:
        self._reach, self._pace = (NEAR, SCALED) if near else (REACH, AVERAGED)
        self._sign = 1 if larger else -1
        self._pairs = board.pairs.count
        self._worth = self._sign * total.padded(model.width).astype(np.float64)
        self._constant = self._sign * total.constant
        self._lay_rows(board, model)
        self._lay_flows(board)
        lower, upper = model.bounds()
        self._lower, self._upper = lower.astype(np.float64), upper.astype(np.float64)
        self._closed = np.flatnonzero(upper == 0)
        self._weeks = BestWeeks(board, MOST_SETS)
        self._often = np.zeros(model.width)

    def _lay_rows(self, board: Board, model: Model) -> None:
        """The rows that tie people together, all as upper bounds."""
        rows = model.rows()
        priced = np.ones(model.height, dtype=np.bool_)
        priced[: board.spans[ONE_PERSONS[0]].start] = False
        for rule in ONE_PERSONS:
            priced[board.spans[rule]] = False
        capped, floored = priced & (rows.upper < BOUNDLESS), priced & (rows.lower > -BOUNDLESS)
        matrix = rows.matrix.astype(np.float64)
        self._rows = csr_array(vstack([matrix[capped], -matrix[floored]]))
        self._columns = csr_array(self._rows.T)
        self._limits = np.concatenate([rows.upper[capped], -rows.lower[floored]]).astype(float)

    def _lay_flows(self, board: Board) -> None:
        """Which flows the pairs of each group can choose between."""
        groups: dict[int, int] = {}
        flows = board.flows
        owner = [groups.setdefault(id(flow.members), len(groups)) for flow in flows]
        self._group = np.full(self._pairs, len(groups))
        for flow in flows:
            self._group[flow.members] = groups[id(flow.members)]
        order = np.argsort(owner, kind="stable")
        self._flows = np.array([flow.column for flow in flows], dtype=np.int64)[order]
        self._flow_groups = Stretches(np.array(owner, dtype=np.int64)[order])
        self._group_of_flow = np.array(owner, dtype=np.int64)[order]
        others = np.ones(len(self._worth), dtype=np.bool_)
        others[: self._pairs] = False
        others[self._flows] = False
        self._others = np.flatnonzero(others)

    def relaxed(self, goes_on: Callable[[], bool]) -> Relaxed | None:
        """The bound at the best prices found, what was often best on the way, and the losses.

        None where no plan keeps the rows: then there are prices with any sum, however low.
        """
        prices = self._start()
        first, _ = self._summed(prices)
        reach = Reach(self._reach.first * first, self._reach.last * first)
        least = np.where(self._worth > 0, self._lower, self._upper)
        floor = float(least @ self._worth) - TINY * max(1.0, abs(first))
        prices, total = lowered(self._summed, prices, reach, goes_on, floor, self._pace)
        if total < floor:
            return None
        bound = self._sign * (total + self._constant)
        return Relaxed(bound, self._often, self._losses(prices))

    def _start(self) -> Real:
        """Of every place a share of what it is worth; all else is free."""
        rows = self._rows
        owner = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
        plain = np.ones(rows.shape[0], dtype=np.bool_)
        plain[owner[(rows.data != 1) | (self._worth[rows.indices] <= 0)]] = False
        worth = np.zeros(rows.shape[0])
        np.maximum.at(worth, owner, self._worth[rows.indices])
        return np.where(plain, START * worth, 0.0)

    def _values(self, prices: Real) -> tuple[Real, Real, Real]:
        """What each column is worth beyond its price, each pair with its best flow."""
        worth = self._worth - self._columns @ prices
        worth[self._closed] = NEVER
        of_flows = worth[self._flows]
        most = self._flow_groups.most(of_flows)
        return worth, worth[: self._pairs] + np.append(most, 0.0)[self._group], most

    def _summed(self, prices: Real) -> tuple[float, Real]:
        worth, values, most = self._values(prices)
        total, taken = self._weeks.best(values)
        column = np.zeros(len(worth))
        column[taken] = 1
        sitting = self._group[taken]
        best = self._flows[self._flow_groups.first_best(worth[self._flows], most)]
        np.add.at(column, best[sitting[sitting < len(best)]], 1)
        others, ends = worth[self._others], self._ends(worth)
        column[self._others] = ends
        self._often *= 1 - NEWEST
        self._often += NEWEST * column
        total += float(prices @ self._limits) + float(others @ ends)
        return total, self._limits - self._rows @ column

    def _ends(self, worth: Real) -> Real:
        """The better end of every column that is neither pair nor flow."""
        others = self._others
        ends: Real = np.where(worth[others] > 0, self._upper[others], self._lower[others])
        return ends

    def _losses(self, prices: Real) -> Real:
        """What each column would cost the sum if it were taken."""
        worth, values, most = self._values(prices)
        loss = np.zeros(len(worth))
        loss[: self._pairs] = self._weeks.losses(values)
        least = np.full(len(most) + 1, np.inf)
        np.minimum.at(least, self._group, loss[: self._pairs])
        groups = self._group_of_flow
        loss[self._flows] = least[groups] + most[groups] - worth[self._flows]
        loss[self._others] = np.maximum(-worth[self._others], 0.0)
        return loss
