"""What of a text reaches paper and cells: the letters, and nothing that hides.

Names come from spreadsheets and forms. Calendars and mails refuse what would break their
lines (``calendars.texts``); a sheet that people compare by eye is stricter: invisible
letters make two names look alike or one look like nobody.
"""

from __future__ import annotations

import re
import unicodedata

from scheduler.calendars.texts import one_line

UNREADABLE = "(name cannot be shown)"
"""Stands for a name of which nothing is left; an empty name would read as an empty seat."""

_REPLACEMENT = "\ufffd"
_JOINERS = "\u200c\u200d"
_NONCHARACTER = 0xFFFE
_FDD0, _FDEF = 0xFDD0, 0xFDEF
_MARKS_IN_A_ROW = 4
"""More marks on one letter than any living orthography stacks: they would climb over rows."""

# Invisible though Unicode counts them as letters, marks or symbols: combining grapheme
# joiner, Hangul fillers, Khmer inherent vowels, Mongolian selectors, the empty Braille cell.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")

# Between letters of Arabic, Indic and the scripts after them a joiner is spelling
# (Persian and Bengali need it); anywhere else it is only a way to hide.
_JOINING = "[\u0600-\u1fff\ua000-\U0010ffff]"
_STRAY_JOINER = re.compile(f"(?<!{_JOINING})[{_JOINERS}]|[{_JOINERS}](?!{_JOINING})")


def printable(text: str) -> str:
    """The text on one line without control, direction and invisible characters (NFC)."""
    visible = "".join(map(_seen, one_line(text)))
    joined = _STRAY_JOINER.sub("", unicodedata.normalize("NFC", visible))
    return " ".join(_few_marks(joined).split())


def shown_name(name: str) -> str:
    """A person's name as it is shown; empty only when there is no person."""
    return (printable(name) or UNREADABLE) if name else ""


def _seen(char: str) -> str:
    if char in _JOINERS:
        return char
    category = unicodedata.category(char)
    if category == "Cf" or char in _BLANK:
        return ""
    return _REPLACEMENT if category == "Co" or _is_noncharacter(ord(char)) else char


def _is_noncharacter(code: int) -> bool:
    return code & _NONCHARACTER == _NONCHARACTER or _FDD0 <= code <= _FDEF


def _few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) == "Mn" else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)
