"""The solver's sentences with its ids replaced by what people call things."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from scheduler.model.languages import language_name
from scheduler.model.week import Week

_IDS = re.compile(
    r"(?:\b[Ss]ession )?\bs(?P<session>\d+)\.(?P<shift>\d+)\b"
    r"|(?:\b[Nn]eed )?\bn(?P<need>\d+)\.\d+\b"
    r"|(?:\b[Vv]olunteer )?\bv(?P<volunteer>\d+)\b"
)


def spoken(week: Week, sentence: str) -> str:
    """The sentence with people, shifts and needs by name."""

    def name(match: re.Match[str]) -> str:
        if match["session"]:
            return shift_name(week, int(match["session"]), int(match["shift"]))
        if match["need"]:
            return need_name(week, int(match["need"]))
        person = week.volunteers.get(int(match["volunteer"]))
        return person.name if person else match[0]

    text = _IDS.sub(name, sentence)
    return text[:1].upper() + text[1:]


def shift_name(week: Week, session: int, shift: int) -> str:
    """A shift as people say it: "Mon 7 Dec 14:00, Bronx"."""
    block = week.sessions.get(session)
    if block is None:
        return f"session {session}"
    office = week.offices[block.office]
    starts = week.shift(session, shift).starts.astimezone(ZoneInfo(office.timezone))
    return f"{starts:%a} {starts.day} {starts:%b} {starts:%H:%M}, {office.name}"


def need_name(week: Week, need: int) -> str:
    """A need as people say it: "Asylum in Spanish"."""
    try:
        _, found = week.need(need)
    except KeyError:
        return f"need {need}"
    return f"{found.matter.label} in {language_name(found.language)}"
