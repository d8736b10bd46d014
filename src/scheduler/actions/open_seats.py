"""Empty seats that suit one person, and saying "I can" to the coordinators."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from scheduler.errors import ConflictError, TooManyRequestsError
from scheduler.model.access import Access
from scheduler.model.letters import LetterKind, PlainLetter
from scheduler.model.week import day_of, monday_of
from scheduler.planning.open_seats import OpenSeat, open_seats
from scheduler.store import access, audit, own_week
from scheduler.store.availability import lock_person
from scheduler.store.db import transaction
from scheduler.store.letters import queue_letter

MOST_A_DAY = 12
"""How many seats one person may put themselves forward for; every one is a letter."""
FORWARD = "can-take"


class SeatTakenError(ConflictError):
    """This seat is not open to you any more; here is what is."""


@dataclass(frozen=True, slots=True)
class SuitingSeat:
    """An open seat, and whether the person has told the coordinators already."""

    seat: OpenSeat
    told: bool


async def suiting_seats(volunteer: int, now: datetime) -> tuple[SuitingSeat, ...]:
    """The empty seats of the published weeks to come that this person could take."""
    first = monday_of(day_of(now))
    told = await audit.subjects_of(_actor(volunteer), FORWARD, now - timedelta(weeks=6))
    found: list[SuitingSeat] = []
    for monday in await own_week.published_mondays(first):
        week = await own_week.load_own_week(monday, volunteer)
        found += [SuitingSeat(s, s.key in told) for s in open_seats(week, volunteer, now)]
    return tuple(found)


async def say_i_can(volunteer: int, key: str, base_url: str, now: datetime) -> OpenSeat:
    """Tell every coordinator that this person can take the seat; they decide."""
    async with transaction():
        await lock_person(volunteer)  # two taps are one letter
        found = {s.seat.key: s for s in await suiting_seats(volunteer, now)}
        if key not in found:
            raise SeatTakenError
        seat = found[key].seat
        if found[key].told:
            return seat
        today = await audit.subjects_of(_actor(volunteer), FORWARD, now - timedelta(days=1))
        if len(today) >= MOST_A_DAY:
            raise TooManyRequestsError(
                f"You told the coordinators of {MOST_A_DAY} seats today; they will answer first."
            )
        monday = monday_of(day_of(seat.starts))
        week = await own_week.load_own_week(monday, volunteer)
        await _tell(week.volunteers[volunteer].name, seat, f"{base_url}/weeks/{monday}", now)
        await audit.record(_actor(volunteer), FORWARD, key)
    return seat


async def _tell(name: str, seat: OpenSeat, url: str, now: datetime) -> None:
    for account in await access.accounts():
        if account.access is Access.COORDINATOR and not account.disabled:
            letter = PlainLetter(
                kind=LetterKind.NOTICE,
                email=account.email,
                name=account.name,
                subject="Someone can take an open seat",
                paragraphs=(
                    f"{name} can take this seat:",
                    _words(seat),
                    "Nothing is changed yet: put them in and publish, if it suits.",
                ),
                action_label="Open the week",
                action_url=url,
                stamp=now,
            )
            await queue_letter(letter.kind, letter.email, letter.name, asdict(letter), now)


def _words(seat: OpenSeat) -> str:
    what = [seat.role, seat.matter.label if seat.matter else "", seat.language]
    when = f"{seat.starts:%A} {seat.starts.day} {seat.starts:%B}, {seat.starts:%H:%M}"
    return f"{', '.join(filter(None, what))}: {when} to {seat.ends:%H:%M}, {seat.office_name}."


def _actor(volunteer: int) -> str:
    return f"volunteer {volunteer}"
