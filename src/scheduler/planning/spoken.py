"""The solver's sentences with its ids replaced by what people call things."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from scheduler.model.languages import interpreted_name, language_name
from scheduler.model.rosters import Placement
from scheduler.model.sessions import role_label, shifts
from scheduler.model.week import Week

NOON = 12

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
    """A shift as people say it: "Mon 7 Dec 2:00 pm, Bronx"."""
    block = week.sessions.get(session)
    if block is None:
        return f"session {session}"
    office = week.offices[block.office]
    cut = shifts(block)
    if shift >= len(cut):
        return f"a shift that is no more at {office.name}"
    starts = cut[shift].starts.astimezone(ZoneInfo(office.timezone))
    half = "am" if starts.hour < NOON else "pm"
    clock = f"{starts.hour % NOON or NOON}:{starts:%M} {half}"
    return f"{starts:%a} {starts.day} {starts:%b} {clock}, {office.name}"


def need_name(week: Week, need: int) -> str:
    """A need as people say it: "Asylum in Spanish"."""
    try:
        _, found = week.need(need)
    except KeyError:
        return f"need {need}"
    return f"{found.matter.label} in {language_name(found.language)}"


def hours_of(minutes: int) -> str:
    """Minutes as people pledge them: "2 hours", "1 h 30 min"."""
    whole, rest = divmod(minutes, 60)
    if rest:
        return f"{whole} h {rest} min" if whole else f"{rest} minutes"
    return f"{whole} hour" if whole == 1 else f"{whole} hours"


def work_name(week: Week, placement: Placement) -> str:
    """What a person does in a shift: "Adviser, Asylum in Spanish", "Interpreter for Twi"."""
    session = week.sessions.get(placement.session)
    label = role_label(placement.role, session.kind) if session else placement.role.value
    if placement.need is not None:
        return f"{label}, {need_name(week, placement.need)}"
    if placement.language is None:
        return label
    return f"{label} for {interpreted_name(placement.language, placement.bridge)}"
