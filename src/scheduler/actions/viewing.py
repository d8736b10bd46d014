"""What pages show of a week: its plan, the proof, and what needs someone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.model.rosters import Difference, Placement, Reply, difference
from scheduler.model.week import Week
from scheduler.planning.attention import GivenBack, given_back
from scheduler.planning.board import board
from scheduler.planning.problem import WeekProblem, week_problem
from scheduler.planning.reasons import empty_reasons
from scheduler.planning.run import demand
from scheduler.planning.verdict import Judgement, judge
from scheduler.planning.views import BoardView
from scheduler.store import drafts, rosters, runs
from scheduler.store.drafts import DraftRecord
from scheduler.store.rosters import RosterRecord
from scheduler.store.runs import RunRecord
from scheduler.store.week import load_week


class Showing(StrEnum):
    """Which plan of a week a page shows."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week with the plan that is shown, how good it is, and where things stand."""

    week: Week
    showing: Showing
    board: BoardView
    judgement: Judgement
    demand: int
    draft: DraftRecord | None
    roster: RosterRecord | None
    runs: tuple[RunRecord, ...]
    placed: tuple[Placement, ...]
    given_back: tuple[GivenBack, ...]
    problem: WeekProblem

    @property
    def proof(self) -> RunRecord | None:
        """The run whose bound speaks about this week: the latest that ended with a plan.

        None when what the week asks for is no longer what that run was asked for.
        """
        run = next((run for run in self.runs if run.result is not None), None)
        if run is None or run.result is None:
            return None
        spoken = run.result.demand == self.demand and self.judgement.coverage <= run.result.bound
        return run if spoken else None

    @property
    def under_way(self) -> RunRecord | None:
        """The run that has not ended."""
        return next((run for run in self.runs if not run.state.is_over), None)

    @property
    def revision(self) -> int:
        """What an edit of the shown plan says it has seen."""
        return self.draft.revision if self.draft else 0

    @property
    def unpublished(self) -> Difference | None:
        """What the draft would change for people; None without a draft."""
        return None if self.draft is None else difference(self.week.published, self.draft.seats)


async def view_week(monday: date, showing: Showing | None = None) -> WeekView:
    """The open draft where there is one (or the published plan), laid out with reasons."""
    week = await load_week(monday)
    draft = await drafts.open_draft(monday)
    roster = await rosters.latest_roster(monday)
    chosen = (showing or Showing.DRAFT) if draft else Showing.PUBLISHED
    placed = draft.seats if chosen is Showing.DRAFT and draft else week.published
    replies = await _replies_of_the_held(week) if roster else None
    problem = week_problem(week)
    shown = board(week, placed, replies, empty_reasons(week, placed, problem))
    return WeekView(
        week=week,
        showing=chosen,
        board=shown,
        judgement=judge(week, placed, problem),
        demand=demand(week),
        draft=draft,
        roster=roster,
        runs=await runs.runs_of(monday),
        placed=placed,
        given_back=await _given_back(week, shown) if roster else (),
        problem=problem,
    )


async def _replies_of_the_held(week: Week) -> dict[tuple[int, int, int], Reply]:
    """Somebody who left and is planned again has not been asked again yet."""
    held = {p.who_and_when for p in week.published}
    found = await rosters.replies_of_week(week.monday)
    return {key: reply for key, reply in found.items() if key in held}


async def _given_back(week: Week, shown: BoardView) -> tuple[GivenBack, ...]:
    left = await rosters.given_back(week.monday)
    return given_back(
        shown,
        (
            (record.placement, week.volunteers[record.placement.volunteer].name, record.released_at)
            for record in left
            if record.released_at is not None
        ),
    )
