"""One made-up letter of every kind, to be looked at before anybody gets one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from scheduler.mail.letters import render_invite, render_plain
from scheduler.mail.list_specimens import LISTS, list_specimen
from scheduler.mail.reminders import render_reminder
from scheduler.mail.signing_in import sign_in_letter
from scheduler.model.bringing import Thing
from scheduler.model.languages import ENGLISH
from scheduler.model.letters import (
    Change,
    Invite,
    LetterKind,
    Method,
    PlainLetter,
    Reminder,
    RenderedLetter,
    Sender,
    Task,
)
from scheduler.model.matters import Matter
from scheduler.model.sessions import Title

_PAGE = "https://opendoor.example.org"
_INVITE = Invite(
    uid="00000000-0000-4000-8000-000000000000@opendoor",
    sequence=0,
    method=Method.REQUEST,
    kind=LetterKind.INVITE,
    stamp=datetime(2027, 2, 1, 12, 30, tzinfo=UTC),
    created=datetime(2027, 2, 1, 12, 30, tzinfo=UTC),
    email="ana.rivera@example.org",
    name="Ana Rivera",
    language="en",
    starts=datetime(2027, 3, 2, 19, tzinfo=UTC),
    ends=datetime(2027, 3, 2, 21, tzinfo=UTC),
    timezone="America/New_York",
    place="Bronx / Westchester",
    address="100 Example Plaza, Bronx, NY 10451",
    remote=False,
    conference="",
    task=Task(
        Title.ADVISER,
        Matter.GREEN_CARD,
        "ht",
        beside=True,
        bring=(Thing.PHOTO_ID, Thing.BAR_CARD),
    ),
    answer_url=f"{_PAGE}/answer/example",
    shifts_url=f"{_PAGE}/shifts",
)
_UPDATE = replace(_INVITE, sequence=1, kind=LetterKind.UPDATE, changed=(Change.TIME, Change.PLACE))
_REMOTE = replace(
    _INVITE,
    remote=True,
    address="",
    conference="https://meet.example.org/bronx",
    task=Task(Title.INTERPRETER, language="ht", bring=(Thing.QUIET_ROOM, Thing.HEADSET)),
)
_STANDBY = replace(_INVITE, task=Task(Title.STANDBY, bring=(Thing.PHOTO_ID, Thing.BAR_CARD)))
_CALLED = replace(_INVITE, sequence=1, kind=LetterKind.UPDATE, changed=(Change.CALLED,))
_CANCEL = replace(_INVITE, sequence=2, kind=LetterKind.CANCEL, method=Method.CANCEL)
_NOTICE = PlainLetter(
    kind=LetterKind.NOTICE,
    email="coordinator@example.org",
    name="Cora Ordonez",
    subject="Ana proposes another time",
    paragraphs=("Nothing was changed: the shift stays as it is until you decide.",),
    action_label="Open",
    action_url=f"{_PAGE}/letters/answers",
    stamp=_INVITE.stamp,
)

SPECIMENS: Mapping[str, str] = {
    "invite": "Invitation",
    "remote": "Invitation, from elsewhere",
    "standby": "Invitation to be on standby",
    "update": "Change of time and place",
    "called": "Called in from standby",
    "cancel": "Cancellation",
    "reminder": "Reminder, not answered yet",
    "expected": "Reminder after a yes",
    "sign-in": "Sign-in link",
    "notice": "Notice to a coordinator",
    **LISTS,
}
"""Every kind with its name."""
_IN_ENGLISH = frozenset({"notice"})
"""Notices speak of pages, and those are English."""
_INVITES = {
    "invite": _INVITE,
    "remote": _REMOTE,
    "standby": _STANDBY,
    "update": _UPDATE,
    "called": _CALLED,
    "cancel": _CANCEL,
}


def specimens_in(language: str) -> dict[str, str]:
    """The kinds that are written in that language, with their names."""
    english = language == ENGLISH
    return {key: name for key, name in SPECIMENS.items() if english or key not in _IN_ENGLISH}


def specimen(name: str, language: str, sender: Sender) -> RenderedLetter:
    """The letter of that name as the installation would write it."""
    if name in LISTS:
        return list_specimen(name, language, sender)
    if name == "sign-in":
        url = f"{_PAGE}/sign-in/example"
        letter = sign_in_letter(_INVITE.email, _INVITE.name, language, url, _INVITE.stamp)
        return render_plain(letter, sender)
    if name == "notice":
        return render_plain(_NOTICE, sender)
    if name in _INVITES:
        return render_invite(replace(_INVITES[name], language=language), sender)
    invite = replace(_INVITE, kind=LetterKind.REMINDER, language=language)
    reminder = Reminder(invite, name == "expected", f"{_PAGE}/reminders/example")
    return render_reminder(reminder, sender)
