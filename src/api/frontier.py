"""What each change of the published roster buys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from litestar import get, post
from litestar.response import Redirect, Template

from api.asking import Progress, asked_answer, asked_part, is_part, progress_of
from api.pages import page
from api.session import Asking, coordinators, person_of
from scheduler.actions import advising
from scheduler.actions.advising import Standing
from scheduler.model.advice import Frontier, Point, Topic
from scheduler.model.week import monday_of
from scheduler.planning.run import demand

PART = "capacity/frontier_part.html"


@get("/weeks/{monday:date}/frontier", guards=[coordinators], include_in_schema=False)
async def frontier_page(request: Asking, monday: date, said: str | None = None) -> Template:
    """The page, or the part of it that lives while the figures are worked out."""
    first = monday_of(monday)
    standing = await advising.look(first, Topic.FRONTIER)
    if is_part(request):
        return asked_part(request, PART, standing, said, _shown(standing))
    return page(
        request,
        "capacity/frontier.html",
        title="What each change buys",
        place="/weeks",
        standing=standing,
        said=None,
        breadcrumbs=[
            {"href": f"/weeks/{first}", "label": f"Week of {first.day} {first:%B}"},
            {"href": None, "label": "What each change buys"},
        ],
        shown=_shown(standing),
    )


@dataclass(frozen=True, slots=True)
class FrontierShown:
    """What the page needs beside the answer."""

    monday: date
    demand: int


def _shown(standing: Standing) -> FrontierShown:
    return FrontierShown(standing.week.monday, demand(standing.week))


@post(
    "/weeks/{monday:date}/frontier", guards=[coordinators], include_in_schema=False, status_code=200
)
async def ask_for_frontier(request: Asking, monday: date) -> Template | Redirect:
    """Have a worker work the figures out."""
    first = monday_of(monday)
    await advising.ask(first, Topic.FRONTIER, person_of(request).email, datetime.now(UTC))
    standing = await advising.look(first, Topic.FRONTIER)
    part = asked_part(request, PART, standing, "", _shown(standing))
    return asked_answer(request, part, f"/weeks/{first}/frontier")


# ---- for programs -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FrontierAnswer:
    """Coverage for 0, 1, 2, 3, 5 and 10 changes, each with what no plan within them exceeds.

    A person put in or taken out is one change. `coverage` is what is published covers.
    """

    monday: date
    progress: Progress
    demand: int
    coverage: int | None
    points: tuple[Point, ...]


@get("/api/weeks/{monday:date}/frontier", guards=[coordinators], tags=["Advice"])
async def frontier_json(monday: date) -> FrontierAnswer:
    """What each change of the published roster buys, as far as it is known; POST works it out."""
    return _answer(await advising.look(monday_of(monday), Topic.FRONTIER))


@post("/api/weeks/{monday:date}/frontier", guards=[coordinators], tags=["Advice"], status_code=202)
async def ask_for_frontier_json(request: Asking, monday: date) -> FrontierAnswer:
    """Have a worker work it out; follow it by GET."""
    first = monday_of(monday)
    await advising.ask(first, Topic.FRONTIER, person_of(request).email, datetime.now(UTC))
    return _answer(await advising.look(first, Topic.FRONTIER))


def _answer(standing: Standing) -> FrontierAnswer:
    found = standing.answer if isinstance(standing.answer, Frontier) else None
    return FrontierAnswer(
        monday=standing.week.monday,
        progress=progress_of(standing),
        demand=demand(standing.week),
        coverage=found.coverage if found else None,
        points=found.points if found else (),
    )


ROUTES = [frontier_page, ask_for_frontier, frontier_json, ask_for_frontier_json]
