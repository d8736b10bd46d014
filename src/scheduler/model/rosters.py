"""Who sits where: plans while they are edited, assignments once published, sheets on the wall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.model.matters import Matter
from scheduler.model.sessions import Modality, Role, SessionKind


class Reply(StrEnum):
    """What the person answered."""

    NONE = "none"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """A volunteer in a seat of a plan, by the store's ids.

    ``need`` is set for advisers, ``language`` for interpreters, ``bridge`` beside it for those
    who interpret it only into that language; ``remote`` says that they serve from elsewhere.
    """

    session: int
    shift: int
    volunteer: int
    role: Role
    need: int | None = None
    language: str | None = None
    remote: bool = False
    bridge: str | None = None

    @property
    def who_and_when(self) -> tuple[int, int, int]:
        """A person sits at most once in a shift."""
        return (self.volunteer, self.session, self.shift)


@dataclass(frozen=True, slots=True)
class Difference:
    """What publishing ``new`` after ``old`` changes for people."""

    added: tuple[Placement, ...]
    changed: tuple[tuple[Placement, Placement], ...]
    """The same person in the same shift, with another role, need, language or place."""
    removed: tuple[Placement, ...]
    kept: tuple[Placement, ...]

    @property
    def changes(self) -> int:
        """For how many shifts of people something changes."""
        return len(self.added) + len(self.changed) + len(self.removed)


def difference(old: Iterable[Placement], new: Iterable[Placement]) -> Difference:
    """Compare two plans of a week, person and shift by person and shift."""
    before = {p.who_and_when: p for p in old}
    after = {p.who_and_when: p for p in new}
    both = sorted(before.keys() & after.keys())
    return Difference(
        added=tuple(after[k] for k in sorted(after.keys() - before.keys())),
        changed=tuple((before[k], after[k]) for k in both if before[k] != after[k]),
        removed=tuple(before[k] for k in sorted(before.keys() - after.keys())),
        kept=tuple(before[k] for k in both if before[k] == after[k]),
    )


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One seat on an office's sheet. No e-mail, no phone.

    ``name`` is empty for a seat nobody sits in; ``station`` is the number of the table,
    None for people without one; ``beside`` names the other half of a pair;
    ``supervisor`` the attorney who supervises a student.
    """

    role: str
    name: str
    matter: Matter | None
    language: str
    """The language served, as people read it."""
    speaks: tuple[str, ...] = ()
    """Everything the person speaks for us, as people read it."""
    station: int | None = None
    remote: bool = False
    beside: str = ""
    supervisor: str = ""
    reply: Reply = Reply.NONE
    empty_because: str = ""
    standby: bool = False
    """Held ready: comes only when called, and takes no seat."""


@dataclass(frozen=True, slots=True)
class RosterShift:
    """One shift with its seats; ``starts`` and ``ends`` are in the office's zone."""

    starts: datetime
    ends: datetime
    lines: tuple[RosterLine, ...]


@dataclass(frozen=True, slots=True)
class RosterSession:
    """One session of the day."""

    kind: SessionKind
    modality: Modality
    starts: datetime
    ends: datetime
    stations: int
    shifts: tuple[RosterShift, ...]


@dataclass(frozen=True, slots=True)
class RosterDay:
    """What is printed on one sheet."""

    day: date
    sessions: tuple[RosterSession, ...]


@dataclass(frozen=True, slots=True)
class OfficeRoster:
    """An office's week as published in ``version`` at ``published_at`` (aware)."""

    office: str
    office_name: str
    timezone: str
    monday: date
    version: int
    published_at: datetime
    days: tuple[RosterDay, ...]
