"""What the solver is asked about a week beside its plan, and what it answered.

Everybody goes by number and every language by code: names are put in when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.model.matters import Matter
from scheduler.model.rosters import Placement
from scheduler.model.runs import RunState
from scheduler.model.sessions import Role


class Topic(StrEnum):
    """What can be asked."""

    ADVICE = "advice"
    """Whom to recruit, and whom the week cannot spare."""
    FRONTIER = "frontier"
    """What each change of the published roster buys."""
    REPAIRS = "repairs"
    """What would fill one empty seat."""


# ---- whom to recruit, whom to hold --------------------------------------------


@dataclass(frozen=True, slots=True)
class Recruit:
    """Somebody worth looking for, in one part of one day.

    ``gain`` is the covered weight they would add: exactly when ``proved``, otherwise at least.
    ``seats`` are empty there and then, ``empty_in_week`` in the whole week.
    """

    role: Role
    matter: Matter | None
    language: str | None
    office: str
    starts: datetime
    ends: datetime
    remote: bool
    minutes: int
    seats: int
    empty_in_week: int
    gain: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Loss:
    """What the week covers less without one person: exactly when ``proved``, otherwise at most.

    ``carries`` is the weight of the seats that hang on them now.
    """

    volunteer: int
    cost: int
    proved: bool
    carries: int


@dataclass(frozen=True, slots=True)
class RareLanguage:
    """A language that one person (or nobody) can serve in this week."""

    language: str
    people: tuple[int, ...]
    seats: int
    filled: int
    weight: int


@dataclass(frozen=True, slots=True)
class Advice:
    """The whole advice about a week whose best plan covers ``coverage``.

    ``complete``: time sufficed for every figure. ``exact``: the best plan was proven, so
    figures can be exact.
    """

    coverage: int
    exact: bool
    complete: bool
    recruits: tuple[Recruit, ...]
    losses: tuple[Loss, ...]


# ---- what each change buys ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """The best plan within ``moves`` changes: no plan within them covers more than ``bound``.

    ``changes`` is how many it makes; more than ``moves`` only where people who are published
    cannot serve any more.
    """

    moves: int
    coverage: int
    bound: int
    proved: bool
    changes: int
    filled: int


@dataclass(frozen=True, slots=True)
class Frontier:
    """What each budget of changes buys over the published roster, which covers ``coverage``."""

    coverage: int
    filled: int
    points: tuple[Point, ...]


# ---- what would fill a seat ---------------------------------------------------


class RepairKind(StrEnum):
    """What is changed to fill a seat."""

    REARRANGE = "rearrange"
    """Nothing but the plan."""
    MORE_TIME = "more_minutes"
    REMOTE_INTERPRETERS = "remote_interpreters"
    REMOTE = "remote"
    EARLIER = "earlier"
    LATER = "later"
    PULL = "pull"
    """A person, from another seat."""

    @property
    def within_the_rules(self) -> bool:
        """Whether the plan behind it keeps every rule as the week stands now."""
        return self in {RepairKind.REARRANGE, RepairKind.PULL}


@dataclass(frozen=True, slots=True)
class Repair:
    """A change that fills the seat, as a re-solve has shown.

    ``gain`` is what the whole week covers more (less, when negative). ``volunteer`` would
    serve as ``role``, for ``minutes`` more or instead of where they sit (``given_up``).
    ``added`` and ``removed`` are what the plan behind it changes.
    """

    kind: RepairKind
    gain: int
    added: tuple[Placement, ...]
    removed: tuple[Placement, ...]
    volunteer: int | None = None
    role: Role | None = None
    minutes: int = 0
    given_up: Placement | None = None


@dataclass(frozen=True, slots=True)
class Repairs:
    """The best repairs of a seat, best first; none where nothing that was tried fills it."""

    found: tuple[Repair, ...]


Answer = Advice | Frontier | Repairs


# ---- asking -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked about a week, and how far its answer is.

    ``seat`` is the key of the seat that repairs are about. ``basis`` tells the week and plan
    it was asked about from any other. ``done`` of ``wanted`` figures are worked out.
    """

    topic: Topic
    seat: str
    basis: str
    asked_at: datetime
    state: RunState = RunState.QUEUED
    done: int = 0
    wanted: int = 0
    ended_at: datetime | None = None
    failure: str = ""

    @property
    def key(self) -> str:
        """What it is about, in a word: one answer of each is kept for a run."""
        return f"{self.topic.value}:{self.seat}" if self.seat else self.topic.value


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, as soon as there is one."""

    question: Question
    answer: Answer | None = None
