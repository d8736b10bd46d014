"""Time zones as every calendar program reads them: two yearly rules, no lists of dates.

Programs differ most where a VTIMEZONE is long: several show summer shifts an hour late
when onsets come as RDATEs, and Outlook reads nothing but one yearly rule per half
([MS-STANOICAL] 2.2.47). The last line of a TZif file (RFC 9636 3.3) holds exactly such a
rule pair for the years to come, so that is what is written here.
"""

from __future__ import annotations

import io
import struct
import zoneinfo
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from scheduler.calendars.posix import Onset, parse_footer
from scheduler.errors import InvalidInputError


def compact_timezone(tzid: str) -> Timezone:
    """The VTIMEZONE (RFC 5545 3.6.5) of an IANA zone: at most two halves, yearly rules."""
    zone = Timezone()
    zone.add("TZID", tzid)
    for onset in parse_footer(posix_footer(tzid)):
        zone.add_component(_half(onset))
    return zone


def calendar_times(starts: datetime, ends: datetime, tzid: str) -> tuple[datetime, datetime]:
    """Both times as a calendar writes them: in the zone if that is exact, otherwise in UTC.

    A local time that occurs twice should mean its first occurrence (RFC 5545 3.3.5), but
    half of the calendar programs take the second, so both are told in UTC; so are times
    which the zone's yearly rules do not describe (a government announced an exception).
    Local times that do not exist never arise, because shifts are kept in UTC.
    """
    exact = tzid != "UTC" and all(_exact(moment, tzid) for moment in (starts, ends))
    zone = ZoneInfo(tzid) if exact else UTC
    return starts.astimezone(zone), ends.astimezone(zone)


@lru_cache(maxsize=64)
def posix_footer(tzid: str) -> str:
    """The POSIX TZ string at the end of the zone's TZif file (RFC 9636 3.3)."""
    try:
        ZoneInfo(tzid)  # refuses unknown names and names that leave the folder
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInputError("There is no time zone of this name.") from error
    return _tzif(tzid).rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def _tzif(tzid: str) -> bytes:
    """The same file that ``zoneinfo`` reads: the system's, otherwise the tzdata package's."""
    for root in zoneinfo.TZPATH:
        path = Path(root, tzid)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *tzid.split("/")).read_bytes()


def _half(onset: Onset) -> TimezoneStandard | TimezoneDaylight:
    half = TimezoneDaylight() if onset.daylight else TimezoneStandard()
    half.add("DTSTART", onset.first)
    half.add("TZOFFSETFROM", onset.offset_from)
    half.add("TZOFFSETTO", onset.offset_to)
    half.add("TZNAME", onset.name)
    if onset.rrule:
        half.add("RRULE", vRecur.from_ical(onset.rrule))
    return half


def _exact(moment: datetime, tzid: str) -> bool:
    local = moment.astimezone(ZoneInfo(tzid))
    told = moment.astimezone(_footer_zone(tzid))
    again = local.replace(fold=1 - local.fold)
    return local.utcoffset() == told.utcoffset() == again.utcoffset()


@lru_cache(maxsize=64)
def _footer_zone(tzid: str) -> ZoneInfo:
    """The zone as its footer alone tells it: a TZif file (RFC 9636 3) without transitions."""
    counts = struct.pack(">6l", 0, 0, 0, 0, 1, 1)
    block = b"TZif2" + bytes(15) + counts + struct.pack(">lBB", 0, 0, 0) + b"\0"
    footer = b"\n" + posix_footer(tzid).encode("ascii") + b"\n"
    return ZoneInfo.from_file(io.BytesIO(block + block + footer), key=tzid)
