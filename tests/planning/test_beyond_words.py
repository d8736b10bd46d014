"""What a run pursued beyond the usual six, in the order it ran and in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.model.runs import RunProgress, RunResult
from scheduler.planning.progress_words import beyond, stages
from scheduler.planning.run import stages_of
from solver.plan import Plan, StageReport
from solver.problem import Office, Problem, Session, Settings
from solver.solve import Limits, solve

QUICK = Limits(seconds=10, workers=1)


def offices_alike(count: int) -> Problem:
    """Offices that ask for one person at intake each, and nobody to send."""
    names = [f"office {number}" for number in range(count)]
    return Problem(
        settings=Settings(next_weakest=True),
        offices=tuple(map(Office, names)),
        sessions=tuple(Session(name, name, 540, 600, intake=1, intake_weight=2) for name in names),
    )


def result_of(*reached: RunProgress) -> RunResult:
    """A run that ended with these stages."""
    return RunResult(0, 0, 0, 0.0, True, 1.0, 0, 0, 0.0, reached)  # noqa: FBT003


def lifted(plan: Plan, *reports: tuple[float, bool]) -> RunProgress:
    """What is shown of a plan whose offices were lifted so far, each proved or not."""
    further = tuple(
        StageReport("next_weakest", value, value if proved else 1, float(not proved), proved, 0.5)
        for value, proved in reports
    )
    found = stages_of(replace(plan, further=further))
    return next(stage for stage in found if stage.stage == "next_weakest")


def test_the_offices_after_the_weakest_are_one_line_in_its_place() -> None:
    plan = solve(offices_alike(3), QUICK)
    assert [stage.stage for stage in stages_of(plan)][:4] == [
        "coverage",
        "weakest_office",
        "next_weakest",
        "changes",
    ]
    (sentence,) = beyond(replace(result_of(*stages_of(plan)), offices=plan.offices))
    assert sentence == (
        "After the weakest office the others were lifted in turn: no plan as good does better. "
        "From the weakest on: office 0 0%, office 1 0%, office 2 0%."
    )
    assert stages(stages_of(plan))[2].value == "0.0\N{NO-BREAK SPACE}% covered"
    assert stages(stages_of(plan))[2].proven


def test_who_did_not_ask_hears_nothing() -> None:
    plan = solve(replace(offices_alike(3), settings=Settings()), QUICK)
    assert beyond(result_of(*stages_of(plan))) == ()
    assert len(stages_of(plan)) == 6


def test_only_what_was_proved_to_the_last_office_is_called_proved() -> None:
    plan = solve(offices_alike(4), QUICK)
    assert lifted(plan, (0.2, True), (0.4, True), (0.5, True)).gap == 0
    assert lifted(plan, (0.2, True), (1.0, True)).gap == 0
    assert lifted(plan, (0.2, True), (0.4, True)).gap is None
    shown = lifted(plan, (0.2, True), (0.4, False), (0.5, True))
    assert (shown.value, shown.gap, shown.seconds) == (0.4, 1, 1.5)
    assert "as far as the time allowed" in beyond(result_of(shown))[0]


@pytest.mark.parametrize(
    ("stage", "value", "gap", "sentence"),
    [
        ("freshness", 0, 0, "No place rests on hours that were not confirmed of late."),
        (
            "freshness",
            1,
            0,
            "1 place rests on hours that were not confirmed of late; no plan as good needs fewer.",
        ),
        ("freshness", 3, 0.5, "3 places rest on hours that were not confirmed of late."),
        ("experience", 0, 0, "No shift is left to newcomers alone."),
        ("experience", 2, None, "2 shifts are left to newcomers alone."),
    ],
)
def test_counts_in_words(stage: str, value: float, gap: float | None, sentence: str) -> None:
    progress = RunProgress(stage, value, value, gap, 1.0)
    assert beyond(result_of(progress)) == (sentence,)
    assert stages([progress])[0].aim


def test_how_many_are_on_standby_is_said_where_any_were_asked_for() -> None:
    assert beyond(result_of()) == ()
    (sentence,) = beyond(replace(result_of(), standby=2, standby_asked=3))
    assert sentence.startswith("2 of 3 places on standby filled")
