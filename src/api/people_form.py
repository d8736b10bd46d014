"""The form of one person, in the columns of the spreadsheet of volunteers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from litestar.response import Template

from api.forms import Form
from api.pages import page
from api.relay_rows import LANGUAGE_NAMES, relay_rows, relays_typed
from api.session import Asking
from scheduler.imports.describing import volunteer_words
from scheduler.model.matters import Authority, Kind, Matter, authority
from scheduler.model.people import Volunteer
from scheduler.store.directory import load_offices

_PLAIN = (
    "name",
    "email",
    "phone",
    "kind",
    "bar_state",
    "bar_number",
    "credential_expires",
    "hours_per_week",
    "organisation",
)
_SKILL = re.compile(r"languages\.(\d{1,3})\.name")
_SPOKEN = re.compile(r"\s*([^;()]+?)\s*\(([^)]*)\)")
BLANK_ROWS = 2


def typed_person(person: Volunteer) -> dict[str, str]:
    """A person on file as the columns have them."""
    return {**volunteer_words(person), "email": person.email}


def typed_from(form: Form) -> dict[str, str]:
    """What a browser sent, put together as the columns have it."""
    typed = {name: form.text(name, most=1000) for name in _PLAIN}
    home, others = form.text("home"), form.texts("offices")
    typed["offices"] = "; ".join(dict.fromkeys(filter(None, (home, *others))))
    typed["matters"] = "; ".join(form.texts("matters"))
    typed["languages"] = "; ".join(_skills(form))
    typed["relays"] = "; ".join(" > ".join(pair) for pair in relays_typed(form))
    typed["remote"] = "yes" if form.ticked("remote") else "no"
    typed["supervises"] = "yes" if form.ticked("supervises") else "no"
    typed["step"] = form.text("step")
    return typed


def _skills(form: Form) -> list[str]:
    found = (_SKILL.fullmatch(name) for name in form.names())
    skills = []
    for place in sorted({int(match[1]) for match in found if match}):
        stem = f"languages.{place}"
        name = form.text(f"{stem}.name")
        does = [word for word in ("advise", "interpret") if form.ticked(f"{stem}.{word}")]
        if name:
            skills.append(f"{name} ({', '.join(does)})")
    return skills


def _spoken(languages: str) -> list[tuple[str, bool, bool]]:
    """Each language of the column with what is ticked beside it."""
    return [
        (name, "advise" in does, "interpret" in does) for name, does in _SPOKEN.findall(languages)
    ]


def _into(relays: str) -> list[tuple[str, str]]:
    """Each language of the column with the one it is interpreted into."""
    pairs = (part.partition(">") for part in relays.split(";") if part.strip())
    return [(language.strip(), bridge.strip()) for language, _, bridge in pairs]


async def form_page(
    request: Asking,
    typed: Mapping[str, str],
    number: int | None = None,
    faults: Sequence[tuple[str, str]] = (),
    *,
    more: bool = False,
) -> Template:
    """The form with what was typed, and what has to be mended."""
    offices = await load_offices()
    reached = [o.strip() for o in typed.get("offices", "").split(";") if o.strip()]
    languages = _spoken(typed.get("languages", ""))
    blank = [("", False, False)] * (BLANK_ROWS + 2 * more)
    return page(
        request,
        "people/form.html",
        title="Change a person" if number else "Add a person",
        status_code=422 if faults else 200,
        number=number,
        typed={name: typed.get(name, "") for name in _PLAIN},
        remote=typed.get("remote") == "yes",
        supervises=typed.get("supervises") == "yes",
        matters=[m.strip() for m in typed.get("matters", "").split(";")],
        home=reached[0] if reached else "",
        home_options=[("", "None: remote only"), *((key, o.name) for key, o in offices.items())],
        office_options=[(key, o.name) for key, o in offices.items() if not o.is_hotline],
        reached=reached[1:],
        languages=list(enumerate([*languages, *blank], 1)),
        language_names=LANGUAGE_NAMES,
        relays=relay_rows(_into(typed.get("relays", "")), more=more),
        kinds=[(k.label, k.label) for k in Kind],
        advisers=[k.label for k in Kind if authority(k, Matter.VISA) is not Authority.NONE],
        all_matters=[(m.label, m.label) for m in Matter],
        errors=[{"field": name, "text": text} for name, text in faults],
        faults=dict(faults),
    )
