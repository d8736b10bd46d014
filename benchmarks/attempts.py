"""What a method is given, and what it hands back."""

from collections.abc import Callable
from dataclasses import dataclass

from solver.problem import Assignment, Problem


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a method may search (wall time), on how many threads, from which seed."""

    seconds: float
    workers: int = 2
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a method reached.

    `bound` is what no plan can exceed, None when the method knows none. `first`
    is how many seconds passed until the first plan, `build` how many went into
    the model before the search, both None when there is nothing to tell.
    """

    assignments: tuple[Assignment, ...]
    bound: float | None = None
    first: float | None = None
    build: float | None = None
    note: str = ""


Method = Callable[[Problem, Effort], Attempt]


class MissingPart(Exception):  # noqa: N818 - it says what is missing
    """The method needs something this machine does not have; the message says what."""
