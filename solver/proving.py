"""Looks for anything that reaches what is wanted, where alone it can be."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from solver.exact import TICK
from solver.model import Model
from solver.pursuit import Pursuit
from solver.relaxation import Relaxed
from solver.relaxer import Relaxer
from solver.vectors import Whole

FIRST_PROOF: Final = 1.5
"""Seconds of the first attempt at a proof; every second attempt doubles them."""

SHARES: Final = 32
"""A proof goes down from the bound by at least one of so many parts of the way to the plan."""

MOST_OF_THE_WAY: Final = 0.3
"""A proof goes down by at most this share of the way to the plan, lest the plan is there first."""

PLAIN_PROOF: Final = 3.0
"""Seconds of a search by CP-SAT beside the one that goes over everything."""

Tell = Callable[[], None]


def go_down(pursuit: Pursuit, relaxer: Relaxer, *, hulls: bool) -> None:
    """Prove from the bound down, as long as each step ends in a moment."""
    standing = pursuit.standing
    lowered, stuck = 0, False
    while not pursuit.over() and not stuck:
        best, wanted = standing.highest(0), standing.highest(_leap(pursuit, lowered))
        if not pursuit.is_provable(wanted):
            break
        prove(pursuit, relaxer, 0, wanted, lambda: None, hulls=hulls)
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


def prove(
    pursuit: Pursuit, relaxer: Relaxer, attempt: int, wanted: int, tell: Tell, *, hulls: bool
) -> None:
    """Search everything that could reach what is wanted, for a turn.

    When there is nothing, the bound is lower for it; when there is something, the plan
    is better for it. Given up when the other worker reached it. The two engines take
    turns, each longer than the one before: where one does not end, the other often does.
    With everybody's real weeks in the model CP-SAT comes second, and first without.
    """
    seconds = FIRST_PROOF * 2 ** (attempt // 2)
    if pursuit.alone:
        _search(pursuit, attempt, wanted, seconds, tell, hulls=attempt % 2 == 0)
    elif attempt % 2 == hulls:
        _search(pursuit, attempt, wanted, seconds, tell, hulls=hulls)
    else:
        _search_otherwise(pursuit, relaxer, wanted, seconds, tell, hulls=hulls)


def prove_plainly(pursuit: Pursuit, tell: Tell) -> None:
    """Let CP-SAT look once for anything better, without the weeks and for a moment.

    It soon ends where few columns are left, in some weeks sooner than any other search.
    """
    _search(pursuit, 0, pursuit.standing.wanted(), PLAIN_PROOF, tell, hulls=False)


def _better(pursuit: Pursuit, wanted: int, *, hulls: bool, lean: bool = False) -> Model:
    """A model of everything that reaches what is wanted, and of nothing else."""
    model = pursuit.only(pursuit.possible(wanted), hulls=hulls, lean=lean)
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


def _search_otherwise(
    pursuit: Pursuit, relaxer: Relaxer, wanted: int, seconds: float, tell: Tell, *, hulls: bool
) -> None:
    """Search with the engine of the relaxations."""
    model = _better(pursuit, wanted, hulls=hulls, lean=True)
    aim, seconds = pursuit.aim, min(seconds, pursuit.left())
    relaxer.begin(model, aim.total, larger=aim.larger, seconds=seconds, way="whole")
    standing = pursuit.standing
    while not relaxer.done(TICK / 2) and standing.is_open(wanted) and not pursuit.over():
        for news in relaxer.news():
            _heed(pursuit, news, wanted)
        tell()
    found = relaxer.answer()
    if found is not None:
        _heed(pursuit, found, wanted)


def _heed(pursuit: Pursuit, news: Relaxed, wanted: int) -> None:
    """Take in what a search of everything that reaches what is wanted knows so far."""
    if not math.isnan(news.bound):
        pursuit.standing.nothing_as_good(wanted, news.bound)
    if news.values.any():
        pursuit.take(news.values)
