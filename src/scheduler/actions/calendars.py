"""The calendars that people subscribe to, and one shift as a file.

An address is polled every hour by programs that nobody watches, so a calendar is drawn only
when what it says has changed since it was drawn last.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from scheduler.actions.published import office_rosters
from scheduler.errors import NotFoundError
from scheduler.mail.words import Words, words_for
from scheduler.model.held_shifts import HeldShift
from scheduler.model.languages import ENGLISH
from scheduler.model.week import day_of, monday_of
from scheduler.rosters.feeds import FeedEvent, everywhere_feed, person_feed, roster_feed
from scheduler.store import audit, feeds
from scheduler.store.db import snapshot, transaction
from scheduler.store.feeds import Polled, Reach, Subject
from scheduler.store.held_shifts import shifts_alone
from scheduler.store.own_week import published_mondays
from scheduler.store.week import volunteer_by_id

CANCELLED_STAYS = timedelta(days=30)
PAST_STAYS = timedelta(days=92)
"""How far back a calendar remembers what was served."""
OFFICE_WEEKS_BACK = 2
MOST_KEPT = 64 * 1024 * 1024
"""Bytes of calendars that one process keeps: about those of twenty thousand people."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A calendar, the facts it was drawn from, and the entity tag of its bytes."""

    facts: bytes
    octets: bytes
    mark: str


class Drawings:
    """The calendars one process drew lately; those longest unasked for make room."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._held = 0
        self._drawn: OrderedDict[int, Drawing] = OrderedDict()

    def find(self, polled: Polled) -> Drawing | None:
        """What was drawn for this address from these very facts."""
        drawn = self._drawn.get(polled.feed)
        if drawn is None or drawn.facts != polled.facts:
            return None
        self._drawn.move_to_end(polled.feed)
        return drawn

    def keep(self, polled: Polled, drawn: Drawing) -> None:
        """Put a drawing in the place of the one before."""
        before = self._drawn.pop(polled.feed, None)
        self._held += len(drawn.octets) - (len(before.octets) if before else 0)
        self._drawn[polled.feed] = drawn
        while self._held > self._most:
            _, oldest = self._drawn.popitem(last=False)
            self._held -= len(oldest.octets)


async def feed(token: str, base_url: str, now: datetime, drawings: Drawings) -> Drawing:
    """The calendar behind an address; an unknown or withdrawn one is nothing at all."""
    polled = await _polled(token, now)
    return drawings.find(polled) or await _draw(token, base_url, now, drawings)


async def _polled(token: str, now: datetime) -> Polled:
    polled = await feeds.polled(token, _reach(now))
    if polled is None:
        raise NotFoundError
    return polled


def _reach(now: datetime) -> Reach:
    today = day_of(now)
    first = monday_of(today) - timedelta(weeks=OFFICE_WEEKS_BACK)
    return Reach(shifts=now - PAST_STAYS, cancelled=now - CANCELLED_STAYS, monday=first)


async def _draw(token: str, base_url: str, now: datetime, drawings: Drawings) -> Drawing:
    # Facts and shifts are of one moment: a calendar never goes by a digest that is not its own.
    async with snapshot():
        polled = await _polled(token, now)
        draw = await _pencil(polled.subject, base_url, _reach(now))
    # Hundreds of events take a while; other people's pages must not wait for them.
    octets = await asyncio.to_thread(draw)
    drawn = Drawing(polled.facts, octets, f'"{hashlib.sha256(octets).hexdigest()[:32]}"')
    drawings.keep(polled, drawn)
    return drawn


async def _pencil(subject: Subject, base_url: str, reach: Reach) -> Callable[[], bytes]:
    """What draws the calendar, with everything read that it needs."""
    if subject.volunteer is not None:
        held = await shifts_alone(subject.volunteer, reach.shifts)
        shown = [s for s in held if s.released_at is None or s.released_at > reach.cancelled]
        words = await _words_of(subject.volunteer)
        events = [calendar_event(shift, base_url, words) for shift in shown]
        return partial(person_feed, events, words.my_shifts)
    rosters = await office_rosters(await published_mondays(reach.monday), subject.office)
    return partial(
        roster_feed if subject.office else everywhere_feed, rosters, f"{base_url}/rosters"
    )


async def new_feed_address(base_url: str, actor: str, subject: Subject) -> str:
    """A calendar address nobody can guess; the one before stops working."""
    token = secrets.token_urlsafe(32)
    async with transaction():
        await feeds.put_feed(token, subject)
        await audit.record(actor, "calendar-address", str(subject))
    return f"{base_url}/calendar/{token}.ics"


async def withdraw_feed_address(actor: str, subject: Subject) -> None:
    """The calendar address stops working, and none takes its place."""
    async with transaction():
        if await feeds.withdraw_feed(subject):
            await audit.record(actor, "calendar-address-withdrawn", str(subject))


async def shift_file(shift: HeldShift, base_url: str) -> bytes:
    """One shift for a calendar that was not invited by mail."""
    words = await _words_of(shift.volunteer)
    return person_feed([calendar_event(shift, base_url, words)], words.my_shifts)


async def _words_of(volunteer: int) -> Words:
    """Calendars speak the language of the person's letters."""
    person = await volunteer_by_id(volunteer)
    return words_for(person.language if person else ENGLISH)


def calendar_event(shift: HeldShift, base_url: str, words: Words) -> FeedEvent:
    """The event, with the letter's own UID; nothing in it an onlooker should not read."""
    bring = "; ".join(words.things[thing] for thing in shift.things)
    return FeedEvent(
        uid=shift.uid,
        sequence=shift.highest,
        stamp=shift.changed_at,
        starts=shift.starts,
        ends=shift.ends,
        timezone=shift.timezone,
        summary=f"{words.titles[shift.title]}, {shift.office_name}",
        location=shift.conference or ", ".join(filter(None, (shift.office_name, shift.address))),
        description="\n".join(
            filter(
                None, (_standby(shift, words), _joining(shift, words), f"{words.bring}: {bring}")
            )
        ),
        url=f"{base_url}/shifts",
        cancelled=shift.released_at is not None,
    )


def _standby(shift: HeldShift, words: Words) -> str:
    return words.standby if shift.is_standby else ""


def _joining(shift: HeldShift, words: Words) -> str:
    if not shift.remote:
        return ""
    return f"{words.join}: {shift.conference}" if shift.conference else words.remote
