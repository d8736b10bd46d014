"""Objective 2, the weakest office: no office is left far behind the others."""

from fractions import Fraction
from typing import Final

import numpy as np

from solver.board import INTAKE, Board
from solver.case import Case
from solver.model import Model, Sum
from solver.rules.coverage import covered_weight
from solver.vectors import Whole

SENTENCE: Final = (
    "The office with the smallest covered share of its demand gets the largest possible."
)

SCALE: Final = 10**6
"""The model counts the share in whole parts of this many; locks are exact fractions."""


def cost(case: Case) -> float:
    """The smallest covered share over offices that ask for anything; 1 when none does."""
    return float(min(shares(case).values(), default=Fraction(1)))


def shares(case: Case) -> dict[str, Fraction]:
    """The covered share of each office that asks for anything, exactly."""
    asked = demand(case)
    covered = dict.fromkeys(asked, 0)
    for name in case.by_session:
        covered[case.sessions[name].office] += covered_weight(case, name)
    return {office: Fraction(covered[office], asked[office]) for office in asked if asked[office]}


def demand(case: Case) -> dict[str, int]:
    """The weight of everything each office with a session asks for."""
    asked: dict[str, int] = {}
    for session in case.problem.sessions:
        wanted = session.intake * session.intake_weight
        asked[session.office] = asked.get(session.office, 0) + wanted
    for need in case.problem.needs:
        asked[case.sessions[need.session].office] += need.seats * need.weight
    return asked


class OfficeRows:
    """The model's side: what each office that asks for anything covers, as columns."""

    def __init__(self, board: Board) -> None:
        week, problem = board.week, board.problem
        self._weights = np.zeros(board.model.width, dtype=np.int64)
        self._office = np.full(board.model.width, -1, dtype=np.int64)
        for number, columns in board.need_flows():
            need = problem.needs[number]
            self._weights[columns] = need.weight
            self._office[columns] = week.office[week.session_index[need.session]]
        for session, columns in board.session_columns(INTAKE):
            self._weights[columns] = problem.sessions[session].intake_weight
            self._office[columns] = week.office[session]
        self._demand = _demand(board)

    def offices(self) -> list[tuple[Whole, Whole, int]]:
        """For each office with demand its columns, their weights, and the demand."""
        return [
            (columns := np.flatnonzero(self._office == office), self._weights[columns], int(asked))
            for office, asked in enumerate(self._demand)
            if asked
        ]

    def reached(self, values: Whole) -> Fraction:
        """The smallest share over the offices, for the given column values."""
        return min(
            (
                Fraction(int(weights @ values[columns]), asked)
                for columns, weights, asked in self.offices()
            ),
            default=Fraction(1),
        )

    def levels(self) -> Whole:
        """Every share that an office can have, in parts of `SCALE`, ascending."""
        finest = [min(asked, SCALE) for _, _, asked in self.offices()]
        shares = [np.arange(asked + 1) * SCALE // asked for asked in finest]
        levels: Whole = np.unique(np.concatenate([*shares, np.array([SCALE])]))
        return levels

    def imply(self, model: Model, parts: int) -> None:
        """Rows that every plan keeps in which each office has that share at least.

        What an office covers is whole, so they say more than the share itself does.
        """
        for columns, weights, asked in self.offices():
            model.row(columns, weights, lower=-(-parts * asked // SCALE))


def _demand(board: Board) -> Whole:
    demand = np.zeros(len(board.problem.offices), dtype=np.int64)
    for number, session in enumerate(board.problem.sessions):
        demand[board.week.office[number]] += session.intake * session.intake_weight
    for need in board.problem.needs:
        demand[board.week.office[board.week.session_index[need.session]]] += (
            need.seats * need.weight
        )
    return demand


def objective(board: Board) -> Sum:
    """The smallest share in parts of `SCALE`, as one column, to be made large."""
    share = board.model.columns(1, 0, SCALE)
    for columns, weights, asked in OfficeRows(board).offices():
        board.model.row(np.append(columns, share), np.append(weights * SCALE, -asked), lower=0)
    return Sum.single(share)


def best_share(board: Board, parts: int) -> float:
    """The largest share an office can have when the column is at most `parts`."""
    limit = Fraction(parts + 1, SCALE)
    reachable = [
        Fraction(-(-limit.numerator * asked // limit.denominator) - 1, asked)
        for asked in _demand(board).tolist()
        if asked
    ]
    return float(min(max(reachable, default=Fraction(1)), Fraction(1)))


def hold(board: Board, share: Fraction) -> None:
    """From here on no office may fall below the share."""
    for columns, weights, asked in OfficeRows(board).offices():
        least = -(-share.numerator * asked // share.denominator)
        board.model.row(columns, weights, lower=least)
