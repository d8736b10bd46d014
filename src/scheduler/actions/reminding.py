"""When reminders are due: planned in the transaction that invites a person."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.reminders import Ahead
from scheduler.store.jobs import REMIND, enqueue

QUIET_FROM, QUIET_UNTIL = time(21), time(8)
"""Nobody is written to between these, by the clock where they live."""
LAST_WORD = time(20, 30)
"""A reminder that would come too early in the morning comes the evening before."""


async def plan_reminders(
    assignment: int, sequence: int, starts: datetime, timezone: str, now: datetime
) -> None:
    """Jobs for the reminders that still lie ahead.

    They carry the shift's number and state: when the shift changed, was given back or was
    declined meanwhile, a reminder of its earlier state stays unsent.
    """
    for ahead in Ahead:
        due = due_at(starts, ahead, timezone)
        if due > now:
            await enqueue_reminder(assignment, sequence, ahead, due)


async def enqueue_reminder(assignment: int, sequence: int, ahead: Ahead, at: datetime) -> None:
    """The job that looks, at that time, whether to remind of this state of the shift."""
    await enqueue(
        REMIND,
        queue="letters",
        at=at,
        assignment=assignment,
        sequence=sequence,
        ahead=ahead.value,
    )


def due_at(starts: datetime, ahead: Ahead, timezone: str) -> datetime:
    """When the reminder leaves: on time, or outside the quiet hours next to it.

    The last one is moved to the evening before, because later would be too late; the
    others wait for the morning.
    """
    zone = ZoneInfo(timezone)
    due = (starts - ahead.distance).astimezone(zone)
    clock = due.time()
    if QUIET_UNTIL <= clock < QUIET_FROM:
        return due
    if ahead is Ahead.HOURS:
        evening = due.date() - timedelta(days=1) if clock < QUIET_UNTIL else due.date()
        return datetime.combine(evening, LAST_WORD, zone)
    morning = due.date() + timedelta(days=1) if clock >= QUIET_FROM else due.date()
    return datetime.combine(morning, QUIET_UNTIL, zone)
