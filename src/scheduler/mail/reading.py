"""A stored letter read back: its headers, its calendar part and its links, for the outbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import policy
from email.parser import BytesParser
from typing import Any

from icalendar import Calendar

from scheduler.model.letters import RenderedLetter

_HEADERS = ("From", "To", "Subject", "Date", "Message-ID")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_AT_END = ".,;:!?)]}"
_ASKS = {
    "REQUEST": "Put this into the calendar, and answer it",
    "CANCEL": "Take this out of the calendar",
}


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a calendar program makes of the calendar part: labels and their values."""

    facts: tuple[tuple[str, str], ...]


def headers(letter: RenderedLetter) -> tuple[tuple[str, str], ...]:
    """The headers people see, as they are in the message."""
    message = BytesParser(policy=policy.default).parsebytes(letter.mime, headersonly=True)
    return tuple((name, str(message[name])) for name in _HEADERS if message[name])


def links(letter: RenderedLetter) -> tuple[str, ...]:
    """The links of the letter in their order, each once."""
    found = (match.group().rstrip(_AT_END) for match in _LINK.finditer(letter.text))
    return tuple(dict.fromkeys(found))


def calendar_words(letter: RenderedLetter) -> CalendarWords | None:
    """The calendar part in words; None for a letter without one."""
    if not letter.calendar:
        return None
    calendar = Calendar.from_ical(letter.calendar)
    event = calendar.walk("VEVENT")[0]
    return CalendarWords(
        (
            ("Asks", _ASKS.get(letter.method, letter.method)),
            *((label, text) for label, text in _facts(event) if text),
        )
    )


def _facts(event: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - icalendar's component
    yield "Title", str(event.get("SUMMARY", ""))
    yield "Starts", _moment(event.decoded("DTSTART"))
    yield "Ends", _moment(event.decoded("DTEND"))
    yield "Where", str(event.get("LOCATION", ""))
    yield "Status", str(event.get("STATUS", "")).capitalize()
    yield "Organizer", _address(event.get("ORGANIZER"))
    yield "For", _address(event.get("ATTENDEE"))
    yield "Version", str(event.get("SEQUENCE", 0))
    yield "Event", str(event.get("UID", ""))


def _moment(value: datetime | date | timedelta) -> str:
    if not isinstance(value, datetime):
        return str(value)
    return f"{value:%A} {value.day} {value:%B} {value.year}, {value:%H:%M} {value.tzname() or ''}"


def _address(value: object) -> str:
    return "" if value is None else str(value).removeprefix("mailto:").removeprefix("MAILTO:")
