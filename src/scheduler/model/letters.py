"""Letters: mails with a calendar part, and what has become of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.model.bringing import Thing
from scheduler.model.languages import ENGLISH
from scheduler.model.matters import Matter
from scheduler.model.sessions import Title


class Method(StrEnum):
    """What the calendar part asks of the calendar (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class LetterKind(StrEnum):
    """Why a letter is sent."""

    INVITE = "invite"
    UPDATE = "update"
    CANCEL = "cancel"
    REMINDER = "reminder"
    """Says again what a person has taken on; no calendar part, and they may have none."""
    SIGN_IN = "sign-in"
    NOTICE = "notice"
    """Plain words to a coordinator or office, no calendar part."""
    HOURS = "hours"
    """Asks a person whether their weekly hours are still right; they may have none."""
    DIGEST = "digest"
    """How things stand, to an office or a coordinator, as often as they like."""


class Change(StrEnum):
    """What an update letter says has changed."""

    TIME = "time"
    PLACE = "place"
    WORK = "work"
    """What the person does there."""
    JOINING = "joining"
    """Serving from elsewhere or on site, or the link of the remote session."""
    CALLED = "called"
    """From standby into a seat: now they are needed."""


class Delivery(StrEnum):
    """Where a letter is."""

    QUEUED = "queued"
    SENDING = "sending"
    """Leased by a worker; taken up again when the lease runs out."""
    SENT = "sent"
    """Handed to the transport (SendGrid, SMTP) or shown in the outbox."""
    SUPERSEDED = "superseded"
    """A newer letter about the same assignment made it pointless before it left."""
    FAILED = "failed"
    """The transport refused it for good; a coordinator must look."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a person does in a shift, in codes: a letter says it in its reader's language.

    ``language`` is what an interpreter interprets, or what the need asks for; None for a
    need in any language. ``beside`` says that an interpreter sits with an adviser; ``bridge``
    is the language into which alone an interpreter interprets.
    """

    title: Title
    matter: Matter | None = None
    language: str | None = None
    beside: bool = False
    bring: tuple[Thing, ...] = ()
    bridge: str | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """The facts of one assignment as its letter tells them.

    ``uid`` is random and constant for the life of the assignment; ``sequence`` rises with
    every sent change (RFC 5545 3.8.7.4); ``stamp`` is when this state was decided, aware
    UTC; ``created`` when the assignment was. ``starts`` and ``ends`` are aware UTC,
    ``timezone`` is the zone the calendar and the words use. ``place`` is the office's name,
    ``conference`` an https address or "". Of the ``task`` a calendar names the title alone:
    an onlooker reads neither matter nor language of the people served.
    """

    uid: str
    sequence: int
    method: Method
    kind: LetterKind
    stamp: datetime
    created: datetime
    email: str
    name: str
    language: str
    starts: datetime
    ends: datetime
    timezone: str
    place: str
    address: str
    remote: bool
    conference: str
    task: Task
    answer_url: str = ""
    """Page with the Accept and Decline buttons; opening it changes nothing."""
    shifts_url: str = ""
    changed: tuple[Change, ...] = ()
    """For updates: what is different from the letter before."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who letters come from: one constant address, and the name people see."""

    email: str
    name: str = "Open Door"
    answers: str = ""
    """The address that calendar programs answer to; "" while nothing reads it."""

    @property
    def organizer(self) -> str:
        """Whom calendars name as the organizer, and answer to."""
        return self.answers or self.email


@dataclass(frozen=True, slots=True)
class PlainLetter:
    """A letter in plain words: sign-in links and notices."""

    kind: LetterKind
    email: str
    name: str
    subject: str
    paragraphs: tuple[str, ...]
    action_label: str = ""
    action_url: str = ""
    language: str = ENGLISH
    stamp: datetime | None = None
    """When it was written, aware UTC: its Date, and what tells two equal notices apart."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter before a shift. ``accepted`` says that the person has said yes already.

    ``stop_url`` is the page, and the address for mail programs, that ends reminders.
    """

    invite: Invite
    accepted: bool
    stop_url: str


@dataclass(frozen=True, slots=True)
class RenderedLetter:
    """A letter rendered once; these bytes are what is stored, sent, re-sent and exported.

    ``mime`` is the whole RFC 5322 message; the other parts are the same content for
    transports and pages that want them apart. ``calendar`` and ``method`` are empty for
    letters without a calendar part.
    """

    message_id: str
    kind: LetterKind
    to_email: str
    to_name: str
    subject: str
    text: str
    html: str
    calendar: bytes
    method: str
    mime: bytes
