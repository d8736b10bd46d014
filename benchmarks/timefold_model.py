# mypy: disable-error-code="import-not-found, misc"
# Timefold is installed in its own environment only, so the types it brings are not here.
"""Timefold's side of the comparison: run by its own Python, on figures alone.

`python timefold_model.py PUZZLE OUT`, both JSON. Two kinds of entity: a seat with
two variables, adviser and interpreter, and a post (intake or supervisor) with
one. Every variable has a value range of its own, so that only people who could
really sit there are tried. The score is counted incrementally, which is
Timefold's fastest way. Beside change and swap there is the move that a week of
clinics needs: adviser and interpreter of one seat together.

Everything below is translated to Java when it runs. That is why it keeps to plain
loops: a Python loop ends by an exception, which costs the Java machine dear.
"""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver import _timefold_java_interop as java
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
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
from timefold.solver.score import HardSoftScore, IncrementalScoreCalculator

DAY = 1440
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


class Count(IncrementalScoreCalculator):
    """Breaches of the hard rules, and ten points for each unit of covered weight.

    Somebody who sits idle costs one point, so that nobody is kept for nothing.
    """

    rules: Rules
    held: list[list[Option]]
    minutes: list[int]
    advisers: list[int]
    students: list[int]
    supervisors: list[int]
    seat_points: list[int]
    hard: int
    soft: int

    def reset_working_solution(self, solution: Roster) -> None:
        """Count everything anew."""
        self.rules = solution.rules
        people = len(solution.rules.most_minutes)
        sessions = len(solution.rules.stations)
        self.held = [[] for _ in range(people)]
        self.minutes = [0 for _ in range(people)]
        self.advisers = [0 for _ in range(sessions)]
        self.students = [0 for _ in range(sessions)]
        self.supervisors = [0 for _ in range(sessions)]
        self.seat_points = [0 for _ in range(len(solution.seats))]
        self.hard = -len(solution.rules.pinned)
        self.soft = 0
        for seat in solution.seats:
            if seat.adviser is not None:
                self.advise(seat.adviser, 1)
            if seat.interpreter is not None:
                self.place(seat.interpreter, 1)
            self.value(seat)
        for post in solution.posts:
            if post.holder is not None:
                self.hold(post, post.holder, 1)

    def before_entity_added(self, entity: Seat | Post) -> None:
        """Nothing is ever added while it runs."""

    def after_entity_added(self, entity: Seat | Post) -> None:
        """Nothing is ever added while it runs."""

    def before_entity_removed(self, entity: Seat | Post) -> None:
        """Nothing is ever removed while it runs."""

    def after_entity_removed(self, entity: Seat | Post) -> None:
        """Nothing is ever removed while it runs."""

    def before_variable_changed(self, entity: Seat | Post, variable_name: str) -> None:
        """Take back what the variable counted for."""
        if isinstance(entity, Post):
            if entity.holder is not None:
                self.hold(entity, entity.holder, -1)
        elif variable_name == "adviser":
            if entity.adviser is not None:
                self.advise(entity.adviser, -1)
        elif entity.interpreter is not None:
            self.place(entity.interpreter, -1)

    def after_variable_changed(self, entity: Seat | Post, variable_name: str) -> None:
        """Count what the variable stands at now."""
        if isinstance(entity, Post):
            if entity.holder is not None:
                self.hold(entity, entity.holder, 1)
            return
        if variable_name == "adviser":
            if entity.adviser is not None:
                self.advise(entity.adviser, 1)
        elif entity.interpreter is not None:
            self.place(entity.interpreter, 1)
        self.value(entity)

    def calculate_score(self) -> HardSoftScore:
        """The score as it stands."""
        return HardSoftScore.of(self.hard, self.soft)

    def value(self, seat: Seat) -> None:
        """What a seat is worth: all its weight when understood, less what sits idle."""
        points = 0
        if seat.interpreter is not None:
            points = -1
        if seat.adviser is not None:
            if seat.adviser.speaks:
                points = points + 10 * seat.weight
            elif seat.interpreter is not None:
                points = 10 * seat.weight
            else:
                points = -1
        self.soft = self.soft + points - self.seat_points[seat.number]
        self.seat_points[seat.number] = points

    def advise(self, option: Option, sign: int) -> None:
        """Put an adviser in (1) or take one out (-1)."""
        session = option.session
        before = self.too_many(session)
        self.advisers[session] = self.advisers[session] + sign
        if option.student:
            self.students[session] = self.students[session] + sign
        self.hard = self.hard - self.too_many(session) + before
        self.place(option, sign)

    def hold(self, post: Post, holder: Option, sign: int) -> None:
        """Fill a post (1) or empty it (-1)."""
        if post.supervises:
            session = post.session
            before = self.too_many(session)
            self.supervisors[session] = self.supervisors[session] + sign
            self.hard = self.hard - self.too_many(session) + before
            self.soft = self.soft - sign
        else:
            self.soft = self.soft + 10 * post.weight * sign
        self.place(holder, sign)

    def too_many(self, session: int) -> int:
        """Advisers without a station, and students without a supervisor."""
        over = 0
        if self.advisers[session] > self.rules.stations[session]:
            over = self.advisers[session] - self.rules.stations[session]
        watched = self.rules.ratio * self.supervisors[session]
        if self.students[session] > watched:
            over = over + self.students[session] - watched
        return over

    def place(self, option: Option, sign: int) -> None:
        """Count a person's own rules with the option (1) or without it (-1)."""
        person = option.person
        held = self.held[person]
        if sign < 0:
            held.remove(option)
        broken = self.clashes(option, held)
        if self.rules.is_pinned[person]:
            key = person * len(self.rules.stations) + option.session
            broken = broken - self.rules.pinned.count(key)
        before = self.minutes[person] - self.rules.most_minutes[person]
        after = before + sign * (option.end - option.start)
        self.minutes[person] = self.minutes[person] + sign * (option.end - option.start)
        if before > 0:
            self.hard = self.hard + before
        if after > 0:
            self.hard = self.hard - after
        self.hard = self.hard - sign * broken
        if sign > 0:
            held.append(option)

    def clashes(self, option: Option, held: list[Option]) -> int:
        """How many of a person's rules the option breaks beside what they hold."""
        broken = 0
        that_day = 0
        index = 0
        count = len(held)
        while index < count:
            other = held[index]
            if other.start // DAY == option.start // DAY:
                that_day = that_day + 1
            if self.clash(option, other):
                broken = broken + 1
            index = index + 1
        if that_day >= self.rules.most_sessions[option.person]:
            broken = broken + 1
        return broken

    def clash(self, one: Option, other: Option) -> bool:
        """Whether one person cannot do both."""
        pause = other.start - one.end
        if one.start > other.start:
            pause = one.start - other.end
        needed = 0
        if one.session == other.session:
            needed = 7 * DAY
        elif one.remote or other.remote:
            if not (one.remote and other.remote):
                needed = self.rules.buffer
        elif one.office != other.office:
            needed = self.rules.travel[one.office][other.office]
            if needed < 0:
                needed = 0
                if one.start // DAY == other.start // DAY:
                    needed = DAY
        return pause < needed or pause < 0


ALONE = '<changeMoveSelector><entitySelector {entity}/><valueSelector variableName="{of}"/></changeMoveSelector>'  # noqa: E501 - one element
FIRST = '<changeMoveSelector><entitySelector {name}><entityClass>{kind}</entityClass></entitySelector><valueSelector variableName="{of}"/></changeMoveSelector>'  # noqa: E501 - one element


def _search(seat: str, post: str) -> str:
    """Each variable filled in turn, then late acceptance over changes, swaps and pairs."""
    mimic = 'mimicSelectorRef="{}"'.format
    named = 'id="{}"'.format
    queue = (
        f"<queuedEntityPlacer><entitySelector {named('placed')}><entityClass>{seat}</entityClass>"
        f"</entitySelector>{ALONE.format(entity=mimic('placed'), of='interpreter')}"
        f"{ALONE.format(entity=mimic('placed'), of='adviser')}</queuedEntityPlacer>"
    )
    posts = (
        f"<queuedEntityPlacer><entitySelector {named('posted')}><entityClass>{post}</entityClass>"
        f"</entitySelector>{ALONE.format(entity=mimic('posted'), of='holder')}</queuedEntityPlacer>"
    )
    pair = (
        "<cartesianProductMoveSelector>"
        + FIRST.format(name=named("pair"), kind=seat, of="adviser")
        + ALONE.format(entity=mimic("pair"), of="interpreter")
        + "</cartesianProductMoveSelector>"
    )
    changes = (
        FIRST.format(name="", kind=seat, of="adviser")
        + FIRST.format(name="", kind=seat, of="interpreter")
        + FIRST.format(name="", kind=post, of="holder")
    )
    swap = f"<swapMoveSelector><entitySelector><entityClass>{seat}</entityClass></entitySelector></swapMoveSelector>"  # noqa: E501 - one element
    return (
        '<solver xmlns="https://timefold.ai/xsd/solver">'
        f"<constructionHeuristic>{queue}</constructionHeuristic>"
        f"<constructionHeuristic>{posts}</constructionHeuristic>"
        f"<localSearch><unionMoveSelector>{changes}{swap}{pair}</unionMoveSelector></localSearch>"
        "</solver>"
    )


def config(seconds: float, seed: int) -> SolverConfig:
    """The search with its time and its seed."""
    java._process_compilation_queue()  # noqa: SLF001 - classes have Java names only after it
    return SolverConfig(
        xml_source_text=_search(java.get_class(Seat).getName(), java.get_class(Post).getName()),
        solution_class=Roster,
        entity_class_list=[Seat, Post],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            incremental_score_calculator_class=Count
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=int(seconds * 1000))
        ),
    )


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


def main(source: str, out: str) -> None:
    """Solve the puzzle and write who sits where, by number."""
    puzzle = json.loads(Path(source).read_text())
    solver = SolverFactory.create(config(puzzle["seconds"], puzzle["seed"])).build_solver()
    best = solver.solve(roster(puzzle))

    def number(option: Option | None) -> int:
        return NOBODY if option is None else option.number

    found = {
        "hard": int(best.score.hard_score),
        "seats": [[number(seat.adviser), number(seat.interpreter)] for seat in best.seats],
        "posts": [number(post.holder) for post in best.posts],
    }
    Path(out).write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
