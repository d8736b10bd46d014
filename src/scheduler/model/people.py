"""Volunteers: what they may do, in which languages, where, for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduler.model.languages import ENGLISH
from scheduler.model.matters import Authority, Kind, Matter, authority

HOME_MINUTES = 15
"""From home to the home office."""
UNKNOWN_MINUTES = 60
"""From home to a reachable office that the travel table does not name."""


@dataclass(frozen=True, slots=True)
class LanguageSkill:
    """A language (BCP 47) with what the person may do in it."""

    language: str
    advise: bool
    interpret: bool


@dataclass(frozen=True, slots=True, order=True)
class Relay:
    """A language that the person interprets only into another one, the bridge language."""

    language: str
    bridge: str


@dataclass(frozen=True, slots=True)
class Credential:
    """What allows a person to advise; ``expires`` is its last good day, None when it has none."""

    state: str
    number: str
    expires: date | None

    def good_on(self, day: date) -> bool:
        """Judged on the date of the shift, never on the date of planning."""
        return self.expires is None or day <= self.expires


NO_CREDENTIAL = Credential(state="", number="", expires=None)


@dataclass(frozen=True, slots=True)
class Volunteer:
    """A person who gives time.

    ``email`` identifies them in spreadsheets and at sign-in. ``offices`` are keys of the
    offices they reach, home first. ``pledge_minutes`` is the hard limit for a week.
    ``language`` is the one letters are written in, ``timezone`` the one they live in.
    """

    email: str
    name: str
    kind: Kind
    phone: str = ""
    credential: Credential = NO_CREDENTIAL
    matters: frozenset[Matter] = frozenset()
    languages: tuple[LanguageSkill, ...] = ()
    relays: tuple[Relay, ...] = ()
    offices: tuple[str, ...] = ()
    remote: bool = False
    pledge_minutes: int = 120
    supervises: bool = False
    organisation: str = ""
    language: str = ENGLISH
    timezone: str = "America/New_York"

    @property
    def advises_in(self) -> frozenset[str]:
        """Everyone advises in English; the skills say what else."""
        return frozenset({ENGLISH} | {s.language for s in self.languages if s.advise})

    @property
    def interprets(self) -> frozenset[str]:
        """Languages the person may interpret into English; relays are not among them."""
        return frozenset(s.language for s in self.languages if s.interpret)

    @property
    def speaks_english(self) -> bool:
        """As far as we know: who interprets only into other languages need not."""
        return self.kind is not Kind.INTERPRETER or not self.relays or bool(self.interprets)

    @property
    def interprets_twice(self) -> tuple[str, ...]:
        """Languages given as interpreted into English, and only into another: one is wrong."""
        return tuple(sorted({relay.language for relay in self.relays} & self.interprets))

    def bridges_from(self, language: str | None) -> tuple[str, ...]:
        """The languages into which alone the person interprets this one."""
        return tuple(relay.bridge for relay in self.relays if relay.language == language)

    @property
    def may_advise_in(self) -> frozenset[Matter]:
        """Their matters, less those their kind has no authority in."""
        return frozenset(m for m in self.matters if authority(self.kind, m) is not Authority.NONE)

    @property
    def first_name(self) -> str:
        """What fellow volunteers see."""
        return self.name.split()[0] if self.name.split() else self.name
