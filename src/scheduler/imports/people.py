"""Volunteers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from scheduler.imports.bridges import with_relays
from scheduler.imports.cells import BadCellError, Cells, quoted
from scheduler.imports.places import OfficeNames, several
from scheduler.imports.sheets import Sheet
from scheduler.imports.taking import Identity, Taken, take
from scheduler.imports.values import day, email, hours_as_minutes, line, phone, yes_no
from scheduler.imports.words import kind, language, matter
from scheduler.model.matters import Authority, Kind, Matter, authority
from scheduler.model.people import Credential, LanguageSkill, Volunteer

SOON = timedelta(days=30)
_SKILL = re.compile(r"([^()]+?)\s*\(([^()]*)\)")
_BETWEEN_SKILLS = re.compile(r"[;,|](?![^(]*\))")
_ADVISE = frozenset({"advise", "advises", "adviser"})
_INTERPRET = frozenset({"interpret", "interprets", "interpreter"})
_ADVISERS = frozenset(k for k in Kind if authority(k, Matter.VISA) is not Authority.NONE)
_SUPERVISORS = frozenset(k for k in Kind if authority(k, Matter.VISA) is Authority.OWN)


def read_volunteers(
    sheet: Sheet | None, names: OfficeNames, on_file: Mapping[str, Volunteer], today: date
) -> Taken[Volunteer]:
    """The volunteers of the sheet, blanks filled from what is on file."""
    return take(
        sheet,
        lambda cells: _volunteer(cells, names, on_file, today),
        Identity(
            lambda person: person.email,
            "email",
            lambda person: f"The e-mail {person.email} is",
            "An e-mail is one person: keep one of the rows, or write the other's own address.",
        ),
    )


def _volunteer(
    cells: Cells, names: OfficeNames, on_file: Mapping[str, Volunteer], today: date
) -> Volunteer:
    cells.ask_for("A volunteer", {"email": "e-mail"})
    address = cells.read("email", email, "")
    old = on_file.get(address)
    if old is None:
        cells.ask_for("A new volunteer", {"name": "name", "kind": "kind"})
        old = Volunteer(address, "", Kind.ATTORNEY)
    person = _duties(cells, _about(cells, old, names))
    _warn_of_expiry(cells, person, today)
    return person


def _about(cells: Cells, old: Volunteer, names: OfficeNames) -> Volunteer:
    """Who they are and where they reach."""
    return replace(
        old,
        name=cells.read("name", line, old.name),
        phone=cells.read("phone", phone, old.phone),
        offices=cells.read("offices", several(names), old.offices),
        remote=cells.read("remote", yes_no, old.remote),
        organisation=cells.read("organisation", line, old.organisation),
        pledge_minutes=cells.read("hours_per_week", hours_as_minutes, old.pledge_minutes),
    )


def _duties(cells: Cells, old: Volunteer) -> Volunteer:
    """What they may do, checked against their kind."""
    known = old.credential
    person = replace(
        old,
        kind=cells.read("kind", kind, old.kind),
        credential=Credential(
            cells.read("bar_state", line, known.state),
            cells.read("bar_number", line, known.number),
            cells.read("credential_expires", day, known.expires),
        ),
        matters=cells.read("matters", matters, old.matters),
        languages=cells.read("languages", skills, old.languages),
        supervises=cells.read("supervises", yes_no, old.supervises),
    )
    _check_kind(cells, person)
    return with_relays(cells, person)


def _check_kind(cells: Cells, person: Volunteer) -> None:
    label = person.kind.label
    if cells.text("matters") and person.kind not in _ADVISERS:
        cells.bad(
            "matters",
            f"The kind {label} never advises, yet matters are given.",
            "Empty the cell, or correct the kind.",
        )
    if cells.text("supervises") and person.supervises and person.kind not in _SUPERVISORS:
        cells.bad(
            "supervises",
            f"The kind {label} cannot supervise.",
            "Write no, or correct the kind.",
        )


def _warn_of_expiry(cells: Cells, person: Volunteer, today: date) -> None:
    expires = person.credential.expires
    if expires is None or person.kind not in _ADVISERS or expires > today + SOON:
        return
    happened = "expired" if expires < today else "expires"
    cells.warn(
        "credential_expires",
        f"The credential of {person.name} {happened} on {expires}.",
        "Shifts after that day are not given; ask for the new date.",
    )


def matters(text: str) -> frozenset[Matter]:
    """Several matters, separated by semicolons."""
    return frozenset(matter(part.strip()) for part in re.split(r"[;,|]", text) if part.strip())


def skills(text: str) -> tuple[LanguageSkill, ...]:
    """Languages with what the person does in each, such as "Korean (advise)"."""
    found: dict[str, LanguageSkill] = {}
    for part in _BETWEEN_SKILLS.split(text):
        if part.strip():
            skill = _skill(part.strip())
            old = found.get(skill.language, LanguageSkill(skill.language, False, False))  # noqa: FBT003
            found[skill.language] = LanguageSkill(
                skill.language, skill.advise or old.advise, skill.interpret or old.interpret
            )
    return tuple(found[code] for code in sorted(found))


def _skill(text: str) -> LanguageSkill:
    parts = _SKILL.fullmatch(text)
    code = language(parts[1] if parts else text)
    does = set(re.findall(r"\w+", parts[2].casefold())) - {"and"} if parts else set()
    if not does or does - _ADVISE - _INTERPRET:
        name = parts[1] if parts else text
        raise BadCellError(
            f"{quoted(text)} does not say what the person does in the language.",
            f"Write {name} (advise), {name} (interpret), or {name} (advise, interpret).",
        )
    return LanguageSkill(code, advise=bool(does & _ADVISE), interpret=bool(does & _INTERPRET))
