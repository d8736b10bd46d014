"""Searches a model in whole numbers for what reaches a total, or shows that nothing does.

The relaxation says first what every column loses by leaving its end, and every row by
leaving its limit (its price). What loses more than lies between the relaxation and the
total stays where it is: most columns are at their ends then, and many rows say exactly
how much (reduced-cost fixing, for rows by their slack). The total itself is a cut-off
of the search and not a row: as a row it would make every direction look alike.
"""

import math
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from solver.branching import Report, Search
from solver.engine import loaded
from solver.relaxation import Arrays, answer
from solver.vectors import Real

HALF: Final = 0.5
"""Totals are whole: what is less than this beyond the one that is hunted reaches it."""

TINY: Final = 1e-6
"""How far off a relaxation in floating point may be, for each unit of its sum at most."""

WORTH: Final = 1e-6
"""A price or a loss below that says nothing."""

OPTIONS: Final[dict[str, float | str | bool]] = {
    "mip_lp_solver": "ipm",
    "mip_allow_restart": False,
    "mip_pool_soft_limit": 500,
    "mip_lp_age_limit": 3,
}
"""Cuts change the relaxation little by little until its corner is nearly whole, and then
a search around it finds the plan. A small pool of cuts brings that sooner; beginning anew
with fewer columns would put it off."""


def hunt(given: Arrays, report: Report) -> Arrays:
    """The best values that reach the total asked for, or that there are none.

    A hunt ends with the first values that do. Less when time is up: what was found so far,
    and a bound of what reaches the total.
    """
    cut = float(given["wanted"][0])
    if not len(given["costs"]):
        return answer(float(given["scalars"][1]), np.empty(0), np.empty(0))
    held = tightened(given, cut)
    if held is None:
        return nothing(given)
    options: dict[str, float | str | bool] = {
        **OPTIONS,
        "random_seed": int(given["seed"][0]),
        "objective_bound": cut + HALF,
    }
    if given["way"] == "hunt":
        options["objective_target"] = cut + HALF
    search = Search(held, report, **options)
    found = search.run()
    if search.ended and not search.reached(cut + HALF):
        return nothing(given)
    return found


def nothing(given: Arrays) -> Arrays:
    """The answer that the total is out of reach: endlessly bad, and no values."""
    sign, width = float(given["scalars"][0]), len(given["costs"])
    return answer(sign * math.inf, np.zeros(width), np.zeros(width))


def tightened(given: Arrays, cut: float) -> Arrays | None:
    """The model with everything fixed that costs more than `cut` otherwise.

    None where the relaxation costs more already; the model as it is where there is no
    relaxation in time.
    """
    engine = loaded(given, solver="ipm")
    engine.run()
    status, solution = engine.getModelStatus(), engine.getSolution()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal or not solution.dual_valid:
        return given
    least = engine.getInfo().objective_function_value
    room = cut - least + TINY * max(1.0, abs(least))
    if room < 0:
        return None
    lower, upper = _held(given["lower"], given["upper"], np.array(solution.col_dual), room)
    low, high = _held(given["row_lower"], given["row_upper"], np.array(solution.row_dual), room)
    return {**given, "lower": lower, "upper": upper, "row_lower": low, "row_upper": high}


def _held(lower: Real, upper: Real, price: NDArray[np.float64], room: float) -> tuple[Real, Real]:
    """The limits, as close as it takes: away from an end by no more steps than there is room."""
    below, above = price > WORTH, price < -WORTH
    steps = np.floor(room / np.where(below | above, np.abs(price), 1.0) + TINY)
    at_most = np.where(below & np.isfinite(lower), lower + steps, np.inf)
    at_least = np.where(above & np.isfinite(upper), upper - steps, -np.inf)
    return np.maximum(lower, at_least), np.minimum(upper, at_most)
