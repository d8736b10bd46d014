"""Whatever is published, moved, taken back, answered and sent, in whatever order.

Every person's calendar ends in the newest state, and nobody gets two letters about one shift
within the hold, save where it is near, the coordinator sent at once, or they answered. What a
subscribed calendar reads of a shift never goes back, whenever it reads.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar as Parsed
from icalendar import Component

from scheduler.actions import calendars, publishing, replies
from scheduler.actions.calendars import Drawings
from scheduler.actions.invites import invite_about
from scheduler.actions.stored_facts import invite_of
from scheduler.mail.invites import location
from scheduler.model.letters import Invite, LetterKind
from scheduler.model.rosters import Placement, Reply
from scheduler.model.telling import HOLD, NEAR, changes_between
from scheduler.store import rosters
from scheduler.store.db import open_database, rows
from scheduler.store.feeds import Subject
from scheduler.store.week import load_week
from tests.support.asking import addresses, assignment_of, now
from tests.support.changing import deliver, draft_of, move_session, seats_held
from tests.support.database_server import DatabaseServer
from tests.support.installation import BASE_URL
from tests.support.readers import Understood
from tests.support.stories import mailboxes
from tests.support.worlds import ACTOR, WORLD, WORLDS

TOGGLED = ("emre@example.org", "dana@example.org", "farah@example.org")
"""Without any of them the week can still be published."""
happenings = st.one_of(
    st.tuples(st.just("toggle"), st.sampled_from(TOGGLED)),
    st.tuples(st.just("move"), st.sampled_from(TOGGLED)),
    st.tuples(st.just("house"), st.sampled_from(["100 Example Plaza, Bronx", "7 Other Street"])),
    st.tuples(st.sampled_from(["accept", "decline", "accept"]), st.sampled_from(TOGGLED)),
    st.tuples(st.just("near"), st.just("")),
)
publications = st.sampled_from(["publish", "publish", "publish", "at once", ""])
beats = st.tuples(happenings, publications, st.sampled_from([0, 1, 2, 4, 6]))
"""Something happens, it is published or not, and after some minutes what may leave leaves."""


@dataclass
class Subscribed:
    """A calendar program that reads a person's shifts, and what it last read of each."""

    token: str
    drawings: Drawings = field(default_factory=Drawings)
    read: dict[str, tuple[int, datetime, datetime]] = field(default_factory=dict)

    @classmethod
    async def to(cls, volunteer: int) -> Subscribed:
        address = await calendars.new_feed_address(BASE_URL, ACTOR, Subject(volunteer=volunteer))
        return cls(address.rsplit("/", 1)[1].removesuffix(".ics"))

    async def poll(self, at: datetime) -> None:
        drawn = await calendars.feed(self.token, BASE_URL, at, self.drawings)
        events = Parsed.from_ical(drawn.octets).walk("VEVENT")
        assert events, "the shifts of a week to come are never left out"
        for event in events:
            uid, now_read = str(event["UID"]), _numbers(event)
            before = self.read.setdefault(uid, now_read)
            assert all(new >= old for new, old in zip(now_read, before, strict=True)), (
                before,
                now_read,
            )
            self.read[uid] = now_read


def _numbers(event: Component) -> tuple[int, datetime, datetime]:
    return int(event["SEQUENCE"]), event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt


@dataclass
class Story:
    """The week while a story is told: who is out, what is moved, what time it is."""

    at: datetime
    seats: tuple[Placement, ...]
    people: dict[str, Placement]
    out: set[str] = field(default_factory=set)
    declined: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    urgent: set[int] = field(default_factory=set)
    """The rosters that were published with the wish to send at once."""
    feeds: list[Subscribed] = field(default_factory=list)

    async def subscribe(self) -> None:
        self.feeds = [await Subscribed.to(p.volunteer) for p in self.people.values()]

    async def take(self, happening: tuple[str, str], publication: str, minutes: int) -> None:
        await self.happen(*happening)
        await self.poll()
        if publication:
            await self.publish(at_once=publication == "at once")
            await self.poll()
        self.at += timedelta(minutes=minutes)
        await deliver(self.at)
        await self.poll()

    async def poll(self) -> None:
        for feed in self.feeds:
            await feed.poll(self.at)

    async def happen(self, what: str, to: str) -> None:
        match what:
            case "toggle":
                self.out ^= {to}
            case "move":
                await move_session(self.people[to], -30 if to in self.later else 30)
                self.later ^= {to}
            case "house":
                await rows("UPDATE office SET address = $1 WHERE key = 'bronx'", to)
            case "near":
                self.at += max(self.starts - self.at - NEAR + timedelta(hours=1), timedelta(0))
            case _:
                await self.answer(to, gone=what == "decline")

    @property
    def starts(self) -> datetime:
        """Monday's session comes first."""
        return datetime.combine(WORLD.monday, datetime.min.time(), self.at.tzinfo).replace(hour=19)

    async def publish(self, *, at_once: bool) -> None:
        gone = {self.people[who].volunteer for who in self.out | self.declined}
        seats = tuple(p for p in self.seats if p.volunteer not in gone)
        await draft_of(WORLD.monday, seats, self.at)
        hold = timedelta(0) if at_once else HOLD
        ahead = await publishing.preview_publication(WORLD.monday, self.at, hold)
        if not ahead.difference.changes:
            return
        done = await publishing.publish(WORLD.monday, ACTOR, self.at, addresses(), hold=hold)
        assert (done.letters, done.waiting) == (ahead.letters, ahead.waiting)
        self.urgent |= {done.roster.id} if at_once else set()

    async def answer(self, who: str, *, gone: bool) -> None:
        try:
            shift = await assignment_of(WORLD.monday, who)
        except ValueError:  # they hold none
            return
        reply = Reply.DECLINED if gone else Reply.ACCEPTED
        await replies.answer(shift.uid, shift.placement.volunteer, reply, self.at, addresses())
        if gone:
            self.declined.add(who)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=st.lists(beats, min_size=2, max_size=8))
async def test_calendars_end_right_and_nobody_is_written_to_in_a_flurry(
    server: DatabaseServer, story: list[tuple[tuple[str, str], str, int]]
) -> None:
    async with (
        server.database("published_week", WORLDS["published_week"]) as address,
        open_database(address),
    ):
        people = {who: (await assignment_of(WORLD.monday, who)).placement for who in TOGGLED}
        told = Story(now() + timedelta(hours=1), await seats_held(WORLD.monday), people)
        await told.subscribe()
        await told.poll()
        for beat in story:
            await told.take(*beat)
        await told.publish(at_once=False)
        await told.poll()
        await deliver(told.at + 2 * HOLD)
        await told.poll()

        letters = await all_letters()
        assert calendars_of(letters) == await calendars_as_published()
        held = (await rosters.assignments_of_week(WORLD.monday)).values()
        newest = {x.assignment: x.invite.sequence for x in sent(letters)}
        # The links and the calendar's answers of the letter that people have are good.
        assert {r.id: newest[r.id] for r in held} == {r.id: r.sequence for r in held}
        for about in by_shift(letters):
            for earlier, after in pairwise(sent(about)):
                assert apart(about, earlier, after, told), (earlier, after)
                assert after.invite.sequence > earlier.invite.sequence
                assert after.invite.stamp >= earlier.invite.stamp
                assert after.ends or changes_between(earlier.facts, after.invite)


@dataclass(frozen=True)
class Left:
    """A letter as it was decided, with the calendar part it left with."""

    id: int
    email: str
    assignment: int
    roster: int | None
    state: str
    created_at: datetime
    sent_at: datetime | None
    facts: dict[str, Any]
    calendar: bytes | None

    @property
    def invite(self) -> Invite:
        return invite_of(self.facts)

    @property
    def ends(self) -> bool:
        return self.invite.kind is LetterKind.CANCEL


async def all_letters() -> list[Left]:
    """Every letter about a shift, in the order they were decided."""
    found = await rows(
        "SELECT id, email, assignment, roster, state, created_at, sent_at, facts, calendar "
        "FROM letter WHERE assignment IS NOT NULL AND kind <> 'reminder' ORDER BY id"
    )
    return [Left(**{**r, "facts": json.loads(r["facts"])}) for r in found]


def by_shift(letters: Iterable[Left]) -> list[list[Left]]:
    """The letters about each shift of a person."""
    found: dict[int, list[Left]] = defaultdict(list)
    for letter in letters:
        found[letter.assignment].append(letter)
    return list(found.values())


def sent(letters: Iterable[Left]) -> list[Left]:
    """Those that left, in that order."""
    return sorted((x for x in letters if x.sent_at), key=lambda x: (x.sent_at, x.id))


def calendars_of(letters: Iterable[Left]) -> dict[str, set[tuple[str, int, int, str]]]:
    """What every person's calendar shows after these letters."""
    return mailboxes(understood(x) for x in sent(letters))


def understood(letter: Left) -> Understood:
    parsed = Parsed.from_ical(letter.calendar or b"")
    (event,) = parsed.walk("VEVENT")
    return Understood(
        method=str(parsed["METHOD"]),
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        stamp=seconds(event["DTSTAMP"].dt),
        starts=seconds(event["DTSTART"].dt),
        ends=seconds(event["DTEND"].dt),
        status=str(event["STATUS"]),
        summary="",
        location=str(event["LOCATION"]),
        description="",
        attendee=letter.email,
        name="",
        organizer="",
    )


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


async def calendars_as_published() -> dict[str, set[tuple[str, int, int, str]]]:
    """What every person's calendar should show."""
    week = await load_week(WORLD.monday)
    found: dict[str, set[tuple[str, int, int, str]]] = defaultdict(set)
    for record in (await rosters.assignments_of_week(WORLD.monday)).values():
        invite = invite_about(week, record, LetterKind.INVITE)
        shown = record.uid, seconds(record.starts), seconds(record.ends), location(invite)
        found[invite.email].add(shown)
    return dict(found)


def apart(about: list[Left], earlier: Left, after: Left, story: Story) -> bool:
    """Whether one letter left long enough after the other, or was one of those that may."""
    if earlier.sent_at is None or after.sent_at is None:
        return False
    between = [x for x in about if earlier.id < x.id <= after.id]
    return (
        after.sent_at - earlier.sent_at >= HOLD
        or any(x.roster in story.urgent for x in between)
        or any(min(x.invite.starts, earlier.invite.starts) - x.created_at < NEAR for x in between)
        or (after.ends and after.roster is None)  # their own answer
    )
