"""Runs: press Run, follow it, stop it, and see what its plan would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template

from api.days import today
from api.forms import Form
from api.pages import go, page
from api.session import Asking, coordinators, person_of
from scheduler.actions import editing, following, solving
from scheduler.actions.following import Pace, RunView
from scheduler.errors import InvalidInputError, NotFoundError, OpenDoorError
from scheduler.model.runs import RunResult, RunState
from scheduler.model.week import monday_of
from scheduler.planning.progress_words import StageView
from scheduler.planning.run import RunSettings
from scheduler.store.runs import load_run
from scheduler.store.week import week_records

SECONDS = 60
MOST_CHANGES = 5000


@get("/runs", guards=[coordinators], include_in_schema=False)
async def runs_page(request: Asking, week: FromQuery[date | None] = None) -> Template:
    """The runs of a week (the next one, unless another is named), and the form for a new one."""
    return await _runs_page(request, week)


async def _runs_page(
    request: Asking,
    week: date | None,
    error: OpenDoorError | None = None,
    typed: dict[str, str] | None = None,
) -> Template:
    records = await week_records()
    monday = monday_of(week) if week else _coming([r.monday for r in records])
    found = await following.view_runs(monday)
    faults = error.faults or (("", error.detail),) if error else ()
    return page(
        request,
        "runs/runs.html",
        title="Runs",
        status_code=422 if error else 200,
        monday=monday,
        weeks=[r.monday for r in records],
        published=any(r.version for r in records if r.monday == monday),
        asked=any(r.monday == monday for r in records),
        found=found,
        under_way=next((run for run in found.runs if not run.state.is_over), None),
        errors=[{"field": field, "text": text} for field, text in faults],
        typed=typed or {"seconds": str(SECONDS), "max_changes": ""},
    )


def _coming(mondays: list[date]) -> date:
    this = monday_of(today())
    return min((m for m in mondays if m >= this), default=max(mondays, default=this))


@post("/weeks/{monday:date}/runs", guards=[coordinators], include_in_schema=False)
async def request_run(request: Asking, monday: FromPath[date]) -> Redirect | Template:
    """Have a worker solve the week."""
    form = Form(await request.form())
    typed = {name: form.text(name) for name in ("seconds", "max_changes")}
    try:
        settings = RunSettings(
            seconds=form.whole("seconds", least=1, most=solving.LONGEST_SECONDS),
            max_changes=form.maybe_whole("max_changes", most=MOST_CHANGES),
        )
        number = await solving.request_run(
            monday, settings, person_of(request).email, datetime.now(UTC)
        )
    except InvalidInputError as error:
        return await _runs_page(request, monday, error, typed)
    return go(f"/runs/{number}", "The run is on its way.")


@get("/runs/{number:int}", guards=[coordinators], include_in_schema=False)
async def run_page(request: Asking, number: FromPath[int]) -> Template:
    """One run: live while it lasts, with what its plan would change afterwards."""
    view = await following.view_run(number, datetime.now(UTC))
    plan = await following.view_plan_of(view.run) if view.pace is Pace.FINISHED else None
    return page(request, "runs/run.html", title=f"Run {number}", view=view, plan=plan)


@get("/runs/{number:int}/progress", guards=[coordinators], include_in_schema=False)
async def progress(
    request: Asking, number: FromPath[int], stage: FromQuery[str] = ""
) -> Template | Response[Any]:
    """The part of a run's page that lives; ``stage`` is what the page said last."""
    view = await following.view_run(number, datetime.now(UTC))
    if view.run.state.is_over:
        # The page is another one now: the browser takes it anew.
        return Response(b"", headers={"HX-Refresh": "true"}, media_type="text/html")
    return page(request, "runs/progress.html", title="", view=view, said=stage)


@post("/runs/{number:int}/stop", guards=[coordinators], include_in_schema=False)
async def stop(request: Asking, number: FromPath[int]) -> Redirect:
    """End a run and keep its best plan."""
    await load_run(number)
    if await solving.stop_run(number, person_of(request).email):
        return go(f"/runs/{number}", "Stopping; the best plan so far becomes the draft.")
    return go(f"/runs/{number}", "This run has ended already.", "info")


@post("/runs/{number:int}/take", guards=[coordinators], include_in_schema=False)
async def take(request: Asking, number: FromPath[int]) -> Redirect:
    """Make the plan of an earlier run the draft again."""
    run = await load_run(number)
    if run.draft is None:
        raise NotFoundError("This run left no plan.")
    await editing.take_plan(
        run.monday, run.draft, person_of(request).email, datetime.now(UTC), run.id
    )
    return go(f"/weeks/{run.monday}", f"The plan of run {number} is the draft now.")


# ---- for programs -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RunWish:
    """What a run may cost. ``max_changes`` bounds the differences from what is published."""

    seconds: int = SECONDS
    max_changes: int | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class RunAnswer:
    """A run. ``coverage`` of ``demand`` is covered so far; no plan covers more than ``bound``."""

    id: int
    monday: date
    state: RunState
    pace: Pace
    elapsed: float
    coverage: int
    demand: int
    bound: int | None
    stages: tuple[StageView, ...]
    result: RunResult | None
    failure: str


@post("/api/weeks/{monday:date}/runs", guards=[coordinators], tags=["Runs"], status_code=202)
async def request_run_json(
    request: Asking, monday: FromPath[date], data: JSONBody[RunWish]
) -> RunAnswer:
    """Have a worker solve the week; follow it at `/api/runs/{id}`."""
    if data.max_changes is not None and not 0 <= data.max_changes <= MOST_CHANGES:
        sentence = f"Write a number from 0 to {MOST_CHANGES}."
        raise InvalidInputError(sentence, faults=[("max_changes", sentence)])
    settings = RunSettings(data.seconds, seed=data.seed, max_changes=data.max_changes)
    now = datetime.now(UTC)
    number = await solving.request_run(monday, settings, person_of(request).email, now)
    return _answer(await following.view_run(number, now))


@get("/api/runs/{number:int}", guards=[coordinators], tags=["Runs"])
async def run_json(number: FromPath[int]) -> RunAnswer:
    """How far a run is."""
    return _answer(await following.view_run(number, datetime.now(UTC)))


@post("/api/runs/{number:int}/stop", guards=[coordinators], tags=["Runs"], status_code=200)
async def stop_json(request: Asking, number: FromPath[int]) -> RunAnswer:
    """End a run and keep its best plan; stopping one that has ended changes nothing."""
    await load_run(number)
    await solving.stop_run(number, person_of(request).email)
    return _answer(await following.view_run(number, datetime.now(UTC)))


def _answer(view: RunView) -> RunAnswer:
    return RunAnswer(
        id=view.run.id,
        monday=view.run.monday,
        state=view.run.state,
        pace=view.pace,
        elapsed=round(view.elapsed, 2),
        coverage=view.coverage,
        demand=view.demand,
        bound=view.bound,
        stages=view.stages,
        result=view.run.result,
        failure=view.run.failure,
    )


ROUTES = [
    runs_page,
    request_run,
    run_page,
    progress,
    stop,
    take,
    request_run_json,
    run_json,
    stop_json,
]
