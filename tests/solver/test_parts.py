"""One part of a large week, whatever it holds."""

from solver.parts import Part, solve_part
from tests.solver.worlds import no_session_left


def test_a_part_that_nobody_reaches_has_an_empty_plan() -> None:
    assert solve_part(Part(no_session_left(), (), 5, 0)).assignments == ()
