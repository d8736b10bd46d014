"""How the weeks stand and what asks for somebody, gathered once for every digest of a round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scheduler.model.digests import HeldNews, Point, Topic
from scheduler.model.week import SERVICE_ZONE, day_of, monday_of
from scheduler.planning.attention import given_back
from scheduler.planning.board import board
from scheduler.planning.digests import StandingWeek, declined, unpublished
from scheduler.planning.views import seat_key
from scheduler.store import digests, inbound, rosters
from scheduler.store.events import troubles
from scheduler.store.week import load_week

NEWS_BACK = timedelta(days=8)
"""How far back news goes, for somebody who has had no digest for long."""
CREDENTIALS_AHEAD = timedelta(days=60)
CREDENTIALS_BACK = timedelta(days=14)
UNANSWERED_AHEAD = timedelta(days=14)
PATIENCE = timedelta(days=2)
"""How long an invitation may lie unanswered before coordinators hear of it."""
NEAR = timedelta(days=3)
"""So close to the shift they hear of it at once."""
WEEKS = 3
"""This week and those after it that a digest tells of."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What every digest of a round is written from; ``points`` in the order of topics."""

    now: datetime
    standing: tuple[StandingWeek, ...]
    happened: tuple[HeldNews, ...]
    points: tuple[Point, ...]


async def gather(now: datetime) -> Gathered:
    """This week and those after it, what happened lately, and everything that waits."""
    today = day_of(now)
    monday = monday_of(today)
    standing = tuple([await _standing(monday + timedelta(weeks=n)) for n in range(WEEKS)])
    points = [
        *unpublished(standing, today),
        *declined(standing, now),
        *await _answers(),
        *await _unanswered(now),
        *await _troubles(),
        *await _given_up(),
        *await _credentials(today),
    ]
    ranks = list(Topic)
    points.sort(key=lambda point: ranks.index(point.topic))
    happened = await digests.news_since(now - NEWS_BACK, now)
    return Gathered(now, standing, happened, tuple(points))


async def _standing(monday: date) -> StandingWeek:
    week = await load_week(monday)
    shown = board(week, week.published, await rosters.replies_of_week(monday))
    roster = await rosters.latest_roster(monday)
    people = week.volunteers
    left = [r for r in await rosters.given_back(monday) if r.released_at is not None]
    return StandingWeek(
        week,
        shown,
        roster.version if roster else 0,
        await digests.first_published(monday),
        {
            seat_key(p.session, p.shift, p.role, p.need or p.language): at
            for p, at in await digests.left_seats(monday)
        },
        given_back(
            shown,
            (
                (r.placement, people[r.placement.volunteer].name, r.released_at)
                for r in left
                if r.released_at is not None
            ),
        ),
    )


async def _answers() -> Iterable[Point]:
    return [
        Point(
            Topic.ANSWER,
            f"answer {found.id}",
            who=found.volunteer or found.sender,
            said=found.said,
            starts=found.shift_starts,
            timezone=SERVICE_ZONE,
            since=found.at,
        )
        for found in await inbound.waiting_answers()
    ]


async def _unanswered(now: datetime) -> Iterable[Point]:
    return [
        Point(
            Topic.UNANSWERED,
            f"unanswered {found.uid} {found.sequence}",
            who=found.name,
            place=found.place,
            timezone=found.timezone,
            title=found.title,
            starts=found.starts,
            since=found.asked_at,
        )
        for found in await digests.unanswered(
            now, now + UNANSWERED_AHEAD, asked_before=now - PATIENCE, near=now + NEAR
        )
    ]


async def _troubles() -> Iterable[Point]:
    return [
        Point(Topic.TROUBLE, f"trouble {t.email} {t.at.astimezone(UTC)}", who=t.email, since=t.at)
        for t in await troubles()
    ]


async def _given_up() -> Iterable[Point]:
    return [
        Point(Topic.FAILED, f"failed {found.letter}", who=found.name, since=found.at)
        for found in await digests.given_up()
    ]


async def _credentials(today: date) -> Iterable[Point]:
    return [
        Point(
            Topic.CREDENTIAL,
            f"credential {found.volunteer} {found.last_day}",
            who=found.name,
            day=found.last_day,
        )
        for found in await digests.ending_credentials(
            today - CREDENTIALS_BACK, today + CREDENTIALS_AHEAD
        )
    ]
