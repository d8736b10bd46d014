"""What calendar programs that we did not write make of our letters and feeds.

``python -m benchmarks.letters_readers`` prints the same as a table.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest

from scheduler.calendars.texts import one_line, quoted_name
from scheduler.mail.invites import calendar_part, location, summary
from scheduler.model.letters import Invite, LetterKind, Method
from scheduler.rosters.feeds import FeedEvent, person_feed, roster_feed
from tests.mail.samples import CANCEL, INVITE, REMOTE, SENDER, UPDATE
from tests.mail.test_hostile_text import MISCHIEF, SCRIPTS
from tests.rosters.worlds import TWELVE_SCRIPTS, quiet_week
from tests.support.readers import READERS, Understood, read_by

LETTERS = {
    "request": INVITE,
    "update": UPDATE,
    "cancel": CANCEL,
    "remote request": REMOTE,
    "remote cancel": replace(REMOTE, kind=LetterKind.CANCEL, method=Method.CANCEL, sequence=3),
}
NAMES = tuple(dict.fromkeys((*TWELVE_SCRIPTS, *SCRIPTS)))
READS_A_BACKSLASH_TWICE = frozenset({"node-ical", "ics"})
r"""Their own fault: they undo ``\n`` before ``\\``, so a typed ``\n`` shows as a line end."""


def told_by(invite: Invite) -> Understood:
    """What every reader ought to understand."""
    return Understood(
        method=invite.method.value,
        uid=one_line(invite.uid),
        sequence=invite.sequence,
        stamp=seconds(invite.stamp),
        starts=seconds(invite.starts),
        ends=seconds(invite.ends),
        status="CANCELLED" if invite.method is Method.CANCEL else "CONFIRMED",
        summary=summary(invite, SENDER),
        location=location(invite),
        description="",
        attendee=invite.email,
        name=quoted_name(invite.name),
        organizer=SENDER.email,
    )


def understood_by(reader: str, invites: list[Invite]) -> list[Understood]:
    """The one event of each letter, its description aside."""
    read = read_by(reader, [calendar_part(invite, SENDER) for invite in invites])
    return [replace(event, description="") for (event,) in read]


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_understands_every_kind_of_letter(reader: str) -> None:
    understood = understood_by(reader, list(LETTERS.values()))

    assert understood == [told_by(invite) for invite in LETTERS.values()]


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_what_to_bring_and_where_to_answer(reader: str) -> None:
    ((event,),) = read_by(reader, [calendar_part(INVITE, SENDER)])

    assert event.description.split("\n")[-2:] == [
        "Please bring: A photo ID for the front desk; Your bar card",
        f"Accept or decline: {INVITE.answer_url}",
    ]


@pytest.mark.parametrize("reader", READERS)
def test_names_in_every_script_arrive_as_they_are_written(reader: str) -> None:
    invites = [replace(INVITE, name=name, place=name, address=name) for name in NAMES]
    understood = understood_by(reader, invites)

    assert [event.name for event in understood] == [quoted_name(name) for name in NAMES]
    assert understood == [told_by(invite) for invite in invites]


@pytest.mark.parametrize("reader", READERS)
def test_hostile_text_stays_text_in_every_reader(reader: str) -> None:
    typed = [text for text in MISCHIEF if not reads_otherwise(reader, text)]
    invites = [replace(INVITE, name=a + b, place=a, address=b) for a, b in pairwise(typed)]

    assert understood_by(reader, invites) == [told_by(invite) for invite in invites]


def reads_otherwise(reader: str, text: str) -> bool:
    return reader in READS_A_BACKSLASH_TWICE and "\\" in text


@pytest.mark.parametrize("reader", sorted(READS_A_BACKSLASH_TWICE))
def test_a_backslash_can_break_a_line_in_some_readers_but_nothing_else(reader: str) -> None:
    (event,) = understood_by(
        reader, [replace(INVITE, address=r"C:\new\nEND:VEVENT", place="a\\,b;")]
    )

    expected = told_by(replace(INVITE, address="", place=""))
    assert replace(event, location="") == replace(expected, location="")


@pytest.mark.parametrize("reader", READERS)
def test_feeds_tell_the_same_event_as_the_letter(reader: str) -> None:
    feed = person_feed(
        [
            FeedEvent(
                uid=invite.uid,
                sequence=invite.sequence,
                stamp=invite.stamp,
                starts=invite.starts,
                ends=invite.ends,
                timezone=invite.timezone,
                summary=summary(invite, SENDER),
                location=location(invite),
                cancelled=invite.method is Method.CANCEL,
            )
            for invite in (INVITE, replace(CANCEL, uid="another"))
        ],
        "My shifts",
    )
    (events,) = read_by(reader, [feed])

    in_letters = [told_by(INVITE), told_by(replace(CANCEL, uid="another"))]
    expected = [
        replace(event, method="PUBLISH", attendee="", name="", organizer="") for event in in_letters
    ]
    assert sorted(events, key=lambda event: event.uid) == sorted(
        expected, key=lambda event: event.uid
    )


@pytest.mark.parametrize("reader", READERS)
def test_an_offices_feed_is_read_whole(reader: str) -> None:
    (events,) = read_by(reader, [roster_feed([quiet_week()], "https://opendoor.test/roster")])

    assert [event.summary for event in sorted(events, key=lambda e: e.starts)] == [
        "Clinic, 6 of 7 seats filled",
        "Clinic, 6 of 7 seats filled",
    ]
    assert all("ليلى عبد الرحمن" in event.description for event in events)
