"""People as JSON, for programs of the coordinators."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from api.days import today
from api.people import sought_from
from api.session import Asking, coordinators, person_of
from scheduler.actions import people as actions
from scheduler.model.matters import Kind, Matter
from scheduler.model.people import LanguageSkill, Relay
from scheduler.store.people import PersonRecord


@dataclass(frozen=True, slots=True)
class PersonOnFile:
    """A person; ``languages`` are BCP 47 codes, ``ahead`` the shifts they are held to.

    ``interpret`` means into English; ``relays`` are languages that are interpreted only into
    another one, the ``bridge``.
    """

    id: int
    email: str
    name: str
    kind: Kind
    phone: str
    credential_state: str
    credential_number: str
    credential_expires: date | None
    matters: list[Matter]
    languages: list[LanguageSkill]
    relays: list[Relay]
    offices: list[str]
    remote: bool
    hours_per_week: float
    supervises: bool
    organisation: str
    ahead: int

    @classmethod
    def of(cls, found: PersonRecord) -> PersonOnFile:
        """What is on file."""
        p = found.volunteer
        return cls(
            found.id,
            p.email,
            p.name,
            p.kind,
            p.phone,
            p.credential.state,
            p.credential.number,
            p.credential.expires,
            sorted(p.matters),
            list(p.languages),
            list(p.relays),
            list(p.offices),
            p.remote,
            p.pledge_minutes / 60,
            p.supervises,
            p.organisation,
            found.ahead,
        )


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A page of the list, and how many people fit."""

    total: int
    people: list[PersonOnFile]


@dataclass(frozen=True, slots=True)
class PersonGiven:
    """A person as the columns of the spreadsheet have them; what is blank is emptied.

    ``languages`` reads like ``Korean (advise)``, ``French (interpret)``; ``relays``, what is
    interpreted only into another language than English, like ``Mam > Spanish``. Home comes
    first in ``offices``.
    """

    name: str
    email: str
    kind: str
    phone: str = ""
    bar_state: str = ""
    bar_number: str = ""
    credential_expires: date | None = None
    matters: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    relays: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    remote: bool = False
    hours_per_week: float = 2
    supervises: bool = False
    organisation: str = ""

    def fields(self) -> dict[str, str]:
        """The person as a form would send them."""
        return {
            "name": self.name,
            "email": self.email,
            "kind": self.kind,
            "phone": self.phone,
            "bar_state": self.bar_state,
            "bar_number": self.bar_number,
            "credential_expires": str(self.credential_expires or ""),
            "matters": "; ".join(self.matters),
            "languages": "; ".join(self.languages),
            "relays": "; ".join(self.relays),
            "offices": "; ".join(self.offices),
            "remote": "yes" if self.remote else "no",
            "hours_per_week": f"{self.hours_per_week:g}",
            "supervises": "yes" if self.supervises else "no",
            "organisation": self.organisation,
        }


@get("/api/people", guards=[coordinators], tags=["People"])
async def list_json(
    search: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    language: FromQuery[str] = "",
    office: FromQuery[str] = "",
    offset: FromQuery[int] = 0,
    *,
    expiring: FromQuery[bool] = False,
) -> PersonPage:
    """People by name, fifty at a time; ``expiring``: credentials that end within 60 days."""
    sought = sought_from(search, kind, language, office, expiring=expiring)
    found, total = await actions.find(sought, datetime.now(UTC), max(0, offset))
    return PersonPage(total, [PersonOnFile.of(r) for r in found])


@get("/api/people/{number:int}", guards=[coordinators], tags=["People"])
async def person_json(number: FromPath[int]) -> PersonOnFile:
    """One person."""
    return PersonOnFile.of((await actions.view_person(number, datetime.now(UTC))).record)


@post("/api/people", guards=[coordinators], tags=["People"])
async def add_json(request: Asking, data: JSONBody[PersonGiven]) -> PersonOnFile:
    """Add a person."""
    return await _save(request, data, None)


@put("/api/people/{number:int}", guards=[coordinators], tags=["People"])
async def change_json(
    request: Asking, number: FromPath[int], data: JSONBody[PersonGiven]
) -> PersonOnFile:
    """Replace what is on file about a person, hours and shifts excepted."""
    return await _save(request, data, number)


async def _save(request: Asking, data: PersonGiven, number: int | None) -> PersonOnFile:
    now = datetime.now(UTC)
    saved = await actions.save_person(data.fields(), person_of(request).email, now, today(), number)
    return PersonOnFile.of((await actions.view_person(saved.number, now)).record)


ROUTES = [list_json, person_json, add_json, change_json]
