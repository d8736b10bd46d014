"""A made-up week that gives as many letters as wanted, to publish twice with changes between.

``python -m benchmarks.letters_week fill 3000`` puts it into the database of DATABASE_URL and
prints a coordinator's token; ``first`` and ``second`` make the drafts to publish.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, date, datetime, timedelta
from os import environ

from scheduler.actions import importing
from scheduler.actions.signing_in import make_token
from scheduler.model.access import Access
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role
from scheduler.model.week import monday_of
from scheduler.store import access, drafts
from scheduler.store.db import migrate, open_database, transaction
from scheduler.store.week import load_week

SEATS = 200
"""In each session: one shift, everybody at once."""
ACTOR = "benchmark"
COORDINATOR = "coordinator@example.org"
SWAPPED = 10
"""Every tenth person gives way to another in the second publication."""


def monday() -> date:
    """A week that has not begun."""
    return monday_of(datetime.now(UTC).date()) + timedelta(weeks=2)


def sheets(letters: int) -> dict[str, bytes]:
    """Sessions of the hotline with a seat for each letter, and a tenth more people."""
    sessions = [_slot(n) for n in range(-(-letters // SEATS))]
    people = letters + -(-letters // SWAPPED)
    return {
        "offices.csv": _sheet(
            "office,name,timezone,stations,address,conference",
            f"hotline,Hotline,America/New_York,{SEATS},,https://meet.example.org/hotline",
        ),
        "sessions.csv": _sheet(
            "office,date,start,end,shift_minutes,kind,modality,stations,intake_volunteers",
            *(f"hotline,{d},{s},{e},120,Hotline,Remote,{SEATS},0" for d, s, e in sessions),
        ),
        "needs.csv": _sheet(
            "office,date,start,matter,language,consultations,minutes_each,priority",
            *(f"hotline,{d},{s},Know Your Rights,any,{SEATS},120,normal" for d, s, _ in sessions),
        ),
        "volunteers.csv": _sheet(
            "name,email,phone,kind,bar_state,bar_number,matters,languages,offices,remote,"
            "hours_per_week,supervises,organisation",
            *(
                f"Person {n},person{n}@example.org,,Attorney,NY,{1000000 + n},Know Your Rights,,"
                "hotline,yes,2,no,"
                for n in range(people)
            ),
        ),
        "availability.csv": _sheet(
            "email,weekday,start,end,level",
            *(
                f"person{n}@example.org,{day},08:00,21:00,available"
                for n in range(people)
                for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
            ),
        ),
        "travel.csv": _sheet("from,to,minutes"),
    }


def _slot(number: int) -> tuple[date, str, str]:
    hour = 8 + 2 * (number // 6 % 6)
    return monday() + timedelta(days=number % 6), f"{hour:02}:00", f"{hour + 2:02}:00"


def _sheet(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


async def fill(letters: int) -> str:
    """Put the week on file; gives the token of a coordinator."""
    await migrate()
    await importing.apply_import(sheets(letters), ACTOR, datetime.now(UTC).date())
    async with transaction():
        await access.put_account(COORDINATOR, "Benchmark", Access.COORDINATOR, None)
    return await make_token(COORDINATOR, datetime.now(UTC))


async def draft(which: str, letters: int) -> None:
    """Everybody's seat; the second time, a tenth of them is somebody else's."""
    async with transaction():
        week = await load_week(monday())
        people = sorted(week.volunteers)
        seats = [
            (session.id, session.needs[0].id)
            for session in sorted(week.sessions.values(), key=lambda s: s.starts)
            for _ in range(SEATS)
        ][:letters]
        swap = which == "second"
        placed = [
            Placement(
                session=session,
                shift=0,
                volunteer=people[letters + n // SWAPPED if swap and n % SWAPPED == 0 else n],
                role=Role.ADVISER,
                need=need,
                remote=True,
            )
            for n, (session, need) in enumerate(seats)
        ]
        await drafts.put_draft(monday(), placed, ACTOR, datetime.now(UTC), None)


async def _main(which: str, letters: int) -> None:
    async with open_database(environ["DATABASE_URL"]):
        if which == "fill":
            print(await fill(letters))
        else:
            await draft(which, letters)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2])))
