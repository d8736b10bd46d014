"""Who is signed in, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Access(StrEnum):
    """What a signed-in person may do."""

    COORDINATOR = "coordinator"
    """Sees and plans everything."""
    OFFICE = "office"
    """Sees and asks for one office."""
    VOLUNTEER = "volunteer"
    """Sees their own shifts and hours."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who is signed in. ``office`` is set for offices, ``volunteer`` for volunteers.

    ``waiting`` counts the answers by mail that a coordinator has to decide on.
    """

    email: str
    name: str
    access: Access
    account: int | None = None
    office: str | None = None
    volunteer: int | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """A coordinator's or an office's way in."""

    id: int
    email: str
    name: str
    access: Access
    office: str | None
    disabled: bool
