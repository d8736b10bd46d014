"""What a volunteer interprets only into another language than English: the column ``relays``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.imports.cells import BadCellError, Cells, quoted
from scheduler.imports.words import language, listed
from scheduler.model.languages import ENGLISH, language_name
from scheduler.model.matters import Kind
from scheduler.model.people import Relay, Volunteer

_BETWEEN = re.compile(r"[;,|]")
_INTO = re.compile(r"\s*(?:->|[>→]|\binto\b)\s*", re.IGNORECASE)
_TWO = 2
_MEND = "Name two languages, the client's first: Mam > Spanish."


def with_relays(cells: Cells, person: Volunteer) -> Volunteer:
    """The person with their relays; what this row says holds against what is on file."""
    said = replace(person, relays=cells.read("relays", relays, person.relays))
    twice = said.interprets_twice
    if not twice:
        _warn_of_kind(cells, said)
        return said
    names = listed(map(language_name, twice), "and")
    if not cells.text("relays"):
        cells.warn(
            "languages",
            f"On file {said.name} interprets {names} only into another language than English.",
            "That is dropped, since this row says that they interpret it into English.",
        )
        return replace(said, relays=tuple(r for r in said.relays if r.language not in twice))
    if not cells.text("languages"):
        cells.warn(
            "relays",
            f"On file {said.name} interprets {names} into English.",
            "That is dropped, since this row says what alone they interpret it into.",
        )
        return _not_into_english(said, twice)
    cells.bad(
        "relays",
        f"{names} is given twice: interpreted into English, and only into another language.",
        f"Take it out here, or take “interpret” from {names} under languages.",
    )
    return said


def _not_into_english(person: Volunteer, languages: Iterable[str]) -> Volunteer:
    changed = set(languages)
    skills = (
        replace(skill, interpret=False) if skill.language in changed else skill
        for skill in person.languages
    )
    return replace(person, languages=tuple(s for s in skills if s.advise or s.interpret))


def _warn_of_kind(cells: Cells, person: Volunteer) -> None:
    if cells.text("relays") and person.kind is not Kind.INTERPRETER:
        cells.warn(
            "relays",
            f"The kind {person.kind.label} is never placed as an interpreter.",
            "What they interpret is kept, and used once the kind is Interpreter.",
        )


def relays(text: str) -> tuple[Relay, ...]:
    """Several languages, each with the only one it is interpreted into: "Mam > Spanish"."""
    found = tuple(_relay(part.strip()) for part in _BETWEEN.split(text) if part.strip())
    for relay in _again(found):
        name, bridge = language_name(relay.language), language_name(relay.bridge)
        raise BadCellError(f"{name} into {bridge} is there twice.", "Keep one of them.")
    return tuple(sorted(found))


def _again(found: tuple[Relay, ...]) -> Iterator[Relay]:
    return (relay for place, relay in enumerate(found) if relay in found[:place])


def _relay(text: str) -> Relay:
    names = _INTO.split(text)
    if len(names) != _TWO or not all(names):
        raise BadCellError(
            f"{quoted(text)} does not say which language is interpreted into which.", _MEND
        )
    relay = Relay(*map(language, names))
    name = language_name(relay.language)
    if relay.language == relay.bridge:
        raise BadCellError(f"{name} is interpreted into itself here.", _MEND)
    if relay.language == ENGLISH:
        raise BadCellError("Whoever advises speaks English: nobody interprets it.", _MEND)
    if relay.bridge == ENGLISH:
        raise BadCellError(
            f"Whoever interprets {name} into English needs no second interpreter.",
            f"Write {name} (interpret) under languages instead.",
        )
    return relay
