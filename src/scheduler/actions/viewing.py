"""What pages show of a week: its plan, the proof, and what needs someone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.errors import NotFoundError
from scheduler.model.rosters import OfficeRoster, Placement
from scheduler.model.week import Week
from scheduler.planning.board import BoardView, board
from scheduler.planning.office_roster import Version, office_roster
from scheduler.planning.reasons import empty_reasons
from scheduler.planning.run import demand
from scheduler.planning.verdict import Judgement, judge
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

    @property
    def proof(self) -> RunRecord | None:
        """The run whose bound speaks about this week: the latest that ended with a plan."""
        return next((run for run in self.runs if run.result is not None), None)


async def view_week(monday: date, showing: Showing | None = None) -> WeekView:
    """The open draft where there is one (or the published plan), laid out with reasons."""
    week = await load_week(monday)
    draft = await drafts.open_draft(monday)
    roster = await rosters.latest_roster(monday)
    chosen = showing or (Showing.DRAFT if draft else Showing.PUBLISHED)
    placed = draft.seats if chosen is Showing.DRAFT and draft else week.published
    replies = await rosters.replies_of_week(monday) if roster else None
    return WeekView(
        week=week,
        showing=chosen,
        board=board(week, placed, replies, empty_reasons(week, placed)),
        judgement=judge(week, placed),
        demand=demand(week),
        draft=draft,
        roster=roster,
        runs=await runs.runs_of(monday),
        placed=placed,
    )


async def view_office_roster(monday: date, office: str) -> OfficeRoster:
    """What is published for one office, with today's replies."""
    week = await load_week(monday)
    if office not in week.offices:
        raise NotFoundError(f"There is no office {office!r}.")
    roster = await rosters.latest_roster(monday)
    if roster is None:
        raise NotFoundError(f"Nothing is published for the week of {monday} yet.")
    shown = board(
        week,
        week.published,
        await rosters.replies_of_week(monday),
        empty_reasons(week, week.published),
    )
    return office_roster(week, shown, office, Version(roster.version, roster.published_at))
