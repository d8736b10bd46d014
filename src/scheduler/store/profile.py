"""What volunteers change about themselves; nothing else on file is touched."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.errors import NotFoundError
from scheduler.model.people import Relay
from scheduler.store.db import value
from scheduler.store.directory import relays_json


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """The fields a person may change. ``offices`` are keys, home first."""

    phone: str
    language: str
    remote: bool
    pledge_minutes: int
    offices: tuple[str, ...]
    relays: tuple[Relay, ...] | None = None
    """None leaves them as they are."""


async def save_own_details(volunteer: int, details: OwnDetails) -> None:
    """Write them."""
    found = await value(
        "UPDATE volunteer SET phone = $2, language = $3, remote = $4, pledge_minutes = $5, "
        "offices = $6, relays = coalesce($7::jsonb, relays) WHERE id = $1 RETURNING id",
        volunteer,
        details.phone,
        details.language,
        details.remote,
        details.pledge_minutes,
        list(details.offices),
        None if details.relays is None else relays_json(details.relays),
    )
    if found is None:
        raise NotFoundError
