"""Capacity: whom to recruit, whom the week cannot spare, languages that rest on one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.asking import Part, Progress, ask, is_part, progress_of
from api.days import today
from api.pages import go, page
from api.session import Asking, coordinators, person_of
from scheduler.actions import advising
from scheduler.actions.advising import Standing
from scheduler.model.advice import Advice, Loss, RareLanguage, Recruit, Topic
from scheduler.model.week import monday_of
from scheduler.planning.advice import expiring, rare_languages, recruit_words
from scheduler.planning.run import demand
from scheduler.store.week import week_records


@get("/capacity", guards=[coordinators], include_in_schema=False)
async def capacity_page(request: Asking, week: FromQuery[date | None] = None) -> Template:
    """A week's people against what it asks for: the next week, unless another is named."""
    mondays = [record.monday for record in await week_records()]
    this = monday_of(today())
    coming = min((m for m in mondays if m >= this), default=max(mondays, default=this))
    monday = monday_of(week) if week else coming
    standing = await advising.look(monday, Topic.ADVICE)
    return page(
        request,
        "capacity/capacity.html",
        title="Capacity",
        weeks=mondays,
        standing=standing,
        said=None,
        refused="",
        languages=rare_languages(standing.week, standing.placed),
        shown=_shown(standing),
    )


@dataclass(frozen=True, slots=True)
class RecruitView:
    """Whom to look for, in words, and when, in the office's zone."""

    recruit: Recruit
    who: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class AdviceShown:
    """What the page needs beside the answer: the whole demand, and credentials that end soon."""

    monday: date
    demand: int
    expiring: Mapping[int, date]
    recruits: tuple[RecruitView, ...]


def _shown(standing: Standing) -> AdviceShown:
    found = standing.answer.recruits if isinstance(standing.answer, Advice) else ()
    return AdviceShown(
        monday=standing.week.monday,
        demand=demand(standing.week),
        expiring=expiring(standing.week),
        recruits=tuple(_recruit(standing, one) for one in found),
    )


def _recruit(standing: Standing, recruit: Recruit) -> RecruitView:
    zone = ZoneInfo(standing.week.offices[recruit.office].timezone)
    return RecruitView(
        recruit,
        recruit_words(recruit),
        recruit.starts.astimezone(zone),
        recruit.ends.astimezone(zone),
    )


PART = Part("capacity/advice_part.html", _shown)


@get("/weeks/{monday:date}/advice", guards=[coordinators], include_in_schema=False)
async def advice_part(
    request: Asking, monday: FromPath[date], said: FromQuery[str | None] = None
) -> Template | Redirect:
    """The part of the page that lives while the figures are worked out."""
    if not is_part(request):
        return go(f"/capacity?week={monday_of(monday)}")
    standing = await advising.look(monday_of(monday), Topic.ADVICE)
    return PART.render(request, standing, said)


@post(
    "/weeks/{monday:date}/advice", guards=[coordinators], include_in_schema=False, status_code=200
)
async def ask_for_advice(request: Asking, monday: FromPath[date]) -> Template | Redirect:
    """Have a worker work the figures out."""
    standing = await advising.look(monday_of(monday), Topic.ADVICE)
    return await ask(request, standing, PART, f"/capacity?week={standing.week.monday}")


# ---- for programs -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AdviceAnswer:
    """Whom to recruit and whom the week cannot spare, weightiest first.

    Empty until `progress.state` is finished; `languages` need no solving and are always there.
    """

    monday: date
    progress: Progress
    coverage: int | None
    demand: int
    exact: bool
    complete: bool
    recruits: tuple[Recruit, ...]
    losses: tuple[Loss, ...]
    languages: tuple[RareLanguage, ...]


@get("/api/weeks/{monday:date}/advice", guards=[coordinators], tags=["Advice"])
async def advice_json(monday: FromPath[date]) -> AdviceAnswer:
    """What is known about the people the week lacks and leans on; POST works it out."""
    return _answer(await advising.look(monday_of(monday), Topic.ADVICE))


@post("/api/weeks/{monday:date}/advice", guards=[coordinators], tags=["Advice"], status_code=202)
async def ask_for_advice_json(request: Asking, monday: FromPath[date]) -> AdviceAnswer:
    """Have a worker work it out; follow it by GET."""
    first = monday_of(monday)
    await advising.ask(first, Topic.ADVICE, person_of(request).email, datetime.now(UTC))
    return _answer(await advising.look(first, Topic.ADVICE))


def _answer(standing: Standing) -> AdviceAnswer:
    found = standing.answer if isinstance(standing.answer, Advice) else None
    return AdviceAnswer(
        monday=standing.week.monday,
        progress=progress_of(standing),
        coverage=found.coverage if found else None,
        demand=demand(standing.week),
        exact=bool(found and found.exact),
        complete=bool(found and found.complete),
        recruits=found.recruits if found else (),
        losses=found.losses if found else (),
        languages=rare_languages(standing.week, standing.placed),
    )


ROUTES = [capacity_page, advice_part, ask_for_advice, advice_json, ask_for_advice_json]
