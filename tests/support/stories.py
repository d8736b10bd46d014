"""What happens to shifts, told as letters, and what a calendar makes of them.

A story is a list of happenings to one or two people's shift. Letters are numbered as the
product does: a UID for life, a SEQUENCE that rises with every letter, a new UID after a
cancel. ``Calendar`` keeps what RFC 5546 2.1.5 says to keep, from what a reader understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from scheduler.mail.invites import calendar_part
from scheduler.model.letters import Invite, LetterKind, Method
from tests.mail.samples import INVITE, SENDER
from tests.support.readers import Understood, read_by


class Happening(StrEnum):
    """What is decided about the shift."""

    PUBLISH = "publish"
    EARLIER = "move in time"
    ELSEWHERE = "move of place"
    SWAP = "swap"
    """Another person serves instead."""
    CANCEL = "cancel"
    REMOTE = "serve from elsewhere"


@dataclass(frozen=True)
class Told:
    """The letters of a story in the order they were decided, and how things stand then."""

    letters: tuple[Invite, ...]
    standing: Mapping[str, Invite]
    """Who holds the shift now, by address."""


def tell(happenings: Iterable[Happening]) -> Told:
    """The letters that these happenings bring about."""
    letters: list[Invite] = []
    standing: dict[str, Invite] = {}
    facts = INVITE
    for number, happening in enumerate(happenings, 1):
        facts = replace(_changed(facts, happening, number), stamp=INVITE.stamp + _minutes(number))
        for letter in _letters(standing, facts, happening, number):
            letters.append(letter)
            if letter.method is Method.CANCEL:
                del standing[letter.email]
            else:
                standing[letter.email] = letter
    return Told(tuple(letters), MappingProxyType(standing))


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def _changed(facts: Invite, happening: Happening, number: int) -> Invite:
    match happening:
        case Happening.EARLIER:
            by = timedelta(minutes=15 * number)
            return replace(facts, starts=facts.starts - by, ends=facts.ends - by)
        case Happening.ELSEWHERE:
            return replace(facts, place=f"Office {number}", address=f"{number} Example Street")
        case Happening.REMOTE:
            return replace(facts, remote=True, conference=f"https://meet.example.org/{number}")
    return facts


def _letters(
    standing: Mapping[str, Invite], facts: Invite, happening: Happening, number: int
) -> list[Invite]:
    held = next(iter(standing.values()), None)
    if held is None:
        quiet = happening is Happening.CANCEL
        return [] if quiet else [_invite(facts, f"person-{number % 2}@example.org", number)]
    match happening:
        case Happening.PUBLISH:
            return []
        case Happening.CANCEL:
            return [_cancel(held, facts)]
        case Happening.SWAP:
            return [_cancel(held, facts), _invite(facts, f"person-{number}@example.org", number)]
    return [_update(held, facts)]


def _update(held: Invite, facts: Invite) -> Invite:
    return replace(
        facts,
        uid=held.uid,
        email=held.email,
        name=held.name,
        kind=LetterKind.UPDATE,
        sequence=held.sequence + 1,
    )


def _invite(facts: Invite, email: str, number: int) -> Invite:
    return replace(
        facts, uid=f"uid-{number}", sequence=0, email=email, name=email.partition("@")[0]
    )


def _cancel(held: Invite, facts: Invite) -> Invite:
    return replace(
        held,
        kind=LetterKind.CANCEL,
        method=Method.CANCEL,
        sequence=held.sequence + 1,
        stamp=facts.stamp,
    )


class Calendar:
    """One person's calendar: the newest word on each UID, in whatever order words come."""

    def __init__(self) -> None:
        self._newest: dict[str, Understood] = {}

    def take(self, event: Understood) -> None:
        """RFC 5546 2.1.5: the larger SEQUENCE wins, then the later DTSTAMP."""
        known = self._newest.get(event.uid)
        if known is None or (event.sequence, event.stamp) >= (known.sequence, known.stamp):
            self._newest[event.uid] = event

    @property
    def shown(self) -> set[tuple[str, int, int, str]]:
        """What the person sees: UID, times and place of everything not cancelled."""
        return {
            (event.uid, event.starts, event.ends, event.location)
            for event in self._newest.values()
            if event.method != "CANCEL" and event.status != "CANCELLED"
        }


def mailboxes(letters: Iterable[Understood]) -> dict[str, set[tuple[str, int, int, str]]]:
    """What each person's calendar shows after these letters, people with nothing left out."""
    calendars: dict[str, Calendar] = {}
    for letter in letters:
        calendars.setdefault(letter.attendee, Calendar()).take(letter)
    return {who: calendar.shown for who, calendar in calendars.items() if calendar.shown}


@cache
def understood(reader: str, letters: tuple[Invite, ...]) -> Mapping[Invite, Understood]:
    """Each letter's calendar part as the reader reads it."""
    read = read_by(reader, [calendar_part(letter, SENDER) for letter in letters])
    return {letter: event for letter, (event,) in zip(letters, read, strict=True)}


def ends_as_told(reader: str, happenings: Sequence[Happening]) -> bool:
    """Whether calendars end right: letters in order, backwards, and each of them twice."""
    told, read = tell(happenings), _all_stories(reader)
    arrived = [read[letter] for letter in told.letters]
    right = mailboxes(read[letter] for letter in told.standing.values())
    return all(
        mailboxes(order) == right
        for order in (arrived, arrived[::-1], arrived * 2, [x for x in arrived for _ in "ab"])
    )


@cache
def _all_stories(reader: str) -> Mapping[Invite, Understood]:
    letters = (letter for story in STORIES.values() for letter in tell(story).letters)
    return understood(reader, tuple(dict.fromkeys(letters)))


_PUBLISH, _EARLIER, _ELSEWHERE = Happening.PUBLISH, Happening.EARLIER, Happening.ELSEWHERE
_SWAP, _CANCEL, _REMOTE = Happening.SWAP, Happening.CANCEL, Happening.REMOTE

STORIES: Mapping[str, tuple[Happening, ...]] = MappingProxyType(
    {
        "published": (_PUBLISH,),
        "published, moved in time": (_PUBLISH, _EARLIER),
        "published, moved in time twice": (_PUBLISH, _EARLIER, _EARLIER),
        "published, moved in place": (_PUBLISH, _ELSEWHERE),
        "published, then remote": (_PUBLISH, _REMOTE),
        "published, moved in time and place": (_PUBLISH, _EARLIER, _ELSEWHERE),
        "published, swapped": (_PUBLISH, _SWAP),
        "published, swapped, moved in time": (_PUBLISH, _SWAP, _EARLIER),
        "published, cancelled": (_PUBLISH, _CANCEL),
        "published, moved, cancelled": (_PUBLISH, _EARLIER, _CANCEL),
        "published, cancelled, published again": (_PUBLISH, _CANCEL, _PUBLISH),
        "cancelled and published twice over": (_PUBLISH, _CANCEL, _PUBLISH, _CANCEL, _PUBLISH),
    }
)
