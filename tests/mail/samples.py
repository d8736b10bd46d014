"""The letters these tests are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from icalendar import Calendar, Event

from scheduler.model.bringing import Thing
from scheduler.model.letters import Change, Invite, LetterKind, Method, PlainLetter, Sender, Task
from scheduler.model.matters import Matter
from scheduler.model.sessions import Title

SENDER = Sender("letters@opendoor.example.org")

INVITE = Invite(
    uid="a8f0c2d4-5c1e-4f5e-9d7a-0b6a1c2d3e4f",
    sequence=0,
    method=Method.REQUEST,
    kind=LetterKind.INVITE,
    stamp=datetime(2027, 2, 1, 12, 30, 15, tzinfo=UTC),
    created=datetime(2027, 1, 31, 9, tzinfo=UTC),
    email="ana.rivera@example.org",
    name="Ana Rivera",
    language="en",
    starts=datetime(2027, 3, 2, 19, tzinfo=UTC),
    ends=datetime(2027, 3, 2, 21, tzinfo=UTC),
    timezone="America/New_York",
    place="Queens office",
    address="120-34 Queens Boulevard, Kew Gardens, NY 11415",
    remote=False,
    conference="",
    task=Task(
        Title.ADVISER,
        Matter.ASYLUM,
        "ht",
        beside=True,
        bring=(Thing.PHOTO_ID, Thing.BAR_CARD),
    ),
    answer_url="https://opendoor.example.org/answer/abc.def",
    shifts_url="https://opendoor.example.org/shifts",
)

UPDATE = replace(INVITE, sequence=1, kind=LetterKind.UPDATE, changed=(Change.PLACE, Change.TIME))

CANCEL = replace(INVITE, sequence=2, kind=LetterKind.CANCEL, method=Method.CANCEL)

REMOTE = replace(INVITE, remote=True, conference="https://meet.example.org/queens?room=2&lang=x")

SIGN_IN = PlainLetter(
    kind=LetterKind.SIGN_IN,
    email="ana.rivera@example.org",
    name="Ana Rivera",
    subject="Your sign-in link",
    paragraphs=("The link works once, for ten minutes.",),
    action_label="Sign in",
    action_url="https://opendoor.example.org/sign-in/abc",
)


def read_mail(mime: bytes) -> EmailMessage:
    """The message as Python's own mail parser reads it."""
    message = message_from_bytes(mime, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def read_event(calendar: bytes) -> Event:
    """The one event of a calendar part."""
    (event,) = Calendar.from_ical(calendar.decode()).walk("VEVENT")
    assert isinstance(event, Event)
    return event
