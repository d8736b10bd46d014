"""The optimum against every roster there is, on weeks small enough to try them all."""

from collections.abc import Iterator
from itertools import combinations, product

from hypothesis import HealthCheck, assume, given, settings

from solver.check import check
from solver.problem import Assignment, Problem, Volunteer
from solver.solve import Limits, solve
from tests.solver.weeks import problems

SHARED_RULES = {"supervision", "interpreters", "stations", "seats"}
"""Rules that others can mend or break; the rest is one person's own affair."""

MOST_ROSTERS = 30_000


Place = tuple[str, str, str | None, str | None, str | None]


def seats(problem: Problem, person: Volunteer) -> Iterator[Place]:
    for session in problem.sessions:
        yield session.id, "intake", None, None, None
        yield session.id, "supervisor", None, None, None
        asked = [need for need in problem.needs if need.session == session.id]
        for language in person.interprets:
            yield session.id, "interpreter", None, language, None
        for language, bridge in person.relays:
            yield session.id, "interpreter", None, language, bridge
        for need in asked:
            yield session.id, "adviser", need.id, None, None


def own_weeks(problem: Problem, person: Volunteer) -> list[tuple[Assignment, ...]]:
    """Everything this person could do in the week, alone."""

    def fits(chosen: tuple[Assignment, ...]) -> bool:
        broken = check(problem, chosen).breaches
        return all(breach.rule in SHARED_RULES for breach in broken)

    single = [Assignment(person.id, *seat) for seat in seats(problem, person)]  # type: ignore[arg-type]
    single = [one for one in single if fits((one,))]
    pairs = [pair for pair in combinations(single, 2) if fits(pair)]
    return [(), *((one,) for one in single), *pairs]


@settings(
    max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(problems(most_people=4, most_sessions=2))
def test_no_roster_covers_more_than_the_optimum(problem: Problem) -> None:
    weeks = [own_weeks(problem, person) for person in problem.volunteers]
    rosters = 1
    for choices in weeks:
        rosters *= len(choices)
    assume(1 < rosters <= MOST_ROSTERS)
    best = 0
    for parts in product(*weeks):
        roster = [assignment for part in parts for assignment in part]
        verdict = check(problem, roster)
        if verdict.ok:
            best = max(best, verdict.objective.coverage)
    plan = solve(problem, Limits(seconds=20, workers=1, stages=1))
    assert plan.status == "optimal"
    assert plan.objective.coverage == best
