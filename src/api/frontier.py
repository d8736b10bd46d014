"""What each change of the published roster buys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.asking import Part, Progress, ask, is_part, progress_of
from api.pages import page
from api.session import Asking, coordinators, person_of
from scheduler.actions import advising
from scheduler.actions.advising import Standing
from scheduler.model.advice import Frontier, Point, Topic
from scheduler.model.week import monday_of
from scheduler.planning.run import demand


@get("/weeks/{monday:date}/frontier", guards=[coordinators], include_in_schema=False)
async def frontier_page(
    request: Asking, monday: FromPath[date], said: FromQuery[str | None] = None
) -> Template:
    """The page, or the part of it that lives while the figures are worked out."""
    first = monday_of(monday)
    standing = await advising.look(first, Topic.FRONTIER)
    if is_part(request):
        return PART.render(request, standing, said)
    return page(
        request,
        "capacity/frontier.html",
        title="What each change buys",
        place="/weeks",
        standing=standing,
        said=None,
        refused="",
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


PART = Part("capacity/frontier_part.html", _shown)


@post(
    "/weeks/{monday:date}/frontier", guards=[coordinators], include_in_schema=False, status_code=200
)
async def ask_for_frontier(request: Asking, monday: FromPath[date]) -> Template | Redirect:
    """Have a worker work the figures out."""
    standing = await advising.look(monday_of(monday), Topic.FRONTIER)
    return await ask(request, standing, PART, f"/weeks/{standing.week.monday}/frontier")


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
async def frontier_json(monday: FromPath[date]) -> FrontierAnswer:
    """What each change of the published roster buys, as far as it is known; POST works it out."""
    return _answer(await advising.look(monday_of(monday), Topic.FRONTIER))


@post("/api/weeks/{monday:date}/frontier", guards=[coordinators], tags=["Advice"], status_code=202)
async def ask_for_frontier_json(request: Asking, monday: FromPath[date]) -> FrontierAnswer:
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
