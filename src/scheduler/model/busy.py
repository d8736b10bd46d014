"""When a person's own calendar says that they are busy, and what that leaves of their hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from scheduler.model.availability import Window


@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """A stretch of real time (aware, UTC); nobody knows what it is for."""

    starts: datetime
    ends: datetime


def merged(found: Iterable[Busy]) -> tuple[Busy, ...]:
    """The same time in as few stretches as possible, in order, in whole minutes."""
    joined: list[Busy] = []
    for one in sorted(map(_in_minutes, found)):
        if joined and one.starts <= joined[-1].ends:
            joined[-1] = replace(joined[-1], ends=max(joined[-1].ends, one.ends))
        else:
            joined.append(one)
    return tuple(joined)


_MINUTE = timedelta(minutes=1)


def _in_minutes(one: Busy) -> Busy:
    starts, ends = one.starts.astimezone(UTC), one.ends.astimezone(UTC)
    part = timedelta(seconds=ends.second, microseconds=ends.microsecond)
    return Busy(starts.replace(second=0, microsecond=0), ends - part + (_MINUTE if part else part))


def without(windows: Iterable[Window], busy: Iterable[Busy]) -> tuple[Window, ...]:
    """What is left of the windows when nobody is asked while they are busy."""
    taken = tuple(busy)
    if not taken:
        return tuple(windows)
    return tuple(piece for window in windows for piece in _pieces(window, taken))


def _pieces(window: Window, taken: Iterable[Busy]) -> Iterator[Window]:
    reached = window.starts
    for one in sorted(taken):
        if one.starts > reached and one.starts < window.ends:
            yield Window(reached, one.starts, window.level)
        if one.starts < window.ends:
            reached = max(reached, one.ends)
    if reached < window.ends:
        yield Window(reached, window.ends, window.level)


def is_busy(busy: Iterable[Busy], starts: datetime, ends: datetime) -> bool:
    """Whether any of these touches a stretch of time."""
    return any(one.starts < ends and starts < one.ends for one in busy)
