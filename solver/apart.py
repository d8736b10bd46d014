"""A week too large for one model: solved in regions that exchange people, one honest bound.

Most people could serve in several regions, so regions solved each on its own would
all take the same people, or leave them. Prices of the whole say who is of use where;
with those pairs alone the regions are laid out, and then exchange people again and
again, each time with other borders. The same prices bound what any plan can cover.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

import numpy as np

from solver.board import Board
from solver.check import check, score
from solver.choices import Choices
from solver.entities import Assignment, Problem
from solver.exchange import exchanges_of
from solver.lagrangian import Lagrangian
from solver.pairs import Pairs, feasible_pairs, within_limits
from solver.parts import Part, PartPlan, solve_part
from solver.pool import TICK, Pool
from solver.prices import Earnings
from solver.progress import Telling
from solver.regional import parts_of
from solver.regions import PAIRS_OF_A_REGION, Regions, among, cut, far_apart
from solver.relays import beside_relays
from solver.seating import assignments_of
from solver.start import first_values
from solver.vectors import Real
from solver.week import Week

TOO_LARGE: Final = 60_000
"""Pairs beyond which a week is solved in regions."""

PRICING_SHARE: Final = 0.25
"""Share of the time that finding prices may take."""

RARELY: Final = 1e-3
"""A pair that is part of somebody's best week less often than that is of no use."""

SEARCHING_SHARE: Final = 0.3
"""Share of the time left that searches may take together when regions are laid out."""

LONGEST_SEARCH: Final = 4.0
"""Seconds that the search of a region may take when it exchanges people."""

LAID_OUT: Final = 2
"""How much larger a region is when it is laid out than when it exchanges people."""

BATCHES: Final = 6
"""Regions are solved in so many batches: those of one know nothing of each other."""

LEAST_ROUND: Final = 3.0
"""Seconds below which a round is not worth beginning."""

LONGEST_PART: Final = 60.0
"""Seconds one part may take; nearly all need a few."""

ROUNDING: Final = 1e-3
"""Prices are found in floating point; sums of them are this close to whole."""


@dataclass(frozen=True, slots=True)
class Field:
    """A problem and its pairs, without the columns and rows of a model."""

    problem: Problem
    week: Week
    pairs: Pairs
    choices: Mapping[int, Choices] = field(default_factory=dict)


def field_of(problem: Problem) -> Field:
    """The problem with every feasible pair."""
    week = Week(problem)
    return Field(problem, week, within_limits(problem, week, feasible_pairs(problem, week)))


class Apart:
    """One solve in regions: `assignments` is the plan so far, `bound` what none exceeds.

    `size` is how many pairs a region has.
    """

    def __init__(
        self,
        field: Field,
        seconds: float,
        pool: Pool,
        telling: Telling,
        *,
        size: int = PAIRS_OF_A_REGION,
    ) -> None:
        self._field = field
        self._size = size
        self._problem = field.problem
        self._ends = telling.seconds + seconds
        self._pool = pool
        self._telling = telling
        self._covered = 0
        self._often: Real = np.empty(0)
        self.bound = demand(field.problem)
        self.assignments: tuple[Assignment, ...] = ()

    def run(self) -> None:
        """Find out who is worth most where, lay the regions out, and let them exchange people."""
        self._tell()
        self._begin_greedily()
        useful = self._beside(self._priced) or self._field
        if useful is not self._field:
            self._lay_out(useful)
        for turn in count():
            if self._left() < LEAST_ROUND or self._telling.asked_to_stop():
                break
            regions = cut(useful, turn=turn, pairs=self._size // LAID_OUT)
            self._exchange(useful, regions, turn)
            if regions.count <= 1:
                break

    def _begin_greedily(self) -> None:
        """Have a plan at once."""
        board = Board(self._problem, self._field.week)
        self._adopt(assignments_of(board, first_values(board)))

    def _adopt(self, assignments: tuple[Assignment, ...]) -> None:
        """Take a plan of the whole for the best so far, when it is."""
        verdict = check(self._problem, assignments)
        if verdict.ok and verdict.objective.coverage > self._covered:
            self.assignments, self._covered = assignments, verdict.objective.coverage
            self._tell()

    def _left(self) -> float:
        return max(self._ends - self._telling.seconds, 0.0)

    def _tell(self) -> None:
        self._telling.tell("coverage", self._covered, max(self.bound, self._covered))

    def _patience(self) -> bool:
        """Keep the caller informed; False when it is time to stop waiting."""
        self._tell()
        return self._left() > 0 and not self._telling.asked_to_stop()

    def _priced(self) -> Field:
        """The pairs that are of use at good prices; the best of these bound every plan."""
        ends = self._telling.seconds + self._left() * PRICING_SHARE
        lagrangian = Lagrangian(self._field)
        prices = lagrangian.better(
            lambda: self._telling.seconds < ends and not self._telling.stopped
        )
        bound = Earnings(self._field, prices).bound()
        self.bound = min(self.bound, math.floor(bound + ROUNDING))
        # Prices say nothing of those who take a relay further: regions decide about them.
        beside = beside_relays(self._problem, self._field.week, self._field.pairs)
        self._often = np.maximum(lagrangian.often, 2 * RARELY * beside)
        return replace(self._field, pairs=self._field.pairs.where(self._often > RARELY))

    def _beside(self, work: Callable[[], Field]) -> Field | None:
        """Work in a thread, telling progress; None when time is up before it is done."""
        found: list[Field] = []
        thread = threading.Thread(target=lambda: found.append(work()), daemon=True)
        thread.start()
        while thread.is_alive() and self._patience():
            thread.join(TICK)
        return found[0] if found else None

    def _lay_out(self, useful: Field) -> None:
        """A plan from nothing: every region with those who were there most often."""
        pairs = useful.pairs
        regions = cut(useful, pairs=self._size)
        shape = (len(self._problem.volunteers), max(regions.count, 1))
        minutes = np.zeros(shape)
        often = self._often[self._often > RARELY]
        place = regions.office[useful.week.office[pairs.session]]
        np.add.at(minutes, (pairs.volunteer, place), often * useful.week.length[pairs.session])
        at_home = replace(regions, volunteer=minutes.argmax(axis=1).astype(np.int64))
        parts = parts_of(self._problem, (), at_home, self._turn(), self._pool.seed)
        turns = math.ceil(regions.count / self._pool.workers)
        search = self._left() * SEARCHING_SHARE / turns
        draft = _Draft(self._problem, ())
        self._solve(draft, narrowed(parts, useful, search), gains_only=False)
        self._adopt(self._filled_up(draft.assignments))

    def _filled_up(self, assignments: tuple[Assignment, ...]) -> tuple[Assignment, ...]:
        """The plan with whoever is free in the seats that it leaves empty."""
        begun = replace(self._problem, previous=assignments)
        board = Board(begun, self._field.week)
        return assignments_of(board, first_values(board))

    def _exchange(self, useful: Field, regions: Regions, turn: int) -> None:
        """Solve each region again with whoever is worth more there than where they are."""
        draft = _Draft(self._problem, self.assignments)
        batches = far_apart(useful, regions, BATCHES)
        for batch in range(int(batches.max(initial=-1)) + 1):
            numbers = np.flatnonzero(batches == batch).tolist()
            seated = draft.assignments
            at_home = among(useful, regions, seated, numbers, turn)
            seed = self._pool.seed + turn
            parts = exchanges_of(self._problem, seated, at_home, numbers, self._turn(), seed)
            narrow = narrowed(parts, useful, LONGEST_SEARCH)
            done = self._solve(draft, narrow, gains_only=True)
            self._adopt(draft.assignments)
            if not done:
                break

    def _turn(self) -> float:
        """What one part may use now."""
        return min(LONGEST_PART, max(self._left(), 1.0))

    def _solve(self, draft: "_Draft", parts: list[Part], *, gains_only: bool) -> bool:
        """Solve parts and take them into the draft; False when time was up before all were."""
        self._pool.begin(solve_part, parts)
        waiting = len(parts)
        for part, result in self._pool.results(self._patience):
            draft.take(part, result, gains_only=gains_only)
            waiting -= 1
        return not waiting


def narrowed(parts: list[Part], useful: Field, search: float) -> list[Part]:
    """The parts with only the useful pairs, and a limit on their searches in seconds."""
    people, sessions = useful.problem.volunteers, useful.problem.sessions
    places: dict[str, set[str]] = defaultdict(set)
    pairs = zip(useful.pairs.volunteer.tolist(), useful.pairs.session.tolist(), strict=True)
    for person, session in pairs:
        places[people[person].id].add(sessions[session].id)
    narrow = []
    for part in parts:
        within = {session.id for session in part.problem.sessions}
        named = ((p.id, place) for p in part.problem.volunteers for place in places[p.id] & within)
        narrow.append(replace(part, useful=frozenset(named), search=search))
    return narrow


class _Draft:
    """A plan in the making, by session, so that parts can be exchanged."""

    def __init__(self, problem: Problem, assignments: tuple[Assignment, ...]) -> None:
        self._seats: dict[str, list[Assignment]] = {session.id: [] for session in problem.sessions}
        for item in assignments:
            self._seats[item.session].append(item)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        return tuple(item for seats in self._seats.values() for item in seats)

    def take(self, part: Part, plan: PartPlan, *, gains_only: bool) -> None:
        """Put the part's seats in the place of those it had, unless they cover less."""
        before, after = (
            score(part.problem, items).coverage for items in (part.taken, plan.assignments)
        )
        if gains_only and after < before:
            return
        for session in part.problem.sessions:
            self._seats[session.id] = []
        for item in plan.assignments:
            self._seats[item.session].append(item)


def demand(problem: Problem) -> int:
    """The weight of everything that is asked for."""
    seats = sum(need.seats * need.weight for need in problem.needs)
    return seats + sum(session.intake * session.intake_weight for session in problem.sessions)
