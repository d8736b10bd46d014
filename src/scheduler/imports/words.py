"""Kinds, matters, levels, languages, offices: from what people write to what is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeVar

from scheduler.imports.cells import BadCellError, quoted
from scheduler.model.availability import Level, Weeks
from scheduler.model.languages import language_code, nearest_languages
from scheduler.model.matters import Kind, Matter
from scheduler.model.sessions import Modality, Priority, SessionKind

T = TypeVar("T")

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ANY = frozenset({"any", "any language"})
_TWO_LANGUAGES = frozenset({"chinese", "zh", "zho"})


def squeezed(text: str) -> str:
    """The text without case, accents of punctuation and spaces: "On-site" is "onsite"."""
    return re.sub(r"[\W_]+", "", text.casefold())


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words as people list them: "a, b or c"."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end


def word(noun: str, labels: Mapping[str, T], other: Mapping[str, T]) -> Callable[[str], T]:
    """A parser of one of ``labels``, or of ``other`` ways to write them."""
    known = {squeezed(k): v for k, v in (*other.items(), *labels.items())}
    names = {squeezed(label): label for label in labels}

    def parse(text: str) -> T:
        found = known.get(squeezed(text))
        if found is None:
            near = get_close_matches(squeezed(text), names, n=1)
            hint = f"Did you mean {names[near[0]]}? " if near else ""
            raise BadCellError(f"{quoted(text)} is not a {noun}.", f"{hint}Write {listed(labels)}.")
        return found

    return parse


kind = word(
    "kind of volunteer",
    {k.label: k for k in Kind},
    {k.value: k for k in Kind} | {"Lawyer": Kind.ATTORNEY, "Student": Kind.LAW_STUDENT},
)
matter = word(
    "matter",
    {m.label: m for m in Matter},
    {m.value: m for m in Matter} | {"Removal defence": Matter.REMOVAL_DEFENSE},
)
session_kind = word("kind of session", {k.value.capitalize(): k for k in SessionKind}, {})
modality = word("way to meet", {m.label: m for m in Modality}, {"In person": Modality.ON_SITE})
priority = word("priority", {p.value: p for p in Priority}, {"medium": Priority.NORMAL})
level = word("level", {entry.value: entry for entry in Level}, {})
weeks = word("choice of weeks", {w.value: w for w in Weeks}, {"all": Weeks.EVERY})
weekday = word(
    "day of the week",
    {name: number for number, name in enumerate(WEEKDAYS)},
    {name[:3]: number for number, name in enumerate(WEEKDAYS)} | {"Tues": 1, "Thur": 3, "Thurs": 3},
)


def language(text: str) -> str:
    """The code of a language."""
    code = language_code(text.replace("\u2019", "'"))
    if code is None:
        raise BadCellError(f"{quoted(text)} is not a language on our list.", _mend_language(text))
    return code


def language_or_any(text: str) -> str | None:
    """The code of a language; None for "any"."""
    return None if text.casefold() in _ANY else language(text)


@lru_cache(maxsize=4096)
def _mend_language(text: str) -> str:
    if text.casefold() in _TWO_LANGUAGES:
        return "Write Mandarin or Cantonese: they are two languages."
    near = nearest_languages(text[:40])
    return (
        f"Did you mean {listed(near)}?"
        if near
        else "Write the language's English name, such as Spanish or Haitian Creole."
    )
