"""What the engine in the program beside makes of a model, for tests that compare engines."""

from solver.board import Board
from solver.hull import Hulls
from solver.model import Model, Sum
from solver.relaxation import Relaxed, Way
from solver.relaxer import Relaxer


def with_weeks(board: Board) -> Model:
    """The board's model with everybody's real weeks in place of the rows that follow from them."""
    model = board.model.copy()
    Hulls(board, model, lean=True)
    return model


def searched(
    model: Model, total: Sum, wanted: int, *, way: Way = "whole", larger: bool = True
) -> Relaxed:
    """What a search in whole numbers for the total that is wanted ends with."""
    with Relaxer() as relaxer:
        relaxer.begin(model, total, larger=larger, seconds=20, way=way, wanted=wanted)
        assert relaxer.done(30)
        found = relaxer.answer()
    assert found is not None
    return found
