"""Sessions, what offices need in them, and the arithmetic from needs to seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.model.matters import Matter


class SessionKind(StrEnum):
    """What a session is for."""

    CLINIC = "clinic"
    HOTLINE = "hotline"
    WORKSHOP = "workshop"
    OUTREACH = "outreach"


class Modality(StrEnum):
    """Who has to be in the room."""

    ON_SITE = "on-site"
    """Everyone."""
    HYBRID = "hybrid"
    """Advisers and intake; interpreters may be remote."""
    REMOTE = "remote"
    """Nobody has to."""

    @property
    def label(self) -> str:
        """The modality as people write it."""
        return {"on-site": "On site", "hybrid": "Hybrid", "remote": "Remote"}[self.value]


class Priority(StrEnum):
    """How much a need weighs against others."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"

    @property
    def weight(self) -> int:
        """Its weight in the solver's coverage."""
        return {"high": 8, "normal": 4, "low": 2}[self.value]


class Role(StrEnum):
    """What a person does in a seat."""

    ADVISER = "adviser"
    INTERPRETER = "interpreter"
    SUPERVISOR = "supervisor"
    INTAKE = "intake"
    STANDBY = "standby"
    """Held ready beside the seats: keeps the time free, and comes only when called."""


INTAKE_WEIGHT = 2
STUDENTS_PER_SUPERVISOR = 3
REMOTE_BUFFER_MINUTES = 30
SHIFTS_PER_DAY = 3


class Title(StrEnum):
    """What a seat is called: workshops have presenters, the hotline operators."""

    ADVISER = "adviser"
    INTERPRETER = "interpreter"
    SUPERVISOR = "supervisor"
    INTAKE = "intake"
    PRESENTER = "presenter"
    OPERATOR = "operator"
    STANDBY = "standby"


def title_of(role: Role, kind: SessionKind) -> Title:
    """What the seat of this role is called in such a session."""
    if role is Role.ADVISER and kind is SessionKind.WORKSHOP:
        return Title.PRESENTER
    if role is Role.ADVISER and kind is SessionKind.HOTLINE:
        return Title.OPERATOR
    return Title(role.value)


def role_label(role: Role, kind: SessionKind) -> str:
    """The role as the roster names it."""
    return "On standby" if role is Role.STANDBY else title_of(role, kind).value.capitalize()


@dataclass(frozen=True, slots=True)
class Need:
    """What an office asks for in a session: counts, never a client.

    ``language`` None means any language. ``id`` is 0 until stored.
    """

    matter: Matter
    language: str | None
    consultations: int
    minutes_each: int
    priority: Priority = Priority.NORMAL
    id: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """One block of service at an office; ``starts`` and ``ends`` are aware, in UTC.

    An office has at most one session starting at one moment: office and start identify it.
    """

    office: str
    starts: datetime
    ends: datetime
    shift_minutes: int
    kind: SessionKind
    modality: Modality
    stations: int
    intake: int
    needs: tuple[Need, ...] = ()
    id: int = 0
    standby: int = 0
    """How many people are held ready in every shift."""

    @property
    def minutes(self) -> int:
        """Its length in real minutes."""
        return int((self.ends - self.starts) / timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Shift:
    """The part of a session one person gives; ``index`` counts from 0 within the session."""

    session: int
    index: int
    starts: datetime
    ends: datetime


def shifts(session: Session) -> tuple[Shift, ...]:
    """The session cut into shifts of ``shift_minutes``; the last may be shorter."""
    length = timedelta(minutes=session.shift_minutes)
    cuts = range(-(-session.minutes // session.shift_minutes))
    return tuple(
        Shift(
            session.id,
            index,
            session.starts + index * length,
            min(session.starts + (index + 1) * length, session.ends),
        )
        for index in cuts
    )


def seats(need: Need, session: Session) -> int:
    """Parallel seats the need takes in every shift: consultations that fit, rounded up."""
    return -(-need.consultations * need.minutes_each // session.minutes)
