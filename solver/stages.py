"""The objectives as stages of a solve: what each aims at, reaches, and holds fast."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.board import Board
from solver.entities import Problem
from solver.model import Model, Sum
from solver.plan import LARGER_IS_BETTER, STAGES, Further, Stage
from solver.rules import (
    coverage,
    experience,
    fair_load,
    freshness,
    next_weakest,
    steadiness,
    travel,
    weakest_office,
    wishes,
)
from solver.vectors import Whole

ROUNDING = 1e-6
"""Bounds are computed in floating point; whole values are this close to them."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One stage on one board: its `total` of columns, and the figures people read.

    `settle` completes column values with the columns the stage added, `value`
    turns them into the stage's figure, `bound` turns a bound of the total into
    one of the figure, and `hold` keeps later stages from losing what was reached.
    Where only some totals are possible, `levels` lists them, ascending, and `imply` adds
    to a model what reaching one of them takes besides.
    """

    stage: Stage | Further
    larger: bool
    total: Sum
    settle: Callable[[Whole], Whole]
    value: Callable[[Whole], float]
    bound: Callable[[float], float]
    hold: Callable[[Whole], None]
    levels: Whole | None = None
    imply: Callable[[Model, int], None] = lambda _model, _wanted: None


def aim(board: Board, stage: Stage | Further) -> Aim:
    """The stage laid out on the board; adds the columns and rows it needs."""
    if stage == "weakest_office":
        return _weakest(board)
    if stage == "fair_load":
        overs = fair_load.Overs(board)
        return _plain(board, stage, overs.total, overs.settle)
    if stage == "experience":
        crews = experience.Crews(board)
        return _plain(board, stage, crews.total, crews.settle)
    return _plain(board, stage, _MODULES[stage].objective(board), np.copy)


_MODULES = {
    "coverage": coverage,
    "changes": steadiness,
    "wishes": wishes,
    "travel": travel,
    "freshness": freshness,
}


def next_aim(board: Board, level: int, least: Fraction) -> Aim:
    """One level of the next weakest offices laid out on the board, all held to the `least`."""
    rows = next_weakest.Level(board, level, least)

    def bound(raw: float) -> float:
        return weakest_office.best_share(board, math.floor(raw + ROUNDING))

    return Aim(
        "next_weakest",
        larger=True,
        total=rows.total,
        settle=rows.settle,
        value=lambda values: float(rows.reached(values)),
        bound=bound,
        hold=rows.hold,
    )


def _plain(
    board: Board, stage: Stage | Further, total: Sum, settle: Callable[[Whole], Whole]
) -> Aim:
    larger = stage in LARGER_IS_BETTER

    def hold(values: Whole) -> None:
        reached = total.value(values)
        if larger:
            board.model.hold(total, lower=reached)
        else:
            board.model.hold(total, upper=reached)

    def bound(raw: float) -> float:
        return math.floor(raw + ROUNDING) if larger else math.ceil(raw - ROUNDING)

    return Aim(stage, larger, total, settle, total.value, bound, hold)


def _weakest(board: Board) -> Aim:
    total = weakest_office.objective(board)
    rows = weakest_office.OfficeRows(board)

    share = len(total.weights) - 1

    def settle(values: Whole) -> Whole:
        settled = np.pad(values, (0, max(0, share + 1 - len(values))))
        settled[share] = math.floor(rows.reached(values) * weakest_office.SCALE)
        return settled

    def value(values: Whole) -> float:
        return float(rows.reached(values))

    def bound(raw: float) -> float:
        return weakest_office.best_share(board, math.floor(raw + ROUNDING))

    def hold(values: Whole) -> None:
        weakest_office.hold(board, rows.reached(values))

    return Aim(
        "weakest_office",
        larger=True,
        total=total,
        settle=settle,
        value=value,
        bound=bound,
        hold=hold,
        levels=rows.levels(),
        imply=rows.imply,
    )


def tighter(board: Board, target: Aim, raw: float) -> float:
    """The bound of a stage from a search's raw bound, NaN where it has none yet."""
    known = loosest(board, target.stage)
    if not math.isfinite(raw):
        return known
    found = target.bound(raw)
    return min(found, known) if target.larger else max(found, known)


def loosest(board: Board, stage: Stage | Further) -> float:
    """A bound of the stage that holds for any plan, before anything is solved."""
    if stage in ("weakest_office", "next_weakest"):
        return 1.0
    if stage != "coverage":
        return 0
    problem = board.problem
    seats = sum(need.seats * need.weight for need in problem.needs)
    return seats + sum(session.intake * session.intake_weight for session in problem.sessions)


def further_asked(problem: Problem, count: int) -> tuple[Further, ...]:
    """The stages after the six that the problem asks for; none unless all six are asked for."""
    rules: dict[Further, bool] = {
        "freshness": freshness.concerns(problem),
        "experience": experience.concerns(problem),
    }
    return tuple(rule for rule, asked in rules.items() if asked and count >= len(STAGES))


def stages_asked(count: int) -> tuple[Stage, ...]:
    """The first `count` stages, at least one and at most all."""
    return STAGES[: max(1, min(count, len(STAGES)))]
