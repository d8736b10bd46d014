"""Letters as they were queued, back from the facts that were stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from scheduler.model.access import Access
from scheduler.model.bringing import Thing
from scheduler.model.digests import CoordinatorDigest, Digest, OfficeDigest
from scheduler.model.hours_letters import HoursLetter
from scheduler.model.letters import (
    Change,
    Invite,
    LetterKind,
    Method,
    PlainLetter,
    Reminder,
    Task,
)
from scheduler.model.matters import Matter
from scheduler.model.sessions import Title


def plain_of(stored: Mapping[str, Any]) -> PlainLetter:
    """A letter in plain words."""
    facts = dict(stored)
    facts["paragraphs"] = tuple(facts["paragraphs"])
    if facts.get("stamp"):
        facts["stamp"] = datetime.fromisoformat(facts["stamp"])
    return PlainLetter(**{**facts, "kind": LetterKind(facts["kind"])})


def invite_of(stored: Mapping[str, Any]) -> Invite:
    """An invite, an update or a cancel."""
    facts = dict(stored)
    for name in ("stamp", "created", "starts", "ends"):
        facts[name] = datetime.fromisoformat(facts[name])
    facts["task"] = _task(facts["task"])
    facts["changed"] = tuple(Change(c) for c in facts["changed"])
    facts["kind"] = LetterKind(facts["kind"])
    facts["method"] = Method(facts["method"])
    return Invite(**facts)


def _task(stored: Mapping[str, Any]) -> Task:
    return Task(
        title=Title(stored["title"]),
        matter=None if stored["matter"] is None else Matter(stored["matter"]),
        language=stored["language"],
        beside=stored["beside"],
        bring=tuple(map(Thing, stored["bring"])),
        bridge=stored.get("bridge"),
    )


def hours_of(stored: Mapping[str, Any]) -> HoursLetter:
    """A question about hours."""
    return msgspec.convert(stored, HoursLetter)


def digest_of(stored: Mapping[str, Any]) -> Digest:
    """A digest, as who reads it has one."""
    if stored["reader"] == Access.COORDINATOR:
        return msgspec.convert(stored, CoordinatorDigest)
    return msgspec.convert(stored, OfficeDigest)


def reminder_of(stored: Mapping[str, Any]) -> Reminder:
    """A reminder with the invite it reminds of."""
    return Reminder(invite_of(stored["invite"]), stored["accepted"], stored["stop_url"])
