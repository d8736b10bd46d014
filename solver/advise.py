"""Advice about people: whom to recruit, whom to hold, which languages rest on one person.

Shortlists are made by looking at what is empty and at who carries how much; every
figure that is handed out comes from solving the changed week again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from solver.entities import Problem
from solver.losses import carried, without
from solver.nearby import Ground, Near
from solver.newcomers import Newcomer, newcomers
from solver.plan import Plan
from solver.progress import ShouldStop
from solver.solve import Limits, solve
from solver.tongues import Tongue, tongues

__all__ = ["Advice", "Asked", "Loss", "Newcomer", "Recruit", "Tongue", "advise"]

TWO_MINUTES: Final = Limits(seconds=120)
NEARBY: Final = 8
"""Changes of the plan that are looked at for every figure, before any is made exact."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How much advice is wanted.

    `recruits` and `losses` are how long the lists may be, `exact` how many of each
    are solved to the end. `speaks` are languages that every newcomer speaks beside
    the one looked for. `watched` are people whose loss is looked at in any case,
    such as those whose credential expires soon.
    """

    recruits: int = 12
    losses: int = 8
    exact: int = 3
    speaks: frozenset[str] = frozenset()
    watched: tuple[str, ...] = ()


EVERYTHING: Final = Asked()


@dataclass(frozen=True, slots=True)
class Recruit:
    """Somebody worth looking for.

    With them the week covers `gain` more: exactly so when `proved`, otherwise at
    least so much.
    """

    newcomer: Newcomer
    gain: int
    proved: bool
    text: str


@dataclass(frozen=True, slots=True)
class Loss:
    """What the week covers less without one person.

    The best plan without them covers `cost` less: exactly so when `proved`, otherwise
    at most so much. `carries` is the covered weight that goes through their seats now.
    """

    volunteer: str
    cost: int
    proved: bool
    carries: int
    text: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The whole advice, each list the weightiest first. `complete`: time sufficed for all."""

    coverage: int
    recruits: tuple[Recruit, ...]
    losses: tuple[Loss, ...]
    languages: tuple[Tongue, ...]
    complete: bool


OnChecked = Callable[[int, int], None]
"""Told how many figures have been worked out, and how many are wanted."""


def advise(
    problem: Problem,
    plan: Plan,
    limits: Limits = TWO_MINUTES,
    asked: Asked = EVERYTHING,
    on_checked: OnChecked | None = None,
    should_stop: ShouldStop | None = None,
) -> Advice:
    """Advice about a week and the plan it has; `limits.seconds` is for everything together.

    A figure can only be exact where the plan's own coverage is proved. Figures that
    time did not suffice for are left out, never guessed.
    """
    return _Advising(problem, plan, limits, asked, on_checked, should_stop).advice()


class _Advising:
    """The figures of one advice, in the order in which they matter."""

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        limits: Limits,
        asked: Asked,
        on_checked: OnChecked | None,
        should_stop: ShouldStop | None,
    ) -> None:
        self._problem = problem
        self._plan = plan
        self._asked = asked
        self._on_checked = on_checked
        self._should_stop = should_stop
        self._ground = Ground(problem, plan.assignments, limits, should_stop)
        self._newcomers = newcomers(problem, plan.assignments, asked.recruits, asked.speaks)
        self._carried = self._most_carried()
        exact = min(asked.exact, len(self._newcomers)) + min(asked.exact, len(self._carried))
        self._wanted = len(self._newcomers) + len(self._carried) + exact * plan.coverage_proved
        self._done = 0

    def _most_carried(self) -> dict[str, int]:
        weights = carried(self._problem, self._plan.assignments)
        ranked = sorted(weights, key=lambda name: (-weights[name], name))
        watched = [name for name in self._asked.watched if weights.get(name)]
        names = dict.fromkeys([*ranked[: self._asked.losses], *watched])
        return {name: weights[name] for name in names if weights[name]}

    def advice(self) -> Advice:
        """Everything near the plan first, then the weightiest figures exactly."""
        recruits = [r for person in self._newcomers if (r := self._recruit(person)) is not None]
        losses = [x for name in self._carried if (x := self._loss(name)) is not None]
        recruits.sort(key=lambda one: (-one.gain, -one.newcomer.weight))
        losses.sort(key=lambda one: (-one.cost, -one.carries))
        if self._plan.coverage_proved:
            for number, recruit in enumerate(recruits[: self._asked.exact]):
                recruits[number] = self._exact_recruit(recruit)
            for number, loss in enumerate(losses[: self._asked.exact]):
                losses[number] = self._exact_loss(loss)
        return Advice(
            coverage=self._ground.objective.coverage,
            recruits=tuple(sorted((r for r in recruits if r.gain > 0), key=lambda one: -one.gain)),
            losses=tuple(sorted((x for x in losses if x.cost > 0), key=lambda one: -one.cost)),
            languages=tongues(self._problem, self._plan.assignments),
            complete=self._done == self._wanted,
        )

    def _count(self) -> None:
        self._done += 1
        if self._on_checked is not None:
            self._on_checked(self._done, self._wanted)

    # ---- with somebody more ----

    def _with(self, newcomer: Newcomer) -> Problem:
        return replace(self._problem, volunteers=(*self._problem.volunteers, newcomer.volunteer))

    def _recruit(self, newcomer: Newcomer) -> Recruit | None:
        near = self._ground.near(self._with(newcomer), newcomer.sessions, NEARBY)
        if near is None:
            return None
        self._count()
        return _recruit(newcomer, self._rise(near), proved=False)

    def _rise(self, near: Near) -> int:
        return near.objective.coverage - self._ground.objective.coverage

    def _exact_recruit(self, recruit: Recruit) -> Recruit:
        reached, proved = self._optimum(self._with(recruit.newcomer))
        gain = max(recruit.gain, reached - self._ground.objective.coverage)
        return _recruit(recruit.newcomer, gain, proved=proved)

    def _optimum(self, changed: Problem) -> tuple[int, bool]:
        """What the changed week covers when solved afresh, and whether that is proved."""
        if self._ground.left <= 0:
            return 0, False
        share = self._ground.left / max(self._wanted - self._done, 1)
        limits = replace(self._ground.limits, seconds=share, stages=1, max_changes=None)
        plan = solve(changed, limits, should_stop=self._should_stop)
        if plan.coverage_proved:
            self._count()
        return plan.objective.coverage, plan.coverage_proved

    # ---- with somebody less ----

    def _loss(self, name: str) -> Loss | None:
        sessions = [item.session for item in self._plan.assignments if item.volunteer == name]
        near = self._ground.near(without(self._problem, name), sessions, NEARBY)
        if near is None:
            return None
        self._count()
        return _loss(name, -self._rise(near), self._carried[name], proved=False)

    def _exact_loss(self, loss: Loss) -> Loss:
        reached, proved = self._optimum(without(self._problem, loss.volunteer))
        cost = min(loss.cost, self._ground.objective.coverage - reached)
        return _loss(loss.volunteer, cost, loss.carries, proved=proved)


def _recruit(newcomer: Newcomer, gain: int, *, proved: bool) -> Recruit:
    matter = f" on {newcomer.matter}" if newcomer.matter else ""
    language = f" in {newcomer.language}" if newcomer.language else ""
    least = "" if proved else "at least "
    text = (
        f"One {newcomer.role} more{matter}{language} at {newcomer.office} between minutes "
        f"{newcomer.start} and {newcomer.end} covers {least}{gain} more."
    )
    return Recruit(newcomer, gain, proved, text)


def _loss(volunteer: str, cost: int, carries: int, *, proved: bool) -> Loss:
    most = "" if proved else "at most "
    return Loss(volunteer, cost, proved, carries, f"Without {volunteer} {most}{cost} is lost.")
