"""HiGHS with a model in it, for one thread: how the other modules begin to ask it."""

from typing import Final

import highspy

from solver.relaxation import Arrays

THREADS: Final = 1


def loaded(given: Arrays, *, whole: bool = False, **options: float | str | bool) -> highspy.Highs:
    """An engine that is told nothing but the model and `options`, and has the time there is.

    It looks for `whole` numbers, or relaxes.
    """
    engine = highspy.Highs()  # type: ignore[no-untyped-call]
    engine.silent()
    seconds = float(given["scalars"][2])
    for name, value in {"threads": THREADS, "time_limit": seconds, **options}.items():
        engine.setOptionValue(name, value)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(given["costs"]), len(given["row_lower"])
    program.col_cost_ = given["costs"]
    program.col_lower_, program.col_upper_ = given["lower"], given["upper"]
    program.row_lower_, program.row_upper_ = given["row_lower"], given["row_upper"]
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = given["indptr"]
    program.a_matrix_.index_ = given["indices"]
    program.a_matrix_.value_ = given["data"]
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * program.num_col_
    engine.passModel(program)
    return engine
