"""HiGHS on our own sparse model, from a greedy start: what a good engine does with good rows.

HiGHS is the one inside OR-Tools (MathOpt). It gets exactly the rows that our
solver builds, so the difference between the two is the search, not the model.
"""

import datetime as dt
import time

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from benchmarks.attempts import Attempt, Effort
from benchmarks.methods import greedy
from solver.board import Board
from solver.entities import ROLES
from solver.formulation import formulated
from solver.model import BOUNDLESS
from solver.problem import Assignment, Problem
from solver.rules import coverage
from solver.seating import assignments_of
from solver.vectors import Real, Whole

UNPROVED = 1e-6


def attempt(problem: Problem, effort: Effort) -> Attempt:
    """Build, start from greedy, and search; building counts as part of the time."""
    began = time.monotonic()
    board = formulated(problem)
    for slack in board.slacks.values():
        board.model.count(np.array([slack]), upper=0)
    start = greedy.attempt(problem, effort).assignments
    model = mathopt.Model.from_model_proto(_proto(board))
    variables = list(model.variables())
    hint = dict(zip(variables, _values(board, start).tolist(), strict=True))
    build = time.monotonic() - began
    result = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            time_limit=dt.timedelta(seconds=max(1.0, effort.seconds - build)),
            highs=_threads(effort.workers),
            random_seed=effort.seed,
            relative_gap_tolerance=0.0,
        ),
        model_params=mathopt.ModelSolveParameters(
            solution_hints=[mathopt.SolutionHint(variable_values=hint)]
        ),
    )
    bound = result.termination.objective_bounds.dual_bound
    if not result.has_primal_feasible_solution():
        return Attempt(start, bound, build=build, note="no plan of its own: greedy's")
    found = np.rint(result.variable_values(variables)).astype(np.int64)
    proved = bound - result.objective_value() < 1 - UNPROVED
    return Attempt(
        assignments_of(board, found), bound, build=build, note="proved" if proved else ""
    )


def _threads(workers: int) -> highs_pb2.HighsOptionsProto:
    """HiGHS takes its threads as an option of its own, not MathOpt's."""
    return highs_pb2.HighsOptionsProto(int_options={"threads": workers})


def _proto(board: Board) -> model_pb2.ModelProto:
    """The rows and the coverage objective as MathOpt reads them."""
    proto = model_pb2.ModelProto()
    lower, upper = board.model.bounds()
    proto.variables.ids.extend(range(len(lower)))
    proto.variables.lower_bounds.extend(lower.tolist())
    proto.variables.upper_bounds.extend(upper.tolist())
    proto.variables.integers.extend([True] * len(lower))
    rows = board.model.rows()
    proto.linear_constraints.ids.extend(range(len(rows.lower)))
    proto.linear_constraints.lower_bounds.extend(_open(rows.lower).tolist())
    proto.linear_constraints.upper_bounds.extend(_open(rows.upper).tolist())
    matrix = rows.matrix.copy()
    matrix.sum_duplicates()
    counts = np.diff(matrix.indptr)
    proto.linear_constraint_matrix.row_ids.extend(np.repeat(np.arange(len(counts)), counts))
    proto.linear_constraint_matrix.column_ids.extend(matrix.indices.tolist())
    proto.linear_constraint_matrix.coefficients.extend(matrix.data.tolist())
    total = coverage.objective(board)
    worth = np.flatnonzero(total.weights)
    proto.objective.maximize = True
    proto.objective.offset = total.constant
    proto.objective.linear_coefficients.ids.extend(worth.tolist())
    proto.objective.linear_coefficients.values.extend(total.weights[worth].tolist())
    return proto


def _open(bounds: Whole) -> Real:
    """Bounds where none is infinity."""
    wide = bounds.astype(np.float64)
    wide[bounds >= BOUNDLESS] = np.inf
    wide[bounds <= -BOUNDLESS] = -np.inf
    return wide


def _values(board: Board, assignments: tuple[Assignment, ...]) -> Whole:
    """The column values that stand for the assignments."""
    problem, pairs = board.problem, board.pairs
    column = {
        (problem.volunteers[person].id, problem.sessions[session].id, ROLES[role]): number
        for number, (person, session, role) in enumerate(
            zip(pairs.volunteer.tolist(), pairs.session.tolist(), pairs.role.tolist(), strict=True)
        )
    }
    seat_flow = {
        (member, problem.needs[flow.need].id): flow.column
        for flow in board.seat_flows
        for member in flow.members.tolist()
    }
    language_flow = {
        (member, flow.language): flow.column
        for flow in board.language_groups
        for member in flow.members.tolist()
    }
    values = np.zeros(board.model.width, dtype=np.int64)
    for item in assignments:
        pair = column[item.volunteer, item.session, item.role]
        values[pair] = 1
        if item.need is not None:
            values[seat_flow[pair, item.need]] += 1
        if item.language is not None:
            values[language_flow[pair, item.language]] += 1
    return values
