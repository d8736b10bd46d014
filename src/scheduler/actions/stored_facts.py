"""Letters as they were queued, back from the facts that were stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scheduler.model.letters import (
    Change,
    Invite,
    LetterKind,
    Method,
    PlainLetter,
    Reminder,
)


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
    for name in ("detail", "bring"):
        facts[name] = tuple(facts[name])
    facts["changed"] = tuple(Change(c) for c in facts["changed"])
    facts["kind"] = LetterKind(facts["kind"])
    facts["method"] = Method(facts["method"])
    return Invite(**facts)


def reminder_of(stored: Mapping[str, Any]) -> Reminder:
    """A reminder with the invite it reminds of."""
    return Reminder(invite_of(stored["invite"]), stored["accepted"], stored["stop_url"])
