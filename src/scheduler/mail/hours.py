"""The letter that asks whether a person's weekly hours are still right."""

from __future__ import annotations

from datetime import time

from babel.dates import format_date, format_time, get_day_names

from scheduler.calendars.texts import one_line, safe_link
from scheduler.mail.pages import Fact, Page, greeting
from scheduler.mail.sayings import Saying
from scheduler.mail.stoppable import render_stoppable
from scheduler.mail.words import Words, words_for
from scheduler.model.availability import Level, WeeklySlot, Weeks
from scheduler.model.hours_letters import HoursLetter
from scheduler.model.letters import LetterKind, RenderedLetter, Sender

_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " "})
_WEEKS = {Weeks.ODD: Saying.HOURS_ODD, Weeks.EVEN: Saying.HOURS_EVEN}


def render_hours(letter: HoursLetter, sender: Sender) -> RenderedLetter:
    """The letter; the same question gives the same bytes."""
    words = words_for(letter.language)
    reader = (letter.name, letter.email)
    subject = words.sayings[Saying.HOURS_SUBJECT]
    return render_stoppable(_page(letter, words, sender), subject, reader, sender, letter.stamp)


def _page(letter: HoursLetter, words: Words, sender: Sender) -> Page:
    says, name = words.sayings, one_line(sender.name)
    lead = says[Saying.HOURS_LEAD]
    return Page(
        language=words.code,
        direction=words.direction,
        sender=name,
        greeting=greeting(letter.name, words),
        lead=(lead, _until(letter, words)),
        why=f"{words.why_invite.format(sender=name)} {words.personal}",
        copy_link=words.copy_link,
        heading=says[Saying.HOURS_HEADING],
        kind=LetterKind.HOURS,
        preview=lead,
        facts=(
            Fact(
                says[Saying.HOURS_LABEL],
                tuple(_line(slot, words) for slot in letter.weekly),
                listed=True,
            ),
        ),
        button=says[Saying.HOURS_BUTTON],
        url=safe_link(letter.url),
        notes=(words.answer_page,),
        stop=says[Saying.HOURS_STOP],
        stop_url=safe_link(letter.stop_url),
    )


def _until(letter: HoursLetter, words: Words) -> str:
    if letter.until is None:
        return words.sayings[Saying.HOURS_NEVER]
    day = format_date(letter.until, "full", locale=words.locale)
    return words.sayings[Saying.HOURS_UNTIL].format(day=day)


def _line(slot: WeeklySlot, words: Words) -> str:
    """One stretch of the week: "Monday, 5:00 PM to 9:00 PM, in odd weeks"."""
    day = get_day_names("wide", "stand-alone", locale=words.locale)[slot.weekday]
    hours = words.hours.format(starts=_clock(slot.starts, words), ends=_clock(slot.ends, words))
    told = f"{day[:1].upper()}{day[1:]}, {hours}"
    if slot.weeks in _WEEKS:
        told = words.sayings[_WEEKS[slot.weeks]].format(hours=told)
    if slot.level is Level.IF_NEEDED:
        told = words.sayings[Saying.HOURS_IF_NEEDED].format(hours=told)
    return told


def _clock(moment: time, words: Words) -> str:
    return str(format_time(moment, "short", locale=words.locale)).translate(_SPACES)
