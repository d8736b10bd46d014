"""Everything on file as people read it: what it is called, and its columns in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.imports.words import WEEKDAYS
from scheduler.model.availability import WeeklySlot, Weeks
from scheduler.model.languages import language_name
from scheduler.model.offices import Office, Travel
from scheduler.model.people import LanguageSkill, Relay, Volunteer
from scheduler.model.sessions import Need, Session

Words = Mapping[str, str]
"""The heading of each column and what it holds, in words."""


def office_words(office: Office) -> Words:
    """An office's columns."""
    return {
        "name": office.name,
        "timezone": office.timezone,
        "stations": str(office.stations),
        "address": office.address,
        "conference": office.conference,
    }


def travel_words(travel: Travel) -> Words:
    """A way's columns."""
    return {"minutes": str(travel.minutes)}


def session_words(session: Session, timezone: str) -> Words:
    """A session's columns, its end in the office's time."""
    return {
        "end": f"{session.ends.astimezone(ZoneInfo(timezone)):%H:%M}",
        "shift_minutes": str(session.shift_minutes),
        "kind": session.kind.value.capitalize(),
        "modality": session.modality.label,
        "stations": str(session.stations),
        "intake_volunteers": str(session.intake),
        "standby": str(session.standby),
    }


def need_words(need: Need) -> Words:
    """A need's columns."""
    return {
        "consultations": str(need.consultations),
        "minutes_each": str(need.minutes_each),
        "priority": need.priority.value,
    }


def volunteer_words(person: Volunteer) -> Words:
    """A volunteer's columns."""
    credential = person.credential
    return {
        "name": person.name,
        "phone": person.phone,
        "kind": person.kind.label,
        "bar_state": credential.state,
        "bar_number": credential.number,
        "credential_expires": str(credential.expires or ""),
        "matters": "; ".join(sorted(m.label for m in person.matters)),
        "languages": "; ".join(sorted(skill_words(skill) for skill in person.languages)),
        "relays": "; ".join(map(relay_words, person.relays)),
        "offices": "; ".join(person.offices),
        "remote": _yes_no(person.remote),
        "hours_per_week": f"{person.pledge_minutes / 60:g}",
        "supervises": _yes_no(person.supervises),
        "organisation": person.organisation,
    }


def skill_words(skill: LanguageSkill) -> str:
    """A language with what the person does in it: "Korean (advise)"."""
    does = [word for word in ("advise", "interpret") if getattr(skill, word)]
    return f"{language_name(skill.language)} ({', '.join(does)})"


def relay_words(relay: Relay) -> str:
    """A language with the only one it is interpreted into: "Mam > Spanish"."""
    return f"{language_name(relay.language)} > {language_name(relay.bridge)}"


def pattern_words(pattern: Iterable[WeeklySlot]) -> Words:
    """A person's week, each time in words."""
    return {"times": "; ".join(sorted_words(pattern))}


def sorted_words(pattern: Iterable[WeeklySlot]) -> list[str]:
    """The slots in the order of the week, each in words."""
    ordered = sorted(pattern, key=lambda s: (s.weekday, s.starts, s.ends, s.level, s.weeks))
    return [_slot_words(slot) for slot in ordered]


def _slot_words(slot: WeeklySlot) -> str:
    often = "" if slot.weeks is Weeks.EVERY else f", {slot.weeks.value} weeks"
    hours = f"{slot.starts:%H:%M}–{slot.ends:%H:%M}"  # noqa: RUF001 - a range of hours
    return f"{WEEKDAYS[slot.weekday]} {hours} {slot.level.value}{often}"


def session_name(office: str, starts: datetime, timezone: str) -> str:
    """What a session is called: "bronx, Monday 7 December 2026, 14:00"."""
    local = starts.astimezone(ZoneInfo(timezone))
    return f"{office}, {local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def need_name(session: str, need: Need) -> str:
    """What a need is called: its session, matter and language."""
    return f"{session}: {need.matter.label} in {language_name(need.language)}"


def person_name(person: Volunteer | None, email: str) -> str:
    """What a person is called."""
    return f"{person.name} ({email})" if person else email


def _yes_no(value: bool) -> str:  # noqa: FBT001 - it is what is put in words
    return "yes" if value else "no"
