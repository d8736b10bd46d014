"""Refusing what would tell who a client is: no cell is meant for that."""

from __future__ import annotations

import re
import unicodedata

from scheduler.imports.cells import Cells

_SIX_DIGITS = re.compile(r"(?:\d\D*){6}")
"""None of them is shorter, and few cells have so many: this keeps reading fast."""
_A_NUMBER = re.compile(r"(?<![^\W_])A[-#.: ]{0,3}\d{3}[- ]?\d{3}[- ]?\d{1,3}(?!\d)", re.IGNORECASE)
_PASSPORT = re.compile(
    r"passport\W{0,3}(?:no|nr|number|num)?\W{0,4}[A-Z]{0,2}\d{6,9}(?!\d)"
    r"|(?<![^\W_])[A-Z]{1,2}\d{7,9}(?![^\W_])",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d)")
# Addresses have a form of their own; a bar number may look like a passport's or a phone's.
_SPARED = {
    "email": (),
    "conference": (),
    "bar_number": ("A-number",),
    "phone": ("A-number", "passport number"),
}
_PATTERNS = (("A-number", _A_NUMBER), ("passport number", _PASSPORT), ("phone number", _PHONE))


def refuse_identities(cells: Cells) -> None:
    """Every cell that looks like a client's identity is bad."""
    for column in cells.row.columns:
        found = looks_like(cells.text(column), _SPARED.get(column))
        if found:
            cells.bad(
                column,
                f"This looks like {'an' if found == 'A-number' else 'a'} {found}.",
                "To keep the people we serve safe, nothing about them is stored here:"
                " please take it out.",
            )


def looks_like(text: str, only: tuple[str, ...] | None = None) -> str:
    """What kind of identity the text looks like holding; "" for none."""
    if not _SIX_DIGITS.search(text):
        return ""
    plain = unicodedata.normalize("NFKC", text)
    for name, pattern in _PATTERNS:
        if (only is None or name in only) and pattern.search(plain):
            return name
    return ""
