"""What every page of a question to the solver shares: its state, and asking with htmx or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from litestar.response import Redirect, Template

from api.pages import go, page
from api.session import Asking
from scheduler.actions.advising import Standing


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


def asked_part(
    request: Asking, template: str, standing: Standing, said: str | None, shown: object
) -> Template:
    """The living part of the page; ``said`` is the state the page has spoken of already."""
    return page(request, template, title="", standing=standing, said=said, shown=shown)


def asked_answer(request: Asking, part: Template, address: str) -> Template | Redirect:
    """After asking: the part with its progress, or the page that shows it."""
    return part if is_part(request) else go(address, "The solver is at work on it.", "info")
