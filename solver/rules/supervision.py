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
    """A row per session, per student, per need, and for those who were students there before.

    The first is the rule. The others follow from it in whole numbers, and keep a part of a
    supervisor from watching over more than that part of what needs a whole one. In a week
    that is planned afresh only needs are told of that have fewer seats than a supervisor may
    watch over: few others are near their end there.
    """
    ratio = board.problem.settings.students_per_supervisor
    supervisors = dict(board.session_columns(SUPERVISOR))
    before = {(a.volunteer, a.session) for a in board.problem.previous if a.role == "adviser"}
    for session, advisers in board.session_columns(ADVISER):
        students = advisers[board.pairs.student[advisers]]
        if not len(students):
            continue
        watchers = supervisors.get(session, NO_COLUMNS)
        _watched(board, students, watchers, ratio)
        for student in students:
            _watched(board, np.array([student]), watchers, min(ratio, 1))
        if before:
            held = np.array([c for c in students if _names(board, c) in before], dtype=np.int64)
            _whole(board, held, watchers, len(held))
    for (session, need), flows in board.student_flows():
        seats = board.problem.needs[need].seats
        if seats < ratio or before:
            _whole(board, flows, supervisors.get(session, NO_COLUMNS), seats)


def _names(board: Board, column: int) -> tuple[str, str]:
    problem, pairs = board.problem, board.pairs
    person, session = pairs.volunteer[column], pairs.session[column]
    return problem.volunteers[person].id, problem.sessions[session].id


def _whole(board: Board, students: Whole, watchers: Whole, most: int) -> None:
    """Up to `most` students: of the supervisors they take, the last is a whole one too.

    Rounded as by Nemhauser and Wolsey (1990): with `rest` students to the last supervisor,
    each supervisor who is missing costs at least so many.
    """
    ratio = board.problem.settings.students_per_supervisor
    rest = most % ratio if ratio else 0
    if rest:
        needed = most // ratio + 1
        _watched(board, students, watchers, rest, most - rest * needed)


def _watched(board: Board, students: Whole, watchers: Whole, ratio: int, beyond: int = 0) -> None:
    """So many students to each supervisor, and so many `beyond` that."""
    columns = np.concatenate([students, watchers])
    weights = np.ones(len(columns), dtype=np.int64)
    weights[len(students) :] = -ratio
    board.model.row(columns, weights, upper=beyond)
