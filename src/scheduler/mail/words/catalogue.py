"""What a translator fills in: every sentence of every letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from scheduler.mail.sayings import Saying
from scheduler.model.bringing import Thing
from scheduler.model.languages import ENGLISH, RIGHT_TO_LEFT, language_name
from scheduler.model.letters import Change, LetterKind
from scheduler.model.matters import Matter
from scheduler.model.sessions import SessionKind, Title


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
    subject_standby: str
    """With {day}, {time} and {place}: instead of the subject of an invitation, to who would be
    on standby."""
    heading_standby: str
    """Instead of the heading, to them."""
    lead_standby: str
    """Instead of ``lead_invite``, to them."""
    standby: str
    """What being on standby means."""
    lead_update: str
    lead_called: str
    """Instead of it, to who was on standby and is needed now."""
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
    titles: Mapping[Title, str]
    """What a person does in a shift."""
    matters: Mapping[Matter, str]
    things: Mapping[Thing, str]
    """What to have at hand."""
    interpreting: str
    """What an interpreter does; with {language}."""
    relaying: str
    """The same for who interprets only into one other language; with {language} and {bridge}."""
    interpreter_beside: str
    """Said to an adviser who does not speak it; with {language}."""
    any_language: str
    """Asked for where every language will do."""
    languages: Mapping[str, str]
    """Names of languages that CLDR does not name, or not as people say them, by code."""

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
    my_shifts: str
    """What the calendar with all of a person's shifts is called, among their other calendars."""

    sign_in_subject: str
    sign_in: tuple[str, ...]
    """The paragraphs of a letter with a sign-in link."""
    sign_in_button: str

    session_kinds: Mapping[SessionKind, str]
    sayings: Mapping[Saying, str]
    """The sentences of digests, and of the question about hours."""

    def language(self, code: str | None) -> str:
        """The name of a language; ``None`` is any language."""
        if code is None:
            return self.any_language
        if self.code == ENGLISH:
            return language_name(code)
        return self.languages.get(code) or _names(self.locale).get(code) or language_name(code)

    @property
    def direction(self) -> str:
        """HTML's ``dir``."""
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=64)
def _names(locale: str) -> Mapping[str, str]:
    return dict(Locale.parse(locale).languages)
