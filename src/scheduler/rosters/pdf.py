"""The sheet on the wall: one printed page per day, tagged for screen readers (PDF/UA-1).

Everything variable reaches the typesetter as one JSON value and is set as text; nothing of
it is ever read as markup (templates/roster.typ).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from scheduler.errors import InstallationError, NotFoundError
from scheduler.model.rosters import OfficeRoster, RosterDay, RosterLine, RosterSession, RosterShift
from scheduler.rosters.glyphs import Coverage, coverage
from scheduler.rosters.printable import printable, shown_name
from scheduler.rosters.words import (
    STAND_IN,
    clock,
    day_words,
    is_filled,
    seated,
    session_facts,
    span,
)

_TEMPLATE = Path(__file__).with_name("templates") / "roster.typ"
_LONGEST = 80
"""Characters of a name or note on paper; the spreadsheet has all of them."""
_LONG_WORD = re.compile(r"[^\s-]{22}(?=[^\s-])")
"""Letters of a word that fit a column; after as many it may break."""


def roster_pdf(roster: OfficeRoster, fonts: Path, days: Iterable[date] | None = None) -> bytes:
    """One US Letter sheet per day, for all days of the roster or the given ones.

    The same roster gives the same bytes. A day that does not fit is set closer, then
    smaller, until it does.
    """
    wanted = None if days is None else frozenset(days)
    sheets = [day for day in roster.days if wanted is None or day.day in wanted]
    if not sheets:
        raise NotFoundError("There is no day to print: this roster has no session then.")
    words = _document(roster, sheets)
    return _typeset(_drawable(words, coverage(fonts)), roster, fonts)


def _typeset(words: dict[str, Any], roster: OfficeRoster, fonts: Path) -> bytes:
    compiler = typst.Compiler(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=_fonts(fonts),
        sys_inputs={"roster": json.dumps(words)},
    )
    try:
        pdf = compiler.compile(
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=roster.published_at.replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise InstallationError(f"The roster could not be typeset: {error}") from error
    if not isinstance(pdf, bytes):
        raise InstallationError("The roster could not be typeset: no document came back.")
    return pdf


@lru_cache(maxsize=4)
def _fonts(folder: Path) -> typst.Fonts:
    # the machine's own fonts stay out, so that a roster looks the same everywhere
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def _document(roster: OfficeRoster, days: Iterable[RosterDay]) -> dict[str, Any]:
    published = roster.published_at.astimezone(ZoneInfo(roster.timezone))
    return {
        "office": _note(roster.office_name),
        "week": f"{roster.monday:%B} {roster.monday.day}, {roster.monday.year}",
        "version": str(roster.version),
        "published": f"{day_words(published.date())}, {clock(published)}",
        "days": [
            {
                "title": day_words(day.day),
                "sessions": [_session(each, roster.timezone) for each in day.sessions],
            }
            for day in days
        ],
    }


def _session(session: RosterSession, timezone: str) -> dict[str, Any]:
    return {
        "kind": session.kind.value.capitalize(),
        "time": span(session.starts, session.ends, timezone),
        "facts": session_facts(session),
        "shifts": [_shift(each, timezone) for each in session.shifts],
    }


def _shift(shift: RosterShift, timezone: str) -> dict[str, Any]:
    zone = ZoneInfo(timezone)
    return {
        "starts": clock(shift.starts.astimezone(zone)),
        "ends": clock(shift.ends.astimezone(zone)),
        "seats": [_seat(line) for line in seated(shift.lines)],
    }


def _seat(line: RosterLine) -> dict[str, Any]:
    others = [_note(each) for each in line.speaks if each != line.language]
    filled = is_filled(line)
    return {
        "station": "" if line.station is None else str(line.station),
        "role": _note(line.role),
        "matter": line.matter.label if line.matter else "",
        "filled": filled,
        "name": _clipped(shown_name(line.name)) if filled else STAND_IN,
        "language": _note(line.language),
        "also": ", ".join(others) if filled else "",
        "remote": line.remote,
        "beside": _note(line.beside),
        "supervisor": _note(line.supervisor),
    }


def _note(text: str) -> str:
    return _clipped(printable(text))


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}\u2026"


def _drawable(value: Any, glyphs: Coverage) -> Any:  # noqa: ANN401 - any JSON value
    """The same value with only letters the fonts have, and no word wider than its column."""
    if isinstance(value, str):
        return _breakable(glyphs.drawable(value))
    if isinstance(value, dict):
        return {key: _drawable(each, glyphs) for key, each in value.items()}
    if isinstance(value, list):
        return [_drawable(each, glyphs) for each in value]
    return value


def _breakable(text: str) -> str:
    return _LONG_WORD.sub("\\g<0>\u200b", text)
