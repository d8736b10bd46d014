"""Named worlds that tests speak of. Each comes in through the importer, like any week.

``quiet_week``            everything asked for can be served, one attorney to spare
``one_interpreter_short`` the same week, but nobody interprets Haitian Creole
``published_week``        the quiet week, solved and published; its letters are in the outbox
``relayed_week``          Mam at two offices, interpreted into Spanish only; published likewise
``example_week``          the project's example (eight offices, a hotline), published likewise
``unplanned_week``        the example's sheets alone: a run of it takes the time it is given

A test that asks for a world by the fixture of its name gets a database holding a copy of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from scheduler.actions import importing, publishing, solving
from scheduler.actions.invites import Addresses
from scheduler.example.week import example_week as example_sheets
from scheduler.model.access import Access
from scheduler.model.week import day_of, monday_of
from scheduler.planning.run import RunSettings
from scheduler.store import access
from scheduler.store.db import transaction
from scheduler.worker import work
from tests.support.installation import settings_for

COORDINATOR = "coordinator@example.org"
OFFICE = "bronx@example.org"
"""Signs in for the office ``bronx``."""
ACTOR = "the tests"

Sheets = Mapping[str, bytes]


@dataclass(frozen=True)
class World:
    """What a test has to know about the week that is on file."""

    monday: date
    coordinator: str = COORDINATOR
    office: str = OFFICE

    def day(self, weekday: int) -> date:
        """A day of the week, 0 for Monday."""
        return self.monday + timedelta(days=weekday)


def next_week_but_one() -> date:
    """A Monday that has not begun, so that everything about it can still be changed.

    By the day it is where the offices are: on a Sunday evening there it is Monday elsewhere.
    """
    return monday_of(day_of(datetime.now(UTC))) + timedelta(weeks=2)


WORLD = World(next_week_but_one())


# ---- the quiet week -----------------------------------------------------------


def quiet_sheets(monday: date, *, without: Iterable[str] = ()) -> Sheets:
    """Three offices, three sessions, four shifts, six advisers' seats, seven people.

    ``without`` names people by the part of their address before the @.
    """
    day = [monday + timedelta(days=n) for n in range(7)]
    absent = tuple(f"{name}@" for name in without)
    return {
        "offices.csv": _sheet(
            "office,name,timezone,stations,address,conference",
            "bronx,Bronx / Westchester,America/New_York,3,"
            '"100 Example Plaza, Bronx",https://meet.example.org/bronx',
            'queens,Queens West,America/New_York,2,"20 Example Street, Queens",',
            "hotline,Hotline,America/New_York,4,,https://meet.example.org/hotline",
        ),
        "travel.csv": _sheet("from,to,minutes", "bronx,queens,45"),
        "sessions.csv": _sheet(
            "office,date,start,end,shift_minutes,kind,modality,stations,intake_volunteers",
            f"bronx,{day[0]},14:00,18:00,120,Clinic,Hybrid,3,1",
            f"queens,{day[2]},18:00,20:00,120,Clinic,On site,2,0",
            f"hotline,{day[3]},18:00,20:00,120,Hotline,Remote,4,0",
        ),
        "needs.csv": _sheet(
            "office,date,start,matter,language,consultations,minutes_each,priority",
            f"bronx,{day[0]},14:00,Asylum,Spanish,4,60,high",
            f"bronx,{day[0]},14:00,Green card,Haitian Creole,4,60,normal",
            f"queens,{day[2]},18:00,DACA,English,2,60,normal",
            f"hotline,{day[3]},18:00,Know Your Rights,any,2,60,low",
        ),
        "volunteers.csv": _sheet(
            "name,email,phone,kind,bar_state,bar_number,matters,languages,offices,remote,"
            "hours_per_week,supervises,organisation",
            *_people(absent),
        ),
        "availability.csv": _sheet(
            "email,weekday,start,end,level",
            *(
                f"{person.split(',')[1]},{weekday},08:00,21:00,available"
                for person in _people(absent)
                for weekday in ("Monday", "Wednesday", "Thursday")
            ),
        ),
    }


def _people(absent: tuple[str, ...]) -> list[str]:
    everyone = (
        (
            "Ana Reyes,ana@example.org,+1 212 555 0101,Attorney,NY,1000001,Asylum,"
            "Spanish (advise),bronx; queens,no,6,yes,Bar association"
        ),
        "Ben Okafor,ben@example.org,+1 212 555 0102,Attorney,NY,1000002,Green card,,bronx,no,6,no,",
        (
            "Chantal Pierre,chantal@example.org,+1 212 555 0103,Interpreter,,,,"
            "Haitian Creole (interpret),bronx,yes,6,no,"
        ),
        (
            "Dana Levi,dana@example.org,+1 212 555 0104,Attorney,NJ,1000004,DACA,"
            ",queens,no,2,no,Law firm pro bono"
        ),
        (
            "Emre Kaya,emre@example.org,+1 212 555 0105,Attorney,NY,1000005,Know Your Rights,"
            "Turkish (advise),queens,yes,2,no,"
        ),
        "Farah Aziz,farah@example.org,+1 212 555 0106,Intake,,,,,bronx,no,6,no,",
        (
            "Gita Rao,gita@example.org,+1 212 555 0107,Attorney,NY,1000007,Asylum,"
            "Spanish (advise),bronx,no,6,no,"
        ),
    )
    return [person for person in everyone if not any(name in person for name in absent)]


def relay_sheets(monday: date, *, without: Iterable[str] = ()) -> Sheets:
    """Two offices that ask for Mam, which Rosa interprets into Spanish; without whom you name.

    In the Bronx Ana advises in Spanish, at Queens West Ben does not, and Luis interprets it.
    """
    absent = tuple(f"{name}@" for name in without)
    bronx, queens = monday, monday + timedelta(days=2)
    people = (
        "Ana Reyes,ana@example.org,Attorney,Asylum,Spanish (advise),,bronx",
        "Ben Okafor,ben@example.org,Attorney,Green card,,,queens",
        "Rosa Ajpop,rosa@example.org,Interpreter,,,Mam > Spanish,bronx; queens",
        "Luis Toj,luis@example.org,Interpreter,,Spanish (interpret),,queens",
    )
    return {
        **quiet_sheets(monday),
        "sessions.csv": _sheet(
            "office,date,start,end,shift_minutes,kind,modality,stations,intake_volunteers",
            f"bronx,{bronx},14:00,16:00,120,Clinic,On site,3,0",
            f"queens,{queens},18:00,20:00,120,Clinic,On site,2,0",
        ),
        "needs.csv": _sheet(
            "office,date,start,matter,language,consultations,minutes_each,priority",
            f"bronx,{bronx},14:00,Asylum,Mam,2,60,high",
            f"queens,{queens},18:00,Green card,Mam,2,60,normal",
        ),
        "volunteers.csv": _sheet(
            "name,email,kind,matters,languages,relays,offices,hours_per_week",
            *(f"{person},6" for person in people if not any(name in person for name in absent)),
        ),
        "availability.csv": _sheet(
            "email,weekday,start,end,level",
            *(
                f"{person.split(',')[1]},{weekday},08:00,21:00,available"
                for person in people
                if not any(name in person for name in absent)
                for weekday in ("Monday", "Wednesday")
            ),
        ),
    }


def _sheet(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


# ---- putting worlds on file -----------------------------------------------------


async def put_on_file(sheets: Sheets) -> None:
    """Import a week and open the doors for a coordinator and an office."""
    await importing.apply_import(sheets, ACTOR, datetime.now(UTC).date())
    async with transaction():
        await access.put_account(COORDINATOR, "Cora Ordonez", Access.COORDINATOR, None)
        await access.put_account(OFFICE, "Bronx office", Access.OFFICE, "bronx")


async def solve(monday: date, seconds: int = 10) -> None:
    """Solve the week in this process; the plan is its open draft."""
    await solving.run_now(monday, RunSettings(seconds=seconds), ACTOR, lambda _: None)


async def publish(monday: date, url: str) -> None:
    """Publish the open draft and carry its letters to the outbox."""
    settings = settings_for(url)
    addresses = Addresses(settings.base_url, settings.secret)
    await publishing.publish(monday, ACTOR, datetime.now(UTC), addresses)
    await work(url, settings, until_idle=True)


async def _quiet_week(_url: str) -> None:
    await put_on_file(quiet_sheets(WORLD.monday))


async def _one_interpreter_short(_url: str) -> None:
    await put_on_file(quiet_sheets(WORLD.monday, without=["chantal"]))


async def _published_week(url: str) -> None:
    await put_on_file(quiet_sheets(WORLD.monday))
    await solve(WORLD.monday)
    await publish(WORLD.monday, url)


async def _relayed_week(url: str) -> None:
    await put_on_file(relay_sheets(WORLD.monday))
    await solve(WORLD.monday)
    await publish(WORLD.monday, url)


async def _example_week(url: str) -> None:
    await put_on_file(example_sheets(WORLD.monday))
    await solve(WORLD.monday)
    await publish(WORLD.monday, url)


async def _unplanned_week(url: str) -> None:
    del url
    await put_on_file(example_sheets(WORLD.monday))


WORLDS: Mapping[str, Callable[[str], Awaitable[None]]] = MappingProxyType(
    {
        "quiet_week": _quiet_week,
        "one_interpreter_short": _one_interpreter_short,
        "published_week": _published_week,
        "relayed_week": _relayed_week,
        "example_week": _example_week,
        "unplanned_week": _unplanned_week,
    }
)
