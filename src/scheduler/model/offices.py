"""Offices, the hotline, and how long it takes to get from one to another."""

from __future__ import annotations

from dataclasses import dataclass

HOTLINE = "hotline"
"""Key of the office without a room."""


@dataclass(frozen=True, slots=True)
class Office:
    """A district office, or the hotline.

    ``key`` is the short name used in spreadsheets, addresses and file names;
    ``timezone`` an IANA name; ``stations`` how many consultations fit at once.
    """

    key: str
    name: str
    timezone: str
    stations: int
    address: str = ""
    conference: str = ""
    """The https address where its remote sessions meet."""

    @property
    def is_hotline(self) -> bool:
        """Whether it is the office without a room."""
        return self.key == HOTLINE


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes between two offices; the same both ways. A missing pair cannot be combined."""

    origin: str
    destination: str
    minutes: int
