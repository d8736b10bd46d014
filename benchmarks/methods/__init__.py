"""Ways of staffing a week that are compared, each in a file of its own.

Every module has `attempt(problem, effort) -> Attempt`. They are loaded by name
when they are needed, so that a process holds the memory of one method only.
"""

from importlib import import_module
from typing import Final

from benchmarks.attempts import Method

METHODS: Final = {
    "ours": "Open Door (this repository), coverage stage",
    "textbook": "textbook CP-SAT, a boolean for every pair",
    "greedy": "greedy best fit, most constrained first",
    "signup": "first come, first served sign-up",
    "highs": "HiGHS, our sparse model, greedy start",
    "timefold": "Timefold, its own construction",
    "timefold_started": "Timefold, greedy start",
}
"""Each method's name with what it is called in tables."""


def method(name: str) -> Method:
    """The function of a method; `formulation` is one too, though nothing is solved by it."""
    found: Method = import_module(f"benchmarks.methods.{name}").attempt
    return found
