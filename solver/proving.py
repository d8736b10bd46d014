"""Looks for anything that reaches what is wanted, where alone it can be."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from solver.exact import TICK
from solver.model import Model
from solver.pursuit import FEW_PAIRS, Pursuit
from solver.relaxation import Relaxed
from solver.relaxer import Relaxer
from solver.vectors import Whole

FIRST_PROOF: Final = 1.5
"""Seconds of the first attempt at a proof; every second attempt doubles them."""

HUNT: Final = 8.0
"""Seconds in which one total is hunted in a week with few pairs."""

SHARES: Final = 32
"""A proof goes down from the bound by at least one of so many parts of the way to the plan."""

MOST_OF_THE_WAY: Final = 0.3
"""A proof goes down by at most this share of the way to the plan, lest the plan is there first."""

Tell = Callable[[], None]


def go_down(pursuit: Pursuit, relaxer: Relaxer) -> None:
    """Prove from the bound down by hunts, as long as each ends in a moment.

    In a week with few pairs a hunt is worth more than a moment, and they go down one by one.
    """
    standing = pursuit.standing
    few = pursuit.pairs <= FEW_PAIRS
    lowered, stuck = 0, False
    while not pursuit.over() and not stuck:
        leap = 0 if few else _leap(pursuit, lowered)
        while leap and not pursuit.is_provable(standing.highest(leap)):
            leap //= 2
        best, wanted = standing.highest(0), standing.highest(leap)
        if not pursuit.is_provable(wanted):
            break
        hunt(pursuit, relaxer, wanted, HUNT if few else FIRST_PROOF)
        stuck = standing.highest(0) == best and standing.is_open(wanted)
        lowered += 1


def _leap(pursuit: Pursuit, lowered: int) -> int:
    """How many steps at once a proof goes down: ever more, but never most of the way."""
    steps = pursuit.standing.steps()
    if math.isinf(steps):
        return 0  # there is no plan yet: nothing says how long the way is
    leap = min((1 << lowered) - 1, int(steps * MOST_OF_THE_WAY))
    many = 0 if pursuit.aim.stage == "coverage" else int(steps / SHARES)
    return max(leap, many)


def prove(pursuit: Pursuit, attempt: int, wanted: int, tell: Tell) -> None:
    """Search everything that could reach what is wanted, for a turn of a single worker.

    When there is nothing, the bound is lower for it; when there is something, the plan
    is better for it. By turns with everybody's real weeks in the model and without, each
    longer than the one before: where one does not end, the other often does.
    """
    seconds = FIRST_PROOF * 2 ** (attempt // 2)
    _search(pursuit, attempt, wanted, seconds, tell, hulls=attempt % 2 == 0)


def _better(pursuit: Pursuit, wanted: int, *, hulls: bool) -> Model:
    """A model of everything that reaches what is wanted, and of nothing else."""
    model = pursuit.only(pursuit.possible(wanted), hulls=hulls)
    if pursuit.aim.larger:
        model.hold(pursuit.aim.total, lower=wanted)
    else:
        model.hold(pursuit.aim.total, upper=wanted)
    pursuit.aim.imply(model, wanted)
    return model


def _search(
    pursuit: Pursuit, attempt: int, wanted: int, seconds: float, tell: Tell, *, hulls: bool
) -> None:
    """Search with CP-SAT."""
    standing = pursuit.standing

    def watch(values: Whole | None, bound: float) -> bool:
        if math.isfinite(bound):
            standing.nothing_as_good(wanted, bound)
        if values is not None:
            standing.keep(values)
        tell()
        return not pursuit.over() and (values is not None or standing.is_open(wanted))

    effort = replace(pursuit.turn(seconds), seed=pursuit.effort.seed + attempt)
    outcome = pursuit.improved(_better(pursuit, wanted, hulls=hulls), None, effort, watch)
    if outcome.infeasible:
        standing.nothing_as_good(wanted)
    elif outcome.proved:
        standing.nothing_beyond(outcome.bound)


def hunt(pursuit: Pursuit, relaxer: Relaxer, wanted: int, seconds: float) -> None:
    """Search for that total where alone it can be, with everybody's real weeks in the model.

    Given up when the other worker reached it.
    """
    aim, standing = pursuit.aim, pursuit.standing
    model = pursuit.only(pursuit.possible(wanted), lean=True)
    aim.imply(model, wanted)
    relaxer.begin(
        model,
        aim.total,
        larger=aim.larger,
        seconds=min(seconds, pursuit.left()),
        way="hunt",
        wanted=wanted,
        seed=pursuit.effort.seed,
    )
    while not relaxer.done(TICK / 2) and standing.is_open(wanted) and not pursuit.over():
        for news in relaxer.news():
            _heed(pursuit, news, wanted)
    found = relaxer.answer()
    if found is not None:
        _heed(pursuit, found, wanted)


def _heed(pursuit: Pursuit, news: Relaxed, wanted: int) -> None:
    """Take in what a search of everything that reaches what is wanted knows so far."""
    if not math.isnan(news.bound):
        pursuit.standing.nothing_as_good(wanted, news.bound)
    if news.values.any():
        pursuit.take(news.values)
