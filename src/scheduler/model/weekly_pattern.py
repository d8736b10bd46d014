"""The weekly pattern as people look at it and change it, stretch by stretch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from scheduler.model.availability import Level, WeeklySlot, Weeks

Levels = tuple[Level | None, Level | None]
"""What holds in odd weeks, and in even ones."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a weekday, ``starts`` before ``ends``."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a pattern says about a stretch: one level throughout, or several (``mixed``)."""

    level: Level | None = None
    mixed: bool = False


def tidy(slots: Iterable[WeeklySlot]) -> tuple[WeeklySlot, ...]:
    """The same hours with as few slots as possible, in order.

    Where slots overlap *available* wins; what holds in odd and in even weeks alike holds
    in every week; stretches that touch at one level become one.
    """
    own = tuple(slots)
    joined: list[WeeklySlot] = []
    for weekday in range(7):
        for weeks in Weeks:
            joined += _joined(weekday, weeks, [s for s in own if s.weekday == weekday])
    return tuple(sorted(joined, key=lambda s: (s.weekday, s.starts, s.weeks)))


def _joined(weekday: int, weeks: Weeks, slots: list[WeeklySlot]) -> Iterator[WeeklySlot]:
    """The stretches whose level holds in exactly these weeks."""
    last: WeeklySlot | None = None
    for starts, ends in pairwise(_marks(slots)):
        level = _level_in(weeks, _levels(slots, starts, ends))
        if last and level is last.level and last.ends == starts:
            last = WeeklySlot(weekday, last.starts, ends, last.level, weeks)
            continue
        if last:
            yield last
        last = WeeklySlot(weekday, starts, ends, level, weeks) if level else None
    if last:
        yield last


def _level_in(weeks: Weeks, levels: Levels) -> Level | None:
    odd, even = levels
    if odd == even:
        return odd if weeks is Weeks.EVERY else None
    return {Weeks.EVERY: None, Weeks.ODD: odd, Weeks.EVEN: even}[weeks]


def spoken(slots: Iterable[WeeklySlot], stretch: Stretch, weeks: Weeks = Weeks.EVERY) -> Spoken:
    """What the pattern says about the whole of a stretch in these weeks."""
    own = [s for s in slots if s.weekday == stretch.weekday]
    inside = [m for m in _marks(own) if stretch.starts < m < stretch.ends]
    found = {
        level
        for starts, ends in pairwise([stretch.starts, *inside, stretch.ends])
        for level in _seen_in(weeks, _levels(own, starts, ends))
    }
    return Spoken(mixed=True) if len(found) > 1 else Spoken(found.pop())


def _seen_in(weeks: Weeks, levels: Levels) -> Levels:
    odd, even = levels
    return {Weeks.EVERY: (odd, even), Weeks.ODD: (odd, odd), Weeks.EVEN: (even, even)}[weeks]


def with_level(
    slots: Iterable[WeeklySlot], stretch: Stretch, level: Level | None, weeks: Weeks = Weeks.EVERY
) -> tuple[WeeklySlot, ...]:
    """The pattern with one level on a stretch in these weeks; all else stays as it was."""
    kept = [piece for slot in slots for piece in _without(slot, stretch, weeks)]
    if level is not None:
        kept.append(WeeklySlot(stretch.weekday, stretch.starts, stretch.ends, level, weeks))
    return tidy(kept)


def _without(slot: WeeklySlot, stretch: Stretch, weeks: Weeks) -> Iterator[WeeklySlot]:
    starts, ends = max(slot.starts, stretch.starts), min(slot.ends, stretch.ends)
    if slot.weekday != stretch.weekday or ends <= starts:
        yield slot
        return
    if slot.starts < starts:
        yield WeeklySlot(slot.weekday, slot.starts, starts, slot.level, slot.weeks)
    if ends < slot.ends:
        yield WeeklySlot(slot.weekday, ends, slot.ends, slot.level, slot.weeks)
    for other in _left_over(slot.weeks, weeks):
        yield WeeklySlot(slot.weekday, starts, ends, slot.level, other)


def _left_over(held: Weeks, taken: Weeks) -> tuple[Weeks, ...]:
    """The weeks a slot still holds in when some are taken from it."""
    if taken in (Weeks.EVERY, held):
        return ()
    if held is Weeks.EVERY:
        return (Weeks.EVEN,) if taken is Weeks.ODD else (Weeks.ODD,)
    return (held,)


def _marks(slots: Iterable[WeeklySlot]) -> list[time]:
    return sorted({moment for s in slots for moment in (s.starts, s.ends)})


def _levels(slots: Iterable[WeeklySlot], starts: time, ends: time) -> Levels:
    """What holds throughout a piece that no slot begins or ends within."""
    here = [s for s in slots if s.starts <= starts and ends <= s.ends]
    return (
        _best(s.level for s in here if s.weeks is not Weeks.EVEN),
        _best(s.level for s in here if s.weeks is not Weeks.ODD),
    )


def _best(levels: Iterable[Level]) -> Level | None:
    found = set(levels)
    if not found:
        return None
    return Level.AVAILABLE if Level.AVAILABLE in found else Level.IF_NEEDED
