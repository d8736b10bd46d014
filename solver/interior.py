"""A relaxation by interior points alone: the prices of its rows, sooner than a corner.

Finding a corner of the best solutions takes most of the time where there are many, and
prices need none (no crossover).
"""

from typing import Final

import highspy
import numpy as np

from solver.engine import loaded
from solver.relaxation import Arrays, answer

CLOSE: Final = 1e-7
"""How far, relatively, from its best the sum may end: prices are exact by that much."""


def prices(given: Arrays) -> Arrays:
    """The price of every row of the model, and fractions that use it; nothing in no time.

    The bound is what the engine found, in floating point and of no proof: prices are one.
    """
    sign, constant, _ = given["scalars"].tolist()
    if not len(given["costs"]):
        return answer(constant, np.empty(0), np.empty(0))
    engine = loaded(given, solver="ipm", run_crossover="off", ipm_optimality_tolerance=CLOSE)
    engine.run()
    solution = engine.getSolution()
    if not solution.dual_valid or engine.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
        return {}
    bound = sign * engine.getInfo().objective_function_value + constant
    loss = np.zeros(len(given["costs"]))
    of_rows = np.zeros(int(given["height"][0]))
    of_rows[given["rows"]] = np.array(solution.row_dual)
    return {**answer(bound, np.array(solution.col_value), loss), "prices": of_rows}
