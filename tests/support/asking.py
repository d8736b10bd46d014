"""What tests ask the store: people and letters by their address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar

from scheduler.actions.invites import Addresses
from scheduler.model.rosters import Placement
from scheduler.store import drafts, rosters
from scheduler.store.db import rows, value
from scheduler.store.rosters import AssignmentRecord
from tests.support.installation import settings_for


@dataclass(frozen=True)
class Told:
    """A letter as its reader takes it."""

    id: int
    email: str
    kind: str
    state: str
    sequence: int
    method: str
    uid: str

    @property
    def gist(self) -> tuple[str, str, int]:
        """Who is told what, at which SEQUENCE."""
        return (self.email, self.kind, self.sequence)


async def letters_after(number: int = 0) -> list[Told]:
    """The letters since one, in the order they were decided."""
    found = await rows("SELECT * FROM letter WHERE id > $1 ORDER BY id", number)
    return [_told(r) for r in found]


def _told(r: dict[str, object]) -> Told:
    calendar = r["calendar"]
    uid, sequence = "", int(str(r["sequence"]))
    if isinstance(calendar, bytes) and calendar:
        event = next(iter(Calendar.from_ical(calendar).walk("VEVENT")))
        uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
    return Told(
        int(str(r["id"])),
        str(r["email"]),
        str(r["kind"]),
        str(r["state"]),
        sequence,
        str(r["method"]),
        uid,
    )


async def last_letter() -> int:
    """The newest letter's number, 0 for none."""
    return int(await value("SELECT coalesce(max(id), 0) FROM letter"))


async def volunteer(email: str) -> int:
    """A volunteer's id."""
    return int(await value("SELECT id FROM volunteer WHERE email = $1", email))


async def assignment_of(monday: date, email: str) -> AssignmentRecord:
    """The earliest shift that is held by someone."""
    person = await volunteer(email)
    held = await rosters.assignments_of_week(monday)
    own = [r for r in held.values() if r.placement.volunteer == person]
    return min(own, key=lambda r: r.starts)


async def draft_seats(monday: date) -> tuple[Placement, ...]:
    """Who sits where in the open draft."""
    draft = await drafts.open_draft(monday)
    return draft.seats if draft else ()


async def answer_token(letter: int) -> str:
    """The token of a letter's answer link, as its reader would follow it."""
    text = str(await value("SELECT text FROM letter WHERE id = $1", letter))
    found = re.search(r"/answer/([\w.~-]+)", text)
    assert found, text
    return found.group(1)


def addresses(database_url: str = "") -> Addresses:
    """Where the letters of the tests' installation lead."""
    settings = settings_for(database_url)
    return Addresses(settings.base_url, settings.secret)


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
