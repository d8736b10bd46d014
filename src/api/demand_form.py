"""The form of one session: what was typed, shown again with its arithmetic and what to mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from litestar.response import Template

from api.forms import Form
from api.pages import page
from api.session import Asking, person_of
from api.wording import plural
from scheduler.actions import demand as actions
from scheduler.actions.demand import SessionDemand
from scheduler.model.access import Access
from scheduler.model.languages import ENGLISH, LANGUAGES
from scheduler.model.matters import Matter
from scheduler.model.offices import Office
from scheduler.model.sessions import (
    Modality,
    Need,
    Priority,
    Session,
    SessionKind,
    seats,
    shifts,
)
from scheduler.planning.languages_left import Crowd, Left
from scheduler.store.demand import HeldSeat

_NEED_FIELD = re.compile(r"needs\.(\d{1,3})\.matter")
_FIELDS = (
    "date",
    "start",
    "end",
    "shift_minutes",
    "kind",
    "modality",
    "stations",
    "intake_volunteers",
    "standby",
)
_NEED_FIELDS = (
    "id",
    "matter",
    "language",
    "consultations",
    "minutes_each",
    "priority",
    "remove",
)
_SAYS_SOMETHING = ("matter", "language", "consultations")
BLANK_ROWS = 2
_BLANK = {"minutes_each": "45", "priority": "normal"}

Faults = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TypedSession:
    """A session as text; ``rows`` are its needs by the number they have in the form."""

    monday: date
    fields: Mapping[str, str]
    rows: Mapping[int, Mapping[str, str]]
    number: int | None = None
    held: tuple[HeldSeat, ...] = ()
    wants_more: bool = False
    begun: bool = False

    @property
    def asked(self) -> dict[int, Mapping[str, str]]:
        """Rows that say something and are not to be removed."""
        return {
            row: need
            for row, need in self.rows.items()
            if not need.get("remove") and any(need.get(name) for name in _SAYS_SOMETHING)
        }

    @staticmethod
    def new(office: Office, monday: date) -> TypedSession:
        """What a new session begins with."""
        fields = {
            "date": monday.isoformat(),
            "start": "",
            "end": "",
            "shift_minutes": "120",
            "kind": "Hotline" if office.is_hotline else "Clinic",
            "modality": "Remote" if office.is_hotline else "On site",
            "stations": str(office.stations),
            "intake_volunteers": "1",
            "standby": "0",
        }
        return TypedSession(monday, fields, _blank_rows(1))


def _blank_rows(first: int) -> dict[int, Mapping[str, str]]:
    return dict.fromkeys(range(first, first + BLANK_ROWS), _BLANK)


def typed_again(found: SessionDemand, office: Office, monday: date) -> TypedSession:
    """A session on file as it would have been typed."""
    session, zone = found.session, ZoneInfo(office.timezone)
    starts, ends = session.starts.astimezone(zone), session.ends.astimezone(zone)
    rows: dict[int, Mapping[str, str]] = {
        row: _typed_need(need) for row, need in enumerate(session.needs, 1)
    }
    return TypedSession(
        monday,
        {
            "date": starts.date().isoformat(),
            "start": f"{starts:%H:%M}",
            "end": f"{ends:%H:%M}",
            "shift_minutes": str(session.shift_minutes),
            "kind": session.kind.value.capitalize(),
            "modality": session.modality.label,
            "stations": str(session.stations),
            "intake_volunteers": str(session.intake),
            "standby": str(session.standby),
        },
        rows | _blank_rows(len(rows) + 1),
        session.id,
        found.held,
        begun=found.begun,
    )


def _typed_need(need: Need) -> dict[str, str]:
    return {
        "id": str(need.id),
        "matter": need.matter.label,
        "language": need.language or "any",
        "consultations": str(need.consultations),
        "minutes_each": str(need.minutes_each),
        "priority": need.priority.value,
    }


def typed_from(
    form: Form, monday: date, number: int | None, held: tuple[HeldSeat, ...] = ()
) -> TypedSession:
    """What a browser sent."""
    found = (_NEED_FIELD.fullmatch(name) for name in form.names())
    places = sorted({int(match[1]) for match in found if match})
    rows: dict[int, Mapping[str, str]] = {
        place: {name: form.text(f"needs.{place}.{name}") for name in _NEED_FIELDS}
        for place in places
    }
    more = form.text("step") == "more"
    if more:
        rows |= _blank_rows(max(rows, default=0) + 1)
    fields = {name: form.text(name) for name in _FIELDS}
    return TypedSession(monday, fields, rows, number, held, wants_more=more)


async def form_page(
    request: Asking,
    office: Office,
    typed: TypedSession,
    faults: Faults = (),
    crowd: Crowd | None = None,
) -> Template:
    """The form, with what follows from what is typed so far; ``crowd`` where it is known."""
    entered = await actions.enter_session(office.key, typed.fields, typed.asked)
    session = entered.session
    if session and crowd is None:
        crowd = await actions.who_could_come(session)
    seen = _Seen(session, crowd, suppressed=person_of(request).access is Access.OFFICE)
    needs = dict(zip(entered.rows, session.needs, strict=True)) if session else {}
    return page(
        request,
        "demand/session.html",
        title="Change a session" if typed.number else "Add a session",
        status_code=422 if faults else 200,
        place="/demand",
        office=office,
        typed=typed,
        errors=[{"field": name, "text": text} for name, text in faults],
        faults=dict(faults),
        rows=[
            {
                "number": row,
                "typed": fields,
                "arithmetic": _arithmetic(session, needs.get(row)),
                "languages": seen.languages(fields.get("matter", "")),
                "held": _names(h for h in typed.held if str(h.need) == fields.get("id")),
            }
            for row, fields in typed.rows.items()
        ],
        held=_names(typed.held),
        shifts=len(shifts(session)) if session else 0,
        notes=entered.notes,
        matters=[(m.label, m.label) for m in Matter],
        kinds=[(k.value.capitalize(), k.value.capitalize()) for k in SessionKind],
        modalities=[(m.label, f"{m.label}: {_MODALITIES[m]}") for m in Modality],
        priorities=[(p.value, p.value.capitalize()) for p in Priority],
    )


_MODALITIES = {
    Modality.ON_SITE: "everyone is there",
    Modality.HYBRID: "interpreters may be remote",
    Modality.REMOTE: "everyone may be remote",
}


def _names(held: Iterable[HeldSeat]) -> list[str]:
    return sorted({h.name for h in held})


def _arithmetic(session: Session | None, need: Need | None) -> str:
    if session is None or need is None:
        return ""
    asked = need.consultations * need.minutes_each
    count, parts = seats(need, session), len(shifts(session))
    where = "its one shift" if parts == 1 else f"each of its {parts} shifts"
    return (
        f"{need.consultations} \N{MULTIPLICATION SIGN} {need.minutes_each} min = {asked} min, "
        f"in a session of {session.minutes} min: {plural(count, 'seat')} in {where}."
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What each language would leave, for whoever looks."""

    session: Session | None
    crowd: Crowd | None
    suppressed: bool

    def languages(self, matter: str) -> list[tuple[str, str]]:
        """The answers to "in which language?"; blank is none of them."""
        chosen = next((m for m in Matter if m.label == matter), None)
        first = [("", "Choose"), (ENGLISH, "English"), ("any", "Any language")]
        rest = sorted(
            ((code, name) for code, name in LANGUAGES.items() if code != ENGLISH),
            key=lambda entry: entry[1],
        )
        if chosen is None or self.crowd is None:
            return first + rest
        return [
            (code, f"{name} \N{MIDDLE DOT} {self._count(chosen, code)}" if code else name)
            for code, name in first + rest
        ]

    def _count(self, matter: Matter, code: str) -> str:
        if self.crowd is None:
            return ""
        left = self.crowd.left(matter, None if code == "any" else code)
        return self._words(left)

    def _words(self, left: Left) -> str:
        alone = self._few(left.alone, "person", "people")
        if not left.interpreters:
            return alone
        return f"{alone}, {self._few(left.interpreters, 'interpreter', 'interpreters')}"

    def _few(self, count: int, one: str, many: str) -> str:
        if self.suppressed and 0 < count < 3:  # noqa: PLR2004 - somebody could be known
            return f"fewer than 3 {many}"
        return plural(count, one, many) if count else "nobody"
