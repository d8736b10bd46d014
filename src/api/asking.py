"""What every page of a question to the solver shares: its state, and asking with htmx or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from litestar.response import Redirect, Template

from api.pages import go, page
from api.session import Asking, person_of
from scheduler.actions import advising
from scheduler.actions.advising import Standing
from scheduler.errors import OpenDoorError


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an answer is: ``done`` of ``wanted`` figures are worked out.

    ``state`` is one of not asked, queued, running, finished and failed. ``current``: the
    answer is about the week and plan as they are now.
    """

    state: str
    done: int
    wanted: int
    current: bool
    asked_at: datetime | None
    ended_at: datetime | None
    failure: str


def progress_of(standing: Standing) -> Progress:
    """The state of a question, for programs."""
    if standing.asked is None:
        return Progress("not asked", 0, 0, current=False, asked_at=None, ended_at=None, failure="")
    question = standing.asked.question
    return Progress(
        state=question.state.value,
        done=question.done,
        wanted=question.wanted,
        current=standing.current,
        asked_at=question.asked_at,
        ended_at=question.ended_at,
        failure=question.failure,
    )


def is_part(request: Asking) -> bool:
    """Whether htmx asks for a part of a page, not for the page."""
    return request.headers.get("hx-request") == "true"


@dataclass(frozen=True, slots=True)
class Part:
    """The living part of a page: its template, and what it shows beside the standing."""

    template: str
    shown: Callable[[Standing], object]

    def render(
        self, request: Asking, standing: Standing, said: str | None, refused: str = ""
    ) -> Template:
        """The part; ``said`` is the state the page has spoken of already."""
        return page(
            request,
            self.template,
            title="",
            status_code=422 if refused else 200,
            standing=standing,
            said=said,
            shown=self.shown(standing),
            refused=refused,
        )


async def ask(request: Asking, standing: Standing, part: Part, address: str) -> Template | Redirect:
    """Have a worker answer; then the part with its progress, or the page that shows it."""
    monday, topic, seat = standing.week.monday, standing.topic, standing.seat
    refused = ""
    try:
        await advising.ask(monday, topic, person_of(request).email, datetime.now(UTC), seat)
    except OpenDoorError as error:
        if not is_part(request):
            raise
        refused = error.detail
    if not is_part(request):
        return go(address, "The solver is at work on it.", "info")
    return part.render(request, await advising.look(monday, topic, seat), "", refused)
