"""Prices of a relaxation too large to be solved exactly, by a first-order method (PDLP).

Such prices are only nearly right; a bound that may be computed from any prices
is nearly as good with them, and holds all the same.
"""

from typing import Final

import numpy as np
from ortools.pdlp import solvers_pb2
from ortools.pdlp.python import pdlp
from scipy.sparse import csc_matrix

from solver.model import BOUNDLESS, Model, Sum
from solver.vectors import Real

EXACT_ENOUGH: Final = 3e-3
"""Relative distance between the two sides of the program at which its prices will do."""


def rough_prices(model: Model, total: Sum, *, seconds: float, threads: int = 1) -> Real:
    """What one more of what each row allows is worth, about, when the sum is made large."""
    rows = model.rows()
    lower, upper = model.bounds()
    program = pdlp.QuadraticProgram()
    program.resize_and_initialize(model.width, model.height)
    program.objective_vector = -total.padded(model.width).astype(np.float64)
    program.constraint_matrix = csc_matrix(rows.matrix.astype(np.float64))
    program.constraint_lower_bounds = np.where(rows.lower > -BOUNDLESS, rows.lower, -np.inf)
    program.constraint_upper_bounds = np.where(rows.upper < BOUNDLESS, rows.upper, np.inf)
    program.variable_lower_bounds = lower.astype(np.float64)
    program.variable_upper_bounds = upper.astype(np.float64)
    settings = solvers_pb2.PrimalDualHybridGradientParams()
    settings.num_threads = threads
    settings.termination_criteria.simple_optimality_criteria.eps_optimal_relative = EXACT_ENOUGH
    settings.termination_criteria.simple_optimality_criteria.eps_optimal_absolute = EXACT_ENOUGH
    settings.termination_criteria.time_sec_limit = seconds
    result = pdlp.primal_dual_hybrid_gradient(program, settings)
    price: Real = np.maximum(-np.asarray(result.dual_solution), 0.0)
    return price
