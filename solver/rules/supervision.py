"""Supervision: students advise only beside a supervisor, so many to each."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.board import ADVISER, SUPERVISOR, Board
from solver.case import Breach, Case, Seating
from solver.vectors import NO_COLUMNS, Whole

SENTENCE: Final = "Law students advise only where a supervisor is present, so many to each."


def breaches(case: Case) -> Iterator[Breach]:
    """Sessions with more students than their supervisors may watch over."""
    ratio = case.problem.settings.students_per_supervisor
    for name, seatings in case.by_session.items():
        students = sum(is_student(seating) for seating in seatings)
        supervisors = sum(seating.assignment.role == "supervisor" for seating in seatings)
        if students > ratio * supervisors:
            sentence = f"Session {name} has {students} students and {supervisors} supervisors."
            yield Breach("supervision", sentence, session=name)


def is_student(seating: Seating) -> bool:
    """Whether the person advises here as a student."""
    return seating.assignment.role == "adviser" and "adviser" not in seating.person.roles


def add(board: Board) -> None:
    """A row per session, per student, and per need with fewer seats than a supervisor may watch.

    The first is the rule. The others follow from it in whole numbers, and keep a part of a
    supervisor from watching over more than that part of a student, or of a need's seats.
    """
    ratio = board.problem.settings.students_per_supervisor
    supervisors = dict(board.session_columns(SUPERVISOR))
    for session, advisers in board.session_columns(ADVISER):
        students = advisers[board.pairs.student[advisers]]
        if not len(students):
            continue
        watchers = supervisors.get(session, NO_COLUMNS)
        _watched(board, students, watchers, ratio)
        for student in students:
            _watched(board, np.array([student]), watchers, min(ratio, 1))
    for (session, need), flows in board.student_flows():
        seats = board.problem.needs[need].seats
        if seats < ratio:
            _watched(board, flows, supervisors.get(session, NO_COLUMNS), seats)


def _watched(board: Board, students: Whole, watchers: Whole, ratio: int) -> None:
    columns = np.concatenate([students, watchers])
    weights = np.ones(len(columns), dtype=np.int64)
    weights[len(students) :] = -ratio
    board.model.row(columns, weights, upper=0)
