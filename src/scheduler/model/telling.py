"""What the readers of letters know already, and so what a change is to them.

A change of a shift that its person has a letter about is not written at once: it is held for
some minutes, in which further changes take its place. Where they lead back to what the person
knows, nothing is written at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from scheduler.model.letters import Change, Invite, LetterKind
from scheduler.model.rosters import Reply
from scheduler.model.sessions import Title

HOLD = timedelta(minutes=5)
NEAR = timedelta(hours=24)
"""So close to a shift every change is written at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """The newest letter about an assignment that was tried: its reader goes by it.

    ``arrived`` says that nothing speaks against it; ``leaving_until`` is set while it is
    being handed over. ``answered`` is the reply to it, kept when the shift changed.
    """

    letter: int
    kind: LetterKind
    sequence: int
    facts: Mapping[str, Any]
    arrived: bool
    leaving_until: datetime | None = None
    answered: Reply | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an assignment's letters.

    ``waiting`` says that one is written that nobody has tried to send; it is held until
    ``held_until``, or not at all. ``newest`` are the facts of the last letter that counts.
    """

    told: Told | None = None
    waiting: bool = False
    held_until: datetime | None = None
    newest: Mapping[str, Any] | None = None


class Fate(StrEnum):
    """What becomes of the news that a change is."""

    LEAVES = "leaves"
    WAITS = "waits"
    """Held, so that further changes join it."""
    SILENT = "silent"
    """The person knows it, or never knew of what ends."""


@dataclass(frozen=True, slots=True)
class News:
    """A letter as it is to be written, or not."""

    invite: Invite
    fate: Fate
    held_until: datetime | None = None


def news_of(invite: Invite, standing: Standing, now: datetime, hold: timedelta) -> News:
    """What the person has to hear of the assignment as it is now.

    Who never got a letter about it hears of it as if for the first time, and nothing at all
    of its end. ``hold`` of nothing writes at once.
    """
    told = standing.told
    if told is None:
        if invite.kind is LetterKind.CANCEL:
            return News(invite, Fate.SILENT)
        far = hold and invite.starts - now >= NEAR
        return _news(
            replace(invite, kind=LetterKind.INVITE), standing.held_until if far else None, now
        )
    ends = LetterKind.CANCEL in (invite.kind, told.kind)
    changed = changes_between(told.facts, invite)
    if not ends and told.arrived and not changed:
        return News(invite, Fate.SILENT)
    until = _held_until(invite, told, standing, now, hold)
    return _news(replace(invite, changed=changed), until, now)


def _news(invite: Invite, held_until: datetime | None, now: datetime) -> News:
    waits = held_until is not None and held_until > now
    return News(invite, Fate.WAITS if waits else Fate.LEAVES, held_until)


def _held_until(
    invite: Invite, told: Told, standing: Standing, now: datetime, hold: timedelta
) -> datetime | None:
    """When the letter may leave; None for at once.

    It takes the place of one that waits, and its time: changes that never stop coming do
    not keep a person waiting for ever.
    """
    nearest = min(invite.starts, datetime.fromisoformat(told.facts["starts"]))
    if not hold or nearest - now < NEAR:
        return None
    if standing.waiting:
        return standing.held_until
    return max(now, told.leaving_until or now) + hold


_SHOWN = {
    Change.TIME: ("starts", "ends", "timezone"),
    Change.PLACE: ("place", "address"),
    Change.WORK: ("title", "matter", "language", "bridge", "beside"),
    Change.JOINING: ("remote", "conference"),
}


def changes_between(told: Mapping[str, Any], now: Invite) -> tuple[Change, ...]:
    """What is different from the facts of an earlier letter, as its reader would notice it."""
    before, after = _seen(told), _seen(json.loads(json.dumps(asdict(now), default=str)))
    changed = [c for c, names in _SHOWN.items() if any(before[n] != after[n] for n in names)]
    if Change.JOINING in changed and Change.PLACE in changed and told["place"] == now.place:
        changed.remove(Change.PLACE)  # the address only went because the person stays at home
    if Change.WORK in changed and before["title"] == Title.STANDBY:
        changed[changed.index(Change.WORK)] = Change.CALLED
    return tuple(changed)


def _seen(facts: Mapping[str, Any]) -> dict[str, Any]:
    flat = {**facts, **facts.get("task", {})}
    return {name: flat.get(name) for names in _SHOWN.values() for name in names}
