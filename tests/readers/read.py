"""Reads calendars with a Python library: ``python read.py vobject < calendars.json``.

In: a list of calendars as text. Out: for each the list of its events, or {error}. A process of
its own, so that nothing a reader does reaches the tests.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Callable
from ctypes.util import find_library
from datetime import UTC
from functools import lru_cache
from typing import Any

Event = dict[str, Any]


def with_vobject(text: str) -> list[Event]:
    import vobject  # noqa: PLC0415 - each reader is loaded alone

    calendar = vobject.readOne(text)
    method = calendar.method.value if hasattr(calendar, "method") else ""
    return [_from_vobject(event, method) for event in calendar.contents.get("vevent", [])]


def _from_vobject(event: Any, method: str) -> Event:  # noqa: ANN401 - vobject has no types
    def said(name: str) -> str:
        found = event.contents.get(name)
        return str(found[0].value) if found else ""

    people = event.contents.get("attendee")
    return {
        "method": method,
        "uid": said("uid"),
        "sequence": int(said("sequence") or 0),
        "stamp": int(event.dtstamp.value.timestamp()),
        "starts": int(event.dtstart.value.timestamp()),
        "ends": int(event.dtend.value.timestamp()),
        "status": said("status"),
        "summary": said("summary"),
        "location": said("location"),
        "description": said("description"),
        "attendee": said("attendee").removeprefix("mailto:"),
        "name": people[0].params.get("CN", [""])[0] if people else "",
        "organizer": said("organizer").removeprefix("mailto:"),
    }


def with_ics(text: str) -> list[Event]:
    import ics  # noqa: PLC0415 - each reader is loaded alone

    calendar = ics.Calendar(text)
    return [_from_ics(event, calendar.method or "") for event in calendar.events]


def _from_ics(event: Any, method: str) -> Event:  # noqa: ANN401 - ics has no types
    (person,) = event.attendees or [None]
    extra = {line.name: line.value for line in event.extra}
    return {
        "method": method,
        "uid": event.uid,
        "sequence": int(extra.get("SEQUENCE", 0)),
        "stamp": int(event.created.timestamp()) if event.created else 0,
        "starts": int(event.begin.astimezone(UTC).timestamp()),
        "ends": int(event.end.astimezone(UTC).timestamp()),
        "status": event.status or "",
        "summary": event.name or "",
        "location": event.location or "",
        "description": event.description or "",
        "attendee": person.email.removeprefix("mailto:") if person else "",
        # ics shows the address of people without a name
        "name": person.common_name if person and person.common_name != person.email else "",
        "organizer": event.organizer.email.removeprefix("mailto:") if event.organizer else "",
    }


class LibicalTime(ctypes.Structure):
    """``struct icaltimetype`` of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


def with_libical(text: str) -> list[Event]:
    library = _libical()
    calendar = library.icalparser_parse_string(text.encode())
    method = library.icalproperty_get_value_as_string(_first(library, calendar, "METHOD")).decode()
    found: list[Event] = []
    event = library.icalcomponent_get_first_component(calendar, VEVENT)
    while event:
        found.append(_from_libical(library, event, method))
        event = library.icalcomponent_get_next_component(calendar, VEVENT)
    library.icalcomponent_free(calendar)
    return found


VEVENT = 4


@lru_cache(maxsize=1)
def _libical() -> ctypes.CDLL:
    library = ctypes.CDLL(find_library("ical"))
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    shapes: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "icalparser_parse_string": (pointer, (text,)),
        "icalcomponent_get_first_component": (pointer, (pointer, number)),
        "icalcomponent_get_next_component": (pointer, (pointer, number)),
        "icalcomponent_free": (None, (pointer,)),
        "icalcomponent_get_first_property": (pointer, (pointer, number)),
        "icalproperty_string_to_kind": (number, (text,)),
        "icalproperty_get_value_as_string": (text, (pointer,)),
        "icalproperty_get_parameter_as_string": (text, (pointer, text)),
        "icalcomponent_get_dtstart": (LibicalTime, (pointer,)),
        "icalcomponent_get_dtend": (LibicalTime, (pointer,)),
        "icalcomponent_get_dtstamp": (LibicalTime, (pointer,)),
        "icaltime_as_timet_with_zone": (ctypes.c_long, (LibicalTime, pointer)),
        **{f"icalcomponent_get_{name}": (text, (pointer,)) for name in _LIBICAL_TEXTS},
    }
    for name, (result, arguments) in shapes.items():
        getattr(library, name).restype = result
        getattr(library, name).argtypes = arguments
    return library


_LIBICAL_TEXTS = ("uid", "summary", "location", "description")


def _first(library: ctypes.CDLL, component: int, name: str) -> int:
    kind = library.icalproperty_string_to_kind(name.encode())
    return int(library.icalcomponent_get_first_property(component, kind) or 0)


def _from_libical(library: ctypes.CDLL, event: int, method: str) -> Event:
    def said(name: str) -> str:
        found = _first(library, event, name)
        return library.icalproperty_get_value_as_string(found).decode() if found else ""

    def seconds(name: str) -> int:
        moment = getattr(library, f"icalcomponent_get_{name}")(event)
        return int(library.icaltime_as_timet_with_zone(moment, moment.zone))

    def text(name: str) -> str:
        return (getattr(library, f"icalcomponent_get_{name}")(event) or b"").decode()

    person = _first(library, event, "ATTENDEE")
    name = library.icalproperty_get_parameter_as_string(person, b"CN") if person else None
    return {
        "method": method,
        "sequence": int(said("SEQUENCE") or 0),
        "stamp": seconds("dtstamp"),
        "starts": seconds("dtstart"),
        "ends": seconds("dtend"),
        "status": said("STATUS"),
        "attendee": said("ATTENDEE").removeprefix("mailto:"),
        "name": (name or b"").decode(),
        "organizer": said("ORGANIZER").removeprefix("mailto:"),
        **{field: text(field) for field in _LIBICAL_TEXTS},
    }


READERS: dict[str, Callable[[str], list[Event]]] = {
    "vobject": with_vobject,
    "ics": with_ics,
    "libical": with_libical,
}


def answer(read: Callable[[str], list[Event]], text: str) -> list[Event] | dict[str, str]:
    try:
        return read(text)
    except Exception as error:  # noqa: BLE001 - whatever a reader stumbles over is its answer
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    json.dump([answer(READERS[sys.argv[1]], text) for text in json.load(sys.stdin)], sys.stdout)
