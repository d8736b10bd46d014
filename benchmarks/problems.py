"""The weeks that are measured, by name.

`small:3` is a made-up week of that family from that seed (`small` alone means
seed 0); any other name is a file of the folder of shared problems, or a path.
"""

import json
import os
from pathlib import Path
from typing import Final

from benchmarks.families import SIZES, week
from solver.problem import Problem, parse_problem

SHARED: Final = (
    Path(os.environ.get("OPENDOOR_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
    / "problems"
)
"""Problems that lie beside the repository on some machines."""


class UnknownProblem(ValueError):  # noqa: N818 - named after what it means
    """No family, shared problem or file has that name."""


def document(name: str) -> object:
    """The `clinic-problem/1` document of that name."""
    family, _, seed = name.partition(":")
    if family in SIZES and (seed.isdecimal() or not seed):
        return week(SIZES[family], int(seed or 0))
    for path in (SHARED / f"{name}.json", Path(name)):
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8-sig"))
    raise UnknownProblem(
        f"{name}: neither one of {', '.join(SIZES)} (with :SEED), nor a file, nor in {SHARED}"
    )


def problem(name: str) -> Problem:
    """The problem of that name."""
    return parse_problem(document(name))


def present(*names: str) -> list[str]:
    """Those of the shared problems that are on this machine."""
    return [name for name in names if (SHARED / f"{name}.json").is_file()]


def demand(week_asked: Problem) -> int:
    """The weight of everything that is asked for."""
    seats = sum(need.seats * need.weight for need in week_asked.needs)
    return seats + sum(s.intake * s.intake_weight for s in week_asked.sessions)
