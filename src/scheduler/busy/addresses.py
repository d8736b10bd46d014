"""The address of a calendar as a person pastes it. Whoever has it can read that calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from scheduler.busy.refusals import (
    HoldsPasswordError,
    LeadsAstrayError,
    NoAddressError,
    NotAnAddressError,
    NotHttpsError,
    OtherPortError,
    UnreadableCalendarError,
)

LONGEST = 2000
HTTPS_PORT = 443
_CALENDAR_SCHEMES = re.compile(r"^webcals?://", re.IGNORECASE)
"""What calendars call https when a click on the link should open a calendar."""
_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"
)
"""A name with a dot whose last part begins with a letter: no number is taken for one."""
_TARGET_SAFE = "/?:@!$&'()*+,;=~-._%"


@dataclass(frozen=True, slots=True)
class CalendarAddress:
    """Where a calendar is; the path is what makes it secret."""

    host: str
    target: str = field(repr=False)

    @property
    def text(self) -> str:
        """The whole address."""
        return f"https://{self.host}{self.target}"

    @property
    def shown(self) -> str:
        """As much of it as its owner needs to know it again."""
        return f"{self.host} (ends in {self.target[-4:]})"


def calendar_address(text: str) -> CalendarAddress:
    """What a person typed, if Open Door may go there."""
    typed = _CALENDAR_SCHEMES.sub("https://", text.strip())
    if not typed:
        raise NoAddressError
    if len(typed) > LONGEST or not typed.isprintable() or re.search(r"[\s\\]", typed):
        raise NotAnAddressError
    try:
        parts = urlsplit(typed)
        _require_plain(parts)
        host = _ascii(parts.hostname or "")
    except ValueError:
        raise NotAnAddressError from None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return CalendarAddress(host, quote(target, safe=_TARGET_SAFE))


def _require_plain(parts: SplitResult) -> None:
    if not parts.scheme or not parts.netloc:
        raise NotAnAddressError
    if parts.scheme != "https":
        raise NotHttpsError
    if "@" in parts.netloc:
        raise HoldsPasswordError
    if parts.port not in (None, HTTPS_PORT):
        raise OtherPortError


def _ascii(host: str) -> str:
    plain = host.encode("idna").decode("ascii").lower().removesuffix(".")
    if not _HOST.fullmatch(plain):
        raise NotAnAddressError
    return plain


def led_on(address: CalendarAddress, location: str) -> CalendarAddress:
    """Where a server sends us instead: held to the same rules."""
    try:
        return calendar_address(urljoin(address.text, location))
    except (UnreadableCalendarError, ValueError):
        raise LeadsAstrayError from None
