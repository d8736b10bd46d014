"""Numbers, dates, times, addresses: from the text of a cell to a value, or what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time

from scheduler.imports.cells import BadCellError, quoted

_WHOLE = re.compile(r"([+-]?\d+)(?:[.,]0+)?")
_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_ISO_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00)?)?")
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::00)?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
_PHONE = re.compile(r"[+(]?\d[\d ()./-]*(?:(?:x|ext\.?|#) ?\d+)?", re.IGNORECASE)
_WEB = re.compile(r"https://[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:/[^\s<>\"]*)?", re.ASCII)
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})
_LONGEST_EMAIL = 254
_FEWEST_DIGITS = 7
_NOON = 12
_MINUTES = 60


def line(text: str) -> str:
    """Words on one line, as they are."""
    return text


def whole(low: int, high: int) -> Callable[[str], int]:
    """A parser of whole numbers from ``low`` to ``high``."""

    def parse(text: str) -> int:
        found = _WHOLE.fullmatch(text)
        if not found:
            raise BadCellError(f"{quoted(text)} is not a whole number.", _write_number(low, high))
        return _within(int(found[1][:12]), text, low, high)

    return parse


def hours_as_minutes(text: str) -> int:
    """Hours, halves and quarters allowed, as minutes."""
    if not _DECIMAL.fullmatch(text):
        raise BadCellError(
            f"{quoted(text)} is not a number of hours.", "Write the hours as 2 or 2.5."
        )
    minutes = float(text.replace(",", ".")) * _MINUTES
    if not _MINUTES / 4 <= minutes <= 80 * _MINUTES:
        raise BadCellError(
            f"{text} hours a week cannot be.", "Write between a quarter of an hour and 80 hours."
        )
    if minutes != round(minutes):
        raise BadCellError(
            f"{text} hours are not whole minutes.", "Write halves or quarters, such as 2.5."
        )
    return round(minutes)


def day(text: str) -> date:
    """A date: 2026-12-07, or month first as in 12/7/2026."""
    iso, us = _ISO_DATE.fullmatch(text), _US_DATE.fullmatch(text)
    try:
        if iso:
            return _in_this_age(date(int(iso[1]), int(iso[2]), int(iso[3])))
        if us:
            return _in_this_age(date(int(us[3]), int(us[1]), int(us[2])))
    except ValueError:
        pass
    raise BadCellError(
        f"{quoted(text)} is not a date.", "Write year, month and day, such as 2026-12-07."
    )


def _in_this_age(found: date) -> date:
    if not date(1970, 1, 1) <= found < date(2100, 1, 1):
        raise ValueError
    return found


def clock(text: str) -> time:
    """A time of day: 14:00, or 2:00 PM."""
    found = _TIME.fullmatch(text)
    if found and (found[2] or found[3]):
        hour, half = int(found[1]), (found[3] or "").lower()
        if not half or 1 <= hour <= _NOON:
            hour = hour % _NOON + (_NOON if half == "p" else 0) if half else hour
            minute = int(found[2] or 0)
            if hour < 24 and minute < _MINUTES:  # noqa: PLR2004 - hours of a day
                return time(hour, minute)
    raise BadCellError(
        f"{quoted(text)} is not a time of day.",
        "Write hours and minutes, such as 14:00 or 2:00 PM.",
    )


def yes_no(text: str) -> bool:
    """Yes or no."""
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise BadCellError(f"{quoted(text)} is neither yes nor no.", "Write yes or no.")


def email(text: str) -> str:
    """An e-mail address in lower case."""
    lower = text.lower()
    if len(lower) <= _LONGEST_EMAIL and _EMAIL.fullmatch(lower):
        return lower
    raise BadCellError(
        f"{quoted(text)} is not an e-mail address.",
        "Write one address with one @, such as ana@example.org.",
    )


def phone(text: str) -> str:
    """A phone number as written."""
    if _PHONE.fullmatch(text) and sum(c.isdigit() for c in text) >= _FEWEST_DIGITS:
        return text
    raise BadCellError(
        f"{quoted(text)} is not a phone number.", "Write digits, such as +1 212 555 0100."
    )


def web_address(text: str) -> str:
    """An https address."""
    if _WEB.fullmatch(text):
        return text
    raise BadCellError(
        f"{quoted(text)} is not a secure web address.",
        "Write an address that begins with https://, such as https://meet.example.org/bronx.",
    )


def _within(value: int, text: str, low: int, high: int) -> int:
    if low <= value <= high:
        return value
    problem = f"{text} is too small." if value < low else f"{text} is too large."
    raise BadCellError(problem, _write_number(low, high))


def _write_number(low: int, high: int) -> str:
    return f"Write a whole number from {low} to {high}."
