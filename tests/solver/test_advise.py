"""Whom to recruit, whom the week cannot spare, which languages rest on one person."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from solver.advise import Asked, advise
from solver.losses import carried, without
from solver.problem import Assignment, Problem
from solver.solve import Limits, solve
from tests.solver.weeks import problems
from tests.solver.worlds import (
    adviser,
    interpreter,
    need,
    office_session,
    one_interpreter_short,
    problem,
    quiet_week,
    unwatched_student,
    watched_student,
)

SOON = Limits(seconds=20, workers=1)


def coverage(week: Problem) -> int:
    return solve(week, replace(SOON, stages=1)).objective.coverage


def test_a_second_interpreter_covers_the_second_seat() -> None:
    week = one_interpreter_short()
    advice = advise(week, solve(week, SOON), SOON)
    best = next(r for r in advice.recruits if r.newcomer.skill == ("interpreter", "", "twi"))
    assert (best.gain, best.proved, best.newcomer.seats) == (5, True, 1)
    assert (best.newcomer.office, best.newcomer.part) == ("bronx", "morning")
    assert {recruit.newcomer.role for recruit in advice.recruits} == {"interpreter", "adviser"}
    assert advice.complete


def test_the_only_interpreter_is_missed_most() -> None:
    week = one_interpreter_short()
    advice = advise(week, solve(week, SOON), SOON)
    (kofi,) = advice.losses
    assert (kofi.volunteer, kofi.cost, kofi.carries, kofi.proved) == ("kofi", 8, 8, True)
    (twi,) = advice.languages
    assert (twi.language, twi.people, twi.seats, twi.filled) == ("twi", ("kofi",), 2, 1)
    assert twi.text == "Only kofi can serve the 2 seats in twi."


def test_a_supervisor_is_looked_for_where_students_wait() -> None:
    week = unwatched_student()
    advice = advise(week, solve(week, SOON), SOON)
    found = {recruit.newcomer.role: recruit.gain for recruit in advice.recruits}
    assert found == {"supervisor": 8}


def test_a_supervisor_carries_the_students() -> None:
    week = watched_student()
    assert carried(week, solve(week, SOON).assignments) == {"sam": 8, "boss": 8}


def test_a_language_nobody_speaks() -> None:
    week = problem(adviser("ana"), needs=(need("asylum", "twi"),))
    (twi,) = advise(week, solve(week, SOON), SOON).languages
    assert (twi.people, twi.text) == ((), "Nobody can serve the 1 seats in twi.")


def test_who_is_watched_is_looked_at_in_any_case() -> None:
    week = problem(
        adviser("ana", "spanish", max_minutes=120),
        adviser("eve", "spanish", max_minutes=120),
        sessions=(office_session("clinic"), office_session("later", start=1980)),
        needs=(need("asylum", weight=9), need("other", session="later")),
    )
    plan = solve(week, SOON)
    watched = next(a.volunteer for a in plan.assignments if a.need == "other")
    advice = advise(week, plan, SOON, Asked(losses=1, watched=(watched,)))
    assert {loss.volunteer for loss in advice.losses} == {"ana", "eve"}


def test_a_newcomer_never_takes_a_name_that_is_taken() -> None:
    week = problem(adviser("newcomer"), needs=(need("asylum", "twi"),))
    advice = advise(week, solve(week, SOON), SOON)
    assert {recruit.newcomer.volunteer.id for recruit in advice.recruits} == {"newcomer'"}


def test_a_full_week_needs_nobody_else() -> None:
    week = quiet_week()
    assert advise(week, solve(week, SOON), SOON).recruits == ()


def test_after_a_stop_nothing_is_guessed() -> None:
    week = one_interpreter_short()
    advice = advise(week, solve(week, SOON), SOON, should_stop=lambda: True)
    assert (advice.recruits, advice.losses, advice.complete) == ((), (), False)


def test_without_somebody_their_pins_and_their_roster_go_too() -> None:
    week = replace(
        one_interpreter_short(),
        previous=(Assignment("kofi", "clinic", "interpreter", None, "twi"),),
    )
    assert without(week, "kofi") == replace(week, volunteers=week.volunteers[:2], previous=())


def test_everybody_speaks_what_the_service_takes_for_granted() -> None:
    week = problem(interpreter("ivo", "twi"), needs=(need("asylum", "twi"),))
    advice = advise(week, solve(week, SOON), SOON, Asked(speaks=frozenset({"english"})))
    (recruit,) = advice.recruits
    assert recruit.newcomer.volunteer.advises_in == {"english", "twi"}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(problems())
def test_every_figure_is_what_solving_again_says(week: Problem) -> None:
    plan = solve(week, replace(SOON, stages=1))
    advice = advise(week, plan, SOON, Asked(recruits=4, losses=3, exact=2))
    base = plan.objective.coverage
    for recruit in advice.recruits:
        more = replace(week, volunteers=(*week.volunteers, recruit.newcomer.volunteer))
        gain = coverage(more) - base
        assert (gain == recruit.gain) if recruit.proved else (gain >= recruit.gain > 0)
    for loss in advice.losses:
        cost = base - coverage(without(week, loss.volunteer))
        assert (cost == loss.cost) if loss.proved else (0 <= cost <= loss.cost)
    assert advice.complete
