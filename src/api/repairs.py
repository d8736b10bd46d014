"""What would fill an empty seat: a part of the seat's page, and a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.asking import Part, Progress, ask, is_part, progress_of
from api.pages import go, page
from api.session import Asking, coordinators, person_of
from scheduler.actions import advising
from scheduler.actions.advising import Standing
from scheduler.model.advice import Repair, RepairKind, Repairs, Topic
from scheduler.model.rosters import Difference, Placement, difference
from scheduler.model.week import monday_of
from scheduler.planning.repairs import gain_words, repair_words, seat_title
from scheduler.planning.views import WantedSeat, wanted_seat


@get("/weeks/{monday:date}/seats/{key:str}/repairs", guards=[coordinators], include_in_schema=False)
async def repairs_page(
    request: Asking, monday: FromPath[date], key: FromPath[str], said: FromQuery[str | None] = None
) -> Template:
    """A page; to htmx the section for the seat's page, or its living part once that is there."""
    first = monday_of(monday)
    standing = await advising.look(first, Topic.REPAIRS, key)
    if is_part(request):
        return (SECTION if said is None else PART).render(request, standing, said)
    shown = _shown(standing)
    return page(
        request,
        "capacity/repairs.html",
        title="What would fill this seat",
        place="/weeks",
        standing=standing,
        said=None,
        refused="",
        breadcrumbs=[
            {"href": f"/weeks/{first}", "label": f"Week of {first.day} {first:%B}"},
            {"href": f"/weeks/{first}/seats/{key}", "label": shown.title},
            {"href": None, "label": "What would fill it"},
        ],
        shown=shown,
    )


def _seat(key: str) -> WantedSeat:
    seat = wanted_seat(key)
    if seat is None:  # looked at before: the action refuses what names no seat
        raise AssertionError(key)
    return seat


@dataclass(frozen=True, slots=True)
class RepairView:
    """A repair in words; ``difference`` is what the plan behind it changes."""

    number: int
    repair: Repair
    before: str
    name: str
    after: str
    gain: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class RepairsShown:
    """The seat, and its repairs in words."""

    monday: date
    key: str
    title: str
    office: str
    session: int
    views: tuple[RepairView, ...]


def _shown(standing: Standing) -> RepairsShown:
    seat, week = _seat(standing.seat), standing.week
    found = standing.answer.found if isinstance(standing.answer, Repairs) else ()
    return RepairsShown(
        monday=week.monday,
        key=standing.seat,
        title=seat_title(week, seat),
        office=week.sessions[seat.session].office,
        session=seat.session,
        views=tuple(
            RepairView(
                number,
                repair,
                *repair_words(week, seat, repair),
                gain=gain_words(repair.gain),
                difference=difference(repair.removed, repair.added),
            )
            for number, repair in enumerate(found)
        ),
    )


PART = Part("capacity/repairs_part.html", _shown)
SECTION = Part("capacity/repairs_section.html", _shown)


@post(
    "/weeks/{monday:date}/seats/{key:str}/repairs",
    guards=[coordinators],
    include_in_schema=False,
    status_code=200,
)
async def ask_for_repairs(
    request: Asking, monday: FromPath[date], key: FromPath[str]
) -> Template | Redirect:
    """Have a worker try out what would fill the seat."""
    standing = await advising.look(monday_of(monday), Topic.REPAIRS, key)
    address = f"/weeks/{standing.week.monday}/seats/{key}/repairs"
    return await ask(request, standing, PART, address)


@post(
    "/weeks/{monday:date}/seats/{key:str}/repairs/{number:int}",
    guards=[coordinators],
    include_in_schema=False,
)
async def take_repair(
    request: Asking, monday: FromPath[date], key: FromPath[str], number: FromPath[int]
) -> Redirect:
    """Put the plan behind a repair into the draft."""
    first = monday_of(monday)
    await advising.take_repair(first, key, number, person_of(request).email, datetime.now(UTC))
    return go(f"/weeks/{first}/seats/{key}", "It is in the draft. Undo takes all of it back.")


# ---- for programs -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RepairAnswer:
    """One repair; `gain` is what the whole week covers more.

    `take`: POST to `/repairs/{number}` puts the plan behind it into the draft.
    """

    number: int
    kind: RepairKind
    sentence: str
    gain: int
    take: bool
    volunteer: int | None
    minutes: int
    added: tuple[Placement, ...]
    removed: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class RepairsAnswer:
    """Up to three repairs of an empty seat, best first, each tried out by a re-solve."""

    seat: str
    progress: Progress
    repairs: tuple[RepairAnswer, ...]


@get("/api/weeks/{monday:date}/seats/{key:str}/repairs", guards=[coordinators], tags=["Advice"])
async def repairs_json(monday: FromPath[date], key: FromPath[str]) -> RepairsAnswer:
    """What would fill an empty seat, as far as it is known; POST works it out."""
    return _answer(await advising.look(monday_of(monday), Topic.REPAIRS, key))


@post(
    "/api/weeks/{monday:date}/seats/{key:str}/repairs",
    guards=[coordinators],
    tags=["Advice"],
    status_code=202,
)
async def ask_for_repairs_json(
    request: Asking, monday: FromPath[date], key: FromPath[str]
) -> RepairsAnswer:
    """Have a worker try it out; follow it by GET."""
    first = monday_of(monday)
    await advising.ask(first, Topic.REPAIRS, person_of(request).email, datetime.now(UTC), key)
    return _answer(await advising.look(first, Topic.REPAIRS, key))


@dataclass(frozen=True, slots=True)
class Taken:
    """The draft after a repair was put into it."""

    revision: int
    coverage_before: int
    coverage_after: int


@post(
    "/api/weeks/{monday:date}/seats/{key:str}/repairs/{number:int}",
    guards=[coordinators],
    tags=["Advice"],
    status_code=200,
)
async def take_repair_json(
    request: Asking, monday: FromPath[date], key: FromPath[str], number: FromPath[int]
) -> Taken:
    """Put the plan behind a repair into the draft; undo takes all of it back."""
    done = await advising.take_repair(
        monday_of(monday), key, number, person_of(request).email, datetime.now(UTC)
    )
    return Taken(done.revision, done.coverage_before, done.coverage_after)


def _answer(standing: Standing) -> RepairsAnswer:
    found = standing.answer.found if isinstance(standing.answer, Repairs) else ()
    return RepairsAnswer(
        seat=standing.seat,
        progress=progress_of(standing),
        repairs=tuple(
            RepairAnswer(
                number=number,
                kind=one.kind,
                sentence="".join(repair_words(standing.week, _seat(standing.seat), one)) + ".",
                gain=one.gain,
                take=one.kind.within_the_rules,
                volunteer=one.volunteer,
                minutes=one.minutes,
                added=one.added,
                removed=one.removed,
            )
            for number, one in enumerate(found)
        ),
    )


ROUTES = [
    repairs_page,
    ask_for_repairs,
    take_repair,
    repairs_json,
    ask_for_repairs_json,
    take_repair_json,
]
