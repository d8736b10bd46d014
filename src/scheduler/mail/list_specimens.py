"""Made-up digests and a question about hours, for the gallery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from scheduler.mail.digests import render_digest
from scheduler.mail.hours import render_hours
from scheduler.model.availability import Level, WeeklySlot, Weeks
from scheduler.model.digests import (
    CoordinatorDigest,
    Digest,
    News,
    NewsKind,
    OfficeDigest,
    OfficeFill,
    Point,
    SeatTold,
    SessionTold,
    ShiftTold,
    Topic,
    WeekTold,
)
from scheduler.model.hours_letters import HoursLetter
from scheduler.model.letters import RenderedLetter, Sender
from scheduler.model.mail_answers import Said
from scheduler.model.matters import Matter
from scheduler.model.rosters import Reply
from scheduler.model.sessions import SessionKind, Title

_PAGE = "https://opendoor.example.org"
_STOP = f"{_PAGE}/letters-to-me/example"
_ZONE = "America/New_York"
_STAMP = datetime(2027, 3, 1, 12, tzinfo=UTC)
_STARTS = datetime(2027, 3, 2, 19, tzinfo=UTC)
_HALF = _STARTS + timedelta(hours=2)
_PLACE = "Bronx / Westchester"

_FIRST = ShiftTold(
    _STARTS,
    _HALF,
    (
        SeatTold(Title.ADVISER, Matter.ASYLUM, "es", "Ana", Reply.ACCEPTED),
        SeatTold(Title.ADVISER, Matter.GREEN_CARD, "ht", "Ben"),
        SeatTold(Title.INTERPRETER, None, "ht", "Chantal", Reply.ACCEPTED, remote=True),
        SeatTold(Title.INTAKE, None, None, since=_STAMP - timedelta(days=4)),
    ),
)
_SECOND = ShiftTold(
    _HALF,
    _HALF + timedelta(hours=2),
    (
        SeatTold(Title.ADVISER, Matter.ASYLUM, "es", "Gita", Reply.ACCEPTED),
        SeatTold(Title.ADVISER, Matter.GREEN_CARD, "ht", since=_STAMP - timedelta(hours=17)),
    ),
)
OFFICE_DIGEST = OfficeDigest(
    email="office@example.org",
    name="",
    language="en",
    day=date(2027, 3, 1),
    timezone=_ZONE,
    url=f"{_PAGE}/rosters",
    stop_url=_STOP,
    stamp=_STAMP,
    place=_PLACE,
    sessions=(
        SessionTold(
            SessionKind.CLINIC,
            _STARTS,
            _HALF + timedelta(hours=2),
            published=True,
            shifts=(_FIRST, _SECOND),
        ),
        SessionTold(
            SessionKind.WORKSHOP,
            _STARTS + timedelta(days=5),
            _HALF + timedelta(days=5),
            published=False,
        ),
    ),
    news=(
        News(NewsKind.ACCEPTED, "Ana", Title.ADVISER, _STARTS, _STAMP),
        News(NewsKind.GAVE_BACK, "Olga", Title.ADVISER, _HALF, _STAMP),
        News(NewsKind.JOINED, "Ben", Title.ADVISER, _STARTS, _STAMP),
    ),
)
COORDINATOR_DIGEST = CoordinatorDigest(
    email="coordinator@example.org",
    name="Cora Ordonez",
    language="en",
    day=date(2027, 3, 1),
    timezone=_ZONE,
    url=_PAGE,
    stop_url=_STOP,
    stamp=_STAMP,
    weeks=(
        WeekTold(
            date(2027, 3, 1),
            2,
            (
                OfficeFill(_PLACE, 9, 11),
                OfficeFill("Queens West", 6, 6),
                OfficeFill("Hotline", 4, 5),
            ),
        ),
        WeekTold(date(2027, 3, 8), 0, ()),
    ),
    points=(
        Point(Topic.UNPUBLISHED, "unpublished", day=date(2027, 3, 8)),
        Point(
            Topic.GIVEN_BACK,
            "given back",
            who="Olga Sherpa",
            place=_PLACE,
            timezone=_ZONE,
            title=Title.ADVISER,
            starts=_HALF,
            since=_STAMP - timedelta(hours=17),
        ),
        Point(
            Topic.ANSWER,
            "answer",
            who="Mei Lin Zhao",
            timezone=_ZONE,
            starts=_STARTS + timedelta(days=2),
            since=_STAMP - timedelta(hours=3),
            said=Said.COUNTER,
        ),
        Point(
            Topic.UNANSWERED,
            "unanswered",
            who="Ben Okafor",
            place=_PLACE,
            timezone=_ZONE,
            title=Title.ADVISER,
            starts=_STARTS,
            since=_STAMP - timedelta(days=4),
        ),
        Point(Topic.TROUBLE, "trouble", who="dana@example.org", since=_STAMP - timedelta(days=2)),
        Point(Topic.FAILED, "failed", who="Dana Levi", since=_STAMP - timedelta(days=2)),
        Point(Topic.CREDENTIAL, "credential", who="Emre Kaya", day=date(2027, 3, 19)),
    ),
    known=("unpublished", "unanswered", "trouble", "failed", "credential"),
)
HOURS = HoursLetter(
    email="ana.rivera@example.org",
    name="Ana Rivera",
    language="en",
    weekly=(
        WeeklySlot(0, time(17), time(21), Level.AVAILABLE),
        WeeklySlot(2, time(17), time(21), Level.IF_NEEDED),
        WeeklySlot(5, time(9), time(13), Level.AVAILABLE, Weeks.ODD),
    ),
    until=date(2027, 3, 8),
    url=f"{_PAGE}/hours/example",
    stop_url=_STOP,
    stamp=_STAMP,
)

LISTS: Mapping[str, str] = {
    "hours": "Are your hours still right?",
    "office-digest": "Digest of an office",
    "digest": "Digest of a coordinator",
}
"""Every kind with its name."""
_DIGESTS: Mapping[str, Digest] = {"office-digest": OFFICE_DIGEST, "digest": COORDINATOR_DIGEST}


def list_specimen(name: str, language: str, sender: Sender) -> RenderedLetter:
    """The letter of that name as the installation would write it."""
    if name in _DIGESTS:
        return render_digest(replace(_DIGESTS[name], language=language), sender)
    return render_hours(replace(HOURS, language=language), sender)
