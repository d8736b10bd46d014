"""The language of a page that a letter leads to: its reader's, as in the letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from importlib import import_module
from typing import Any

from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    get_day_names,
    get_timezone_name,
)
from litestar.response import Template
from markupsafe import Markup, escape

from api import wording
from api.pages import page
from api.session import Asking, settings_of
from scheduler.actions.letter_readers import language_of_reader
from scheduler.mail.sayings import Saying
from scheduler.mail.words import Words, languages, words_for
from scheduler.model.availability import Level, WeeklySlot, Weeks
from scheduler.model.held_shifts import Fellow, HeldShift
from scheduler.model.languages import ENGLISH as ENGLISH_CODE
from scheduler.model.languages import language_name
from scheduler.model.matters import Matter
from scheduler.model.sessions import title_of
from scheduler.planning.open_seats import OpenSeat

# CLDR sets thin and unbreakable spaces into times; everywhere else we do without.
_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " "})
_WEEKS = {Weeks.ODD: Saying.HOURS_ODD, Weeks.EVEN: Saying.HOURS_EVEN}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that pages speak: sentences by their English, and the words of its letters."""

    words: Words
    sentences: Mapping[str, str]

    @property
    def code(self) -> str:
        """HTML's ``lang``."""
        return self.words.code

    @property
    def direction(self) -> str:
        """HTML's ``dir``."""
        return self.words.direction

    @property
    def is_english(self) -> bool:
        """Whether sentences are said as they are written."""
        return self.code == ENGLISH_CODE

    def plain(self, sentence: str, **filled: object) -> str:
        """A sentence as text; in English where nobody has translated it."""
        found = self.sentences.get(sentence, sentence)
        return found.format(**filled) if filled else found

    def say(self, sentence: str, **filled: object) -> Markup:
        """A sentence for a page; what is filled in is escaped, and marked names stay marked."""
        found = escape(self.sentences.get(sentence, sentence))
        return found.format(**filled) if filled else found

    def named(self, name: str) -> Markup:
        """A name that keeps its own direction of writing."""
        return Markup("<bdi>{}</bdi>").format(name)

    # ---- when ---------------------------------------------------------------

    def long_day(self, value: date) -> str:
        """A day in full."""
        if self.is_english:
            return wording.long_day(value)
        return _capital(_tidy(format_date(value, "full", locale=self.words.locale)))

    def day(self, value: date) -> str:
        """A day without its year."""
        if self.is_english:
            return wording.day(value)
        return _capital(_tidy(format_skeleton("MMMEd", value, locale=self.words.locale)))

    def clock(self, value: datetime | time) -> str:
        """A time of day."""
        if not self.is_english:
            return _tidy(format_time(value, "short", locale=self.words.locale))
        return wording.clock(value) if isinstance(value, datetime) else wording.time_of_day(value)

    def span(self, starts: datetime, ends: datetime) -> str:
        """From when to when."""
        if self.is_english:
            return wording.span(starts, ends)
        return self.words.hours.format(starts=self.clock(starts), ends=self.clock(ends))

    def slot(self, slot: WeeklySlot) -> str:
        """A stretch of the usual week, with when it does not hold."""
        names = get_day_names("wide", "stand-alone", locale=self.words.locale)
        hours = self.words.hours.format(starts=self.clock(slot.starts), ends=self.clock(slot.ends))
        told = f"{_capital(str(names[slot.weekday]))}, {hours}"
        if slot.weeks in _WEEKS:
            told = self.words.sayings[_WEEKS[slot.weeks]].format(hours=told)
        if slot.level is Level.IF_NEEDED:
            told = self.words.sayings[Saying.HOURS_IF_NEEDED].format(hours=told)
        return told

    def zone(self, value: datetime) -> str:
        """The zone of a time."""
        return _tidy(get_timezone_name(value, "long", locale=self.words.locale))

    # ---- what ---------------------------------------------------------------

    def role(self, shift: HeldShift) -> str:
        """What a person is in a shift."""
        return shift.role_name if self.is_english else self.words.titles[shift.title]

    def fellow(self, fellow: Fellow, shift: HeldShift) -> str:
        """What somebody beside them is."""
        if self.is_english:
            return fellow.role.value
        return self.words.titles[title_of(fellow.role, shift.session_kind)].lower()

    def language(self, code: str | None) -> str:
        """The name of a language."""
        return language_name(code) if self.is_english else self.words.language(code)

    def interpreted(self, language: str | None, bridge: str | None) -> str:
        """What an interpreter interprets."""
        if bridge is None:
            return self.language(language)
        named = {"language": self.language(language), "bridge": self.language(bridge)}
        return self.plain("{language} into {bridge}", **named)

    def matter(self, matter: Matter) -> str:
        """The name of a matter."""
        return matter.label if self.is_english else self.words.matters[matter]

    def work(self, shift: HeldShift) -> list[str]:
        """What the person prepares for: matter and language."""
        if not shift.work:
            return []
        matter = [self.matter(shift.matter)] if shift.matter else []
        return [*matter, self.interpreted(shift.language, shift.bridge)]

    def bring(self, shift: HeldShift) -> list[str]:
        """What to have at hand."""
        if self.is_english:
            return list(shift.bring)
        return [self.words.things[thing] for thing in shift.things]

    def seat(self, seat: OpenSeat) -> list[str]:
        """An open seat: role, matter, language."""
        role = seat.role if self.is_english else self.words.titles[seat.title]
        asked = self.interpreted(seat.spoken, seat.bridge) if seat.language else ""
        matter = self.matter(seat.matter) if seat.matter else ""
        return [part for part in (role, matter, asked) if part]


def _tidy(text: str) -> str:
    return text.translate(_SPACES)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=64)
def tongue_of(language: str) -> Tongue:
    """The language of somebody's letters; English where there are none in it."""
    words = words_for(language)
    if words.code == ENGLISH_CODE:
        return Tongue(words, {})
    return Tongue(words, import_module(f"api.page_words.{words.code}").SENTENCES)


ENGLISH = tongue_of(ENGLISH_CODE)


async def tongue_for(request: Asking, token: str) -> Tongue:
    """The language of whoever got the letter; of their browser where the link says nothing."""
    known = await language_of_reader(token, settings_of(request).secret)
    return tongue_of(known or _wished(request.headers.get("accept-language", "")))


def _wished(header: str) -> str:
    """The first language of a browser's list that pages speak."""
    for wish in header[:200].split(","):
        code = wish.partition(";")[0].partition("-")[0].strip().lower()
        if code in languages():
            return code
    return ENGLISH_CODE


def letter_page(
    request: Asking,
    tongue: Tongue,
    template: str,
    *,
    title: str,
    status_code: int = 200,
    **context: Any,  # noqa: ANN401 - what the page shows
) -> Template:
    """A page behind a letter's link, all of it in one language.

    Whoever happens to be signed in finds their navigation in English only.
    """
    alone: dict[str, Any] = {} if tongue.is_english else {"nav": (), "user": None}
    return page(
        request,
        template,
        title=tongue.plain(title),
        status_code=status_code,
        area="volunteer",
        lang=tongue.code,
        dir=tongue.direction,
        tongue=tongue,
        **alone,
        **context,
    )
