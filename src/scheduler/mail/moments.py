"""Dates and times in words, in the zone of the place and the language of the letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_timezone_name

from scheduler.mail.words import Words
from scheduler.model.letters import Invite

# CLDR sets thin and unbreakable spaces into times; subjects and plain text do without.
_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " "})


@dataclass(frozen=True, slots=True)
class Moments:
    """When a shift is, as people say it.

    ``date`` names weekday, day and year; ``hours`` from when to when; ``zone`` the zone in
    words. ``month`` and ``day`` are for the small calendar leaf; ``short_date`` and
    ``starts`` for the subject.
    """

    date: str
    hours: str
    zone: str
    month: str
    day: str
    short_date: str
    starts: str


def moments(invite: Invite, words: Words) -> Moments:
    """The invite's times in its zone. A shift past midnight says the day it ends on."""
    zone = ZoneInfo(invite.timezone)
    starts, ends = invite.starts.astimezone(zone), invite.ends.astimezone(zone)
    locale = words.locale
    until = _clock(ends, locale)
    if ends.date() != starts.date():
        until = f"{until} ({_short(ends, locale)})"
    return Moments(
        date=_plain(format_date(starts, "full", locale=locale)),
        hours=words.hours.format(starts=_clock(starts, locale), ends=until),
        zone=_zone(starts, ends, locale),
        month=_plain(format_skeleton("MMM", starts, locale=locale)),
        day=str(starts.day),
        short_date=_short(starts, locale),
        starts=_clock(starts, locale),
    )


def _clock(moment: datetime, locale: str) -> str:
    return _plain(format_time(moment, "short", locale=locale))


def _short(moment: datetime, locale: str) -> str:
    return _plain(format_skeleton("MMMEd", moment, locale=locale))


def _zone(starts: datetime, ends: datetime, locale: str) -> str:
    """The zone's name; both names in the night the clocks change, in order."""
    names = (_plain(get_timezone_name(m, "long", locale=locale)) for m in (starts, ends))
    return " \u2192 ".join(dict.fromkeys(names))


def _plain(text: str) -> str:
    return text.translate(_SPACES)
