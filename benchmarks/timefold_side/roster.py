# mypy: disable-error-code="import-not-found, misc"
# Timefold is installed in its own environment only, so the types it brings are not here.
"""What Timefold plans: seats and posts, and the options that could fill each.

A seat has two variables, adviser and interpreter; a post (intake or supervisor)
has one. Every variable has a value range of its own, so that only people who
could really sit there are tried.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ProblemFactProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import HardSoftScore

NOBODY = -1


@dataclass(eq=False)
class Option:
    """One person in one session in one role; `speaks` when no interpreter is needed."""

    number: Annotated[int, PlanningId]
    person: int
    session: int
    remote: bool
    start: int
    end: int
    office: int
    student: bool
    speaks: bool


@dataclass(eq=False)
class Rules:
    """The figures every rule looks at."""

    ratio: int
    buffer: int
    travel: list[list[int]]
    most_minutes: list[int]
    most_sessions: list[int]
    stations: list[int]
    pinned: list[int]
    is_pinned: list[bool]


def _optional(name: str) -> PlanningVariable:
    return PlanningVariable(value_range_provider_refs=[name], allows_unassigned=True)


@planning_entity
@dataclass(eq=False)
class Seat:
    """A seat of a need: an adviser, and an interpreter where one is needed."""

    number: Annotated[int, PlanningId]
    session: int
    weight: int
    advisers: Annotated[list[Option], ValueRangeProvider(id="advisers")]
    interpreters: Annotated[list[Option], ValueRangeProvider(id="interpreters")]
    adviser: Annotated[Option | None, _optional("advisers")] = field(default=None)
    interpreter: Annotated[Option | None, _optional("interpreters")] = field(default=None)


@planning_entity
@dataclass(eq=False)
class Post:
    """A place at intake, or a supervisor's."""

    number: Annotated[int, PlanningId]
    session: int
    weight: int
    supervises: bool
    able: Annotated[list[Option], ValueRangeProvider(id="able")]
    holder: Annotated[Option | None, _optional("able")] = field(default=None)


@planning_solution
@dataclass(eq=False)
class Roster:
    """The whole week."""

    rules: Annotated[Rules, ProblemFactProperty]
    options: Annotated[list[Option], ProblemFactCollectionProperty]
    seats: Annotated[list[Seat], PlanningEntityCollectionProperty]
    posts: Annotated[list[Post], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def roster(puzzle: dict[str, Any]) -> Roster:
    """The entities and facts of a puzzle."""
    options = [Option(number, *row) for number, row in enumerate(puzzle["options"])]
    ranges = [[options[number] for number in row] for row in puzzle["ranges"]]
    chosen = [*options, None]  # NOBODY is the last
    seats = [
        Seat(number, session, weight, ranges[able], ranges[helping], chosen[adviser], chosen[help_])
        for number, (session, weight, able, helping, adviser, help_) in enumerate(puzzle["seats"])
    ]
    posts = [
        Post(number, session, weight, supervises, ranges[able], chosen[holder])
        for number, (session, weight, supervises, able, holder) in enumerate(puzzle["posts"])
    ]
    return Roster(Rules(**puzzle["rules"]), options, seats, posts)
