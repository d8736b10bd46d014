"""How the time of a solve is shared out between its stages."""

from typing import Final

from solver.plan import Further, Stage

COVERAGE_SHARE: Final = 0.85
"""Coverage may take this share of the time before the other stages get their turn."""

LENT: Final = 2.3
"""Other stages have equal shares; one that is not near its bound may take this many."""

NEAR: Final = 0.02
"""A gap up to which a stage gives way to the next when most of its share is over."""

MOST: Final = 0.7
"""How much of its share that is."""


def shares(stage: Stage | Further, waiting: int) -> tuple[float, float]:
    """Of the time that is left, what a stage has where it is near its bound, and at most.

    `waiting` is how many stages come after it.
    """
    if stage == "coverage":
        most = COVERAGE_SHARE if waiting else 1.0
        return most, most
    return (MOST if waiting else 1.0) / (waiting + 1), LENT / (waiting + LENT)
