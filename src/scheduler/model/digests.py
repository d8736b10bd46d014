"""Digests: what an office or a coordinator should know, in one letter a day at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.model.mail_answers import Said
from scheduler.model.matters import Matter
from scheduler.model.rosters import Reply
from scheduler.model.sessions import SessionKind, Title

COMING = timedelta(days=7)
"""How far ahead an office's digest looks."""


class Rhythm(StrEnum):
    """How often somebody wants their digest."""

    DAILY = "daily"
    """Every day on which there is something to say."""
    WEEKLY = "weekly"
    """Mondays."""
    OFF = "off"


def is_wanted_on(rhythm: Rhythm, day: date) -> bool:
    """Whether a digest may come on this day."""
    if rhythm is Rhythm.WEEKLY:
        return day.weekday() == 0
    return rhythm is Rhythm.DAILY


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """Whom a digest is for, and what every digest holds.

    ``day`` is the day it is written for, where its reader is; ``stop_url`` the page, and the
    address for mail programs, that ends or changes it.
    """

    email: str
    name: str
    language: str
    day: date
    timezone: str
    url: str
    stop_url: str
    stamp: datetime


# ---- offices ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeatTold:
    """A seat with who sits there, by first name; "" where it is empty ``since`` then."""

    title: Title
    matter: Matter | None
    language: str | None
    name: str = ""
    reply: Reply = Reply.NONE
    remote: bool = False
    since: datetime | None = None
    bridge: str | None = None
    """The language into which alone an interpreter interprets."""


@dataclass(frozen=True, slots=True)
class ShiftTold:
    """One shift with its seats."""

    starts: datetime
    ends: datetime
    seats: tuple[SeatTold, ...]


@dataclass(frozen=True, slots=True)
class SessionTold:
    """One session of the coming days. ``published`` False: nobody is invited yet."""

    kind: SessionKind
    starts: datetime
    ends: datetime
    published: bool
    shifts: tuple[ShiftTold, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldNews:
    """A shift ahead to which something happened lately, as it stands now."""

    office: str
    uid: str
    name: str
    title: Title
    starts: datetime
    reply: Reply
    created_at: datetime
    changed_at: datetime
    replied_at: datetime | None
    released_at: datetime | None


class NewsKind(StrEnum):
    """What happened to somebody's shift."""

    JOINED = "joined"
    ACCEPTED = "accepted"
    GAVE_BACK = "gave back"
    LEFT = "left"
    """Taken off by the coordinators."""
    CHANGED = "changed"
    """Another time, place or task."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened, to whom, about which shift."""

    kind: NewsKind
    name: str
    title: Title
    starts: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDigest(Addressed):
    """An office's coming days, and what happened since its last digest."""

    place: str
    sessions: tuple[SessionTold, ...]
    news: tuple[News, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Offices are told of what happened, not of what stands: nothing to remember."""
        return ()

    def says_something(self, zone_day: date, told: frozenset[str]) -> bool:
        """Whether it is worth a letter: news, a session today or tomorrow, or a new week."""
        del told
        if self.news:
            return True
        soon = {zone_day, zone_day + timedelta(days=1)}
        near = any(session.starts.date() in soon for session in self.sessions)
        return near or (zone_day.weekday() == 0 and bool(self.sessions))


# ---- coordinators -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfficeFill:
    """How far an office's week is filled."""

    place: str
    filled: int
    wanted: int


@dataclass(frozen=True, slots=True)
class WeekTold:
    """A week with its offices. ``version`` 0: nothing is published, and nothing counted."""

    monday: date
    version: int
    offices: tuple[OfficeFill, ...]

    @property
    def filled(self) -> int:
        """Seats that have somebody."""
        return sum(office.filled for office in self.offices)

    @property
    def wanted(self) -> int:
        """Seats that were asked for."""
        return sum(office.wanted for office in self.offices)


class Topic(StrEnum):
    """What asks for a coordinator, in the order of a digest."""

    UNPUBLISHED = "unpublished"
    """A week that is near, without a plan that people know of."""
    GIVEN_BACK = "given back"
    """Somebody declined, and nobody has taken the seat."""
    ANSWER = "answer"
    """An answer by mail that a person has to decide on."""
    UNANSWERED = "unanswered"
    """Somebody was invited and has not answered."""
    TROUBLE = "trouble"
    """An address that mail does not reach."""
    FAILED = "failed"
    """A letter that was given up."""
    CREDENTIAL = "credential"
    """A credential that ends soon."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that asks for a coordinator.

    ``key`` tells it from any other, so that it is new once. ``starts`` is the shift's start
    at ``place``, ``day`` a day that counts, ``since`` when it began to wait.
    """

    topic: Topic
    key: str
    who: str = ""
    place: str = ""
    timezone: str = ""
    title: Title | None = None
    starts: datetime | None = None
    day: date | None = None
    since: datetime | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorDigest(Addressed):
    """How the weeks stand, and everything that asks for a coordinator.

    ``known`` are the keys of the points that the last digest told of.
    """

    weeks: tuple[WeekTold, ...]
    points: tuple[Point, ...]
    known: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What the next digest need not be sent for."""
        return tuple(point.key for point in self.points)

    def says_something(self, zone_day: date, told: frozenset[str]) -> bool:
        """Whether it is worth a letter: a point that is new, or points and a new week."""
        if not self.points:
            return False
        return zone_day.weekday() == 0 or any(point.key not in told for point in self.points)

    def about(self, topic: Topic) -> Iterator[Point]:
        """The points of one topic, in order."""
        return (point for point in self.points if point.topic is topic)


Digest = OfficeDigest | CoordinatorDigest
