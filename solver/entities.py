"""The words of the optimisation problem, as frozen data.

Times are minutes from Monday 00:00 local, lengths are minutes, ids are opaque
strings. Nothing here is checked: `solver.problem.parse_problem` is the door
that checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Role = Literal["adviser", "interpreter", "intake", "supervisor"]
"""What a person does in a session."""

Level = Literal["preferred", "if_needed"]
"""How gladly a volunteer gives a window."""

Liking = Literal["preferred", "ok"]
"""How gladly a volunteer travels to an office."""

ROLES: Final[tuple[Role, ...]] = ("adviser", "interpreter", "intake", "supervisor")
"""Every role a person can be assigned, in the order plans list them."""

Ability = Literal["adviser", "student", "supervisor", "interpreter", "intake"]
"""What `Volunteer.roles` may hold."""

ABILITIES: Final[tuple[Ability, ...]] = (
    "adviser",
    "student",
    "supervisor",
    "interpreter",
    "intake",
)
"""Everything `Volunteer.roles` may hold; a student sits in an adviser's seat."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Rules of the service that hold for every session.

    `students_per_supervisor` is how many law students one supervisor may watch
    over; `remote_buffer_minutes` is the pause between remote and on-site work.
    `next_weakest` asks that after the weakest office the next weakest is lifted, and
    so on.
    """

    students_per_supervisor: int = 3
    remote_buffer_minutes: int = 30
    next_weakest: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """A place with sessions; `kind` is `"office"` or `"hotline"`."""

    id: str
    kind: str = "office"


@dataclass(frozen=True, slots=True)
class Session:
    """One block of service at an office.

    `remote` lets everybody serve from afar, `remote_interpreters` only
    interpreters. `stations` bounds the advisers at work, `intake` is the number
    of intake people asked for and `intake_weight` what each of them is worth.
    `standby` is how many people should be held ready.
    """

    id: str
    office: str
    start: int
    end: int
    kind: str = "clinic"
    remote: bool = False
    remote_interpreters: bool = False
    stations: int = 0
    intake: int = 0
    intake_weight: int = 0
    standby: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """A number of parallel seats in one matter and one language.

    `language` None means any: whoever has the matter is understood. `weight` is
    what one covered seat is worth.
    """

    id: str
    session: str
    matter: str
    language: str | None
    seats: int
    weight: int


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the week a volunteer offers, from `start` to `end`."""

    start: int
    end: int
    level: Level = "preferred"


@dataclass(frozen=True, slots=True)
class Reach:
    """An office a volunteer travels to, `minutes` from home."""

    office: str
    minutes: int
    level: Liking = "preferred"


@dataclass(frozen=True, slots=True)
class Volunteer:
    """A person who gives time.

    `roles` holds any of `ABILITIES`; `max_minutes` is the pledge for the week
    and a hard limit; `past_minutes` is what they gave in the four weeks before,
    for fairness. `uncertain` marks hours that were not confirmed of late,
    `newcomer` somebody who has hardly served yet. `relays` are languages, each with
    the bridge language that the person interprets it into, and into nothing else.
    """

    id: str
    roles: frozenset[str]
    matters: frozenset[str] = frozenset()
    advises_in: frozenset[str] = frozenset()
    interprets: frozenset[str] = frozenset()
    windows: tuple[Window, ...] = ()
    offices: tuple[Reach, ...] = ()
    remote_offices: frozenset[str] = frozenset()
    max_minutes: int = 0
    max_sessions_per_day: int = 1
    past_minutes: int = 0
    uncertain: bool = False
    newcomer: bool = False
    relays: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Pin:
    """A coordinator's word: `must` puts the person in, otherwise keeps them out."""

    volunteer: str
    session: str
    must: bool


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person in one seat; `need` is set for advisers, `language` for interpreters.

    `bridge` is set for an interpreter who interprets the language only into that one.
    """

    volunteer: str
    session: str
    role: Role
    need: str | None = None
    language: str | None = None
    bridge: str | None = None


@dataclass(frozen=True, slots=True)
class Standby:
    """One person held ready for one session; they hold no seat in it."""

    volunteer: str
    session: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One week to be staffed.

    `travel` maps an ordered pair of offices to minutes, both ways round; a pair
    that is missing cannot be combined on one day. `previous` is the roster that
    changes are counted against; `previous_standby` are those who were held ready then.
    """

    settings: Settings = Settings()
    offices: tuple[Office, ...] = ()
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    sessions: tuple[Session, ...] = ()
    needs: tuple[Need, ...] = ()
    volunteers: tuple[Volunteer, ...] = ()
    pins: tuple[Pin, ...] = ()
    previous: tuple[Assignment, ...] = ()
    previous_standby: tuple[Standby, ...] = ()
