"""Rows of a form that say which language somebody interprets only into which."""

from __future__ import annotations

import re
from collections.abc import Iterable

from api.forms import Form
from scheduler.model.languages import ENGLISH, LANGUAGES, language_name

_ROW = re.compile(r"relays\.(\d{1,3})\.(?:language|bridge)")
_CHOOSE = ("", "Choose")
BLANK_ROWS = 1

_NAMED = sorted((language_name(code), code) for code in LANGUAGES if code != ENGLISH)
LANGUAGE_NAMES = [_CHOOSE, *((name, name) for name, _ in _NAMED)]
"""What can be chosen in a form that sends names, and
"""
LANGUAGE_CODES = [_CHOOSE, *((code, name) for name, code in _NAMED)]
"""in one that sends codes."""


def relays_typed(form: Form) -> list[tuple[str, str]]:
    """The rows in which something is chosen."""
    places = (_ROW.fullmatch(name) for name in form.names())
    rows = (
        (form.text(f"relays.{place}.language"), form.text(f"relays.{place}.bridge"))
        for place in sorted({int(match[1]) for match in places if match})
    )
    return [row for row in rows if any(row)]


def relay_rows(
    relays: Iterable[tuple[str, str]], *, more: bool = False
) -> list[tuple[int, tuple[str, str]]]:
    """The rows as the form shows them, counted from 1, with room for another."""
    return list(enumerate([*relays, *[("", "")] * (BLANK_ROWS + 2 * more)], 1))
