"""What people answer from their mail program, and what each answer is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.model.rosters import Reply


class Said(StrEnum):
    """What an answer says (RFC 5545 3.2.12, RFC 5546 3.2)."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    COUNTER = "counter"
    """Another time is proposed."""
    DELEGATED = "delegated"
    """Somebody else is to come."""
    NOTHING = "nothing"
    """The answer leaves everything open."""
    WORDS = "words"
    """A mail in plain words, about whatever it may be."""


class Outcome(StrEnum):
    """What was made of an answer."""

    TAKEN = "taken"
    """It stands now."""
    SHOWN = "shown"
    """It changes nothing by itself; coordinators were told."""
    STALE = "stale"
    """It is about an older letter."""
    REPEATED = "repeated"
    """It was said before, or something newer was."""
    TOO_LATE = "too late"
    """The shift has begun, or is not the person's any more."""
    UNVERIFIED = "unverified"
    """Nobody vouches for its sender."""
    UNKNOWN = "unknown"
    """It is about no shift of ours, or not from the person who holds it."""
    IGNORED = "ignored"
    """A machine wrote it."""


_NOT_DONE = frozenset({Outcome.SHOWN, Outcome.STALE, Outcome.UNVERIFIED, Outcome.TOO_LATE})


def waits(said: Said, outcome: Outcome) -> bool:
    """Whether a coordinator has to decide: somebody wants what was not done by itself.

    A yes to an older letter wants nothing: they have a newer one to answer.
    """
    if said is Said.WORDS:
        return outcome is Outcome.SHOWN
    if said is Said.NOTHING or outcome not in _NOT_DONE:
        return False
    return not (outcome is Outcome.STALE and said is Said.ACCEPTED)


@dataclass(frozen=True, slots=True)
class MailAnswer:
    """An answer as its calendar part tells it.

    ``attendee`` is who answers, ``sequence`` the letter's they answer to, ``said_at`` when.
    ``starts`` and ``ends`` are what a COUNTER proposes; aware, or None.
    """

    uid: str
    said: Said
    attendee: str
    sequence: int
    said_at: datetime | None
    starts: datetime | None = None
    ends: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of the shift that an answer is about.

    ``email`` is where its letters go; ``last_said_at`` when the newest answer that was taken
    by mail was given.
    """

    email: str
    sequence: int
    starts: datetime
    released: bool
    reply: Reply
    last_said_at: datetime | None


_REPLIES = {Said.ACCEPTED: Reply.ACCEPTED, Said.DECLINED: Reply.DECLINED}


def reply_of(said: Said) -> Reply:
    """The reply that the answer stands for."""
    return _REPLIES[said]


def weigh(
    answer: MailAnswer, sender: str, held: Held | None, now: datetime, *, verified: bool
) -> Outcome:
    """What becomes of an answer.

    It counts when it is about a shift of ours, from the address its letters go to, when the
    sender's own mail service vouches for it, and when it answers the newest letter.
    """
    if held is None or not _same(answer.attendee, held.email) or not _same(sender, held.email):
        return Outcome.UNKNOWN
    if answer.said is Said.NOTHING:
        return Outcome.IGNORED
    return _weigh_own(answer, held, now) if verified else Outcome.UNVERIFIED


def _weigh_own(answer: MailAnswer, held: Held, now: datetime) -> Outcome:
    if held.released or held.starts <= now:
        return _after_the_end(answer, held)
    if answer.sequence != held.sequence:
        return Outcome.STALE
    if answer.said not in _REPLIES:
        return Outcome.SHOWN
    if _is_old_news(answer, held):
        return Outcome.REPEATED
    return Outcome.TAKEN


def _after_the_end(answer: MailAnswer, held: Held) -> Outcome:
    declined_before = answer.said is Said.DECLINED and held.reply is Reply.DECLINED
    return Outcome.REPEATED if held.released and declined_before else Outcome.TOO_LATE


def _is_old_news(answer: MailAnswer, held: Held) -> bool:
    if held.last_said_at is None or answer.said_at is None:
        return False
    return answer.said_at <= held.last_said_at


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
