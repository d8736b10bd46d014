"""How a run goes, stage by stage, as a coordinator reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.model.runs import RunProgress, RunResult
from scheduler.planning.spoken import hours_of

# What each stage is after, as a heading and as something that is being done.
_AIMS = {
    "coverage": ("Cover the demand", "Covering as much of the demand as possible"),
    "weakest_office": ("Lift the weakest office", "Lifting the weakest office"),
    "changes": ("Keep what people know", "Keeping what people know already"),
    "wishes": ("Glad hours and places", "Giving people the hours and places they like"),
    "fair_load": ("Share the load", "Sharing the load fairly"),
    "travel": ("Save travel", "Saving travel"),
    "next_weakest": ("Lift the next weakest", "Lifting one office after the other"),
    "freshness": ("Confirmed hours first", "Calling on confirmed hours first"),
    "experience": ("Company for newcomers", "Giving newcomers company"),
}
_MORE_IS_BETTER = frozenset({"coverage", "weakest_office", "next_weakest"})


@dataclass(frozen=True, slots=True)
class StageView:
    """What one stage has reached, and the bound that no plan passes."""

    stage: str
    aim: str
    doing: str
    value: str
    bound: str
    gap: str
    proven: bool
    seconds: float


def stages(trail: Iterable[RunProgress]) -> tuple[StageView, ...]:
    """The last word of every stage, in order."""
    last: dict[str, RunProgress] = {progress.stage: progress for progress in trail}
    return tuple(_stage(progress) for progress in last.values())


def beyond(result: RunResult) -> tuple[str, ...]:
    """A sentence for each aim beyond the usual six that a run pursued, and for standby."""
    sentences = (
        f"{words} {_weakest(result)}".strip() if progress.stage == "next_weakest" else words
        for progress in result.stages
        if (words := _sentence(progress))
    )
    return (*sentences, *_standby(result))


WEAKEST_SHOWN = 4


def _weakest(result: RunResult) -> str:
    """How far the sequence of offices came, from the weakest on."""
    shown = [f"{name} {share:.0%}" for name, share in result.offices[:WEAKEST_SHOWN]]
    if len(shown) < 2:  # noqa: PLR2004 - a sequence
        return ""
    return f"From the weakest on: {', '.join(shown)}."


def _standby(result: RunResult) -> Iterable[str]:
    if result.standby_asked:
        places = "place" if result.standby_asked == 1 else "places"
        yield (
            f"{result.standby} of {result.standby_asked} {places} on standby filled, "
            "by people who are free beside their seats."
        )


def _sentence(progress: RunProgress) -> str:
    count, proven = round(progress.value), progress.gap == 0
    match progress.stage:
        case "next_weakest":
            proof = "no plan as good does better" if proven else "as far as the time allowed"
            return f"After the weakest office the others were lifted in turn: {proof}."
        case "freshness" if count:
            places = "1 place rests" if count == 1 else f"{count} places rest"
            return f"{places} on hours that were not confirmed of late{_least(proven=proven)}."
        case "freshness":
            return "No place rests on hours that were not confirmed of late."
        case "experience" if count:
            left = "1 shift is" if count == 1 else f"{count} shifts are"
            return f"{left} left to newcomers alone{_least(proven=proven)}."
        case "experience":
            return "No shift is left to newcomers alone."
    return ""


def _least(*, proven: bool) -> str:
    return "; no plan as good needs fewer" if proven else ""


def _stage(progress: RunProgress) -> StageView:
    aim, doing = _AIMS[progress.stage]
    bound = "" if progress.bound is None else _figure(progress.stage, progress.bound)
    most = "at most" if progress.stage in _MORE_IS_BETTER else "at least"
    return StageView(
        stage=progress.stage,
        aim=aim,
        doing=doing,
        value=_figure(progress.stage, progress.value),
        bound=f"{most} {bound}" if bound else "not known yet",
        gap="" if progress.gap is None else f"{progress.gap * 100:.2f}\N{NO-BREAK SPACE}%",
        proven=progress.gap == 0,
        seconds=progress.seconds,
    )


def _figure(stage: str, value: float) -> str:
    match stage:
        case "weakest_office" | "next_weakest":
            return f"{value * 100:.1f}\N{NO-BREAK SPACE}% covered"
        case "changes":
            return f"{value:,.0f} changed" if value != 1 else "1 changed"
        case "travel":
            return hours_of(round(value))
        case "freshness":
            return f"{value:,.0f} unconfirmed"
        case "experience":
            return f"{value:,.0f} without"
        case _:
            return f"{value:,.0f} points"
