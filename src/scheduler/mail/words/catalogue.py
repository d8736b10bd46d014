"""What a translator fills in: every sentence of every letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.model.languages import RIGHT_TO_LEFT
from scheduler.model.letters import Change, LetterKind


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language.

    Braces name what is filled in. ``code`` is the language as HTML's ``lang`` wants it,
    ``locale`` the one dates and times are written in (the clinics are in the United
    States, so its customs hold: a twelve-hour clock). Write to a friend who gives their
    evening for free: warm, short, no jargon, and nothing about the people served.
    """

    code: str
    locale: str

    subjects: Mapping[LetterKind, str]
    """Per kind of invite; {day}, {time} and {place} are filled in."""
    chips: Mapping[LetterKind, str]
    """One word or two above the heading, read together with its sign."""
    headings: Mapping[LetterKind, str]

    greeting: str
    """With {name}."""
    greeting_nameless: str

    lead_invite: str
    lead_update: str
    lead_cancel: str
    lead_remind: str
    """Before a shift, to who has not answered."""
    lead_expected: str
    """Before a shift, to who has said yes."""
    answer_again: str
    """After a change of time or place: an earlier yes does not cover it."""
    changed: str
    """With {things}, a list of the names of changes."""
    changes: Mapping[Change, str]

    when: str
    where: str
    join: str
    remote: str
    """Said of a shift served from elsewhere."""
    work: str
    bring: str
    hours: str
    """With {starts} and {ends}."""

    answer: str
    """The button."""
    answer_how: str
    answer_anywhere: str
    """Instead of ``answer_how`` where answers from calendars are read."""
    answer_page: str
    """Instead of both in a reminder: it brings no calendar part to answer in."""
    answer_later: str
    see_shifts: str
    """The button of a letter about a shift that is no more."""
    calendar_hint: str
    copy_link: str
    """Before the address behind the button, for programs that show no buttons."""

    thanks: str
    why_invite: str
    """With {sender}."""
    personal: str
    """Said where the letter holds a link that answers."""
    why_plain: str
    """With {sender}."""
    stop_reminders: str
    """Before the address that ends reminders."""

    @property
    def direction(self) -> str:
        """HTML's ``dir``."""
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"
