"""A shift as the person who is held to it reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.model.bringing import Thing, what_to_bring
from scheduler.model.languages import interpreted_name, language_name
from scheduler.model.matters import Kind, Matter
from scheduler.model.rosters import Reply
from scheduler.model.sessions import Role, SessionKind, Title, role_label, title_of


@dataclass(frozen=True, slots=True)
class Fellow:
    """Someone who serves in the same shift. First names only: nobody is looked up by these."""

    first_name: str
    role: Role
    language: str | None = None
    """What an interpreter interprets."""
    bridge: str | None = None
    """The language into which alone they do."""


@dataclass(frozen=True, slots=True)
class HeldShift:
    """A person's place in a shift: where, when, what, beside whom, and what they answered.

    ``sequence`` is the number of the letter that the person has, or is about to have;
    ``highest`` the highest that was ever used, which calendars are told: what they saw never
    falls. ``starts`` and ``ends`` are in the office's zone. ``through_interpreter`` says that the
    adviser works with an interpreter for ``language``; ``bridge`` is the language into which
    alone an interpreter interprets it.
    """

    id: int
    uid: str
    sequence: int
    highest: int
    volunteer: int
    first_name: str
    kind: Kind
    session: int
    shift: int
    starts: datetime
    ends: datetime
    timezone: str
    office: str
    office_name: str
    address: str
    conference: str
    session_kind: SessionKind
    role: Role
    matter: Matter | None
    language: str | None
    through_interpreter: bool
    remote: bool
    reply: Reply
    changed_at: datetime
    released_at: datetime | None
    fellows: tuple[Fellow, ...] = ()
    bridge: str | None = None

    @property
    def role_name(self) -> str:
        """The role as the roster names it."""
        return role_label(self.role, self.session_kind)

    @property
    def work(self) -> tuple[str, ...]:
        """What the person prepares for: matter and language, never anything about a client."""
        if self.role is Role.INTERPRETER:
            return (interpreted_name(self.language, self.bridge),)
        if self.matter is None:
            return ()
        return (self.matter.label, language_name(self.language))

    @property
    def is_standby(self) -> bool:
        """Whether the person keeps the time free and comes only when called."""
        return self.role is Role.STANDBY

    @property
    def title(self) -> Title:
        """What the seat is called."""
        return title_of(self.role, self.session_kind)

    @property
    def things(self) -> tuple[Thing, ...]:
        """What to have at hand."""
        return what_to_bring(self.kind, self.role, remote=self.remote)

    @property
    def bring(self) -> tuple[str, ...]:
        """The same as pages name it."""
        return tuple(thing.label for thing in self.things)

    def has_begun(self, now: datetime) -> bool:
        """Whether it is too late to answer."""
        return self.starts <= now
